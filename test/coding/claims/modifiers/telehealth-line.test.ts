import { telehealthLine } from '#coding/claims/modifiers/telehealth-line.ts'
import { aNote } from '../../../app/features/builders.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine } from './modifier-tables.ts'

const virtual = { encounterClass: 'virtual', payer: 'commercial' } as const
const at = (placeOfService: string, ...modifiers: readonly string[]) => ({
  lines: [{ ...aModifiedLine('99213', modifiers), placeOfService }],
})

describeRule(telehealthLine, {
  flags: [
    {
      when: 'MOD-95, SCR-38: an office as the place of a virtual visit',
      record: { encounterClass: 'virtual', payer: 'medicare' },
      draft: { lines: [aModifiedLine('99213')] },
      severity: 'error',
      says: /place of service 10 .* or 02/,
    },
    {
      when: 'MOD-95: no 95 for a payer that wants it',
      record: virtual,
      draft: at('10'),
      severity: 'warning',
      says: /wants modifier 95/,
    },
    {
      when: 'MOD-95: 95 for Medicare',
      record: { ...virtual, payer: 'medicare' },
      draft: at('10', '95'),
      severity: 'warning',
      says: /place of service alone/,
    },
    {
      when: 'MOD-93: a note that says telephone',
      record: {
        encounterClass: 'virtual',
        payer: 'medicare',
        notes: [aNote({ text: 'HPI: audio-only visit because video failed.' })],
      },
      draft: at('02'),
      severity: 'warning',
      says: /no picture/,
      quotes: ['audio-only'],
    },
    {
      when: 'MOD-95, SCR-38: psychotherapy by video at an office',
      record: virtual,
      draft: { lines: [aModifiedLine('90834', ['95'])] },
      severity: 'error',
      says: /place of service 10 .* or 02/,
    },
    {
      when: 'MOD-95: psychotherapy at home in an encounter of the practice',
      record: { payer: 'commercial' },
      draft: { lines: [{ ...aModifiedLine('90837'), placeOfService: '10' }] },
      severity: 'warning',
      says: /wants modifier 95/,
    },
  ],
  passes: [
    {
      when: 'MOD-95: psychotherapy by video, said',
      record: virtual,
      draft: { lines: [{ ...aModifiedLine('90834', ['95']), placeOfService: '10' }] },
    },
    { when: 'MOD-95, SCR-38: Medicare at home', record: { ...virtual, payer: 'medicare' }, draft: at('10') },
    { when: 'MOD-95: another payer with 95', record: virtual, draft: at('02', '95') },
    {
      when: 'MOD-93: audio only, said with 93',
      record: { ...virtual, notes: [aNote({ text: 'HPI: audio-only visit because video failed.' })] },
      draft: at('10', '93'),
    },
    { when: 'a visit in person', draft: { lines: [aModifiedLine('99213')] } },
    { when: 'a procedure of a virtual encounter', record: virtual, draft: { lines: [aModifiedLine('G0001')] } },
  ],
})
