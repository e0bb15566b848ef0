import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine } from '../modifiers/line-hit.ts'

const CENTS = 100

function describeAmount(cents: number, currency: string): string {
  return `${(cents / CENTS).toFixed(2)} ${currency}`
}

function checkLine({ tables, draft }: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const { code, modifiers, date, units, price, minutes } = placed.line
  // A charge is of one unit; anesthesia is counted in minutes.
  if (minutes !== undefined) return []
  const line = describeLine(placed)
  const answer = tables.findCharge(code.code, { modifiers, on: date })
  if (price !== undefined && !(Number.isSafeInteger(price.cents) && price.cents > 0)) {
    const message = `${line} has a charge that is no amount above nothing.`
    return [buildLineHit(placed, { severity: 'error', message, advice: 'Give the charge of the fee schedule.' })]
  }
  if (answer.state !== 'found') {
    const isPricedBeside = draft.lines.some((other) => other.price !== undefined)
    if (price !== undefined || !isPricedBeside) return []
    const message = `${line} has no charge, and other lines have one: their sum is not the total of the claim.`
    const advice = 'Add the code to the site’s fee schedule, or file the claim without charges.'
    return [buildLineHit(placed, { severity: 'error', message, advice })]
  }
  const { cents, currency } = answer.value
  if (price?.cents === cents && price.currency === currency) return []
  const fix = { kind: 'set-price', line: placed.place, price: { cents, currency } } as const
  const listed = `${units} × ${describeAmount(cents, currency)} = ${describeAmount(cents * units, currency)}`
  if (price === undefined) {
    const message = `${line}: ${listed} by the site’s fee schedule (${answer.edition}).`
    return [buildLineHit(placed, { severity: 'recode', message, advice: 'The charge is set on the line.', fix })]
  }
  const message = `${line} is charged ${describeAmount(price.cents, price.currency)}; the site’s fee schedule (${answer.edition}) has ${listed}.`
  return [buildLineHit(placed, { severity: 'warning', message, advice: 'Set the charge of the schedule.', fix })]
}

/** One total needs one currency. */
function checkCurrency({ draft }: ClaimRuleInput): ClaimRuleHit[] {
  const currencies = [...new Set(draft.lines.flatMap(({ price }) => (price === undefined ? [] : [price.currency])))]
  if (currencies.length < 2) return []
  const message = `The lines have charges in ${currencies.join(' and ')}: the claim has no total.`
  return [{ severity: 'error', message, advice: 'Use one currency of the fee schedule.', about: 'total', evidence: [] }]
}

/** Each line has a charge above nothing, and the lines sum up to the claim, where the site loads a fee schedule (SCR-13). */
export const lineCharge: ClaimRule = {
  id: 'line-charge',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 26, rev. 2024',
    section: '10.4, items 24F and 28; ASC X12 837P, SV102 and CLM02',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: (input) => [...listLines(input).flatMap((placed) => checkLine(input, placed)), ...checkCurrency(input)],
}
