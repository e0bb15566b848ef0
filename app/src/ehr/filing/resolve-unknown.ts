/** An attempt that may have arrived: looked up by identifier, never sent again (smart-fhir reference 5.6). */

import type { Resource } from '@medplum/fhirtypes'
import { asObject } from '#fhir-mappers/loose.ts'
import { buildIdentifierQuery } from '#fhir-mappers/transaction.ts'
import { EhrError } from '../errors.ts'
import type { FhirServer } from '../fhir-server.ts'
import type { Filing } from './create-draft.ts'
import { buildCharges, type Charge } from './draft-payload.ts'
import { holdsDraft, type RemoteDraft, toRemoteDraft } from './remote-draft.ts'

export type Lookup =
  /** All of it is there, as this draft says. */
  | { readonly kind: 'arrived'; readonly remote: readonly RemoteDraft[] }
  /** Something with our identifier is there, but not this content. */
  | { readonly kind: 'other-content'; readonly remote: readonly RemoteDraft[] }
  /** Some lines are there, others are not. */
  | { readonly kind: 'in-part' }
  | { readonly kind: 'absent' }
  /** The server cannot be asked. */
  | { readonly kind: 'unknown' }

/** @throws EhrError `session-ended` */
export async function lookUpDraft(filing: Filing, server: FhirServer): Promise<Lookup> {
  if (!(await filing.abilities.allowsIdentifierSearch(filing.target))) return { kind: 'unknown' }
  const charges = buildCharges(filing)
  try {
    const found = await Promise.all(charges.map((charge) => findRemote(server, charge)))
    const remote = found.filter((draft) => draft !== undefined)
    if (remote.length === 0) return { kind: 'absent' }
    if (remote.length < charges.length) return { kind: 'in-part' }
    const isWhole = charges.every((charge, index) => holdsDraft(found[index]?.resource, charge))
    return isWhole ? { kind: 'arrived', remote } : { kind: 'other-content', remote }
  } catch (error) {
    if (!(error instanceof EhrError) || error.code === 'session-ended') throw error
    return { kind: 'unknown' }
  }
}

async function findRemote(server: FhirServer, charge: Charge): Promise<RemoteDraft | undefined> {
  const [, identifier = ''] = decodeURIComponent(buildIdentifierQuery(charge)).split('identifier=')
  const { resources } = await server.search(charge.resourceType, { identifier })
  const [resource] = resources
  const { id } = asObject<Resource>(resource)
  return typeof id === 'string' ? toRemoteDraft(resource, `${charge.resourceType}/${id}`) : undefined
}
