import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** Each diagnosis code may be reported only once for an encounter (DX-105). */
export const duplicateDiagnosis: ClaimRule = {
  id: 'duplicate-diagnosis',
  family: 'diagnoses',
  source: { title: 'ICD-10-CM Official Guidelines', edition: 'FY2026', section: 'I.B.12' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft }) => {
    const codes = draft.diagnoses.map(({ code }) => code.code)
    const repeated = new Set(codes.filter((code, place) => codes.indexOf(code) !== place))
    return [...repeated].map((code) => ({
      severity: 'error',
      message: `${code} stands on the draft more than once.`,
      advice: 'Keep it once.',
      about: code,
      evidence: [],
    }))
  },
}
