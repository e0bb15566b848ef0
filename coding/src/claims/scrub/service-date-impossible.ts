import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'

/** Nobody is treated tomorrow, before birth or after death (SCR-09, DX-808). */
export const serviceDateImpossible: ClaimRule = {
  id: 'service-date-impossible',
  family: 'scrub',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 26, rev. 2024', section: '10.4, item 24A' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ context, draft }) => {
    const hit = (message: string): ClaimRuleHit => ({
      severity: 'error',
      message,
      advice: 'Correct the date of service, or the registration.',
      about: 'date of service',
      evidence: [],
    })
    const { dateOfService: on, dateOfServiceEnd: end } = draft
    const { birthDate, deathDate } = context.patient ?? {}
    return [
      ...(context.today !== undefined && on > context.today
        ? [hit(`The date of service, ${on}, is in the future.`)]
        : []),
      ...(end !== undefined && end < on ? [hit(`The last day, ${end}, lies before the first, ${on}.`)] : []),
      ...(birthDate !== undefined && on < birthDate ? [hit(`The date of service, ${on}, lies before the birth.`)] : []),
      ...(deathDate !== undefined && on > deathDate ? [hit(`The date of service, ${on}, lies after the death.`)] : []),
    ]
  },
}
