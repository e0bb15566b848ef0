import { earlierServicesNotSeen } from '#coding/claims/scrub/earlier-services-not-seen.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const line = (code: string) => ({ lines: [aLine(code)] })
const none = { priorServices: [], priorVisits: [] }
const noBilling = { source: 'billing', because: 'not-offered' } as const

describeRule(earlierServicesNotSeen, {
  flags: [
    {
      when: 'SCR-24: a visit, and the EHR has no claims',
      draft: line('99213'),
      context: { ...none, unseen: [noBilling] },
      severity: 'information',
      says: /claims and charges \(the EHR does not offer them\).*new or established patient; whether it was billed before/,
    },
    {
      when: 'SCR-28: a yearly service of Medicare, and the claims could not be read',
      draft: line('G0439'),
      record: { payer: 'medicare' },
      context: { ...none, unseen: [{ source: 'billing', because: 'failed' }] },
      severity: 'information',
      says: /they could not be read.*how often the plan pays/,
    },
    {
      when: 'SCR-31: two parts, each with its reason',
      draft: line('20610'),
      context: {
        ...none,
        unseen: [
          { source: 'billing', because: 'not-allowed' },
          { source: 'procedures', because: 'too-many' },
        ],
      },
      severity: 'information',
      says: /the sign-in does not allow it\), procedures \(there are more than Postil reads\)\. Not settled by Postil: whether it was billed before/,
    },
  ],
  passes: [
    { when: 'SCR-24: all was read', draft: line('99213'), context: { ...none, unseen: [] } },
    { when: 'nobody looked', draft: line('99213') },
    { when: 'nothing to check', draft: { lines: [] }, context: { ...none, unseen: [noBilling] } },
    {
      when: 'a hospital draft',
      draft: { kind: 'institutional', ...line('99213') },
      context: { ...none, unseen: [noBilling] },
    },
  ],
})
