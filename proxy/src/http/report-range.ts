import { MAX_REPORT_DAYS } from '#coding/contract/site-report.ts'
import { countDaysBetween, isDateOnly } from '#coding/domain/date-only.ts'
import { ProxyError } from '../errors.ts'
import type { ReportRange } from '../store/site-reports.ts'
import type { ProxyContext } from './context.ts'

/** `?from=2026-03-01&to=2026-03-31`. @throws ProxyError `bad-request` */
export function readRange(context: ProxyContext): ReportRange {
  const [from, to] = [context.req.query('from') ?? '', context.req.query('to') ?? '']
  if (!(isDateOnly(from) && isDateOnly(to)) || to < from || countDaysBetween(from, to) >= MAX_REPORT_DAYS) {
    throw new ProxyError(
      'bad-request',
      `Ask for at most ${MAX_REPORT_DAYS} days, from a day to the same or a later one.`,
    )
  }
  return { from, to }
}
