import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { checkTimedService } from './timed-service.ts'

/** An infusion lasts 16 minutes or more, shorter ones are pushes; further hours from 91 (TIME-11). */
export const infusionTime: ClaimRule = {
  id: 'infusion-time',
  family: 'time',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 4, rev. 2024', section: '230.2' },
  effective: { from: parseDateOnly('2009-01-01') },
  check: (input) => checkTimedService(input, timeRules.services.infusion),
}
