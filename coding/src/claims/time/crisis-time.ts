import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { timeRules } from '../time-rules.generated.ts'
import { checkTimedService } from './timed-service.ts'

/** Crisis care from 30 minutes, with further half hours from 75 (TIME-05). */
export const crisisTime: ClaimRule = {
  id: 'crisis-time',
  family: 'time',
  source: {
    title: 'CMS, Billing and Coding: Psychiatry and Psychology Services',
    edition: 'A57480',
    section: 'Psychotherapy for crisis',
  },
  effective: { from: parseDateOnly('2013-01-01') },
  check: (input) => checkTimedService(input, timeRules.services.crisis),
}
