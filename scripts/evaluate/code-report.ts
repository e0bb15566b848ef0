/** What a run over annotated notes says beside precision and recall, which are the scorer's. */
import type { RelationsSource } from '#coding/knowledge/knowledge-data.ts'
import { type Calibration, type JudgedCode, measureCalibration } from './calibration.ts'
import { type CodeError, classifyExtra, classifyMissed } from './error-classes.ts'
import { foldCode, type GoldCodes, normalizeCode } from './gold-codes.ts'
import type { EvaluationScope } from './options.ts'
import type { EngineView } from './read-engine.ts'

export type JudgedNote = { readonly id: string; readonly gold: GoldCodes; readonly view: EngineView }

export type FirstListed = {
  readonly right: number
  readonly notes: number
  /** In how many notes the annotators flagged it; elsewhere their first code counts. */
  readonly flagged: number
}

export type CodeReport = {
  readonly notes: number
  readonly predicted: number
  /** Absent for `--scope mentions`: mentions have no order of a claim. */
  readonly firstListed?: FirstListed
  /** Absent where no confidence is stated (`--scope mentions`). */
  readonly calibration?: Calibration
  readonly errors: readonly (CodeError & { readonly id: string })[]
}

function measureFirstListed(notes: readonly JudgedNote[]): FirstListed {
  const withFirst = notes.filter(({ gold }) => gold.first !== undefined)
  const isRight = ({ gold, view }: JudgedNote): boolean => {
    const [first] = view.predictions
    return first !== undefined && foldCode(first.code, gold) === gold.first
  }
  return {
    right: withFirst.filter(isRight).length,
    notes: withFirst.length,
    flagged: withFirst.filter(({ gold }) => gold.isFirstFlagged).length,
  }
}

/** Optional codes are neither right nor wrong, so they say nothing of confidence. */
function judgeConfidence({ gold, view }: JudgedNote): JudgedCode[] {
  const required = new Set(gold.required)
  return view.predictions.flatMap(({ code, confidence }) => {
    const isOptional = gold.optional.has(normalizeCode(code)) && !required.has(foldCode(code, gold))
    if (confidence === undefined || isOptional) return []
    return [{ confidence, isRight: required.has(foldCode(code, gold)) }]
  })
}

function listErrors(
  { id, gold, view }: JudgedNote,
  relations: RelationsSource,
): (CodeError & { readonly id: string })[] {
  const errors = { gold, view, relations }
  const predicted = new Set(view.predictions.map(({ code }) => foldCode(code, gold)))
  const known = new Set([...gold.required, ...gold.optional])
  const missed = gold.required
    .filter((code) => !predicted.has(code))
    .map((code) => ({ id, kind: 'missed' as const, code, class: classifyMissed(code, errors) }))
  const extra = view.predictions
    .filter(({ code }) => !known.has(foldCode(code, gold)))
    .map((one) => ({ id, kind: 'extra' as const, code: normalizeCode(one.code), class: classifyExtra(one, errors) }))
  return [...missed, ...extra]
}

export type ReportSetup = { readonly relations: RelationsSource; readonly scope: EvaluationScope }

export function buildCodeReport(notes: readonly JudgedNote[], { relations, scope }: ReportSetup): CodeReport {
  const judged = notes.flatMap(judgeConfidence)
  return {
    notes: notes.length,
    predicted: notes.reduce((sum, { view }) => sum + view.predictions.length, 0),
    ...(scope === 'claim' ? { firstListed: measureFirstListed(notes) } : {}),
    ...(judged.length === 0 ? {} : { calibration: measureCalibration(judged) }),
    errors: notes.flatMap((note) => listErrors(note, relations)),
  }
}
