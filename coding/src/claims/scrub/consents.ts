import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'

const CONSENTS = [
  [
    'signatureOnFile',
    'error',
    'The patient’s signature is not on file.',
    'Registration asks for it before the claim is sent.',
  ],
  [
    'releaseOfInformation',
    'error',
    'The patient has not released information for the claim.',
    'Registration asks for it before the claim is sent.',
  ],
  [
    'assignmentOfBenefits',
    'information',
    'Benefits are not assigned, so the plan answers to the patient.',
    'That is right for a provider who does not take assignment.',
  ],
] as const

/** Signature, assignment and release are as the claim says (SCR-40). */
export const consents: ClaimRule = {
  id: 'consents',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 26, rev. 2024',
    section: '10.2, items 12 and 13; 10.4, item 27',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft: { filing } }) => {
    const consents = filing?.consents
    if (consents === undefined) return []
    return CONSENTS.flatMap(([name, severity, message, advice]): ClaimRuleHit[] =>
      consents[name] ? [] : [{ severity, message, advice, about: name, evidence: [] }],
    )
  },
}
