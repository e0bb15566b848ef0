import { therapyDiscipline } from '#coding/claims/modifiers/therapy-discipline.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine } from './modifier-tables.ts'

describeRule(therapyDiscipline, {
  flags: [
    {
      when: 'MOD-GP: no discipline',
      draft: { lines: [aModifiedLine('97110')] },
      severity: 'warning',
      says: /GP for physical/,
    },
    {
      when: 'two disciplines',
      draft: { lines: [aModifiedLine('97110', ['GP', 'GO'])] },
      severity: 'error',
      says: /several disciplines: GP, GO/,
    },
    {
      when: 'MOD-CQ: an assistant who gave it',
      draft: { lines: [aModifiedLine('97110', ['GP'])] },
      record: { payer: 'medicare' },
      notes: ['Treatment provided by the PTA under the plan of care.'],
      severity: 'warning',
      says: /CQ says so/,
      quotes: ['by the PTA'],
    },
    {
      when: 'MOD-CO: an assistant of occupational therapy',
      draft: { lines: [aModifiedLine('97530', ['GO'])] },
      record: { payer: 'medicare' },
      notes: ['COTA provided all of the session.'],
      severity: 'warning',
      says: /CO says so/,
      quotes: ['COTA provided'],
    },
  ],
  passes: [
    {
      when: 'MOD-CQ: said with CQ',
      draft: { lines: [aModifiedLine('97110', ['CQ', 'GP'])] },
      record: { payer: 'medicare' },
      notes: ['Treatment provided by the PTA.'],
    },
    {
      when: 'a payer that does not ask for the assistant',
      draft: { lines: [aModifiedLine('97110', ['GP'])] },
      notes: ['Treatment provided by the PTA.'],
    },
    { when: 'MOD-GP: one discipline', draft: { lines: [aModifiedLine('97110', ['GP'])] } },
    { when: 'no therapy', draft: { lines: [aModifiedLine('99213')] } },
  ],
})
