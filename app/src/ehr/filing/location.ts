/** Where a server says that it put a resource: absolute, relative, with or without a version (F11). */

import type { Resource } from '@medplum/fhirtypes'
import { asObject } from '#fhir-mappers/loose.ts'

const LOCATION = /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9\-._]{1,128})(?:\/_history\/[^/?#]+)?\/?$/

/** @returns `Claim/1`; never an address to be fetched as it is. */
export function findLocation(header: string | null | undefined): string | undefined {
  return LOCATION.exec(header ?? '')?.[1]
}

/** The same, from the resource itself. */
export function findOwnReference(resource: unknown): string | undefined {
  const { resourceType, id } = asObject<Resource>(resource)
  return typeof resourceType === 'string' && typeof id === 'string' ? findLocation(`${resourceType}/${id}`) : undefined
}
