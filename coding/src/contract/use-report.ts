/** `GET /v1/reports/use`: how Postil was used in whole weeks; counts that come from fewer than five visits are left out. */
import * as z from 'zod/mini'
import { LINES, MEASURES } from '../reports/measures.ts'
import { dateOnly, shortText } from './scalars.ts'

const count = z.number().check(z.nonnegative())
const measureId = z.enum(MEASURES.map(({ id }) => id))
const cellId = z.enum(Object.values(LINES).flat())
const lineId = z.enum([
  'questions',
  'clicks',
  'queries',
  'visits',
  'codes',
  'accepted',
  'added',
  'refined',
  'removed',
  'undirected',
  'not-accepted',
  'calls',
  'items',
  'finished',
  'audited',
])

/** Without numbers where there are too few visits to tell. */
const measured = z.object({
  id: measureId,
  /** The numerator of a balance may be negative. */
  told: z.exactOptional(z.object({ numerator: z.number(), denominator: count })),
})

const drift = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('too-few') }),
  z.object({
    kind: z.enum(['steady', 'drifted']),
    monday: shortText,
    told: z.exactOptional(z.object({ balance: z.number(), before: z.number() })),
  }),
])

export const useReportAnswer = z.object({
  /** The weeks that were counted, Monday to Sunday; absent where none of those asked for is over. */
  range: z.exactOptional(z.object({ from: dateOnly, to: dateOnly })),
  whole: z.array(measured),
  weeks: z.array(z.object({ monday: dateOnly, measures: z.array(measured) })),
  /** Without a name: all that are too small to stand alone. */
  families: z.array(
    z.object({ of: z.enum(['prompt', 'code']), name: z.exactOptional(shortText), measures: z.array(measured) }),
  ),
  /** What a whole consists of; `together` are parts that are too small to be told apart. */
  lines: z.array(
    z.object({
      id: lineId,
      parts: z.array(z.object({ id: cellId, count })),
      together: z.exactOptional(z.object({ ids: z.array(cellId), count })),
    }),
  ),
  /** Of all dismissals. */
  dismissals: z.array(z.object({ reason: shortText, count })),
  /** Of the balance of additions and removals: the newest week against those before it. */
  drift,
})
export type UseReportAnswer = z.output<typeof useReportAnswer>
export type Measured = z.output<typeof measured>
