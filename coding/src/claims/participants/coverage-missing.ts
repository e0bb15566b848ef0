import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** Postil never invents a coverage; the draft says that none could be read. */
export const coverageMissing: ClaimRule = {
  id: 'coverage-missing',
  family: 'participants',
  source: { title: 'FHIR R4', edition: '4.0.1', section: 'Claim.insurance' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft }) =>
    draft.coverage
      ? []
      : [
          {
            severity: 'information',
            message: 'No coverage could be read from the chart.',
            advice: 'The draft says so; registration or the coder adds it.',
            about: 'draft',
            evidence: [],
          },
        ],
}
