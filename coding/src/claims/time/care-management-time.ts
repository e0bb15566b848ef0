import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { checkTimedService } from './timed-service.ts'

/** Least minutes of a calendar month for each kind of care management. */
export const careManagementTime: ClaimRule = {
  id: 'care-management-time',
  family: 'time',
  source: { title: 'CMS, Chronic Care Management Services', edition: 'MLN909188', section: 'Time requirements' },
  effective: { from: parseDateOnly('2015-01-01') },
  check: (input) => checkTimedService(input, timeRules.services['care-management']),
}
