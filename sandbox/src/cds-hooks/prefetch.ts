/** Fills the prefetch templates of a service from the record (https://cds-hooks.hl7.org/2.0/#prefetch-template). */
import { parseSearchRequest } from '@medplum/core'
import type { SandboxRepository } from '../fhir/sandbox-repository.ts'

export type HookContext = {
  readonly userId: string
  readonly patientId: string
  readonly encounterId: string
  readonly draftOrders?: object
}

/** What the record does not have is null; a template that asks for what the context does not say is left out. */
export async function fillPrefetch(
  templates: Readonly<Record<string, string>>,
  context: HookContext,
  store: SandboxRepository,
): Promise<Record<string, unknown>> {
  const filled: Record<string, unknown> = {}
  for (const [key, template] of Object.entries(templates)) {
    const query = template
      .replaceAll('{{context.patientId}}', context.patientId)
      .replaceAll('{{context.encounterId}}', context.encounterId)
    if (!query.includes('{{')) filled[key] = await answer(query, store)
  }
  return filled
}

async function answer(query: string, store: SandboxRepository): Promise<unknown> {
  if (query.includes('?')) return store.search(parseSearchRequest(query))
  const [type = '', id = ''] = query.split('/')
  return structuredClone(store.current(type).get(id)) ?? null
}
