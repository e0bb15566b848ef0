/** `GET /v1/reports/day-end` and `GET /v1/reports/shadow`: what was put together for each day of a range. */
import * as z from 'zod/mini'
import { GAP_KINDS } from '../reports/find-charge-gaps.ts'
import { dateOnly, instant, shortText } from './scalars.ts'

const count = z.int().check(z.nonnegative())
const provider = z.object({ reference: shortText, name: z.exactOptional(shortText) })

export const dayEnd = z.object({
  providers: z.array(
    z.object({ provider: z.exactOptional(provider), kept: count, finished: count, coded: count, filed: count }),
  ),
  /** Finished visits whose notes Postil has read; absent from days that were read before it was counted. */
  reviewed: z.exactOptional(count),
  gaps: z.array(
    z.object({
      kind: z.enum(GAP_KINDS),
      reference: shortText,
      provider: z.exactOptional(provider),
      visitType: z.exactOptional(shortText),
      code: z.exactOptional(shortText),
      text: z.exactOptional(shortText),
    }),
  ),
  /** What the EHR does not let this service read; the report says nothing of it. */
  unread: z.array(shortText),
})
export type DayEnd = z.output<typeof dayEnd>

export const shadowDay = z.object({
  /** Encounters with both suggestions and final codes. */
  compared: count,
  /** Encounters that lack one of the two. */
  uncompared: count,
  cells: z.array(
    z.object({
      family: shortText,
      serviceLine: shortText,
      agreed: count,
      missing: count,
      extra: count,
      /** Absent from days that were put together before it was counted. */
      visits: z.exactOptional(count),
    }),
  ),
  /** Where the final codes are from. */
  source: z.enum(['ehr', 'file']),
})
export type ShadowDay = z.output<typeof shadowDay>

export const reportKind = z.enum(['day-end', 'shadow'])
export type ReportKind = z.output<typeof reportKind>

/** Of one request, so that a page stays quick. */
export const MAX_REPORT_DAYS = 92

const stamped = { day: dateOnly, at: instant }
export const dayEndAnswer = z.object({ days: z.array(z.object({ ...stamped, report: dayEnd })) })

const compared = { agreed: count, missing: count, extra: count }
/** Without a name: all that come from too few visits to stand alone. */
const comparedRow = z.object({ name: z.exactOptional(shortText), ...compared })

export const shadowAnswer = z.object({
  /** The weeks that were counted, Monday to Sunday; absent where none of those asked for is over. */
  range: z.exactOptional(z.object({ from: dateOnly, to: dateOnly })),
  /** So many of their days were put together. */
  days: count,
  compared: count,
  uncompared: count,
  /** Whether any day's final codes came from a file of the site. */
  hasFile: z.boolean(),
  /** Absent where fewer than five visits were compared. */
  all: z.exactOptional(z.object(compared)),
  families: z.array(comparedRow),
  lines: z.array(comparedRow),
})
export type DayEndAnswer = z.output<typeof dayEndAnswer>
export type ShadowAnswer = z.output<typeof shadowAnswer>
