/** What the person arranges by hand: the order of diagnoses, what rules recoded, and the lines. Pure steps on an immutable plan. */
import type { DraftClaim, DraftLine } from '#coding/domain/draft-claim.ts'
import type { DraftFix } from '#coding/domain/draft-fix.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import type { ClaimDetails, PlannedLine } from '#coding/domain/kept-draft.ts'
import type { LineFact } from './parse-line-facts.ts'

export type DiagnosisFix = Extract<DraftFix, { readonly kind: 'replace-diagnoses' | 'add-diagnosis' }>

/** A change of the diagnoses that a rule proposed. It speaks of codes, so it holds whatever is accepted before or after. */
export type Recode = {
  /** Of the check that proposed it. */
  readonly fingerprint: Fingerprint
  readonly fix: DiagnosisFix
  readonly evidence: readonly Evidence[]
  /** False while only the rule stands behind it. */
  readonly verified: boolean
}

export type DraftPlan = {
  /** Codes in claim order, as far as the person has moved them. */
  readonly order: readonly Icd10Code[]
  readonly recodes: readonly Recode[]
  readonly lines: readonly PlannedLine[]
  /** Lines as they were kept, whose findings are not there yet. */
  readonly waiting: readonly PlannedLine[]
  /** Procedures that findings still name and that the person does not want as lines. */
  readonly takenOff: readonly string[]
  readonly details: ClaimDetails
  /** Checks whose change the person took back: no rule makes it by itself again. */
  readonly declined: readonly Fingerprint[]
}

export const EMPTY_PLAN: DraftPlan = {
  order: [],
  recodes: [],
  lines: [],
  waiting: [],
  takenOff: [],
  details: {},
  declined: [],
}

/** 837P: a line may point to four diagnoses at most. */
export const MAX_POINTERS = 4

type Diagnoses = DraftClaim['diagnoses']

const listCodes = (diagnoses: Diagnoses) => diagnoses.map(({ code }) => code.code)

/** @param move `to` counts from 0; past either end is the end. */
export function moveDiagnosis(
  plan: DraftPlan,
  diagnoses: Diagnoses,
  move: { readonly code: Icd10Code; readonly to: number },
): DraftPlan {
  const order = listCodes(diagnoses)
  const from = order.indexOf(move.code)
  const to = Math.min(Math.max(move.to, 0), order.length - 1)
  if (from < 0 || from === to) return plan
  return { ...plan, order: order.toSpliced(from, 1).toSpliced(to, 0, move.code) }
}

export function changeLine(plan: DraftPlan, id: string, change: Partial<PlannedLine>): DraftPlan {
  return { ...plan, lines: plan.lines.map((line) => (line.id === id ? { ...line, ...change } : line)) }
}

/** An undefined part takes the fact off the line. */
export function setLineFact(plan: DraftPlan, id: string, fact: LineFact): DraftPlan {
  const lines = plan.lines.map((line) => {
    if (line.id !== id) return line
    const { description, comparison, minutes, drug, revenueCode, ...rest } = line
    return { ...rest, ...present({ description, comparison, minutes, drug, revenueCode, ...fact }) }
  })
  return { ...plan, lines }
}

/** What is undefined is not there. */
function present(facts: LineFact): Pick<PlannedLine, keyof LineFact> {
  const { description, comparison, minutes, drug, revenueCode } = facts
  return {
    ...(description !== undefined && { description }),
    ...(comparison !== undefined && { comparison }),
    ...(minutes !== undefined && { minutes }),
    ...(drug !== undefined && { drug }),
    ...(revenueCode !== undefined && { revenueCode }),
  }
}

export function removeLine(plan: DraftPlan, id: string): DraftPlan {
  const removed = plan.lines.find((line) => line.id === id)
  if (!removed) return plan
  return {
    ...plan,
    lines: plan.lines.filter((line) => line !== removed),
    takenOff: removed.isByHand ? plan.takenOff : [...plan.takenOff, removed.code.code],
  }
}

/** The lines that this draft takes: those of other days of a stay wait for the draft of their day. */
export function listLinesOf(
  { ofStayDay, dateOfService }: Pick<DraftClaim, 'ofStayDay' | 'dateOfService'>,
  lines: readonly PlannedLine[],
): readonly PlannedLine[] {
  return ofStayDay ? lines.filter(({ date }) => date === dateOfService) : lines
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
