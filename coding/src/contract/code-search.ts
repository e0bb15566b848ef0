/** `GET /v1/codes/search?q=…&on=YYYY-MM-DD&limit=…`: type-ahead over the release of the date of service. */
import * as z from 'zod/mini'
import { dateOnly, icd10Code, procedureCode, shortText } from './scalars.ts'

export const MAX_CODE_HITS = 50

export const codeSearchQuery = z.strictObject({
  q: z.string().check(z.minLength(1), z.maxLength(200)),
  on: dateOnly,
  /** HCPCS Level II, for a coder's lines; diagnoses where it is absent. */
  set: z.exactOptional(z.literal('hcpcs')),
  limit: z._default(
    z.pipe(
      z.string().check(z.regex(/^\d{1,2}$/)),
      z.pipe(z.transform(Number), z.int().check(z.minimum(1), z.maximum(MAX_CODE_HITS))),
    ),
    20,
  ),
})

/** A table that is not loaded, or that does not cover the date, is not the same as no hit. */
export const codeSearchAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hits'),
    release: shortText,
    hits: z.array(z.object({ code: icd10Code, title: shortText, isBillable: z.boolean(), matched: shortText })),
  }),
  z.object({ kind: z.literal('outside-releases'), nearest: shortText }),
  z.object({ kind: z.literal('no-data') }),
])
export type CodeSearchAnswer = z.output<typeof codeSearchAnswer>

/** The same of HCPCS Level II, with the descriptors of the imported table. */
export const procedureSearchAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hits'),
    release: shortText,
    hits: z.array(z.object({ code: procedureCode, title: z.string() })),
  }),
  z.object({ kind: z.literal('outside-releases'), nearest: shortText }),
  z.object({ kind: z.literal('no-data') }),
])
