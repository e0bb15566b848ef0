/** A draft that we filed before and that has changed here. A person's edit in the EHR wins (smart-fhir reference 7.4). */
import type { Claim, Resource } from '@medplum/fhirtypes'
import type { WriteRow } from '#coding/contract/write.ts'
import { asObject } from '#fhir-mappers/loose.ts'
import { EhrError } from '../errors.ts'
import type { FhirServer } from '../fhir-server.ts'
import { createProvenance, type Filing } from './create-draft.ts'
import { buildCharges, type Charge } from './draft-payload.ts'
import { type WriteAnswer, writeOnce } from './fhir-write.ts'
import { digestRemoteDrafts, type RemoteDraft, readRemoteDrafts } from './remote-draft.ts'

export type UpdateResult =
  | { readonly kind: 'updated'; readonly provenance: 'written' | 'pending' | 'none'; readonly status: number }
  | { readonly kind: 'changed-by-person' }
  /** The server has no versions: it could not tell our update from one over somebody's edit. */
  | { readonly kind: 'no-versions' }
  /** Another number of lines than before, or another target: the old ones would stay behind. */
  | { readonly kind: 'other-shape' }
  /** It could not be read, so nothing was written. */
  | { readonly kind: 'unreadable' }
  | Exclude<WriteAnswer, { readonly kind: 'written' | 'conflict' }>

/** A filed draft that a person has taken further is theirs. */
const OUR_STATUSES: readonly unknown[] = ['draft', 'planned', 'requested']

/** What the EHR holds, when it is still exactly what we wrote. @throws EhrError `session-ended` */
export async function readOwnDraft(
  server: FhirServer,
  row: WriteRow,
): Promise<readonly RemoteDraft[] | 'changed-by-person' | 'unreadable'> {
  try {
    const remote = await readRemoteDrafts(server, listReferences(row))
    const isSame = row.remoteSha256 !== undefined && (await digestRemoteDrafts(remote)) === row.remoteSha256
    const isOurs = remote.every(({ resource }) => OUR_STATUSES.includes(asObject<Claim>(resource).status))
    return isSame && isOurs ? remote : 'changed-by-person'
  } catch (error) {
    if (!(error instanceof EhrError) || error.code === 'session-ended') throw error
    // Gone from the EHR: somebody removed it, and that is an edit too.
    return error.code === 'not-found' ? 'changed-by-person' : 'unreadable'
  }
}

/** The ledger keeps what was written as `Claim/1`, or `ChargeItem/1,ChargeItem/2` in claim order. */
export function listReferences(row: WriteRow): readonly string[] {
  return row.remoteId === undefined ? [] : row.remoteId.split(',')
}

export async function updateDraft(filing: Filing, server: FhirServer, row: WriteRow): Promise<UpdateResult> {
  const charges = buildCharges(filing.target, filing.draft, filing.context)
  const references = listReferences(row)
  const isSameShape =
    references.length === charges.length && references.every((reference) => reference.startsWith(`${filing.target}/`))
  if (!isSameShape) return { kind: 'other-shape' }
  const remote = await readOwnDraft(server, row)
  if (typeof remote === 'string') return { kind: remote }
  if (remote.some(({ versionId }) => versionId === undefined)) return { kind: 'no-versions' }
  let status = 0
  for (const [index, charge] of charges.entries()) {
    const answer = await putCharge(filing, charge, remote[index])
    if (answer.kind === 'conflict')
      return index === 0 ? { kind: 'changed-by-person' } : { kind: 'unknown', status: answer.status }
    if (answer.kind !== 'written') return index === 0 ? answer : { kind: 'unknown', status }
    status = answer.status
  }
  return { kind: 'updated', provenance: await createProvenance(filing, references, 'UPDATE'), status }
}

async function putCharge(filing: Filing, charge: Charge, remote: RemoteDraft | undefined): Promise<WriteAnswer> {
  const reference = remote?.reference ?? ''
  const resource: Resource = { ...charge, id: reference.slice(reference.indexOf('/') + 1) }
  return writeOnce(filing.transport, { method: 'PUT', url: reference, resource, ifMatch: remote?.versionId })
}
