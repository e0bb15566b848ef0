import { timelyFiling } from '#coding/claims/scrub/timely-filing.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { describeRule } from '../try-rule.ts'

const after = (days: number) => ({
  today: parseDateOnly(new Date(Date.UTC(2026, 10, 2 + days)).toISOString().slice(0, 10)),
  policy: { timelyFilingDays: 90 },
})

describeRule(timelyFiling, {
  flags: [
    {
      when: 'SCR-09: the day after the limit',
      context: after(91),
      severity: 'error',
      says: /takes claims for 90 days/,
    },
    { when: 'the last day', context: after(90), severity: 'warning', says: /0 more days/ },
    { when: 'a fortnight before', context: after(76), severity: 'warning', says: /14 more days/ },
    {
      when: 'SCR-09: Medicare, the day after a year',
      record: { payer: 'medicare' },
      draft: { dateOfService: parseDateOnly('2027-03-01') },
      context: { today: parseDateOnly('2028-03-02') },
      severity: 'error',
      says: /takes claims for 366 days/,
    },
    {
      when: 'Medicare, the last day of a year with a leap day',
      record: { payer: 'medicare' },
      draft: { dateOfService: parseDateOnly('2027-03-01') },
      context: { today: parseDateOnly('2028-03-01') },
      severity: 'warning',
      says: /0 more days/,
    },
    {
      when: 'Medicare, a service of a leap day',
      record: { payer: 'medicare' },
      draft: { dateOfService: parseDateOnly('2028-02-29') },
      context: { today: parseDateOnly('2029-03-01') },
      severity: 'error',
      says: /takes claims for 365 days/,
    },
  ],
  passes: [
    { when: '15 days before', context: after(75) },
    { when: 'a payer whose limit is not known', context: { today: parseDateOnly('2030-01-01') } },
    { when: 'nobody said what day it is', context: { policy: { timelyFilingDays: 90 } } },
  ],
})
