import { alcoholCounselingTime } from '#coding/claims/time/alcohol-counseling-time.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { listBoundaries } from './timed-boundaries.ts'

const sentence = (minutes: number) => `Alcohol screening and brief intervention, ${minutes} minutes.`
const { flags, passes } = listBoundaries('alcohol', sentence)

describeRule(alcoholCounselingTime, {
  flags,
  passes: [
    ...passes,
    {
      when: 'tobacco minutes beside it',
      draft: { lines: [aLine('99408')] },
      notes: ['Brief intervention for drinking 20 minutes. Smoking cessation 5 minutes.'],
    },
  ],
})
