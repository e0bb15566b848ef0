import { therapeuticMonitoringDays } from '#coding/claims/time/therapeutic-monitoring-days.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const line = (code: string) => ({ lines: [aLine(code)] })
const stating = (days: number) => [`Remote monitoring: device data transmitted on ${days} days.`]
const PAIRS = [
  ['98984', '98976'],
  ['98985', '98977'],
  ['98986', '98978'],
] as const

describeRule(therapeuticMonitoringDays, {
  flags: PAIRS.flatMap(([few, many]) => [
    {
      when: `one day as ${few}`,
      draft: line(few),
      notes: stating(1),
      severity: 'error' as const,
      says: /support no code/,
      quotes: ['1 days'],
    },
    {
      when: `16 days as ${few}`,
      draft: line(few),
      notes: stating(16),
      severity: 'error' as const,
      says: new RegExp(`${few} stands for 2 to 15 days.*Look up how many days ${many}`),
      quotes: ['16 days'],
    },
    {
      when: `15 days as ${many}`,
      draft: line(many),
      notes: stating(15),
      severity: 'question' as const,
      says: new RegExp(`${few} stands for 2 to 15 days.*Look up how many days ${many}`),
      quotes: ['15 days'],
    },
  ]),
  passes: PAIRS.flatMap(([few, many]) => [
    { when: `2 days as ${few}`, draft: line(few), notes: stating(2) },
    { when: `15 days as ${few}`, draft: line(few), notes: stating(15) },
    { when: `16 days as ${many}`, draft: line(many), notes: stating(16) },
  ]),
})
