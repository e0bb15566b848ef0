import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { checkReliance } from './visit-lines.ts'

/** A test counts once, and not beside a line that reports its interpretation (EM-04). */
export const testCountedOnce: ClaimRule = {
  id: 'test-counted-once',
  family: 'visits',
  source: {
    title: 'AMA CPT E/M guidelines; CMS, Evaluation and Management Services (MLN006764)',
    edition: '2023',
    section: 'Amount and complexity of data, tests',
  },
  effective: { from: parseDateOnly('2021-01-01') },
  check: (input) =>
    checkReliance(input, {
      element: 'data',
      rule: 'test-counted-once',
      advice: 'An order includes the later review, and an interpretation that a line reports is no data of the visit.',
    }),
}
