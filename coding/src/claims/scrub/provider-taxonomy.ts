import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'

/** NUCC: nine letters and digits, and an X. Whether a code exists only its list can say. */
const FORM = /^[0-9A-Z]{9}X$/

const ROLES = [
  ['billingTaxonomy', 'who bills', 'billingProvider'],
  ['performerTaxonomy', 'who performed the service', 'performer'],
] as const

/** What a provider works as, where a payer pays by it (SCR-05). */
export const providerTaxonomy: ClaimRule = {
  id: 'provider-taxonomy',
  family: 'scrub',
  source: { title: 'ASC X12 837P', edition: '005010X222A1', section: 'loops 2000A and 2310B, PRV03' },
  effective: { from: parseDateOnly('2012-01-01') },
  check: ({ draft, record: { payer } }) =>
    ROLES.flatMap(([key, words, role]): ClaimRuleHit[] => {
      const code = draft.filing?.[key]
      if (draft[role] === undefined) return []
      if (code === undefined) {
        // Medicare does not pay by it; other payers may.
        if (payer === 'medicare' || payer === 'self-pay') return []
        const message = `The chart does not say the taxonomy of ${words}.`
        const advice = 'A coder enters it under Claim details where this payer asks for it.'
        return [{ severity: 'information', message, advice, about: key, evidence: [] }]
      }
      if (FORM.test(code)) return []
      const message = `The taxonomy of ${words} is none: it has ten places, the last an X.`
      return [
        { severity: 'error', message, advice: 'A coder corrects it under Claim details.', about: key, evidence: [] },
      ]
    }),
}
