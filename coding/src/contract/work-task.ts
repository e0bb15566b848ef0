/** `/v1/queue/:item/task`: who may write an item of the coders' list as a Task into the EHR now, and what became of it. */
import * as z from 'zod/mini'
import { queueItem } from './queue.ts'
import { shortText } from './scalars.ts'
import { writeKey } from './write.ts'

/** First 32 hex digits of sha256(issuer|patient|encounter|work-item): of an encounter one Task, for good. */
export const workTaskIntent = z.strictObject({ key: writeKey })

export const workTaskPen = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('go'),
    /** As it stands now: that is what is written, whatever was pressed before. */
    item: queueItem,
    isMine: z.boolean(),
    /** Where it was written before, and the version that was left there. */
    remoteId: z.exactOptional(shortText),
    versionId: z.exactOptional(shortText),
    /** Nobody knows whether the try before this one arrived. */
    isUncertain: z.boolean(),
  }),
  /** The EHR has it as it stands. */
  z.object({ outcome: z.literal('done') }),
  /** Another screen is writing it. */
  z.object({ outcome: z.literal('busy') }),
])
export type WorkTaskPen = z.output<typeof workTaskPen>

export const workTaskReceipt = z.strictObject({
  key: writeKey,
  state: z.enum(['written', 'rejected', 'unknown']),
  remoteId: z.exactOptional(shortText),
  versionId: z.exactOptional(shortText),
  httpStatus: z.exactOptional(z.int()),
})
export type WorkTaskReceipt = z.output<typeof workTaskReceipt>
