import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { checkReliance } from './visit-lines.ts'

/** A problem that is merely listed, or that another clinician manages, is none of this visit (EM-03). */
export const problemNotAddressed: ClaimRule = {
  id: 'problem-not-addressed',
  family: 'visits',
  source: {
    title: 'AMA CPT E/M guidelines; CMS, Evaluation and Management Services (MLN006764)',
    edition: '2023',
    section: 'Problem addressed',
  },
  effective: { from: parseDateOnly('2021-01-01') },
  check: (input) =>
    checkReliance(input, {
      element: 'problems',
      rule: 'problem-not-addressed',
      advice: 'A problem counts when this visit evaluated or treated it.',
    }),
}
