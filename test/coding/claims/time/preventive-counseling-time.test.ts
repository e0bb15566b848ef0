import { preventiveCounselingTime } from '#coding/claims/time/preventive-counseling-time.ts'
import { describeRule } from '../try-rule.ts'
import { listBoundaries } from './timed-boundaries.ts'

const sentence = (minutes: number) => `Preventive counseling on diet and safety, ${minutes} minutes.`
const { flags, passes } = listBoundaries('preventive-counseling', sentence)

describeRule(preventiveCounselingTime, {
  flags,
  passes,
})
