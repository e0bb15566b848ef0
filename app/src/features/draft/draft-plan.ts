/** What the person arranges by hand: the order of diagnoses and the lines. Pure steps on an immutable plan. */
import type { ChosenLine } from '#coding/claims/assemble-draft.ts'
import type { DraftClaim, DraftLine } from '#coding/domain/draft-claim.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'

export type PlannedLine = Omit<ChosenLine, 'diagnosisPointers'> & {
  /** Stable while the line is edited. */
  readonly id: string
  /** Added by the person; it stays when no finding names it. */
  readonly isByHand: boolean
  /** By code, so that reordering diagnoses does not change what a line is for; absent until the person chooses. */
  readonly pointsTo?: readonly Icd10Code[]
}

export type DraftPlan = {
  /** Codes in claim order, as far as the person has moved them. */
  readonly order: readonly Icd10Code[]
  readonly lines: readonly PlannedLine[]
}

export const EMPTY_PLAN: DraftPlan = { order: [], lines: [] }

/** 837P: a line may point to four diagnoses at most. */
export const MAX_POINTERS = 4

type Diagnoses = DraftClaim['diagnoses']

const listCodes = (diagnoses: Diagnoses) => diagnoses.map(({ code }) => code.code)

export function moveDiagnosis(plan: DraftPlan, diagnoses: Diagnoses, move: { code: Icd10Code; by: -1 | 1 }): DraftPlan {
  const order = listCodes(diagnoses)
  const from = order.indexOf(move.code)
  const other = order[from + move.by]
  if (from < 0 || other === undefined) return plan
  return { ...plan, order: order.with(from, other).with(from + move.by, move.code) }
}

export function changeLine(plan: DraftPlan, id: string, change: Partial<PlannedLine>): DraftPlan {
  return { ...plan, lines: plan.lines.map((line) => (line.id === id ? { ...line, ...change } : line)) }
}

export function removeLine(plan: DraftPlan, id: string): DraftPlan {
  return { ...plan, lines: plan.lines.filter((line) => line.id !== id) }
}

/** @param pointers as the claim has them now, defaults among them: the first change starts from what is on the screen. */
export function togglePointer(pointers: readonly Icd10Code[], code: Icd10Code): readonly Icd10Code[] {
  if (pointers.includes(code)) return pointers.filter((one) => one !== code)
  return pointers.length < MAX_POINTERS ? [...pointers, code] : pointers
}

export function listPointers(line: DraftLine, diagnoses: Diagnoses): readonly Icd10Code[] {
  return line.diagnosisPointers.flatMap((place) => diagnoses[place - 1]?.code.code ?? [])
}

export function findPointers(line: PlannedLine, diagnoses: Diagnoses): readonly number[] | undefined {
  const order = listCodes(diagnoses)
  return line.pointsTo?.map((code) => order.indexOf(code) + 1).filter((place) => place > 0)
}
