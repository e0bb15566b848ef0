/** `GET /v1/codes/:code?on=YYYY-MM-DD`: all that the code set of the date of service says about one code. */
import * as z from 'zod/mini'
import { edition } from './finding.ts'
import { dateOnly, icd10Code, shortText } from './scalars.ts'

export const codeLookUpQuery = z.strictObject({ on: dateOnly })

/** `sourceLine`: where the release's file says so. */
const told = { reason: shortText, sourceLine: z.exactOptional(z.int()) }
const named = { ...told, code: icd10Code, title: shortText, edition }

export const codeLookUpAnswer = z.discriminatedUnion('kind', [
  z.object({
    ...named,
    kind: z.enum(['valid_billable', 'valid_header']),
    children: z.array(z.object({ code: icd10Code, title: shortText, isBillable: z.boolean() })),
  }),
  z.object({ ...named, kind: z.enum(['terminated', 'not_yet_valid']), replacedBy: z.array(icd10Code) }),
  z.object({ ...told, kind: z.literal('invalid'), edition }),
  z.object({ ...told, kind: z.literal('no-data') }),
  z.object({ ...told, kind: z.literal('outside-releases'), nearest: shortText }),
])
export type CodeLookUpAnswer = z.output<typeof codeLookUpAnswer>
