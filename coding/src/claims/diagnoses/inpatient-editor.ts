import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import type { EditorFlag } from '../claim-tables.ts'
import { buildDiagnosisHit, getCodingDate, SINCE_ICD10 } from './diagnosis-hit.ts'

/** Ages in years that the editor expects. */
const AGES = { newborn: [0, 0], pediatric: [0, 17], maternity: [9, 64], adult: [15, 124] } as const

function getYears({ record }: ClaimRuleInput): number | undefined {
  return record.age?.unit === 'days' ? 0 : record.age?.value
}

type Verdict = Pick<ClaimRuleHit, 'severity' | 'message' | 'advice'>

function judgePrincipal(flags: ReadonlySet<EditorFlag>, { draft }: ClaimRuleInput, code: string): Verdict[] {
  const verdicts: Verdict[] = []
  if (flags.has('unacceptable-principal')) {
    verdicts.push({
      severity: 'error',
      message: `The editor does not accept ${code} as principal diagnosis.`,
      advice: 'Put the condition that led to the admission first.',
    })
  }
  if (flags.has('requires-secondary') && draft.diagnoses.length < 2) {
    verdicts.push({
      severity: 'error',
      message: `${code} as principal diagnosis needs a secondary one.`,
      advice: 'Add the condition that it was for.',
    })
  }
  if (flags.has('questionable-admission')) {
    verdicts.push({
      severity: 'warning',
      message: `The editor questions an admission for ${code}.`,
      advice: 'See that the note says why the patient was admitted.',
    })
  }
  return verdicts
}

function judgeAny(flags: ReadonlySet<EditorFlag>, input: ClaimRuleInput, code: string): Verdict[] {
  const years = getYears(input)
  const verdicts: Verdict[] = []
  for (const [group, [from, to]] of Object.entries(AGES)) {
    const isIn = [...flags].some((flag) => flag === group)
    if (!isIn || years === undefined || (from <= years && years <= to)) continue
    verdicts.push({
      severity: 'warning',
      message: `${code} is for ages ${from} to ${to} (${group}); the patient is ${years}.`,
      advice: 'Check code and birth date.',
    })
  }
  if (flags.has('unspecified-side')) {
    verdicts.push({
      severity: 'question',
      message: `${code} leaves the side open.`,
      advice: 'Which side is it? If no one can say, the reason belongs in the record.',
    })
  }
  return verdicts
}

function judge(input: ClaimRuleInput, diagnosis: DraftDiagnosis, index: number): ClaimRuleHit[] {
  const { code } = diagnosis.code
  const answer = input.tables.listEditorFlags(code, getCodingDate(input))
  if (answer.state !== 'found') return []
  const principal = index === 0 ? judgePrincipal(answer.value, input, code) : []
  return [...principal, ...judgeAny(answer.value, input, code)].map((verdict) =>
    buildDiagnosisHit([diagnosis], verdict),
  )
}

/** What the Medicare Code Editor says of an inpatient claim (DX-801, DX-803, DX-804). */
export const inpatientEditor: ClaimRule = {
  id: 'inpatient-editor',
  family: 'diagnoses',
  source: { title: 'Medicare Code Editor', edition: 'v43.1', section: 'sections on the principal diagnosis and age' },
  effective: SINCE_ICD10,
  check: (input) =>
    input.draft.kind === 'institutional' && input.record.setting === 'inpatient_facility'
      ? input.draft.diagnoses.flatMap((diagnosis, index) => judge(input, diagnosis, index))
      : [],
}
