import { advanceCarePlanningTime } from '#coding/claims/time/advance-care-planning-time.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { listBoundaries } from './timed-boundaries.ts'

const sentence = (minutes: number) => `Advance care planning with patient and daughter, ${minutes} minutes, voluntary.`
const { flags, passes } = listBoundaries('advance-care-planning', sentence)

describeRule(advanceCarePlanningTime, {
  flags: [
    ...flags,
    {
      when: 'TIME-10: 45 minutes with a further half hour',
      draft: { lines: [aLine('99497'), aLine('99498')] },
      notes: [sentence(45)],
      severity: 'error',
      says: /give 0 of 99498/,
      quotes: ['45 minutes'],
    },
    {
      when: 'TIME-10: 46 minutes without it',
      draft: { lines: [aLine('99497')] },
      notes: [sentence(46)],
      severity: 'information',
      says: /give 1 of 99498/,
      quotes: ['46 minutes'],
    },
    {
      when: 'one unit too few',
      draft: { lines: [aLine('99497'), aLine('99498')] },
      notes: [sentence(76)],
      severity: 'information',
      says: /give 2 of 99498; the draft has 1/,
      quotes: ['76 minutes'],
    },
  ],
  passes: [
    ...passes,
    {
      when: 'TIME-10: 46 minutes with a further half hour',
      draft: { lines: [aLine('99497'), aLine('99498')] },
      notes: [sentence(46)],
    },
  ],
})
