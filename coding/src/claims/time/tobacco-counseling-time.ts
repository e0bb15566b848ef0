import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { checkTimedService } from './timed-service.ts'

/** Tobacco counseling of more than 3 and of more than 10 minutes (TIME-09). */
export const tobaccoCounselingTime: ClaimRule = {
  id: 'tobacco-counseling-time',
  family: 'time',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 32, rev. 2024', section: '12' },
  effective: { from: parseDateOnly('2008-01-01') },
  check: (input) => checkTimedService(input, timeRules.services.tobacco),
}
