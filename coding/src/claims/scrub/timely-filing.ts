import { countDaysBetween, type DateOnly, parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import type { PayerPolicy } from '../payer-policy.ts'

const SOON_DAYS = 14

/** The same day of the next year; the last of February where that year has no such day. */
function findAnniversary(date: DateOnly): DateOnly {
  const [year = '', month = '', day = ''] = date.split('-')
  return parseDateOnly(`${Number(year) + 1}-${month}-${month === '02' && day === '29' ? '28' : day}`)
}

function findLimit({ timelyFilingDays, timelyFilingYear }: PayerPolicy, service: DateOnly): number | undefined {
  if (timelyFilingDays !== undefined) return timelyFilingDays
  return timelyFilingYear === true ? countDaysBetween(service, findAnniversary(service)) : undefined
}

/** Claims are filed within the payer’s limit (SCR-09). */
export const timelyFiling: ClaimRule = {
  id: 'timely-filing',
  family: 'scrub',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 1, rev. 2024', section: '70' },
  effective: { from: parseDateOnly('2010-01-01') },
  check: ({ context: { today }, draft, policy }) => {
    const limit = findLimit(policy, draft.dateOfService)
    if (today === undefined || limit === undefined) return []
    const left = limit - countDaysBetween(draft.dateOfService, today)
    if (left > SOON_DAYS) return []
    const isLate = left < 0
    const message = isLate
      ? `The service was on ${draft.dateOfService}; this payer takes claims for ${limit} days.`
      : `This payer takes the claim for ${left} more days.`
    const advice = isLate ? 'File only with the reason that the payer accepts for a late claim.' : 'File soon.'
    return [{ severity: isLate ? 'error' : 'warning', message, advice, about: 'date of service', evidence: [] }]
  },
}
