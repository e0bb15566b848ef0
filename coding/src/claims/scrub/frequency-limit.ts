import { countDaysBetween, type DateOnly, parseDateOnly } from '../../domain/date-only.ts'
import type { DraftLine } from '../../domain/draft-claim.ts'
import type { PriorService } from '../claim-context.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { frequencyLimits } from '../frequency-limits.generated.ts'
import type { FrequencyLimit } from '../frequency-limits.ts'

const countMonth = (date: DateOnly): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))

/** Whether a service of that day is within the time in which the limit counts. */
function isWithin({ days, lifetime, months }: FrequencyLimit, prior: DateOnly, on: DateOnly): boolean {
  if (prior > on) return false
  if (lifetime === true) return true
  if (days !== undefined) return countDaysBetween(prior, on) < days
  return countMonth(on) - countMonth(prior) < (months ?? 0)
}

function isPassed(limit: FrequencyLimit, { code, date }: DraftLine, prior: readonly PriorService[]): boolean {
  if (!limit.codes.includes(code.code)) return false
  const counted = prior.filter((one) => limit.together.includes(one.code) && isWithin(limit, one.date, date))
  return counted.length >= (limit.most ?? 1)
}

function describe({ days, lifetime, months = 0, most = 1 }: FrequencyLimit): string {
  const times = most === 1 ? 'once' : `${most} times`
  if (lifetime === true) return `${times} in a lifetime`
  return `${times} in ${days === undefined ? `${months} months` : `${days} days`}`
}

/** A service is not given more often than Medicare pays for it (SCR-28). */
export const frequencyLimit: ClaimRule = {
  id: 'frequency-limit',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 18, rev. 2024',
    section: '1.2 and the rule that each limit names',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft, record: { payer }, context: { priorServices } }) => {
    if (payer !== 'medicare' || priorServices === undefined) return []
    return draft.lines.flatMap((line, index): ClaimRuleHit[] => {
      const passed = frequencyLimits.find((limit) => isPassed(limit, line, priorServices))
      if (passed === undefined) return []
      const message = `Line ${index + 1} (${line.code.code}): Medicare pays it ${describe(passed)}, and it is on record more recently.`
      const advice = `Check the dates (${passed.source}); the plan may turn it to the patient, who must know before.`
      return [{ severity: 'warning', message, advice, about: `line ${index + 1}`, evidence: [] }]
    })
  },
}
