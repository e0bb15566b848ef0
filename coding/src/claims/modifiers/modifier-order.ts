import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { buildLineHit, describeLine, listLines, orderModifiers, setModifiers } from './line-hit.ts'

/** Pricing modifiers stand first, then informational ones, then those of the body (MOD, order). */
export const modifierOrder: ClaimRule = {
  id: 'modifier-order',
  family: 'modifiers',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 26, rev. 2024', section: '10.4, item 24D' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) =>
    listLines(input).flatMap((placed) => {
      const { modifiers } = placed.line
      const ordered = orderModifiers(modifiers)
      if (ordered.every((modifier, index) => modifier === modifiers[index])) return []
      return [
        buildLineHit(placed, {
          severity: 'information',
          message: `${describeLine(placed)}: modifiers are read in order: ${ordered.join(', ')}.`,
          advice: 'What changes the price stands first, the place on the body last.',
          fix: setModifiers(placed, ordered),
        }),
      ]
    }),
}
