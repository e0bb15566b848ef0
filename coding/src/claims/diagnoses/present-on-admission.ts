import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { buildDiagnosisHit, getCodingDate, guideline, SINCE_ICD10 } from './diagnosis-hit.ts'

/** Y, N, U or W on every diagnosis that is not exempt (DX-714). */
export const presentOnAdmission: ClaimRule = {
  id: 'present-on-admission',
  family: 'diagnoses',
  source: guideline('Appendix I'),
  effective: SINCE_ICD10,
  check: (input) => {
    const { draft, record, tables } = input
    if (draft.kind !== 'institutional' || record.setting !== 'inpatient_facility') return []
    return draft.diagnoses.flatMap((diagnosis): ClaimRuleHit[] => {
      const { code } = diagnosis.code
      const answer = tables.isPoaExempt(code, getCodingDate(input))
      const isExempt = answer.state === 'found' && answer.value
      if (isExempt === (diagnosis.presentOnAdmission === undefined)) return []
      if (isExempt) {
        const message = `${code} is exempt from the indicator.`
        return [buildDiagnosisHit([diagnosis], { severity: 'warning', message, advice: 'Leave it blank.' })]
      }
      const message = `${code} does not say whether it was present on admission.`
      const note = answer.state === 'no-data' ? ' The list of exempt codes is not loaded.' : ''
      const advice = `Choose yes, no, unknown or clinically undetermined from the record.${note}`
      return [
        buildDiagnosisHit([diagnosis], {
          severity: answer.state === 'no-data' ? 'question' : 'error',
          message,
          advice,
        }),
      ]
    })
  },
}
