import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { checkTimedService } from './timed-service.ts'

/** Days with data in a period of 30 (TIME-15). */
export const remoteMonitoringDays: ClaimRule = {
  id: 'remote-monitoring-days',
  family: 'time',
  source: {
    title: 'CMS, Physician Fee Schedule final rule',
    edition: 'CY 2026',
    section: 'Remote physiologic monitoring',
  },
  effective: { from: parseDateOnly('2019-01-01') },
  check: (input) => checkTimedService(input, { ...timeRules.days['remote-monitoring'], ladder: true }, 'days'),
}
