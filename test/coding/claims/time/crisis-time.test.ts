import { crisisTime } from '#coding/claims/time/crisis-time.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { listBoundaries } from './timed-boundaries.ts'

const sentence = (minutes: number) => `Crisis psychotherapy, ${minutes} minutes face to face.`
const { flags, passes } = listBoundaries('crisis', sentence)

describeRule(crisisTime, {
  flags: [
    ...flags,
    {
      when: 'TIME-05: 74 minutes with a further half hour',
      draft: { lines: [aLine('90839'), aLine('90840')] },
      notes: [sentence(74)],
      severity: 'error',
      says: /give 0 of 90840; the draft has 1/,
      quotes: ['74 minutes'],
    },
    {
      when: 'TIME-05: 75 minutes without it',
      draft: { lines: [aLine('90839')] },
      notes: [sentence(75)],
      severity: 'information',
      says: /give 1 of 90840/,
      quotes: ['75 minutes'],
    },
    {
      when: 'no minutes',
      draft: { lines: [aLine('90839')] },
      notes: ['Crisis psychotherapy.'],
      severity: 'question',
      says: /start and stop time/,
    },
  ],
  passes: [
    ...passes,
    { when: 'TIME-05: 74 minutes', draft: { lines: [aLine('90839')] }, notes: [sentence(74)] },
    {
      when: 'TIME-05: 75 minutes with a further half hour',
      draft: { lines: [aLine('90839'), aLine('90840')] },
      notes: [sentence(75)],
    },
    { when: 'another service', draft: { lines: [aLine('90834')] }, notes: [sentence(20)] },
  ],
})
