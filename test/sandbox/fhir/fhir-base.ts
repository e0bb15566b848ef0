/** A FHIR base without a socket: the handler itself, with a caller that speaks JSON. */
import type { Bundle, Resource } from '@medplum/fhirtypes'
import { type Access, createAccess, everything } from '#sandbox/fhir/access.ts'
import { createFhirHandler } from '#sandbox/fhir/fhir-endpoint.ts'
import { loadResources } from '#sandbox/fhir/load-resources.ts'
import { SandboxRepository } from '#sandbox/fhir/sandbox-repository.ts'
import { type EhrKind, PERSONALITIES } from '#sandbox/personalities/ehr-kind.ts'
import { listResourceScopes } from '#sandbox/smart/scopes.ts'
import { tinyRecord } from '../tiny-record.ts'

export const BASE = 'http://sandbox.test/fhir'

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of many shapes
  readonly json: any
}

export type CallOptions = { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }

export type TestBase = {
  readonly store: SandboxRepository
  readonly call: (method: string, url: string, options?: CallOptions) => Promise<Answer>
  /** Ids of the matches, in order. */
  readonly find: (url: string) => Promise<readonly string[]>
}

type BaseOptions = {
  readonly scopes?: string
  readonly patientId?: string
  readonly ehr?: EhrKind
  readonly resources?: readonly Resource[]
}

export async function aFhirBase(options: BaseOptions = {}): Promise<TestBase> {
  const store = new SandboxRepository([BASE])
  await loadResources(store, options.resources ?? tinyRecord())
  return onStore(store, options)
}

/** Another token on the same record. */
export function onStore(store: SandboxRepository, { scopes, patientId, ehr = 'native' }: BaseOptions): TestBase {
  const access: Access =
    scopes === undefined ? everything : createAccess({ scopes: listResourceScopes(scopes), patientId, store })
  const authorize = () => Promise.resolve({ kind: 'granted', access } as const)
  const handler = createFhirHandler({ base: { url: BASE, personality: PERSONALITIES[ehr] }, store, authorize })

  const call: TestBase['call'] = async (method, url, { body, headers = {} } = {}) => {
    const [path = '', query] = url.split(/\?(.*)/s)
    const reply = await handler({
      method,
      path,
      query: query === undefined ? '' : `?${query}`,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }), ...headers },
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? '')),
    })
    const text = Buffer.from(reply.body ?? '').toString()
    return {
      status: reply.status,
      headers: reply.headers,
      text,
      json: text.startsWith('{"') ? JSON.parse(text) : undefined,
    }
  }
  const find: TestBase['find'] = async (url) => {
    const { json } = await call('GET', url)
    const { entry = [] } = json as Bundle
    return entry.filter(({ search }) => search?.mode === 'match').map(({ resource }) => resource?.id ?? '')
  }
  return { store, call, find }
}
