import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { modifierFacts } from '../modifier-facts.generated.ts'
import { isEvaluationCode, isVisitCode } from '../visit-levels.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine, setModifiers, withoutModifiers } from './line-hit.ts'

const { visits_only: visitsOnly, never_on_visits: neverOnVisits } = modifierFacts

function checkLine(placed: PlacedLine): ClaimRuleHit[] {
  const { line } = placed
  const isVisit = isVisitCode(line.code.code)
  const list = isVisit ? neverOnVisits : isEvaluationCode(line.code.code) ? [] : visitsOnly
  const unfit = line.modifiers.filter((modifier) => list.includes(modifier))
  if (unfit.length === 0) return []
  const kind = isVisit ? 'does not stand on a visit' : 'stands on visits only'
  return [
    buildLineHit(placed, {
      severity: 'error',
      message: `${describeLine(placed)}: modifier ${unfit.join(', ')} ${kind}.`,
      advice: isVisit ? 'A separate visit takes 24, 25 or 57.' : 'Put it on the visit of the day, if there was one.',
      fix: setModifiers(placed, withoutModifiers(placed, unfit)),
    }),
  ]
}

/** 24, 25 and 57 belong to visits; 59, the X modifiers and those of procedures do not (MOD-25, MOD-59). */
export const modifierNotForVisits: ClaimRule = {
  id: 'modifier-not-for-visits',
  family: 'modifiers',
  source: {
    title: 'CMS, National Correct Coding Initiative Policy Manual for Medicare Services',
    edition: '2026',
    section: 'chapter I, section E',
  },
  effective: { from: parseDateOnly('1996-01-01') },
  check: (input) => listLines(input).flatMap(checkLine),
}
