/** What a rule proposes, as a step of the plan, and the step back. Pure. */
import type { DraftClaim, PresentOnAdmission } from '#coding/domain/draft-claim.ts'
import type { DraftFix } from '#coding/domain/draft-fix.ts'
import type { CheckFinding } from '#coding/domain/finding.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import type { PlannedLine } from '#coding/domain/kept-draft.ts'
import { changeLine, type DraftPlan, listPointers, moveDiagnosis, type Recode, removeLine } from './draft-plan.ts'
import { setOnAdmission } from './on-admission.ts'

/** The draft as it was when the rule spoke of it: a fix names lines by their place then. */
export type CheckedDraft = { readonly draft: DraftClaim; readonly lineIds: readonly string[] }

export type FixableCheck = CheckFinding & { readonly fix: DraftFix }

/** `rule`: done at once, because the classification leaves no choice (severity `recode`). */
export type FixAuthor = 'person' | 'rule'

export type Fixing = {
  readonly check: FixableCheck
  readonly by: FixAuthor
  readonly checked: CheckedDraft
  /** A line for a code that no finding names. */
  readonly planLine: (fix: Extract<DraftFix, { kind: 'add-line' }>) => PlannedLine | undefined
}

export type StepBack =
  | { readonly kind: 'recode'; readonly fingerprint: Fingerprint }
  | { readonly kind: 'order'; readonly before: DraftPlan['order'] }
  | { readonly kind: 'on-admission'; readonly code: Icd10Code; readonly before: PresentOnAdmission | undefined }
  | { readonly kind: 'line'; readonly id: string; readonly before: Partial<PlannedLine> }
  | { readonly kind: 'line-added'; readonly id: string }
  | { readonly kind: 'line-removed'; readonly line: PlannedLine; readonly at: number }

export type CarriedOut = { readonly plan: DraftPlan; readonly back: StepBack }

export function isFixable(check: CheckFinding): check is FixableCheck {
  return check.fix !== undefined
}

/** @returns undefined when the fix no longer applies: its line or its code has gone since the rule spoke. */
export function carryOutFix(plan: DraftPlan, fixing: Fixing): CarriedOut | undefined {
  const { check, by, checked } = fixing
  const { fix } = check
  switch (fix.kind) {
    case 'replace-diagnoses':
    case 'add-diagnosis':
      return recode(plan, { fingerprint: check.fingerprint, fix, evidence: check.evidence, verified: by === 'person' })
    case 'move-diagnosis': {
      const codes = checked.draft.diagnoses.map(({ code }) => code.code)
      const others = codes.filter((code) => code !== fix.code)
      const to = others.indexOf(fix.before)
      if (to < 0 || others.length === codes.length) return undefined
      const moved = moveDiagnosis(plan, checked.draft.diagnoses, { code: fix.code, to })
      return { plan: moved, back: { kind: 'order', before: plan.order } }
    }
    case 'set-on-admission':
      return {
        plan: { ...plan, details: setOnAdmission(plan.details, fix.code, fix.present) },
        back: { kind: 'on-admission', code: fix.code, before: plan.details.onAdmission?.[fix.code] },
      }
    case 'add-line': {
      const line = fixing.planLine(fix)
      return line && { plan: { ...plan, lines: [...plan.lines, line] }, back: { kind: 'line-added', id: line.id } }
    }
    case 'remove-line': {
      const line = findLine(plan, checked, fix.line)
      return (
        line && { plan: removeLine(plan, line.id), back: { kind: 'line-removed', line, at: plan.lines.indexOf(line) } }
      )
    }
    case 'replace-procedure':
      return replaceProcedure(plan, fixing, fix)
    case 'set-units':
    case 'set-modifiers':
    case 'set-pointers':
    case 'set-place':
    case 'set-price':
      return setOnLine(plan, checked, fix)
  }
}

