import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { ClinicalNote } from '../../domain/clinical-note.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, listWithPrefix, replaceDiagnoses, SINCE_ICD10 } from './diagnosis-hit.ts'

/** LOINC: diagnostic imaging study, radiology study note, pathology study, comprehensive pathology report. */
const REPORT_TYPES = new Set(['18748-4', '68604-8', '11526-1', '60567-5'])
const REPORT_HEAD = /^\s*(?:final )?(?:radiology|imaging|pathology|surgical pathology|cytology)[^\n]{0,40}\breport\b/i

/** Final, and interpreted by a physician: a draft or a technician's reading does not confirm. */
function isFinalReport({ type, status, authorRole, text }: ClinicalNote): boolean {
  const isReport = (type !== undefined && REPORT_TYPES.has(type)) || REPORT_HEAD.test(text)
  return isReport && status !== 'draft' && authorRole === 'provider'
}

/** Outside a stay, what a physician's final report confirms takes the place of its symptoms (DX-511). */
export const reportDiagnosis: ClaimRule = {
  id: 'report-diagnosis',
  family: 'diagnoses',
  source: guideline('IV.K'),
  effective: SINCE_ICD10,
  check: (input) => {
    const { draft, record, reading, knowledge } = input
    if (draft.kind === 'institutional' && record.setting === 'inpatient_facility') return []
    const reports = new Set(record.notes.filter(isFinalReport).map(({ id }) => id))
    return reading.diagnoses.flatMap(({ code, evidence }): ClaimRuleHit[] => {
      const confirmed = evidence.filter(
        ({ noteId, assertion }) => reports.has(noteId) && assertion.existence === 'present',
      )
      if (confirmed.length === 0 || listWithPrefix(input, [code]).length > 0) return []
      const parts = Object.entries(knowledge.relations.integral).flatMap(([prefix, symptoms]) =>
        code.startsWith(prefix) ? symptoms : [],
      )
      const symptoms = listWithPrefix(input, parts).filter((one) => hasPrefix(one.code.code, ['R', 'M', 'N']))
      if (symptoms.length === 0) return []
      return [
        buildDiagnosisHit(symptoms, {
          severity: 'warning',
          message: `A final report confirms ${code}; ${symptoms.map((one) => one.code.code).join(' and ')} belongs to it.`,
          advice: `${code} takes the place of its symptoms.`,
          evidence: confirmed,
          fix: replaceDiagnoses(input, symptoms, [code]),
        }),
      ]
    })
  },
}
