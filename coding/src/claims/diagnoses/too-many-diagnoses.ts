import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

const LIMITS = { professional: 12, institutional: 25 } as const

/** A professional claim holds 12 diagnoses, a facility claim 25 (DX-106). */
export const tooManyDiagnoses: ClaimRule = {
  id: 'too-many-diagnoses',
  family: 'diagnoses',
  source: { title: 'ASC X12 837', edition: '005010', section: 'HI segments of loop 2300' },
  effective: { from: parseDateOnly('2012-01-01') },
  check: ({ draft }) => {
    const limit = LIMITS[draft.kind]
    const surplus = draft.diagnoses.length - limit
    if (surplus <= 0) return []
    return [
      {
        severity: 'error',
        message: `The draft has ${draft.diagnoses.length} diagnoses; this kind of claim holds ${limit}.`,
        advice: `Take ${surplus} off; keep those that this encounter was about first.`,
        about: 'draft',
        evidence: [],
      },
    ]
  },
}
