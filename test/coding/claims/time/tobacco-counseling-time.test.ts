import { tobaccoCounselingTime } from '#coding/claims/time/tobacco-counseling-time.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { listBoundaries } from './timed-boundaries.ts'

const sentence = (minutes: number) => `Tobacco cessation counseling provided for ${minutes} minutes.`
const { flags, passes } = listBoundaries('tobacco', sentence)

describeRule(tobaccoCounselingTime, {
  flags: [
    ...flags,
    {
      when: 'TIME-09: only the visit has minutes',
      draft: { lines: [aLine('99406')] },
      notes: ['Smoking cessation discussed.\nTotal visit time 35 minutes.'],
      severity: 'question',
      says: /99406 is chosen by minutes/,
    },
  ],
  passes: [
    ...passes,
    {
      when: 'TIME-09: beside the time of the visit',
      draft: { lines: [aLine('99406')] },
      notes: ['Smoking cessation counseling 5 minutes. Total visit time 35 minutes.'],
    },
  ],
})
