import { countDaysBetween, parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine } from '../modifiers/line-hit.ts'
import { timeRules } from '../time-rules.generated.ts'
import { isVisitCode } from '../visit-levels.ts'
import { checkTimedService } from './timed-service.ts'

const CODES = new Set(timeRules.services['check-in'].codes.map(({ code }) => code))
/** A call about what a visit was for is part of it within these days after it, and within a day before it. */
const DAYS_AFTER_VISIT = 7
const DAYS_BEFORE_VISIT = 1

function checkRelated({ context }: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const visit = context.priorServices?.find(({ code, date, professional }) => {
    const since = countDaysBetween(date, placed.line.date)
    return professional !== 'other' && isVisitCode(code) && since >= -DAYS_BEFORE_VISIT && since <= DAYS_AFTER_VISIT
  })
  if (visit === undefined) return []
  const isBefore = visit.date > placed.line.date
  const where = isBefore
    ? `led to ${visit.code} of ${visit.date} on the next day`
    : `follows ${visit.code} of ${visit.date} within ${DAYS_AFTER_VISIT} days`
  const message = `${describeLine(placed)} ${where}.`
  const advice =
    'A call about the same problem is part of that visit. Keep the line only if it was about something else.'
  return [buildLineHit(placed, { severity: 'warning', message, advice })]
}

/** A short call by its minutes, and not about a visit of the week before or the day after. */
export const checkInTime: ClaimRule = {
  id: 'check-in-time',
  family: 'time',
  source: {
    title: 'CMS, Physician Fee Schedule final rules',
    edition: 'CY 2021 (G2252), CY 2025 (98016)',
    section: 'Communication technology-based services',
  },
  effective: { from: parseDateOnly('2021-01-01') },
  check: (input) => [
    ...checkTimedService(input, timeRules.services['check-in']),
    ...listLines(input)
      .filter(({ line }) => CODES.has(line.code.code))
      .flatMap((placed) => checkRelated(input, placed)),
  ],
}
