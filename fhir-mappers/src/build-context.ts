/** What a build needs beside the draft. There is no clock and no hash here, so that the same input gives the same bytes. */

import type { DateOnly } from '#coding/domain/date-only.ts'
import type { ClaimKind } from '#coding/domain/draft-claim.ts'
import type { EncounterId, PatientId } from '#coding/domain/ids.ts'

export type BuildContext = {
  /** ISO 8601 with seconds and offset. */
  readonly now: string
  /** First 32 hex digits of the sha256 of `writeKeyInput`: hex only, since `+ | , $ \` break searches by identifier. */
  readonly key: string
  /** Who files, such as `Practitioner/p1`. Absent on an open server, which knows no user. */
  readonly person?: string
  readonly software: SoftwareIdentity
  /** `Claim/…` of the earlier revision, on servers where that one cannot be updated safely. */
  readonly priorClaim?: string
}

export type SoftwareIdentity = {
  readonly version: string
  /** Absent when only rules spoke. */
  readonly model?: { readonly name: string; readonly version?: string }
}

/** What the idempotency key is made of; the app hashes it. Another revision is another write. */
export function writeKeyInput(write: {
  readonly issuer: string
  readonly patientId: PatientId
  readonly encounterId: EncounterId
  readonly kind: ClaimKind
  readonly revision: number
  /** Of a stay that a physician bills: each day is a draft of its own. */
  readonly day?: DateOnly
}): string {
  const kind = write.day === undefined ? write.kind : `${write.kind} ${write.day}`
  return [write.issuer, write.patientId, write.encounterId, kind, write.revision].join('|')
}
