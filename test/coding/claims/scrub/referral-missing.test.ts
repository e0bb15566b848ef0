import { referralMissing } from '#coding/claims/scrub/referral-missing.ts'
import { describeRule } from '../try-rule.ts'

describeRule(referralMissing, {
  flags: [
    {
      when: 'SCR-30: no referral',
      context: { policy: { needsReferral: true } },
      severity: 'error',
      says: /asks for a referral/,
    },
  ],
  passes: [
    {
      when: 'SCR-30: with its number',
      draft: { filing: { referral: 'R1' } },
      context: { policy: { needsReferral: true } },
    },
    { when: 'a plan without', context: { policy: { needsReferral: false } } },
    { when: 'nothing is known of the plan' },
    { when: 'a hospital', draft: { kind: 'institutional' }, context: { policy: { needsReferral: true } } },
  ],
})
