import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, moveBefore, SINCE_ICD10 } from './diagnosis-hit.ts'

/** A symptom does not lead a stay when the disease behind it is established (DX-509). */
export const symptomPrincipal: ClaimRule = {
  id: 'symptom-principal',
  family: 'diagnoses',
  source: guideline('II.A'),
  effective: SINCE_ICD10,
  check: ({ draft, record, knowledge }) => {
    const [first, ...others] = draft.diagnoses
    const isStay = draft.kind === 'institutional' && record.setting === 'inpatient_facility'
    if (!isStay || first === undefined || !hasPrefix(first.code.code, ['R'])) return []
    const parts = Object.entries(knowledge.relations.integral)
    const disease = others.find(({ code }) =>
      parts.some(([prefix, symptoms]) => code.code.startsWith(prefix) && hasPrefix(first.code.code, symptoms)),
    )
    if (disease === undefined) return []
    return [
      buildDiagnosisHit([first, disease], {
        severity: 'error',
        message: `${first.code.code} cannot be the principal diagnosis: ${disease.code.code} explains it.`,
        advice: `Put ${disease.code.code} first.`,
        fix: moveBefore(disease, first),
      }),
    ]
  },
}
