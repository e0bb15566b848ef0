/** The visits on a draft, and what rules about their level share. */
import type { DecisionLevel, GridCell, GridElementName, VisitFamilyId, VisitGrid } from '../../domain/visit-grid.ts'
import { buildProcedure } from '../build-procedure.ts'
import type { ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine } from '../modifiers/line-hit.ts'
import { findVisitLevel, type VisitLevel } from '../visit-levels.ts'
import { findCodeOfLevel, findCodeOfMinutes } from './choose-code.ts'
import {
  DATA_KINDS,
  type DataKind,
  decideLevel,
  PROBLEM_KINDS,
  type ProblemKind,
  RISK_KINDS,
  type RiskKind,
  rankLevel,
  scoreData,
  scoreProblems,
  scoreRisk,
} from './score-decision.ts'

export type VisitLine = PlacedLine & { readonly level: VisitLevel }

/** Lines with a code of a visit family; preventive, critical and other services are none. */
export function listVisitLines(input: Pick<ClaimRuleInput, 'draft'>): readonly VisitLine[] {
  return listLines(input).flatMap((placed) => {
    const level = findVisitLevel(placed.line.code.code)
    return level === undefined ? [] : [{ ...placed, level }]
  })
}

/** The codes of a family that note and chart support, by decision making and by time, the lower one first. */
export function listSupportedIn(family: VisitFamilyId, { decision, time }: VisitGrid): readonly VisitLevel[] {
  const byDecision = findCodeOfLevel(family, decision.level)
  const minutes = time.kind === 'stated' ? time.minutes : undefined
  const byTime = minutes === undefined ? undefined : findCodeOfMinutes(family, minutes)
  // A discharge day needs no time for its first code, and has no level by decision making.
  const silent = byDecision === undefined && time.kind === 'not-stated' ? findCodeOfMinutes(family, 0) : undefined
  const found = [byDecision, byTime, silent].flatMap((level) => level ?? [])
  return found
    .filter((level, index) => found.findIndex(({ code }) => code === level.code) === index)
    .toSorted((a, b) => a.code.localeCompare(b.code))
}

export function replaceCode({ place }: PlacedLine, code: string) {
  return { kind: 'replace-procedure', line: place, code: buildProcedure(code) } as const
}

const isProblem = (kind: string): kind is ProblemKind => kind in PROBLEM_KINDS
const isData = (kind: string): kind is DataKind => kind in DATA_KINDS
const isRisk = (kind: string): kind is RiskKind => kind in RISK_KINDS

/** The level of decision making if these cells of one element counted too. */
function decideWith({ decision }: VisitGrid, name: GridElementName, extra: readonly GridCell[]): DecisionLevel {
  const { problems, data, risk } = decision
  const kinds = [...decision[name].cells.filter(({ counts }) => counts), ...extra].map(({ kind }) => kind)
  switch (name) {
    case 'problems':
      return decideLevel(scoreProblems(kinds.filter(isProblem)), data.level, risk.level)
    case 'data':
      return decideLevel(problems.level, scoreData(kinds.filter(isData)), risk.level)
    case 'risk':
      return decideLevel(problems.level, data.level, scoreRisk(kinds.filter(isRisk)))
  }
}

type Reliance = { readonly element: GridElementName; readonly rule: string; readonly advice: string }

/** A line whose level is reached only when something counts that, by this rule, does not. */
export function checkReliance(input: ClaimRuleInput, { element, rule, advice }: Reliance): ClaimRuleHit[] {
  const { visit } = input
  const left = visit.decision[element].cells.filter((cell) => cell.rule === rule)
  if (left.length === 0) return []
  const reached = decideWith(visit, element, left)
  return listVisitLines(input).flatMap((placed) => {
    const { level, family, code } = placed.level
    const isSupported = listSupportedIn(family, visit).some((one) => one.code === code)
    if (level === undefined || isSupported || rankLevel(level) <= rankLevel(visit.decision.level)) return []
    if (rankLevel(level) > rankLevel(reached)) return []
    const subjects = left.map(({ subject, reason }) => `${subject}: ${reason ?? ''}`).join(' ')
    const evidence = left.flatMap((cell) => cell.evidence.slice(0, 1))
    const message = `${describeLine(placed)} is reached only with what does not count. ${subjects}`
    return [buildLineHit(placed, { severity: 'warning', message, advice, evidence })]
  })
}
