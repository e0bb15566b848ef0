import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { checkTimedService } from './timed-service.ts'

/** Advance care planning past the midpoint of its half hours (TIME-10). */
export const advanceCarePlanningTime: ClaimRule = {
  id: 'advance-care-planning-time',
  family: 'time',
  source: { title: 'CMS, Advance Care Planning', edition: 'MLN909289', section: 'Coding' },
  effective: { from: parseDateOnly('2016-01-01') },
  check: (input) => checkTimedService(input, timeRules.services['advance-care-planning']),
}
