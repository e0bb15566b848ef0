import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { checkReliance } from './visit-lines.ts'

/** An independent interpretation needs a statement in the note (EM-05). */
export const interpretationNotStated: ClaimRule = {
  id: 'interpretation-not-stated',
  family: 'visits',
  source: {
    title: 'AMA CPT E/M guidelines; CMS, Evaluation and Management Services (MLN006764)',
    edition: '2023',
    section: 'Independent interpretation',
  },
  effective: { from: parseDateOnly('2021-01-01') },
  check: (input) =>
    checkReliance(input, {
      element: 'data',
      rule: 'interpretation-not-stated',
      advice: 'An independent interpretation counts where the notes state it.',
    }),
}
