/** One turn of a filing: one target, one pen. */
import type { WriteRecord } from '#coding/contract/write.ts'
import { asObject } from '#fhir-mappers/loose.ts'
import type { FhirServer } from '../fhir-server.ts'
import type { FilingOutcome } from '../session-types.ts'
import type { Filing } from './create-draft.ts'
import { type LedgerSteps, settle } from './ledger-steps.ts'
import { digestRemoteDrafts, type RemoteDraft } from './remote-draft.ts'

export type Attempt = LedgerSteps & {
  readonly filing: Filing
  readonly server: FhirServer
  /** What the ledger keeps of what was written; undefined for a first filing. */
  readonly record: WriteRecord | undefined
  /** Milliseconds since the epoch. */
  readonly now: number
}

/**
 * `demoted`: the EHR refused this target. `again`: what stood in the way has been settled. `unchangeable`: what is filed
 * stays as it is, and a new revision takes its place.
 */
export type AttemptOutcome =
  | FilingOutcome
  | { readonly kind: 'demoted' }
  | { readonly kind: 'again' }
  | { readonly kind: 'unchangeable' }

export type Written = {
  readonly references: readonly string[]
  readonly remote: readonly RemoteDraft[] | undefined
  readonly provenance: 'written' | 'pending' | 'none'
  readonly status?: number | undefined
}

/** Many long ids do not fit into a ledger row; `If-None-Exist` then finds them again. */
const MAX_REMOTE_ID_LENGTH = 1000

function toPlain({ resource }: RemoteDraft): Record<string, unknown> {
  return { ...asObject<Record<string, unknown>>(resource) }
}

export async function settleWritten(steps: LedgerSteps, written: Written): Promise<void> {
  const { references, remote, provenance, status } = written
  const remoteId = references.join(',')
  const versionId = remote?.length === 1 ? remote[0]?.versionId : undefined
  await settle(steps, {
    state: 'written',
    provenance,
    ...(remoteId.length <= MAX_REMOTE_ID_LENGTH && { remoteId }),
    ...(remote && { remoteSha256: await digestRemoteDrafts(remote), remote: remote.map(toPlain) }),
    ...(versionId !== undefined && { versionId }),
    ...(status !== undefined && { httpStatus: status }),
  })
}
