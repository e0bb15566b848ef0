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
  ],
  passes: [
    { when: '15 days before', context: after(75) },
    { when: 'a payer whose limit is not known', context: { today: parseDateOnly('2030-01-01') } },
    { when: 'nobody said what day it is', context: { policy: { timelyFilingDays: 90 } } },
  ],
})
