/** R4 Subscriptions by rest-hook: https://hl7.org/fhir/R4/subscription.html#2.46.7.1. One try a change; what fails is lost, and the Subscription says so. */
import { parseSearchRequest, type WithId } from '@medplum/core'
import type { Resource, Subscription } from '@medplum/fhirtypes'
import type { SandboxRepository } from './sandbox-repository.ts'

const DEADLINE_MS = 5000

type Hooked = WithId<Subscription>

/** @param origins of those that may be called: a record that anybody may write to must not make us call anybody. @returns what ends it */
export function createSubscriptionHooks(store: SandboxRepository, origins: ReadonlySet<string>): () => void {
  const keepStatus = async (id: string, status: Subscription['status'], error?: string): Promise<void> => {
    const resource = store.current('Subscription').get(id)
    if (resource?.resourceType !== 'Subscription' || resource.status === status) return
    const { error: _before, ...rest } = structuredClone(resource)
    await store.updateResource<Subscription>({ ...rest, status, ...(error !== undefined && { error }) })
  }

  const begin = (subscription: Hooked): Promise<void> =>
    mayCall(subscription, origins)
      ? keepStatus(subscription.id, 'active')
      : keepStatus(subscription.id, 'error', 'This sandbox calls the server of the sidebar and no other')

  const tell = async (subscription: Hooked, resource: WithId<Resource>): Promise<void> => {
    try {
      const response = await send(subscription, resource)
      if (!response.ok) await keepStatus(subscription.id, 'error', `The last call was answered with ${response.status}`)
    } catch {
      await keepStatus(subscription.id, 'error', 'The last call was not answered')
    }
  }

  return store.onChange((resource) => {
    if (isHook(resource) && resource.status === 'requested') void begin(resource)
    for (const subscription of store.current('Subscription').values()) {
      if (isHook(subscription) && concerns(store, subscription, resource)) void tell(subscription, resource)
    }
  })
}

function isHook(resource: WithId<Resource>): resource is Hooked {
  return resource.resourceType === 'Subscription' && resource.channel.type === 'rest-hook'
}

function mayCall({ channel: { endpoint = '' } }: Subscription, origins: ReadonlySet<string>): boolean {
  return URL.canParse(endpoint) && origins.has(new URL(endpoint).origin)
}

function concerns(store: SandboxRepository, subscription: Hooked, resource: WithId<Resource>): boolean {
  const { status, end, criteria } = subscription
  if (status !== 'active' || (end !== undefined && Date.parse(end) < Date.now())) return false
  const request = parseSearchRequest(criteria)
  return request.resourceType === resource.resourceType && store.matches(request, resource)
}

/** With a payload, as an update below the address; without, an empty call. */
function send({ channel }: Hooked, resource: WithId<Resource>): Promise<Response> {
  const { endpoint = '', payload, header = [] } = channel
  const headers = new Headers(header.map((line) => splitHeader(line)))
  const signal = AbortSignal.timeout(DEADLINE_MS)
  if (payload === undefined || payload === '') return fetch(endpoint, { method: 'POST', headers, signal })
  headers.set('content-type', payload)
  const url = `${endpoint}/${resource.resourceType}/${resource.id}`
  return fetch(url, { method: 'PUT', headers, body: JSON.stringify(resource), signal })
}

function splitHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
}
