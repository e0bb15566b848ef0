import { taxNumber } from '#coding/claims/scrub/tax-number.ts'
import { describeRule } from '../try-rule.ts'

describeRule(taxNumber, {
  flags: [
    {
      when: 'SCR-05: eight digits',
      context: { billing: { taxNumber: 'does-not-fit' } },
      severity: 'error',
      says: /does not have nine digits/,
    },
    { when: 'none', context: { billing: { taxNumber: 'absent' } }, severity: 'information', says: /no tax number/ },
  ],
  passes: [{ when: 'SCR-05: nine digits', context: { billing: { taxNumber: 'fits' } } }, { when: 'nobody looked' }],
})
