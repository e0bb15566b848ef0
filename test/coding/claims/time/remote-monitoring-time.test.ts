import { remoteMonitoringTime } from '#coding/claims/time/remote-monitoring-time.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { listBoundaries } from './timed-boundaries.ts'

const sentence = (minutes: number) => `Remote monitoring treatment management: ${minutes} minutes in October.`
const { flags, passes } = listBoundaries('remote-monitoring', sentence)

describeRule(remoteMonitoringTime, {
  flags: [
    ...flags,
    {
      when: '40 minutes without a further unit',
      draft: { lines: [aLine('99457')] },
      notes: [sentence(40)],
      severity: 'information',
      says: /give 1 of 99458/,
      quotes: ['40 minutes'],
    },
  ],
  passes: [...passes, { when: '39 minutes', draft: { lines: [aLine('99457')] }, notes: [sentence(39)] }],
})