/** What came after the fix stays; a line that has gone since is not brought back by undoing a change of it. */
export function takeBack(plan: DraftPlan, back: StepBack): DraftPlan {
  switch (back.kind) {
    case 'recode':
      return { ...plan, recodes: plan.recodes.filter(({ fingerprint }) => fingerprint !== back.fingerprint) }
    case 'order':
      return { ...plan, order: back.before }
    case 'on-admission':
      return { ...plan, details: setOnAdmission(plan.details, back.code, back.before) }
    case 'line': {
      const { code } = back.before
      return allow(changeLine(plan, back.id, back.before), code?.code)
    }
    case 'line-added':
      return { ...plan, lines: plan.lines.filter(({ id }) => id !== back.id) }
    case 'line-removed':
      return allow({ ...plan, lines: plan.lines.toSpliced(back.at, 0, back.line) }, back.line.code.code)
  }
}

/** A person has looked at what a rule did, and stands behind it now. */
export function confirmFix(plan: DraftPlan, back: StepBack): DraftPlan {
  if (back.kind === 'line' || back.kind === 'line-added') return changeLine(plan, back.id, { verified: true })
  if (back.kind !== 'recode') return plan
  const recodes = plan.recodes.map((one) => (one.fingerprint === back.fingerprint ? { ...one, verified: true } : one))
  return { ...plan, recodes }
}

function recode(plan: DraftPlan, change: Recode): CarriedOut {
  const others = plan.recodes.filter(({ fingerprint }) => fingerprint !== change.fingerprint)
  return {
    plan: { ...plan, recodes: [...others, change] },
    back: { kind: 'recode', fingerprint: change.fingerprint },
  }
}

function findLine(plan: DraftPlan, { lineIds }: CheckedDraft, place: number): PlannedLine | undefined {
  const id = lineIds[place - 1]
  return plan.lines.find((line) => line.id === id)
}

type FixOf<Kind extends DraftFix['kind']> = Extract<DraftFix, { readonly kind: Kind }>

function replaceProcedure(
  plan: DraftPlan,
  { by, checked }: Fixing,
  { line: place, code }: FixOf<'replace-procedure'>,
): CarriedOut | undefined {
  const line = findLine(plan, checked, place)
  if (!line) return undefined
  // By hand from now on: no finding names the new code, and the old one must not come back beside it.
  const change = { code, source: 'rule', verified: by === 'person', isByHand: true } as const
  const changed = changeLine(plan, line.id, change)
  return {
    plan: line.isByHand ? changed : { ...changed, takenOff: [...changed.takenOff, line.code.code] },
    back: { kind: 'line', id: line.id, before: pick(line, change) },
  }
}

function setOnLine(
  plan: DraftPlan,
  checked: CheckedDraft,
  fix: FixOf<'set-units' | 'set-modifiers' | 'set-pointers' | 'set-place' | 'set-price'>,
): CarriedOut | undefined {
  const line = findLine(plan, checked, fix.line)
  if (!line) return undefined
  const change = describeChange(fix, checked.draft)
  return { plan: changeLine(plan, line.id, change), back: { kind: 'line', id: line.id, before: pick(line, change) } }
}

function describeChange(
  fix: FixOf<'set-units' | 'set-modifiers' | 'set-pointers' | 'set-place' | 'set-price'>,
  { diagnoses, lines }: DraftClaim,
): Partial<PlannedLine> {
  switch (fix.kind) {
    case 'set-units':
      return { units: fix.units }
    case 'set-modifiers':
      return { modifiers: fix.modifiers }
    case 'set-price':
      return { price: fix.price }
    case 'set-place':
      return { placeOfService: fix.placeOfService }
    case 'set-pointers': {
      const line = lines[fix.line - 1]
      return line ? { pointsTo: listPointers({ ...line, diagnosisPointers: fix.pointers }, diagnoses) } : {}
    }
  }
}

/** The values that the change overwrites; one that was not there becomes undefined again, which `undo` takes as absent. */
function pick(line: PlannedLine, change: Partial<PlannedLine>): Partial<PlannedLine> {
  const absent = Object.keys(change).filter((key) => !(key in line))
  const before = Object.fromEntries(Object.entries(line).filter(([key]) => key in change))
  return { ...before, ...Object.fromEntries(absent.map((key) => [key, undefined])) }
}

function allow(plan: DraftPlan, code: string | undefined): DraftPlan {
  return { ...plan, takenOff: plan.takenOff.filter((one) => one !== code) }
}
