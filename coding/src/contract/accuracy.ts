/**
 * The accuracy audit: `GET /v1/reports/accuracy` for auditors, `/v1/second-coding` for the coders who read blind. What a
 * coder is given holds no suggestion and no code of anybody, and nothing that could be worked out from one.
 */
import * as z from 'zod/mini'
import { BANDS, GROUPINGS } from '../accuracy/audited-visit.ts'
import { dateOnly, encounterId, instant, patientId, shortText } from './scalars.ts'

const count = z.int().check(z.nonnegative())

/** `visits` and codes as counted; the share and its 95 % interval are weighted. */
const told = z.object({
  share: z.number(),
  low: z.number(),
  high: z.number(),
  hits: count,
  of: count,
  visits: count,
  /** Codes of a simple random sample that would tell as much. */
  effective: z.number(),
})
export type Told = z.output<typeof told>

const part = z.object({ name: shortText, told: z.exactOptional(told) })
export type AccuracyPart = z.output<typeof part>

/** Without `told` where fewer than five visits are behind it. */
const coding = z.object({
  told: z.exactOptional(
    z.object({
      /** Of the codes that it has. */
      agreed: told,
      /** Of the codes that the second coder found. */
      found: told,
      /** Codes of which the second coder found nothing of the same category, of the codes that it has. */
      unsupported: told,
      /** A direction with too few visits is left out, and another with it. */
      errors: z.object({ over: z.exactOptional(count), under: z.exactOptional(count), other: z.exactOptional(count) }),
    }),
  ),
})
export type JudgedCoding = z.output<typeof coding>

const accuracyReport = z.object({
  visits: count,
  final: coding,
  suggested: coding,
  weeks: z.array(part),
  families: z.array(part),
  lines: z.array(part),
  bands: z.array(z.object({ name: z.enum(BANDS), told: z.exactOptional(told) })),
  calibration: z.array(
    z.object({ from: z.number(), to: z.number(), told: z.exactOptional(z.extend(told, { predicted: z.number() })) }),
  ),
  drift: z.object({
    alpha: z.number(),
    versions: z.array(part),
    test: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('one-version') }),
      z.object({ kind: z.literal('too-few') }),
      z.object({
        kind: z.literal('tested'),
        statistic: z.number(),
        freedom: count,
        p: z.number(),
        differs: z.boolean(),
      }),
    ]),
  }),
  fairness: z.array(z.object({ grouping: z.enum(GROUPINGS), groups: z.array(part) })),
})
export type AccuracyReport = z.output<typeof accuracyReport>

/** A week that was drawn: how many finished visits it had, how many were drawn, and how many are coded a second time. */
const drawnWeek = z.object({ week: dateOnly, population: count, drawn: count, coded: count, withdrawn: count })
export type DrawnWeek = z.output<typeof drawnWeek>

/** From which confidence on drafts may be laid out, or why none is (`calibrated-threshold.ts`). */
const draftThreshold = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('calibrated'), threshold: z.number() }),
  /** Not yet calibrated: too few of the surest suggestions were coded a second time. */
  z.object({ kind: z.literal('too-few'), fewest: count }),
  /** The surest suggestions themselves do not reach the target; the lower end of their interval. */
  z.object({ kind: z.literal('below-target'), low: z.number() }),
])
export type DraftThreshold = z.output<typeof draftThreshold>

/**
 * Of a site with `autoDraft` settings; `own` is the site's threshold, which can only be stricter. A basis is the code
 * tables, and the model, behind suggestions; of one that is not named nothing was audited, and nothing is laid out.
 */
const autoDraftState = z.object({
  target: z.number(),
  own: z.exactOptional(z.number()),
  bases: z.array(z.object({ name: shortText, threshold: draftThreshold })),
})
export type AutoDraftState = z.output<typeof autoDraftState>

export const accuracyAnswer = z.object({
  weeks: z.array(drawnWeek),
  report: accuracyReport,
  autoDraft: z.exactOptional(autoDraftState),
})
export type AccuracyAnswer = z.output<typeof accuracyAnswer>

/** `POST /v1/reports/accuracy/draw`: of a week that is over, once. */
export const drawRequest = z.strictObject({ week: dateOnly })
export const drawAnswer = z.object({ week: drawnWeek })

/** A visit to read blind. */
export const secondCodingCase = z.object({
  id: shortText,
  serviceLine: shortText,
  serviceDate: dateOnly,
  /** Only of a visit that the person has taken: nothing else needs to know whose it is. */
  place: z.exactOptional(z.object({ patientId, encounterId })),
  takenAt: z.exactOptional(instant),
})
export type SecondCodingCase = z.output<typeof secondCodingCase>
export const secondCodingList = z.object({ cases: z.array(secondCodingCase) })

const code = z.string().check(z.regex(/^[A-Z0-9][A-Z0-9.]{2,7}$/))
export const MAX_SECOND_CODES = 60

export const secondCodingStep = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('take') }),
  z.strictObject({ kind: z.literal('give-back') }),
  /** Final: it cannot be changed afterwards. */
  z.strictObject({ kind: z.literal('finish'), codes: z.array(code).check(z.maxLength(MAX_SECOND_CODES)) }),
  /** It cannot be coded (no note, notes withheld, another visit's). */
  z.strictObject({ kind: z.literal('withdraw'), reason: z.enum(['no-notes', 'withheld', 'not-this-visit']) }),
])
export type SecondCodingStep = z.output<typeof secondCodingStep>
/** Without a case once it is finished or withdrawn. */
export const secondCodingAnswer = z.object({ case: z.exactOptional(secondCodingCase) })
