import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { checkTimedService } from './timed-service.ts'

/** Preventive counseling by quarter hours, midpoint passed. */
export const preventiveCounselingTime: ClaimRule = {
  id: 'preventive-counseling-time',
  family: 'time',
  source: {
    title: 'CPT time rule, as named in the Medicare Claims Processing Manual',
    edition: 'chapter 12, rev. 2024',
    section: '30.6',
  },
  effective: { from: parseDateOnly('2008-01-01') },
  check: (input) => checkTimedService(input, timeRules.services['preventive-counseling']),
}
