import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import type { Statement } from '../find-statement.ts'
import { buildDiagnosisHit, findFirst, guideline, isWritten, replaceDiagnoses, SINCE_ICD10 } from './diagnosis-hit.ts'
import { diagnosisWords } from './diagnosis-words.generated.ts'
import type { DiagnosisDemand } from './diagnosis-words.ts'

const has = (input: ClaimRuleInput, pattern: string | undefined): boolean =>
  pattern !== undefined && isWritten(input, new RegExp(pattern, 'i'))

function findOther({ draft }: ClaimRuleInput, one: DraftDiagnosis, pattern: string): DraftDiagnosis | undefined {
  return draft.diagnoses.find((other) => other !== one && new RegExp(pattern).test(other.code.code))
}

const DEMANDS = diagnosisWords.map((demand) => ({ demand, pattern: new RegExp(demand.code) }))

type Found = {
  readonly one: DraftDiagnosis
  readonly other: DraftDiagnosis | undefined
  readonly statement: Statement | undefined
}

function raise(input: ClaimRuleInput, demand: DiagnosisDemand, { one, other, statement }: Found): ClaimRuleHit {
  const { severity, section, message, advice, to } = demand
  const about = other === undefined ? [one] : [one, other]
  return buildDiagnosisHit(about, {
    severity,
    message: `${one.code.code} ${message.replace(/\.$/, '')} (${section}).`,
    advice,
    ...(statement === undefined ? {} : { evidence: [statement.evidence] }),
    fix: to === undefined ? undefined : replaceDiagnoses(input, [one], to === '' ? [] : [to]),
  })
}

function checkDemand(input: ClaimRuleInput, one: DraftDiagnosis, demand: DiagnosisDemand): ClaimRuleHit[] {
  const { needs, says, unless, beside, lacks } = demand
  // Without a note nobody knows what it would say; the missing note is found elsewhere.
  const isSilent = needs !== undefined && (input.record.notes.length === 0 || has(input, needs))
  if (isSilent || has(input, unless)) return []
  if (lacks !== undefined && findOther(input, one, lacks) !== undefined) return []
  const other = beside === undefined ? undefined : findOther(input, one, beside)
  if (beside !== undefined && other === undefined) return []
  const statement = says === undefined ? undefined : findFirst(input, new RegExp(says, 'gi'))
  if (says !== undefined && statement === undefined) return []
  return [raise(input, demand, { one, other, statement })]
}

/** Notes and draft say what the code says (DX-611 to DX-614, DX-617, DX-618, DX-622, DX-706, DX-707, DX-709). */
export const wordsBehindCode: ClaimRule = {
  id: 'words-behind-code',
  family: 'diagnoses',
  source: guideline(
    'I.B.16, I.C.1.a.2, I.C.2, I.C.6.b, I.C.9.a.7, I.C.12.a, I.C.13.b, I.C.21.c.3, I.C.21.c.5, I.C.21.c.8',
  ),
  effective: SINCE_ICD10,
  check: (input) =>
    input.draft.diagnoses.flatMap((one) =>
      DEMANDS.filter(({ pattern }) => pattern.test(one.code.code))
        .flatMap(({ demand }) => checkDemand(input, one, demand))
        // One objection a code: the first entry is the one to settle first.
        .slice(0, 1),
    ),
}
