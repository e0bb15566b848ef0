import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { checkTimedService } from './timed-service.ts'

/** Structured screening with brief intervention, from 15 and from 31 minutes. */
export const alcoholCounselingTime: ClaimRule = {
  id: 'alcohol-counseling-time',
  family: 'time',
  source: {
    title: 'CMS, Screening, Brief Intervention and Referral to Treatment',
    edition: 'MLN904084',
    section: 'Coding',
  },
  effective: { from: parseDateOnly('2008-01-01') },
  check: (input) => checkTimedService(input, timeRules.services.alcohol),
}
