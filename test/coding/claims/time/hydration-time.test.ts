import { hydrationTime } from '#coding/claims/time/hydration-time.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { listBoundaries } from './timed-boundaries.ts'

const sentence = (minutes: number) => `IV hydration, normal saline 1 L over ${minutes} minutes.`
const { flags, passes } = listBoundaries('hydration', sentence)

describeRule(hydrationTime, {
  flags: [
    ...flags,
    {
      when: 'TIME-12: 91 minutes with one hour only',
      draft: { lines: [aLine('96360')] },
      notes: [sentence(91)],
      severity: 'information',
      says: /give 1 of 96361/,
      quotes: ['91 minutes'],
    },
  ],
  passes: [...passes, { when: 'TIME-12: 90 minutes', draft: { lines: [aLine('96360')] }, notes: [sentence(90)] }],
})
