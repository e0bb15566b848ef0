import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleInput } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, replaceDiagnoses, SINCE_ICD10 } from './diagnosis-hit.ts'

const BEFORE = 'admission-diagnosis'
const AFTER = 'postoperative-diagnosis'

/** Ids of the sections in which the notes name what the code stands for. */
function listSections({ readings }: ClaimRuleInput, { code }: DraftDiagnosis): ReadonlySet<string> {
  const mentions = readings.flatMap((reading) => reading.mentions)
  const about = mentions.filter(({ concept }) => concept.rows.some((row) => row.code === code.code))
  return new Set(about.map(({ sentence }) => sentence.section.id))
}

function isBeforeOnly(input: ClaimRuleInput, one: DraftDiagnosis): boolean {
  const sections = listSections(input, one)
  return sections.size === 1 && sections.has(BEFORE)
}

/** After outpatient surgery the postoperative diagnosis is coded, where it is known and differs (DX-717). */
export const postoperativeDiagnosis: ClaimRule = {
  id: 'postoperative-diagnosis',
  family: 'diagnoses',
  source: guideline('IV.N'),
  effective: SINCE_ICD10,
  check: (input) => {
    if (input.record.setting === 'inpatient_facility') return []
    const known = input.reading.diagnoses.filter(({ evidence }) => evidence.some(({ section }) => section === AFTER))
    const missing = known.filter(({ code }) => !input.draft.diagnoses.some((one) => one.code.code === code))
    const before = input.draft.diagnoses.filter((one) => isBeforeOnly(input, one))
    const [first] = missing
    if (first === undefined || before.length === 0) return []
    const codes = missing.map(({ code }) => code)
    return [
      buildDiagnosisHit(before, {
        severity: 'warning',
        message: `${before.map(({ code }) => code.code).join(', ')} is the diagnosis before surgery; the one after it differs.`,
        advice: `Report ${codes.join(', ')} in its place.`,
        evidence: first.evidence.filter(({ section }) => section === AFTER).slice(0, 1),
        fix: replaceDiagnoses(input, before, codes),
      }),
    ]
  },
}
