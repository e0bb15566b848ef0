import { parseDateOnly } from '../../domain/date-only.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { buildProcedure } from '../build-procedure.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findStatements } from '../find-statement.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine } from '../modifiers/line-hit.ts'
import { agreeOnOne } from '../time/service-minutes.ts'
import { findFirstMinutes, STATED_MINUTES } from '../time/stated-minutes.ts'
import { visitRules } from './visit-rules.generated.ts'

const { first, further } = visitRules.critical_care
const MINUTES = new RegExp(
  String.raw`\bcritical care\b[^.;]{0,80}?${STATED_MINUTES}|${STATED_MINUTES}[^.;]{0,60}?\bcritical care\b`,
  'gi',
)
const EXCLUDED =
  /\b(?:exclu(?:sive|ding|des?|ded)|not includ(?:ing|e|ed)|separate from|apart from|does not include|without|other than)\b[^.;]{0,60}\b(?:procedures?|billable|reported|teaching)/gi

type Stated = { readonly count: number; readonly evidence: Evidence }

function findMinutes({ readings }: ClaimRuleInput): Stated | undefined {
  const stated = findStatements(readings, MINUTES).flatMap(({ match, evidence }) => {
    const count = findFirstMinutes(match[0])
    return count === undefined ? [] : [{ count, evidence }]
  })
  return agreeOnOne(stated)
}

function countFurther({ policy }: ClaimRuleInput, minutes: number): number {
  const from = further.from[policy.criticalCareSecondUnit]
  return minutes < from ? 0 : 1 + Math.floor((minutes - from) / further.each)
}

function checkFurther(input: ClaimRuleInput, base: PlacedLine, stated: Stated): ClaimRuleHit[] {
  const { count, evidence } = stated
  const placed = listLines(input).find(({ line }) => line.code.code === further.code)
  const supported = countFurther(input, count)
  const units = placed?.line.units ?? 0
  if (units === supported) return []
  const from = further.from[input.policy.criticalCareSecondUnit]
  const message = `The note states ${count} minutes of critical care; for this payer ${further.code} begins at ${from}, which gives ${supported}. The draft has ${units}.`
  const about = { message, advice: `Report ${supported} of ${further.code}.`, evidence: [evidence] }
  if (placed === undefined) {
    const fix = { kind: 'add-line', code: buildProcedure(further.code), units: supported } as const
    return [buildLineHit(base, { ...about, severity: 'information', fix })]
  }
  const fix =
    supported === 0
      ? ({ kind: 'remove-line', line: placed.place } as const)
      : ({ kind: 'set-units', line: placed.place, units: supported } as const)
  return [buildLineHit(placed, { ...about, severity: units > supported ? 'error' : 'information', fix })]
}

function checkLine(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const stated = findMinutes(input)
  if (stated === undefined) {
    const message = `${describeLine(placed)} is chosen by minutes; the notes do not state one total of critical care.`
    return [
      buildLineHit(placed, {
        severity: 'question',
        message,
        advice: 'Ask the provider for the total time of critical care.',
      }),
    ]
  }
  const { count, evidence } = stated
  if (count < first.from) {
    return [
      buildLineHit(placed, {
        severity: 'error',
        message: `The note states ${count} minutes of critical care; ${first.code} begins at ${first.from}.`,
        advice: `${count} minutes support no critical care; the level of the visit stands for it.`,
        evidence: [evidence],
        fix: { kind: 'remove-line', line: placed.place },
      }),
    ]
  }
  const units = checkFurther(input, placed, stated)
  if (findStatements(input.readings, EXCLUDED).length > 0) return units
  const message = `${describeLine(placed)}: the note does not say that ${count} minutes leave out what is reported separately.`
  const advice =
    'Time of separately reported procedures is no critical care; whether it was left out is the clinician’s to say.'
  return [...units, buildLineHit(placed, { severity: 'question', message, advice, evidence: [evidence] })]
}

/** Critical care by its minutes: from 30, further half hours by payer, procedures left out (EM-15). */
export const criticalCareTime: ClaimRule = {
  id: 'critical-care-time',
  family: 'visits',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 12, rev. 2024', section: '30.6.12' },
  effective: { from: parseDateOnly('2022-01-01') },
  check: (input) => {
    const lines = listLines(input)
    const base = lines.find(({ line }) => line.code.code === first.code)
    const alone = lines.find(({ line }) => line.code.code === further.code)
    if (base !== undefined) return checkLine(input, base)
    return alone === undefined ? [] : checkLine(input, alone)
  },
}
