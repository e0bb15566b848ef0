import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { buildDiagnosisHit, findFirst, guideline, SINCE_ICD10 } from './diagnosis-hit.ts'

/** On a stay an abnormal result is a diagnosis only once the provider says so (DX-510). */
export const resultAlone: ClaimRule = {
  id: 'result-alone',
  family: 'diagnoses',
  source: guideline('III.B'),
  effective: SINCE_ICD10,
  check: (input) => {
    const { draft, record, reading, knowledge } = input
    if (draft.kind !== 'institutional' || record.setting !== 'inpatient_facility') return []
    return draft.diagnoses.flatMap((diagnosis): ClaimRuleHit[] => {
      const { code } = diagnosis.code
      const result = knowledge.relations.results.find(({ codes }) => hasPrefix(code, codes))
      const isStated = reading.conditions.stated.some(({ rows }) => rows.some((row) => row.code === code))
      const isOnChart = record.conditions.some((one) => one.code === code)
      if (result === undefined || isStated || isOnChart) return []
      const written = findFirst(input, new RegExp(`\\b(?:${result.measure})\\b[^.;\\n\\d]{0,12}\\d+(?:\\.\\d+)?`, 'gi'))
      const measured = record.indicators.find(
        ({ kind, name }) => kind === 'lab' && new RegExp(`\\b(?:${result.measure})\\b`, 'i').test(name),
      )
      if (written === undefined && measured === undefined) return []
      return [
        buildDiagnosisHit([diagnosis], {
          severity: 'question',
          message: `${code} rests on a ${result.what} alone; a result is no diagnosis until the provider makes it one.`,
          advice: `Was the ${result.what} worked up or treated? Ask the provider which condition it stands for, or take the code off.`,
          evidence: written === undefined ? [] : [written.evidence],
        }),
      ]
    })
  },
}
