import { countDaysBetween, parseDateOnly } from '../../domain/date-only.ts'
import type { PriorService } from '../claim-context.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { modifierFacts } from '../modifier-facts.generated.ts'
import { isVisitCode } from '../visit-levels.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine } from './line-hit.ts'

/** Days after the operation that its own payment covers (Medicare Claims Processing Manual, chapter 12, section 40.1). */
const DAYS_AFTER: Readonly<Record<string, number>> = { '010': 10, '090': 90 }

function findOperation({ context, tables }: ClaimRuleInput, { line }: PlacedLine): PriorService | undefined {
  return context.priorServices?.find((prior) => {
    if (prior.professional === 'other') return false
    const answer = tables.findPolicy(prior.code, prior.date)
    const days = answer.state === 'found' ? DAYS_AFTER[answer.value.globalDays] : undefined
    const since = countDaysBetween(prior.date, line.date)
    return days !== undefined && since > 0 && since <= days
  })
}

function checkLine(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const isSaid = placed.line.modifiers.some((modifier) => modifierFacts.in_global_period.includes(modifier))
  const operation = isSaid ? undefined : findOperation(input, placed)
  if (operation === undefined) return []
  const isVisit = isVisitCode(placed.line.code.code)
  const advice = isVisit
    ? 'Care after the operation is included. 24 says that the visit was for something else: the note must show it.'
    : '58 says planned or staged, 78 an unplanned return for the same problem, 79 something unrelated: the note decides.'
  const isKnown = operation.professional !== 'unknown'
  return [
    buildLineHit(placed, {
      severity: isKnown ? 'error' : 'question',
      message: `${describeLine(placed)} falls in the global period of ${operation.code} of ${operation.date}${isKnown ? '' : ', if the same group and specialty operated; the EHR does not say'}.`,
      advice,
    }),
  ]
}

/** Care in the days after an operation is part of it unless a modifier says otherwise (MOD-24, 58, 78, 79; SCR-20). */
export const globalPeriod: ClaimRule = {
  id: 'global-period',
  family: 'modifiers',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 12, rev. 2024', section: '40.1 and 40.2' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => listLines(input).flatMap((placed) => checkLine(input, placed)),
}
