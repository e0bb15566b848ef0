import { infusionOrder } from '#coding/claims/time/infusion-order.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const bill = (...codes: readonly string[]) => ({ lines: codes.map((code) => aLine(code)) })
const facility = { setting: 'outpatient_facility' } as const

describeRule(infusionOrder, {
  flags: [
    {
      when: 'two initial codes',
      draft: bill('96365', '96374'),
      severity: 'error',
      says: /Line 2 .* second initial code beside 96365/,
    },
    {
      when: 'two initial codes, and a second access in the note',
      draft: bill('96365', '96374'),
      notes: ['NURSING: Ketorolac pushed through a second IV line.'],
      severity: 'warning',
      says: /59 or XS says so/,
      quotes: ['second IV line'],
    },
    {
      when: 'a facility with hydration before an infusion',
      draft: bill('96360', '96367'),
      record: facility,
      severity: 'error',
      says: /reports the infusion as that \(96365\)/,
    },
    {
      when: 'a facility with a push before chemotherapy',
      draft: bill('96374', '96411'),
      record: facility,
      severity: 'error',
      says: /push of chemotherapy as that \(96409\)/,
    },
    {
      when: 'concurrent infusion twice',
      draft: bill('96365', '96368', '96368'),
      severity: 'error',
      says: /Line 3 .* once/,
    },
    {
      when: 'two units of concurrent infusion',
      draft: { lines: [aLine('96365'), aLine('96368', { units: 2 })] },
      severity: 'error',
      says: /Line 2 .* once/,
    },
    {
      when: 'the same drug again, by a professional',
      draft: bill('96374', '96376'),
      severity: 'error',
      says: /facilities alone/,
    },
  ],
  passes: [
    { when: 'one initial code and what follows', draft: bill('96365', '96366', '96367', '96368', '96375') },
    { when: 'a professional goes by the main reason', draft: bill('96360', '96375') },
    { when: 'a facility in order', draft: bill('96413', '96415', '96367', '96375'), record: facility },
    { when: 'the same drug again in a facility', draft: bill('96374', '96376'), record: facility },
    {
      when: 'a second site, said with 59',
      draft: { lines: [aLine('96365'), aLine('96374', { modifiers: [parseModifierCode('59')] })] },
    },
    {
      when: 'two days',
      draft: { lines: [aLine('96365'), aLine('96365', { date: parseDateOnly('2026-11-03') })] },
    },
  ],
})
