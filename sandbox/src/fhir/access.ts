/** What one access token may do, from its scopes (SMART App Launch 2.2, "Scopes for requesting FHIR Resources"). */
import { parseSearchRequest, type WithId } from '@medplum/core'
import type { Resource } from '@medplum/fhirtypes'
import type { ResourceScope, ScopeLetter } from '../smart/scopes.ts'
import type { SandboxRepository } from './sandbox-repository.ts'
import { matchesRequest } from './search.ts'

export type Access = {
  /** Whether any scope speaks of this interaction on this type; if not, the answer is 403. */
  readonly mayTry: (letter: ScopeLetter, resourceType: string) => boolean
  readonly allows: (letter: ScopeLetter, resource: Resource) => boolean
}

export const everything: Access = { mayTry: () => true, allows: () => true }

type TokenGrant = {
  readonly scopes: readonly ResourceScope[]
  readonly patientId: string | undefined
  /** `system` scopes are a service's own; in the token of a person they mean nothing. */
  readonly isService?: boolean
  readonly store: SandboxRepository
}

export function createAccess({ scopes: all, patientId, isService = false, store }: TokenGrant): Access {
  const scopes = all.filter(({ level }) => (level === 'system') === isService)
  const speaksOf = (letter: ScopeLetter, type: string) => (scope: ResourceScope) =>
    scope.letters.includes(letter) &&
    (scope.type === '*' || scope.type === type) &&
    (scope.level !== 'patient' || (patientId !== undefined && store.compartment.covers(type)))

  const reaches = (resource: Resource) => (scope: ResourceScope) =>
    (scope.level !== 'patient' || (patientId !== undefined && store.compartment.has(patientId, resource))) &&
    (scope.query === undefined || matchesQuery(store, resource, scope.query))

  return {
    mayTry: (letter, type) => scopes.some(speaksOf(letter, type)),
    allows: (letter, resource) => scopes.filter(speaksOf(letter, resource.resourceType)).some(reaches(resource)),
  }
}

/** `user/DocumentReference.c?category=clinical-note` */
function matchesQuery(store: SandboxRepository, resource: Resource, query: string): boolean {
  const request = parseSearchRequest(`${resource.resourceType}?${query}`)
  return matchesRequest({ store, isVisible: () => true }, request, withId(resource))
}

function withId(resource: Resource): WithId<Resource> {
  return { ...resource, id: resource.id ?? '' }
}
