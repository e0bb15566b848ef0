import { careManagementTime } from '#coding/claims/time/care-management-time.ts'
import { describeRule } from '../try-rule.ts'
import { listBoundaries } from './timed-boundaries.ts'

const sentence = (minutes: number) => `Chronic care management this month: ${minutes} minutes by staff.`
const { flags, passes } = listBoundaries('care-management', sentence)

describeRule(careManagementTime, {
  flags,
  passes,
})
