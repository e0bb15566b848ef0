import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine, setModifiers, withoutModifiers } from './line-hit.ts'

const PARTS = ['26', 'TC']
/** The only indicator that divides a service into a professional and a technical part. */
const DIVIDED = '1'

function checkLine({ tables }: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const parts = placed.line.modifiers.filter((modifier) => PARTS.includes(modifier))
  if (parts.length === 0) return []
  const fix = setModifiers(placed, withoutModifiers(placed, PARTS))
  if (parts.length > 1) {
    const message = `${describeLine(placed)}: 26 and TC together are the whole service.`
    return [buildLineHit(placed, { severity: 'error', message, advice: 'Take both off.', fix })]
  }
  const answer = tables.findPolicy(placed.line.code.code, placed.line.date)
  if (answer.state !== 'found' || answer.value.professionalTechnical === DIVIDED) return []
  const message = `${describeLine(placed)} has no professional and technical part; ${parts.join()} does not stand on it (${answer.edition}).`
  return [buildLineHit(placed, { severity: 'error', message, advice: 'Take it off.', fix })]
}

/** 26 and TC stand only on services that have both parts (MOD-26). */
export const professionalOrTechnicalPart: ClaimRule = {
  id: 'professional-or-technical-part',
  family: 'modifiers',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 23, rev. 2024',
    section: 'addendum, field PC/TC indicator',
  },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => listLines(input).flatMap((placed) => checkLine(input, placed)),
}
