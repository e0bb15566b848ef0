import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** A claim says why the patient was seen. */
export const diagnosisMissing: ClaimRule = {
  id: 'diagnosis-missing',
  family: 'diagnoses',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 26, rev. 2024', section: '10.4, item 21' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft }) =>
    draft.diagnoses.length > 0
      ? []
      : [
          {
            severity: 'error',
            message: 'The draft has no diagnosis.',
            advice: 'Accept a code that the note supports, or add one by hand.',
            about: 'draft',
            evidence: [],
          },
        ],
}
