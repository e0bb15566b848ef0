import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { checkTimedService } from './timed-service.ts'

/** Family sessions from 26 minutes (TIME-06). */
export const familyTherapyTime: ClaimRule = {
  id: 'family-therapy-time',
  family: 'time',
  source: {
    title: 'CMS, Billing and Coding: Psychiatry and Psychology Services',
    edition: 'A57480',
    section: 'Family psychotherapy',
  },
  effective: { from: parseDateOnly('2017-01-01') },
  check: (input) => checkTimedService(input, timeRules.services.family),
}
