import { remoteMonitoringDays } from '#coding/claims/time/remote-monitoring-days.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const bill = (code: string) => ({ lines: [aLine(code)] })
const sentence = (days: number) => [`Remote device transmitted readings on ${days} days this period.`]

describeRule(remoteMonitoringDays, {
  flags: [
    ...(
      [
        [1, '99445'],
        [16, '99445'],
        [15, '99454'],
        [1, '99454'],
      ] as const
    ).map(([days, code]) => ({
      when: `TIME-15: ${days} days as ${code}`,
      draft: bill(code),
      notes: sentence(days),
      severity: 'error' as const,
      says: new RegExp(`states ${days} days`),
      quotes: [`${days} days`],
    })),
    {
      when: 'one day with the setup',
      draft: bill('99453'),
      notes: sentence(1),
      severity: 'error',
      says: /states 1 days; 99453 stands for 2 days or more/,
      quotes: ['1 days'],
    },
    {
      when: 'no days',
      draft: bill('99454'),
      notes: ['Remote monitoring continued.'],
      severity: 'question',
      says: /the days with data/,
    },
  ],
  passes: [
    { when: 'the setup with two days', draft: bill('99453'), notes: sentence(2) },
    ...(
      [
        [2, '99445'],
        [15, '99445'],
        [16, '99454'],
        [30, '99454'],
      ] as const
    ).map(([days, code]) => ({
      when: `TIME-15: ${days} days as ${code}`,
      draft: bill(code),
      notes: sentence(days),
    })),
    {
      when: 'TIME-15: the short period before it existed is not proposed',
      draft: { ...bill('99213'), dateOfService: parseDateOnly('2025-06-01') },
      notes: sentence(10),
    },
  ],
})
