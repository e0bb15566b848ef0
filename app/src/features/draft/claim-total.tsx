import { findTotal, getPrice } from '#coding/claims/claim-total.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'

/** What the lines come to. For a coder, and only where the site loads a fee schedule: else no line has a charge. */
export function ClaimTotal({ claim }: { readonly claim: Pick<DraftClaim, 'lines'> }) {
  const without = claim.lines.filter((line) => getPrice(line) === undefined).length
  if (without === claim.lines.length) return null
  const total = findTotal(claim)
  return (
    <p>
      {total ? (
        <>
          Total charge:{' '}
          <strong className="numeric">
            {(total.cents / 100).toFixed(2)} {total.currency}
          </strong>
        </>
      ) : (
        <span className="caution">
          No total: {without === 0 ? 'the charges are in more than one currency' : describeMissing(without)}.
        </span>
      )}
    </p>
  )
}

function describeMissing(count: number): string {
  return count === 1 ? 'one line has no charge' : `${count} lines have no charge`
}
