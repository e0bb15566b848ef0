/** `GET /v1/reports/use`: how Postil was used in a range of days, by week; counts below five are left out. */
import * as z from 'zod/mini'
import { MEASURES } from '../reports/measure-use.ts'
import { dateOnly, shortText } from './scalars.ts'

const count = z.number().check(z.nonnegative())
const measureId = z.enum(MEASURES.map(({ id }) => id))

/** Without numbers where there are too few events to tell. */
const measured = z.object({
  id: measureId,
  /** The numerator of a balance may be negative. */
  told: z.exactOptional(z.object({ numerator: z.number(), denominator: count })),
})

export const useReportAnswer = z.object({
  whole: z.array(measured),
  weeks: z.array(z.object({ monday: dateOnly, measures: z.array(measured) })),
  /** Of all dismissals, by reason; left out as a whole where one of them is too few to tell. */
  dismissals: z.exactOptional(z.array(z.object({ reason: shortText, count }))),
})
export type UseReportAnswer = z.output<typeof useReportAnswer>
export type Measured = z.output<typeof measured>
