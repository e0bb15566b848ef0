import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import type { DayServiceName } from '../time-rules.ts'
import { checkTimedService } from './timed-service.ts'

const KINDS = [
  'respiratory-monitoring',
  'musculoskeletal-monitoring',
  'behavioral-monitoring',
] as const satisfies readonly DayServiceName[]

/** Days with data of remote therapeutic monitoring in a period of 30, each kind of device by itself. */
export const therapeuticMonitoringDays: ClaimRule = {
  id: 'therapeutic-monitoring-days',
  family: 'time',
  source: {
    title: 'CMS, Physician Fee Schedule final rule',
    edition: 'CY 2026',
    section: 'Remote therapeutic monitoring',
  },
  effective: { from: parseDateOnly('2022-01-01') },
  check: (input) =>
    KINDS.flatMap((kind) => checkTimedService(input, { ...timeRules.days[kind], ladder: true }, 'days')),
}
