/**
 * Visit levels for a picker and a label: bare numbers with our own functional labels, in the order of their level.
 * Numbers, levels and minutes are data (coding/data/visit-rules.yaml), as public rules of CMS name them.
 */
import { type ProcedureCode, parseProcedureCode } from '../domain/procedure-code.ts'
import { type DecisionLevel, VISIT_FAMILIES, type VisitCode, type VisitFamilyId } from '../domain/visit-grid.ts'
import { visitRules } from './visits/visit-rules.generated.ts'
import type { CodeRange, VisitCodeRow, VisitFamilyRow } from './visits/visit-rules.ts'

export type VisitFamily = VisitFamilyId

export type VisitLevel = VisitCode & {
  /** Absent where staff alone saw the patient and where time alone chooses. */
  readonly level?: DecisionLevel
  /** Least total minutes of the day; absent in a family without minutes. */
  readonly from?: number
}

const COMPLEXITY: Readonly<Record<DecisionLevel, string>> = {
  straightforward: 'straightforward',
  low: 'low complexity',
  moderate: 'moderate complexity',
  high: 'high complexity',
}

function readRow(family: VisitFamilyId, { label }: VisitFamilyRow, row: VisitCodeRow): VisitLevel {
  const words = row.words ?? (row.level === undefined ? '' : COMPLEXITY[row.level])
  const { level, from } = row
  return {
    code: parseProcedureCode(row.code),
    family,
    label: `${label}, ${words}`,
    ...(level === undefined ? {} : { level }),
    ...(from === undefined ? {} : { from }),
  }
}

function readFamily(family: VisitFamilyId): VisitLevel[] {
  const row = visitRules.families[family]
  const { staff_only: code, label } = row
  const staff =
    code === undefined ? [] : [{ code: parseProcedureCode(code), family, label: `${label}, staff only` } as const]
  return [...staff, ...row.codes.map((one) => readRow(family, row, one))]
}

export const visitLevels: readonly VisitLevel[] = VISIT_FAMILIES.flatMap(readFamily)

/** Our own label of a visit level; undefined for every other procedure. */
export function findVisitLevel(code: ProcedureCode): VisitLevel | undefined {
  return visitLevels.find((one) => one.code === code)
}

const CODE_LENGTH = 5

export const isWithinRanges = (code: string, ranges: readonly CodeRange[]): boolean =>
  code.length === CODE_LENGTH && ranges.some(({ from, to }) => from <= code && code <= to)

/** Somebody is seen: not counseling, prolonged time, or a service of a month, whose numbers lie between. */
export function isVisitCode(code: string): boolean {
  return isWithinRanges(code, visitRules.visits)
}

/** Any service of evaluation and management, visits included. */
export function isEvaluationCode(code: string): boolean {
  return isWithinRanges(code, visitRules.evaluations)
}
