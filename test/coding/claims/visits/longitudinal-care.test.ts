import { longitudinalCare } from '#coding/claims/visits/longitudinal-care.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const record = { payer: 'medicare' } as const
const with25 = { modifiers: [parseModifierCode('25')] }
const notes = ['Established patient of our clinic, followed here for hypertension. ASSESSMENT: Hypertension.']

describeRule(longitudinalCare, {
  flags: [
    {
      when: 'EM-12: 99214-25 with a joint injection (golden check 29)',
      draft: { lines: [aLine('99214', with25), aLine('G2211'), aLine('20610')] },
      record,
      notes,
      severity: 'error',
      says: /99214 with 25, for 20610/,
    },
    {
      when: '25 without the other service on the draft',
      draft: { lines: [aLine('99214', with25), aLine('G2211')] },
      record,
      notes,
      severity: 'error',
      says: /with 25, for another service/,
    },
    {
      when: '25 beside a blood test, which needs none',
      draft: { lines: [aLine('99214', with25), aLine('G2211'), aLine('36415')] },
      record,
      notes,
      severity: 'error',
      says: /with 25, for another service/,
    },
    {
      when: 'EM-12: a joint injection beside a vaccine administration',
      draft: { lines: [aLine('99214', with25), aLine('G2211'), aLine('G0008'), aLine('20610')] },
      record,
      notes,
      severity: 'error',
      says: /with 25, for 20610/,
    },
    {
      when: 'a payer that does not follow Medicare',
      draft: { lines: [aLine('99214'), aLine('G2211')] },
      record: { payer: 'commercial' },
      notes,
      severity: 'error',
      says: /not taken by this payer/,
    },
    {
      when: 'beside an emergency visit',
      draft: { lines: [aLine('99284'), aLine('G2211')] },
      record,
      notes,
      severity: 'error',
      says: /does not go with 99284/,
    },
    {
      when: 'beside a home visit a day before it may',
      draft: { lines: ['99348', 'G2211'].map((code) => aLine(code, { date: parseDateOnly('2025-12-31') })) },
      record,
      notes,
      severity: 'error',
      says: /does not go with 99348 on this date/,
    },
    {
      when: 'beside no visit',
      draft: { lines: [aLine('G2211')] },
      record,
      notes,
      severity: 'error',
      says: /beside no visit/,
    },
    {
      when: 'the note speaks of no lasting relation',
      draft: { lines: [aLine('99214'), aLine('G2211')] },
      record,
      notes: ['Walk-in with a sore throat. ASSESSMENT: Pharyngitis.'],
      severity: 'question',
      says: /lasting relation/,
    },
  ],
  passes: [
    { when: 'EM-12: an office visit without 25', draft: { lines: [aLine('99214'), aLine('G2211')] }, record, notes },
    {
      when: 'EM-12: 25 for a vaccine administration alone',
      draft: { lines: [aLine('99214', with25), aLine('G2211'), aLine('G0008')] },
      record,
      notes,
    },
    {
      when: 'EM-12: the same with the vaccine itself and a blood test',
      draft: {
        lines: [aLine('99214', with25), ...['G2211', 'G0008', '90662', '36415', '80053'].map((code) => aLine(code))],
      },
      record,
      notes,
    },
    {
      when: 'EM-12: 25 for a preventive service of Part B',
      draft: { lines: [aLine('99214', with25), aLine('G2211'), aLine('G0444')] },
      record,
      notes,
    },
    {
      when: '25 for an annual wellness visit alone',
      draft: { lines: [aLine('99213', with25), aLine('G2211'), aLine('G0439')] },
      record,
      notes,
    },
    {
      when: 'a home visit on the first day',
      draft: { lines: ['99348', 'G2211'].map((code) => aLine(code, { date: parseDateOnly('2026-01-01') })) },
      record,
      notes,
    },
    {
      when: 'a commercial payer that the site has switched on',
      draft: { lines: [aLine('99214'), aLine('G2211')] },
      record: { payer: 'commercial' },
      context: { policy: { paysG2211: true } },
      notes,
    },
    { when: 'not on the draft', draft: { lines: [aLine('99214', with25), aLine('20610')] }, record, notes },
  ],
})
