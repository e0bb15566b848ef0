import { parseDateOnly } from '../../domain/date-only.ts'
import type { DraftClaim } from '../../domain/draft-claim.ts'
import type { Authorization } from '../../domain/filing-facts.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import type { PayerPolicy } from '../payer-policy.ts'

const needsAuthorization = (code: string, { authorizationFor = [] }: PayerPolicy): boolean =>
  authorizationFor.some((prefix) => code.startsWith(prefix))

function buildHit(message: string, advice: string): ClaimRuleHit {
  return { severity: 'error', message, advice, about: 'authorization', evidence: [] }
}

const ASK = 'Ask the payer to change it, or bill only what it covers.'

/** What is not limited in the authorization, as far as is known, limits nothing. */
function listMisfits({ lines, performer }: DraftClaim, authorization: Authorization): ClaimRuleHit[] {
  const { codes, units, start, end, provider } = authorization
  const billed = lines.filter(({ code }) => codes === undefined || codes.includes(code.code))
  const total = billed.reduce((sum, line) => sum + line.units, 0)
  const outside = billed.find(({ date }) => (start !== undefined && date < start) || (end !== undefined && end < date))
  const isForAnother = provider !== undefined && performer !== undefined && provider !== performer.reference
  return [
    ...(lines.length > 0 && billed.length === 0 ? [buildHit('The authorization covers none of the lines.', ASK)] : []),
    ...(outside === undefined
      ? []
      : [buildHit(`${outside.code.code} on ${outside.date} is outside the authorization.`, ASK)]),
    ...(units !== undefined && total > units
      ? [buildHit(`${total} units are billed, and ${units} are authorized.`, ASK)]
      : []),
    ...(isForAnother ? [buildHit('The authorization was given to another provider.', ASK)] : []),
  ]
}

/** An authorization covers what is billed under it (SCR-29). */
export const authorization: ClaimRule = {
  id: 'authorization',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 26, rev. 2024',
    section: '10.4, item 23; ASC X12 837P REF*G1',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft, policy }) => {
    const authorization = draft.filing?.authorization
    if (authorization !== undefined) return listMisfits(draft, authorization)
    const line = draft.lines.findIndex(({ code }) => needsAuthorization(code.code, policy))
    const code = draft.lines[line]?.code.code
    if (code === undefined) return []
    const message = `This payer asks for an authorization of ${code}, and the draft has none.`
    const advice = 'Look for it with the order or the referral before the claim is sent.'
    return [{ severity: 'error', message, advice, about: `line ${line + 1}`, evidence: [] }]
  },
}
