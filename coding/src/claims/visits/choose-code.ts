/** From a level or from minutes to the code of a family (coding rules, EM-01). */
import type { DecisionLevel, VisitFamilyId } from '../../domain/visit-grid.ts'
import { type VisitLevel, visitLevels } from '../visit-levels.ts'
import { rankLevel } from './score-decision.ts'
import { visitRules } from './visit-rules.generated.ts'

function listLevels(family: VisitFamilyId): readonly VisitLevel[] {
  return visitLevels.filter((one) => one.family === family)
}

/**
 * The first code of a hospital family also stands for a level below its own.
 * @returns undefined in a family that time alone chooses.
 */
export function findCodeOfLevel(family: VisitFamilyId, level: DecisionLevel): VisitLevel | undefined {
  const graded = listLevels(family).filter((one) => one.level !== undefined)
  return graded.findLast((one) => rankLevel(one.level ?? 'high') <= rankLevel(level)) ?? graded[0]
}

/** @returns the code whose least minutes are met or exceeded; undefined below the first, and in a family without minutes. */
export function findCodeOfMinutes(family: VisitFamilyId, minutes: number): VisitLevel | undefined {
  return listLevels(family).findLast(({ from }) => from !== undefined && from <= minutes)
}

export function hasMinutes(family: VisitFamilyId): boolean {
  return listLevels(family).some(({ from }) => from !== undefined)
}

/** A discharge day is chosen by its minutes and never by a level (coding rules, EM-01). */
export function isByTimeAlone(family: VisitFamilyId): boolean {
  return visitRules.families[family].time_only === true
}

export function getTopCode(family: VisitFamilyId): string | undefined {
  return visitRules.families[family].codes.at(-1)?.code
}
