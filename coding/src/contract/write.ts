/**
 * The write ledger: `POST /v1/writes`, `PUT /v1/writes/:key`, `GET /v1/writes`, `GET /v1/writes/:key`. Its rows hold no
 * chart content; what a draft said is kept beside them, encrypted, for the queue and to see what a person changed.
 */
import * as z from 'zod/mini'
import type { DraftClaim } from '../domain/draft-claim.ts'
import { type DraftBasis, draftBasis } from './draft-check.ts'
import { draftClaim } from './draft-claim.ts'
import { instant, shortText } from './scalars.ts'
import { writeTarget } from './tenant.ts'

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/))
/** First 32 hex digits of sha256(issuer|patient|encounter|kind|revision); hex only, since `+ | , $ \` break searches. */
export const writeKey = z.string().check(z.regex(/^[0-9a-f]{32}$/))

export const writeState = z.enum(['pending', 'written', 'rejected', 'unknown'])

/** A draft as it is filed, or as it was when it was withdrawn. */
/** `retract`: it should never have been filed (another visit, another patient's note); that stands for good. */
const writePurpose = z.enum(['file', 'withdraw', 'retract'])
export type WritePurpose = z.output<typeof writePurpose>
export const writeContent = z.strictObject({ draft: draftClaim, purpose: writePurpose })
export type WriteContent = { readonly draft: DraftClaim; readonly purpose: WritePurpose }

/** What a write was for, as the history of the encounter names it. */
export const writeDeed = z.enum(['file', 'sign-off', 'withdraw', 'retract', 'query'])
export type WriteDeed = z.output<typeof writeDeed>

export const writeIntent = z.strictObject({
  key: writeKey,
  target: writeTarget,
  payloadSha256: sha256,
  /** Absent where the write is no draft (a query to the author). */
  content: z.exactOptional(writeContent),
  /** Revision of the kept draft that a coder's screen stands on: one that was overtaken files nothing. */
  basedOn: z.exactOptional(z.int().check(z.nonnegative())),
  /** With a coder's draft: what the rules are asked about before the pen is given. Never kept. */
  basis: z.exactOptional(draftBasis),
})
export type WriteIntent = Omit<z.output<typeof writeIntent>, 'content' | 'basis'> & {
  readonly content?: WriteContent
  readonly basis?: DraftBasis
}

export const writeReceipt = z.strictObject({
  state: z.enum(['written', 'rejected', 'unknown']),
  payloadSha256: sha256,
  /** Digest of the resource as the EHR returned it, so that a later edit by a person can be seen. */
  remoteSha256: z.exactOptional(sha256),
  /** The resources themselves, of which the digest is: only with them it can be told what a person changed. */
  remote: z.exactOptional(z.array(z.record(z.string(), z.unknown())).check(z.maxLength(100))),
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

/** What a write says. */
export const writeContents = z.object({
  /** Of the newest attempt. */
  content: z.exactOptional(writeContent),
  /** Of the newest that is known to stand in the EHR, with what the EHR made of it. */
  filed: z.exactOptional(z.object({ content: writeContent, remote: z.array(z.record(z.string(), z.unknown())) })),
})

/** `GET /v1/writes/:key`: one row with what it says; 204 where this encounter has no write of the key. */
export const writeRecord = z.extend(writeContents, { row: writeRow })
export type WriteRecord = {
  readonly row: WriteRow
  readonly content?: WriteContent
  readonly filed?: { readonly content: WriteContent; readonly remote: readonly Readonly<Record<string, unknown>>[] }
}

/** `GET /v1/writes`: every row of the session's encounter. */
export const writeList = z.object({ writes: z.array(writeRow) })
