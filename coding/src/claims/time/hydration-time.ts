import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { checkTimedService } from './timed-service.ts'

/** Hydration lasts 31 minutes or more; further hours from 91 (TIME-12). */
export const hydrationTime: ClaimRule = {
  id: 'hydration-time',
  family: 'time',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 4, rev. 2024', section: '230.2' },
  effective: { from: parseDateOnly('2009-01-01') },
  check: (input) => checkTimedService(input, timeRules.services.hydration),
}
