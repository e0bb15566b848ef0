/** The write ledger: `POST /v1/writes`, `PUT /v1/writes/:key`, `GET /v1/writes`. It holds no chart content. */
import * as z from 'zod/mini'
import { instant, shortText } from './scalars.ts'
import { writeTarget } from './tenant.ts'

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/))
/** First 32 hex digits of sha256(issuer|patient|encounter|kind|revision); hex only, since `+ | , $ \` break searches. */
export const writeKey = z.string().check(z.regex(/^[0-9a-f]{32}$/))

export const writeState = z.enum(['pending', 'written', 'rejected', 'unknown'])

export const writeIntent = z.strictObject({ key: writeKey, target: writeTarget, payloadSha256: sha256 })
export type WriteIntent = z.output<typeof writeIntent>

export const writeReceipt = z.strictObject({
  state: z.enum(['written', 'rejected', 'unknown']),
  payloadSha256: sha256,
  /** Digest of the resource as the EHR returned it, so that a later edit by a person can be seen. */
  remoteSha256: z.exactOptional(sha256),
  remoteId: z.exactOptional(shortText),
  versionId: z.exactOptional(shortText),
  httpStatus: z.exactOptional(z.int()),
  issueCodes: z.array(shortText),
  provenance: z.enum(['written', 'pending', 'none']),
})
export type WriteReceipt = z.output<typeof writeReceipt>

export const writeRow = z.object({
  key: writeKey,
  target: writeTarget,
  state: writeState,
  payloadSha256: sha256,
  remoteSha256: z.exactOptional(sha256),
  remoteId: z.exactOptional(shortText),
  versionId: z.exactOptional(shortText),
  httpStatus: z.exactOptional(z.int()),
  issueCodes: z.array(shortText),
  provenance: z.enum(['written', 'pending', 'none']),
  actor: shortText,
  at: instant,
})
export type WriteRow = z.output<typeof writeRow>

/** Whether this caller holds the pen: `taken` means that another write with the same key is pending or done. */
export const writeIntentResponse = z.object({ outcome: z.enum(['go', 'taken']), row: writeRow })
export type WriteIntentResponse = z.output<typeof writeIntentResponse>

/** `GET /v1/writes`: every row of the session's encounter. */
export const writeList = z.object({ writes: z.array(writeRow) })
