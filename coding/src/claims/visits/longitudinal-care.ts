import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findStatements } from '../find-statement.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine } from '../modifiers/line-hit.ts'
import { isWithinRanges } from '../visit-levels.ts'
import { listVisitLines, type VisitLine } from './visit-lines.ts'
import { visitRules } from './visit-rules.generated.ts'

const { code: CODE, beside, allowed_beside_25: allowed, silent_beside_25: silent } = visitRules.longitudinal
const RELATION =
  /\b(?:longitudinal|continuity of care|continuing (?:care|focal point)|(?:his|her|their|the patient's) (?:primary care|pcp)|primary care (?:physician|provider|visit)|pcp|(?:followed|seen|managed) (?:here|by me|by us|in (?:this|our) (?:clinic|office|practice))|known to (?:me|us)|established (?:patient|with (?:me|us|our))|ongoing (?:care|management|relationship)|long[- ]term (?:care|management|relationship)|(?:return|follow[- ]?up|recheck|see (?:him|her|them) (?:back|again)) in \d+ (?:weeks?|months?)|serious or complex condition)\b/gi

function remove(placed: PlacedLine, message: string, advice: string): ClaimRuleHit {
  const fix = { kind: 'remove-line', line: placed.place } as const
  return buildLineHit(placed, { severity: 'error', message: `${describeLine(placed)} ${message}`, advice, fix })
}

function isAllowedFamily({ level, line }: VisitLine): boolean {
  return beside.some(({ from, families }) => from <= line.date && families.includes(level.family))
}

/** With 25 it stays only where all that made the 25 needed are services that the rule leaves out. */
function findDisturbing({ draft }: ClaimRuleInput, visit: VisitLine): string | undefined {
  if (!visit.line.modifiers.some((modifier) => modifier === '25')) return undefined
  const others = draft.lines.filter(
    ({ code, date }) => code.code !== CODE && code.code !== visit.line.code.code && date === visit.line.date,
  )
  const disturbing = others.find(({ code }) => !allowed.includes(code.code) && !isWithinRanges(code.code, silent))
  if (disturbing !== undefined) return disturbing.code.code
  return others.some(({ code }) => allowed.includes(code.code)) ? undefined : 'another service'
}

function checkLine(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const visit = listVisitLines(input).find(({ line }) => line.date === placed.line.date)
  if (!input.policy.paysG2211)
    return [remove(placed, 'is not taken by this payer.', 'It goes to Medicare and to payers that follow.')]
  if (visit === undefined || !isAllowedFamily(visit)) {
    const message =
      visit === undefined ? 'stands beside no visit.' : `does not go with ${visit.line.code.code} on this date.`
    return [remove(placed, message, 'It is an add-on to office visits, and to home visits from 2026.')]
  }
  const other = findDisturbing(input, visit)
  if (other !== undefined) {
    const advice =
      'With 25 on the visit it stays only beside an annual wellness visit, a vaccine administration or a preventive service of Part B.'
    return [remove(placed, `stands beside ${visit.line.code.code} with 25, for ${other}.`, advice)]
  }
  if (findStatements(input.readings, RELATION).length > 0) return []
  return [
    buildLineHit(placed, {
      severity: 'question',
      message: `${describeLine(placed)} stands for a lasting relation; the notes do not speak of one.`,
      advice:
        'Whether the clinician is the focal point of care, or cares for a serious or complex condition over time, is theirs to say.',
    }),
  ]
}

/** The add-on for a lasting relation: payer, family and date, 25, and the words (EM-12). */
export const longitudinalCare: ClaimRule = {
  id: 'longitudinal-care',
  family: 'visits',
  source: {
    title: 'CMS, Physician Fee Schedule final rules',
    edition: '2024 (G2211), 2025 (beside 25), 2026 (home visits)',
    section: 'Office and outpatient visit complexity add-on',
  },
  effective: { from: parseDateOnly('2024-01-01') },
  check: (input) =>
    listLines(input)
      .filter(({ line }) => line.code.code === CODE)
      .flatMap((placed) => checkLine(input, placed)),
}
