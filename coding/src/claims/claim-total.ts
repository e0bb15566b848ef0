/** What the lines of a claim come to, by the charges that the site's own fee schedule set on them. */
import type { DraftClaim, DraftLine, LinePrice } from '../domain/draft-claim.ts'

/** A charge is of one unit, so a line that is counted in minutes has none. */
export const getPrice = ({ price, minutes }: DraftLine): LinePrice | undefined =>
  minutes === undefined ? price : undefined

/** Units times what one is charged; whole hundredths, so that sums are exact. */
export function getNet({ units }: Pick<DraftLine, 'units'>, { cents, currency }: LinePrice): LinePrice {
  return { cents: cents * units, currency }
}

/** The sum of the lines, where each has a charge and all are of one currency. */
export function findTotal({ lines }: Pick<DraftClaim, 'lines'>): LinePrice | undefined {
  const nets = lines.flatMap((line) => {
    const price = getPrice(line)
    return price === undefined ? [] : [getNet(line, price)]
  })
  const [first] = nets
  if (first === undefined || nets.length < lines.length) return undefined
  if (nets.some(({ currency }) => currency !== first.currency)) return undefined
  return { cents: nets.reduce((sum, { cents }) => sum + cents, 0), currency: first.currency }
}
