import { unitLimit } from '#coding/claims/edits/unit-limit.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { withLimit } from './edit-tables.ts'

const units = (...counts: readonly number[]) => ({ lines: counts.map((count) => aLine('G0001', { units: count })) })

describeRule(unitLimit, {
  flags: [
    {
      when: 'NCCI-09, SCR-12: MAI 1: one unit too many on a line',
      draft: units(2, 3),
      tables: withLimit({ units: 2, adjudication: 1 }),
      severity: 'error',
      says: /Line 2.*3 units; the limit is 2 a line/,
    },
    {
      when: 'NCCI-10: MAI 2: one unit too many over the lines of a day',
      draft: units(2, 1),
      tables: withLimit({ units: 2, adjudication: 2 }),
      severity: 'error',
      says: /3 units; the limit is 2 a day.*no record supports more/,
    },
    {
      when: 'MAI 3: one unit too many, which the record may support',
      draft: units(2, 1),
      tables: withLimit({ units: 2, adjudication: 3 }),
      severity: 'warning',
      says: /the record shows why/,
    },
    {
      when: 'a code that may not be reported at all',
      draft: units(1),
      tables: withLimit({ units: 0, adjudication: 2 }),
      severity: 'error',
      says: /the limit is 0/,
    },
  ],
  passes: [
    {
      when: 'NCCI-09, SCR-12: MAI 1: the limit itself, on each of two lines',
      draft: units(2, 2),
      tables: withLimit({ units: 2, adjudication: 1 }),
    },
    { when: 'NCCI-10: MAI 2: the limit itself', draft: units(1, 1), tables: withLimit({ units: 2, adjudication: 2 }) },
    { when: 'MAI 3: the limit itself', draft: units(2), tables: withLimit({ units: 2, adjudication: 3 }) },
    {
      when: 'MAI 2: the rest on another day',
      draft: { lines: [aLine('G0001', { units: 2 }), aLine('G0001', { units: 2, date: parseDateOnly('2026-11-03') })] },
      tables: withLimit({ units: 2, adjudication: 2 }),
    },
    {
      when: 'a code without a limit',
      draft: { lines: [aLine('G0002', { units: 9 })] },
      tables: withLimit({ units: 2, adjudication: 2 }),
    },
    { when: 'no table', draft: units(99) },
    {
      when: 'a stay of a facility',
      draft: units(9),
      tables: withLimit({ units: 2, adjudication: 2 }),
      record: { setting: 'inpatient_facility' },
    },
  ],
})
