/** Fills an empty record. A resource that is not valid stops the start and is named, so that fixtures stay honest. */
import { normalizeErrorString } from '@medplum/core'
import type { Resource } from '@medplum/fhirtypes'
import { SandboxError } from '../errors.ts'
import { listResourceTypes } from './resource-types.ts'
import type { SandboxRepository } from './sandbox-repository.ts'

export async function loadResources(store: SandboxRepository, resources: readonly Resource[]): Promise<void> {
  // Seeding keeps the `meta.lastUpdated` that a resource brings along.
  await store.withSeeding(async () => {
    for (const resource of resources) {
      await load(store, resource)
    }
  })
}

async function load(store: SandboxRepository, resource: Resource): Promise<void> {
  const name = `${resource.resourceType}/${resource.id ?? '(no id)'}`
  if (!listResourceTypes().has(resource.resourceType)) {
    throw new SandboxError('bad-resource', `${name}: the sandbox keeps no ${resource.resourceType}`)
  }
  try {
    await store.createResource(resource)
  } catch (cause) {
    throw new SandboxError('bad-resource', `${name}: ${normalizeErrorString(cause)}`, { cause })
  }
}
