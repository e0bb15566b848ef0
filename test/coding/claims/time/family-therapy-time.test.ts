import { familyTherapyTime } from '#coding/claims/time/family-therapy-time.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { listBoundaries } from './timed-boundaries.ts'

const sentence = (minutes: number) => `Family session with patient and mother, ${minutes} minutes.`
const { flags, passes } = listBoundaries('family', sentence)

describeRule(familyTherapyTime, {
  flags: [
    ...flags,
    {
      when: 'TIME-06: minutes of the patient’s own session only',
      draft: { lines: [aLine('90847')] },
      notes: ['Individual session 45 minutes.'],
      severity: 'question',
      says: /do not state one number/,
    },
  ],
  passes: [
    ...passes,
    {
      when: 'TIME-06: a heading names the family, the line below it the minutes',
      draft: { lines: [aLine('90847')] },
      notes: ['FAMILY THERAPY\nStart 10:05 stop 10:45'],
    },
  ],
})
