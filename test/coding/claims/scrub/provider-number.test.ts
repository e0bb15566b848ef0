import { providerNumber } from '#coding/claims/scrub/provider-number.ts'
import { describeRule } from '../try-rule.ts'

const performer = (npi: string) => ({ performer: { reference: 'Practitioner/p1', npi } })

describeRule(providerNumber, {
  flags: [
    {
      when: 'SCR-05: a wrong last digit',
      draft: performer('1234567890'),
      severity: 'error',
      says: /NPI of who performed/,
    },
    { when: 'SCR-05: two digits swapped', draft: performer('1234576893'), severity: 'error', says: /check digit/ },
    { when: 'nine digits', draft: performer('123456789'), severity: 'error', says: /check digit/ },
    {
      when: 'a first digit that is never given',
      draft: performer('3234567893'),
      severity: 'error',
      says: /check digit/,
    },
    {
      when: 'of who bills',
      draft: { billingProvider: { reference: 'Organization/o1', npi: '1111111111' } },
      severity: 'error',
      says: /NPI of who bills/,
    },
    {
      when: 'SCR-07: of who ordered, typed by hand',
      draft: { filing: { orderingProvider: { npi: '1234567890' } } },
      severity: 'error',
      says: /NPI of who ordered/,
    },
  ],
  passes: [
    { when: 'SCR-07: of who referred', draft: { filing: { referringProvider: { npi: '1234567893' } } } },
    { when: 'SCR-05: the example of CMS', draft: performer('1234567893') },
    { when: 'no number', draft: { billingProvider: { reference: 'Organization/o1' } } },
  ],
})
