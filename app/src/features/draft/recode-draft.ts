/** The assembled draft with what rules and the person changed of its diagnoses. Pointers follow their diagnoses. */
import { applyFix } from '#coding/claims/apply-fix.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import { type DraftPlan, findPointers, type Recode } from './draft-plan.ts'

export function recodeDraft(assembled: DraftClaim, plan: DraftPlan): DraftClaim {
  const recoded = plan.recodes.reduce(applyRecode, assembled)
  const draft = sortDiagnoses(recoded, plan.order)
  const lines = draft.lines.map((line, index) => {
    const planned = plan.lines[index]
    const pointsTo = planned?.pointsTo?.map((code) => findSuccessor(code, draft, plan.recodes))
    const pointers = planned && pointsTo && findPointers({ ...planned, pointsTo }, draft.diagnoses)
    return pointers ? { ...line, diagnosisPointers: [...new Set(pointers)] } : line
  })
  return { ...draft, lines }
}

function applyRecode(draft: DraftClaim, { fix, evidence, verified }: Recode): DraftClaim {
  const known = new Set(draft.diagnoses.map(({ code }) => code.code))
  const changed = applyFix(draft, fix, evidence)
  // A code that a person asked for by key is theirs; one that a rule put there waits for somebody to look.
  const diagnoses = changed.diagnoses.map((one) => (known.has(one.code.code) ? one : { ...one, verified }))
  return { ...changed, diagnoses }
}

/** By single moves, because a move carries the pointers of the lines along. */
function sortDiagnoses(draft: DraftClaim, order: readonly Icd10Code[]): DraftClaim {
  const standing = order.filter((wanted) => draft.diagnoses.some(({ code }) => code.code === wanted))
  return standing.reduceRight((sorted, code, index) => {
    const before = standing[index + 1] ?? findUnordered(sorted, standing)
    return before === undefined ? sorted : applyFix(sorted, { kind: 'move-diagnosis', code, before }, [])
  }, draft)
}

/** Codes that nobody has moved follow those that somebody has. */
function findUnordered({ diagnoses }: DraftClaim, ordered: readonly Icd10Code[]): Icd10Code | undefined {
  return diagnoses.find(({ code }) => !ordered.includes(code.code))?.code.code
}

/** A line that was for a code which has been replaced is for the new one. */
function findSuccessor(code: Icd10Code, { diagnoses }: DraftClaim, recodes: readonly Recode[]): Icd10Code {
  if (diagnoses.some((one) => one.code.code === code)) return code
  const next = recodes.find(({ fix }) => fix.kind === 'replace-diagnoses' && fix.from.includes(code))
  return (next?.fix.kind === 'replace-diagnoses' ? next.fix.to[0]?.code : undefined) ?? code
}
