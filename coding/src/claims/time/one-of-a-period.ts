import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine, listLines } from '../modifiers/line-hit.ts'
import { timeRules } from '../time-rules.generated.ts'

function checkPair(input: ClaimRuleInput, pair: readonly string[]): ClaimRuleHit[] {
  const [first, ...others] = listLines(input).filter(({ line }) => pair.includes(line.code.code))
  if (first === undefined) return []
  return others
    .filter(({ line }) => line.code.code !== first.line.code.code)
    .map((placed) => {
      const message = `${describeLine(placed)} and ${first.line.code.code} say how much of the same monitoring there was.`
      return buildLineHit(placed, { severity: 'error', message, advice: 'Keep the one that the note supports.' })
    })
}

/** Of codes that count the same monitoring by days or minutes, one a period. */
export const oneOfAPeriod: ClaimRule = {
  id: 'one-of-a-period',
  family: 'time',
  source: { title: 'CMS, Physician Fee Schedule final rule', edition: 'CY 2026', section: 'Remote monitoring' },
  effective: { from: parseDateOnly('2026-01-01') },
  check: (input) => timeRules.one_of.flatMap((pair) => checkPair(input, pair)),
}
