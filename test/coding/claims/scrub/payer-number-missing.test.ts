import { payerNumberMissing } from '#coding/claims/scrub/payer-number-missing.ts'
import { describeRule } from '../try-rule.ts'

describeRule(payerNumberMissing, {
  flags: [
    { when: 'SCR-03: a coverage without the payer’s number', severity: 'warning', says: /no number of the payer/ },
  ],
  passes: [
    { when: 'SCR-03: the number is there', draft: { filing: { payerNumber: '12345' } } },
    { when: 'the patient pays', record: { payer: 'self-pay' } },
  ],
})
