import { billingNumberMissing } from '#coding/claims/scrub/billing-number-missing.ts'
import { describeRule } from '../try-rule.ts'

describeRule(billingNumberMissing, {
  flags: [
    {
      when: 'SCR-05: an organization without a number',
      draft: { billingProvider: { reference: 'Organization/o' } },
      severity: 'warning',
      says: /no valid NPI for who bills/,
    },
  ],
  passes: [
    { when: 'SCR-05: with its number', draft: { billingProvider: { reference: 'Organization/o', npi: '1234567893' } } },
  ],
})
