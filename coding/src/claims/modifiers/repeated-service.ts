import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { modifierFacts } from '../modifier-facts.generated.ts'
import { buildLineHit, listLines, type PlacedLine } from './line-hit.ts'

const TELLING = new Set([...modifierFacts.repeats, ...modifierFacts.anatomic, '26', 'TC', 'JW', 'JZ'])

/** What tells two lines of one code apart, in no order. */
function readTelling({ line }: PlacedLine): string {
  return line.modifiers
    .filter((modifier) => TELLING.has(modifier))
    .toSorted()
    .join(' ')
}

function checkGroup(lines: readonly PlacedLine[]): ClaimRuleHit[] {
  return lines.flatMap((second, index) => {
    const first = lines.slice(0, index).find((other) => readTelling(other) === readTelling(second))
    if (first === undefined) return []
    return [
      buildLineHit(second, {
        severity: 'warning',
        message: `Lines ${first.place} and ${second.place} are the same service on the same day.`,
        advice: 'If it was done again, 76, 77 or 91 (laboratory) says so; otherwise add the units up or take one out.',
      }),
    ]
  })
}

/** The same code twice on one day needs a modifier that says why (MOD-76, MOD-77, MOD-91, SCR-31 within the claim). */
export const repeatedService: ClaimRule = {
  id: 'repeated-service',
  family: 'modifiers',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 1, rev. 2024', section: '120' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) =>
    [...Map.groupBy(listLines(input), ({ line }) => `${line.code.code} ${line.date}`).values()].flatMap(checkGroup),
}
