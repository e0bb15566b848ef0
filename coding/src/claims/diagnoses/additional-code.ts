import type { ClaimRule } from '../claim-rule.ts'
import { addDiagnosis, buildDiagnosisHit, getCodingDate, guideline, SINCE_ICD10 } from './diagnosis-hit.ts'

/** What a "use additional code" note names and the record documents (DX-306, DX-607). */
export const additionalCode: ClaimRule = {
  id: 'additional-code',
  family: 'diagnoses',
  source: guideline('I.B.7'),
  effective: SINCE_ICD10,
  check: (input) => {
    const { draft, reading, codeSet } = input
    const on = getCodingDate(input)
    const missing = reading.diagnoses.filter(({ code }) => !draft.diagnoses.some((one) => one.code.code === code))
    return missing.flatMap((documented) => {
      const asking = draft.diagnoses.find(({ code: { code } }) => {
        const pair = { code, other: documented.code, on }
        return (codeSet.listNotesNaming?.(pair, 'use-additional-code').length ?? 0) > 0
      })
      if (asking === undefined) return []
      return [
        buildDiagnosisHit([asking], {
          severity: 'warning',
          message: `${asking.code.code} asks for an additional code, and the note documents it: ${documented.code}.`,
          advice: `Add ${documented.code} after it.`,
          evidence: documented.evidence,
          fix: addDiagnosis(input, documented.code, asking.code.code),
        }),
      ]
    })
  },
}
