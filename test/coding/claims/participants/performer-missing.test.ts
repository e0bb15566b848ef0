import { performerMissing } from '#coding/claims/participants/performer-missing.ts'
import { describeRule } from '../try-rule.ts'

describeRule(performerMissing, {
  flags: [
    {
      when: 'SCR-06: a performer without an NPI',
      draft: { performer: { reference: 'Practitioner/p1' } },
      severity: 'warning',
      says: /no valid NPI/,
    },
  ],
  passes: [{ when: 'SCR-06: a performer with an NPI' }],
})
