import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { checkTimedService } from './timed-service.ts'

/** Minutes of treatment management of remote monitoring in a calendar month. */
export const remoteMonitoringTime: ClaimRule = {
  id: 'remote-monitoring-time',
  family: 'time',
  source: {
    title: 'CMS, Physician Fee Schedule final rule',
    edition: 'CY 2026',
    section: 'Remote physiologic monitoring',
  },
  effective: { from: parseDateOnly('2020-01-01') },
  check: (input) => checkTimedService(input, timeRules.services['remote-monitoring']),
}
