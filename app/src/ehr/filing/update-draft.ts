/** A draft that we filed before and that has changed here. A person's edit in the EHR wins (smart-fhir reference 7.4). */
import type { Resource } from '@medplum/fhirtypes'
import type { WriteRow } from '#coding/contract/write.ts'
import { asObject } from '#fhir-mappers/loose.ts'
import { EhrError } from '../errors.ts'
import type { FhirServer } from '../fhir-server.ts'
import type { DraftDifference } from '../session-types.ts'
import type { Attempt } from './attempt.ts'
import { type Comparison, compareDraft, describeDifference, isSameContent, mergeCharge } from './compare-draft.ts'
import { createProvenance, type Filing } from './create-draft.ts'
import { buildCharges, type Charge } from './draft-payload.ts'
import { type WriteAnswer, writeOnce } from './fhir-write.ts'
import { digestRemoteDrafts, holdsDraft, type RemoteDraft, readRemoteDrafts, toRemoteDraft } from './remote-draft.ts'

export type UpdateResult =
  | {
      readonly kind: 'updated'
      /** False when everything stood there already. */
      readonly hasWritten: boolean
      readonly remote: readonly RemoteDraft[] | undefined
      readonly provenance: 'written' | 'pending' | 'none'
      readonly status: number
    }
  | { readonly kind: 'changed-by-person'; readonly difference?: DraftDifference }
  /** The server has no versions: it could not tell our update from one over somebody's edit. */
  | { readonly kind: 'no-versions' }
  /** Another number of lines than before: the old ones would stay behind. */
  | { readonly kind: 'other-shape' }
  /** It could not be read, so nothing was written. */
  | { readonly kind: 'unreadable' }
  | Exclude<WriteAnswer, { readonly kind: 'written' | 'conflict' }>

/** @throws EhrError `session-ended` */
export async function readFiledDraft(
  server: FhirServer,
  row: WriteRow,
): Promise<readonly RemoteDraft[] | 'gone' | 'unreadable'> {
  try {
    return await readRemoteDrafts(server, listReferences(row))
  } catch (error) {
    if (!(error instanceof EhrError) || error.code === 'session-ended') throw error
    // Gone from the EHR: somebody removed it, and that is an edit too.
    return error.code === 'not-found' ? 'gone' : 'unreadable'
  }
}

/** Whether the EHR still holds exactly what it answered when we wrote it. */
export async function isUntouched(remote: readonly RemoteDraft[], { remoteSha256 }: WriteRow): Promise<boolean> {
  return remoteSha256 !== undefined && (await digestRemoteDrafts(remote)) === remoteSha256
}

/** The ledger keeps what was written as `Claim/1`, or `ChargeItem/1,ChargeItem/2` in claim order. */
export function listReferences(row: WriteRow): readonly string[] {
  return row.remoteId === undefined ? [] : row.remoteId.split(',')
}

export async function updateDraft(attempt: Attempt): Promise<UpdateResult> {
  const { filing, server, row, record } = attempt
  const references = listReferences(row)
  const charges = buildCharges(filing)
  const isSameShape =
    references.length === charges.length && references.every((reference) => reference.startsWith(`${filing.target}/`))
  if (!isSameShape) return { kind: 'other-shape' }
  const remote = await readFiledDraft(server, row)
  if (remote === 'gone') return { kind: 'changed-by-person' }
  if (remote === 'unreadable') return { kind: remote }
  const comparison = await compareDraft(filing, record, remote)
  if (!(await isUntouched(remote, row))) {
    return { kind: 'changed-by-person', difference: describeDifference(comparison) }
  }
  if (remote.some(({ versionId }) => versionId === undefined)) return { kind: 'no-versions' }
  // Only what has changed here is written: the rest may be what a person chose to keep when the two last differed.
  const merged = comparison.charges.map((charge) =>
    record?.filed
      ? keepTakenBack(
          mergeCharge(charge, ({ by }) => by !== 'person'),
          charge.remote,
        )
      : charge.versions.ours,
  )
  return putCharges(attempt, comparison, merged)
}

/** What a person marked as entered in error is taken back already, and for good (FHIR R4, financial resource status). */
function keepTakenBack(charge: Charge, { resource }: RemoteDraft): Charge {
  return asObject<Charge>(resource).status === 'entered-in-error' ? { ...charge, status: 'entered-in-error' } : charge
}

/** @param merged in the order of the comparison. */
export async function putCharges(
  { filing, server }: Pick<Attempt, 'filing' | 'server'>,
  { charges }: Comparison,
  merged: readonly Charge[],
): Promise<UpdateResult> {
  const kept: (RemoteDraft | undefined)[] = []
  let status = 0
  for (const [index, resource] of merged.entries()) {
    const copy = charges[index]?.remote
    if (!copy || isSameContent(resource, copy.resource)) {
      kept.push(copy)
      continue
    }
    const answer = await putCharge(filing, resource, copy)
    if (answer.kind === 'conflict') return status === 0 ? { kind: 'changed-by-person' } : { kind: 'unknown', status }
    if (answer.kind !== 'written') return status === 0 ? answer : { kind: 'unknown', status }
    status = answer.status
    kept.push(await readBack({ server, answer, sent: resource, reference: copy.reference }))
  }
  const hasWritten = status !== 0
  const references = charges.map(({ remote }) => remote.reference)
  return {
    kind: 'updated',
    hasWritten,
    remote: kept.every((copy) => copy !== undefined) ? kept : undefined,
    provenance: hasWritten ? await createProvenance(filing, references, 'UPDATE') : 'none',
    status,
  }
}

async function putCharge(filing: Filing, charge: Charge, remote: RemoteDraft): Promise<WriteAnswer> {
  const { reference } = remote
  const resource: Resource = { ...charge, id: reference.slice(reference.indexOf('/') + 1) }
  return writeOnce(filing.transport, { method: 'PUT', url: reference, resource, ifMatch: remote.versionId })
}

type WrittenCharge = {
  readonly server: FhirServer
  readonly answer: WriteAnswer & { readonly kind: 'written' }
  readonly sent: Charge
  readonly reference: string
}

/**
 * What the EHR made of it. The answer itself is best: between a write and a read of it a person may have been faster.
 * @returns undefined where the two cannot be told apart; an update is then refused later rather than guessed.
 */
export async function readBack({ server, answer, sent, reference }: WrittenCharge): Promise<RemoteDraft | undefined> {
  const told = toRemoteDraft(answer.body, reference)
  if (told.versionId !== undefined && holdsDraft(told.resource, sent)) return told
  return tryReadOwn(server, reference, sent)
}

export async function tryReadOwn(
  server: FhirServer,
  reference: string,
  sent: Charge,
): Promise<RemoteDraft | undefined> {
  try {
    const [copy] = await readRemoteDrafts(server, [reference])
    return copy && holdsDraft(copy.resource, sent) ? copy : undefined
  } catch (error) {
    if (!(error instanceof EhrError)) throw error
    return undefined
  }
}
