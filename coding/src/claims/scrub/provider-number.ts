import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { isNpi } from '../npi.ts'

const ROLES = [
  ['performer', 'who performed the service'],
  ['billingProvider', 'who bills'],
] as const

/** A provider number passes its check digit (SCR-05). */
export const providerNumber: ClaimRule = {
  id: 'provider-number',
  family: 'scrub',
  source: { title: 'CMS, National Provider Identifier Standard', edition: '45 CFR 162.406', section: 'check digit' },
  effective: { from: parseDateOnly('2008-05-23') },
  check: ({ draft }) =>
    ROLES.flatMap(([role, words]) => {
      const npi = draft[role]?.npi
      if (npi === undefined || isNpi(npi)) return []
      const message = `The NPI of ${words} is none: its check digit does not fit.`
      return [{ severity: 'error', message, advice: 'Correct it in the EHR’s directory.', about: role, evidence: [] }]
    }),
}
