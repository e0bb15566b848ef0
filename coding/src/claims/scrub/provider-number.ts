import { parseDateOnly } from '../../domain/date-only.ts'
import type { DraftClaim, NamedProvider } from '../../domain/draft-claim.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { isNpi } from '../npi.ts'

function listNamed({ performer, billingProvider, filing = {} }: DraftClaim): readonly Named[] {
  return [
    ['performer', 'who performed the service', performer],
    ['billingProvider', 'who bills', billingProvider],
    ['referringProvider', 'who referred the patient', filing.referringProvider],
    ['orderingProvider', 'who ordered the service', filing.orderingProvider],
    ['supervisingProvider', 'who supervised', filing.supervisingProvider],
  ]
}

type Named = readonly [role: string, words: string, provider: NamedProvider | undefined]

/** A provider number passes its check digit (SCR-05). */
export const providerNumber: ClaimRule = {
  id: 'provider-number',
  family: 'scrub',
  source: { title: 'CMS, National Provider Identifier Standard', edition: '45 CFR 162.406', section: 'check digit' },
  effective: { from: parseDateOnly('2008-05-23') },
  check: ({ draft }) =>
    listNamed(draft).flatMap(([role, words, provider]) => {
      const npi = provider?.npi
      if (npi === undefined || isNpi(npi)) return []
      const message = `The NPI of ${words} is none: its check digit does not fit.`
      return [{ severity: 'error', message, advice: 'Correct it in the EHR’s directory.', about: role, evidence: [] }]
    }),
}
