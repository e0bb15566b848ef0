/** The EHR's own front end speaks plain FHIR, without authorization, to `/open/fhir` on its own origin. */
import type { Bundle, DocumentReference, ExtractResource, Resource, ResourceType } from '@medplum/fhirtypes'
import { ChartError } from './errors.ts'
import { isRecord } from './is-record.ts'

const FHIR_JSON = 'application/fhir+json'
const PAGE_LIMIT = 10

export type Stored<Type extends Resource> = Type & { readonly id: string }

export type FhirClient = {
  readonly read: <Type extends ResourceType>(type: Type, id: string) => Promise<Stored<ExtractResource<Type>>>
  readonly search: <Type extends ResourceType>(
    type: Type,
    parameters: Readonly<Record<string, string>>,
  ) => Promise<Stored<ExtractResource<Type>>[]>
  readonly create: <Type extends Resource>(resource: Type) => Promise<Stored<Type>>
  /** Fails with `conflict` when somebody else has stored a newer version. */
  readonly update: <Type extends Resource>(resource: Stored<Type>) => Promise<Stored<Type>>
  /** Attachments may point into the server with a relative address. */
  readonly resolveUrl: (url: string) => string
  /** The bytes behind `attachment.url`. */
  readonly readBinary: (url: string, contentType: string) => Promise<Uint8Array>
}

function isStored<Type extends ResourceType>(value: unknown, type: Type): value is Stored<ExtractResource<Type>> {
  return isRecord(value) && value['resourceType'] === type && typeof value['id'] === 'string'
}

// The server answers a write with the resource that it was given, so only the type of that is checked.
function isSameType<Type extends Resource>(value: unknown, resource: Type): value is Stored<Type> {
  return isRecord(value) && value['resourceType'] === resource.resourceType && typeof value['id'] === 'string'
}

function isBundle(value: unknown): value is Bundle {
  return isRecord(value) && value['resourceType'] === 'Bundle'
}

/** The first issue of an OperationOutcome, when the server sent one. */
function findIssue(body: unknown): string {
  if (!isRecord(body) || !Array.isArray(body['issue'])) return ''
  const issues: unknown[] = body['issue']
  const details = isRecord(issues[0]) && isRecord(issues[0]['details']) ? issues[0]['details'] : {}
  return typeof details['text'] === 'string' ? ` The server says: ${details['text']}.` : ''
}

function toError(status: number, body: unknown): ChartError {
  if (status === 409 || status === 412) return new ChartError('conflict', 'Somebody else changed this in the meantime.')
  if (status === 404 || status === 410) return new ChartError('not-found', 'This is no longer in the record.')
  if (status >= 500) return new ChartError('unreachable', 'The record does not answer properly. Try again in a moment.')
  return new ChartError('rejected', `The record did not accept this.${findIssue(body)}`)
}

const UNREADABLE = 'The record gave an answer that cannot be read. Reload the page.'

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (cause) {
    throw new ChartError('unreachable', 'The record cannot be reached. Check that the sandbox is running.', { cause })
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}

type Request = { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }

async function request(url: string, init: Request = {}): Promise<unknown> {
  const response = await send(url, { ...init, headers: { accept: FHIR_JSON, ...init.headers } })
  const body = await readJson(response)
  if (!response.ok) throw toError(response.status, body)
  return body
}

function write(method: 'POST' | 'PUT', url: string, resource: Resource): Promise<unknown> {
  const versionId = method === 'PUT' ? resource.meta?.versionId : undefined
  return request(url, {
    method,
    headers: {
      'content-type': FHIR_JSON,
      prefer: 'return=representation',
      ...(versionId !== undefined && { 'if-match': `W/"${versionId}"` }),
    },
    body: JSON.stringify(resource),
  })
}

export function createFhirClient(base: string): FhirClient {
  const resolveUrl = (url: string): string => (/^https?:/.test(url) ? url : `${base}/${url}`)
  return {
    resolveUrl,
    read: async (type, id) => {
      const resource = await request(`${base}/${type}/${id}`)
      if (!isStored(resource, type)) throw new ChartError('bad-response', UNREADABLE)
      return resource
    },
    search: async (type, parameters) => {
      const found = []
      let url: string | undefined = `${base}/${type}?${new URLSearchParams(parameters).toString()}`
      for (let page = 0; url !== undefined && page < PAGE_LIMIT; page++) {
        const bundle = await request(url)
        if (!isBundle(bundle)) throw new ChartError('bad-response', UNREADABLE)
        for (const { resource } of bundle.entry ?? []) if (isStored(resource, type)) found.push(resource)
        url = bundle.link?.find((link) => link.relation === 'next')?.url
      }
      return found
    },
    create: async (resource) => {
      const stored = await write('POST', `${base}/${resource.resourceType}`, resource)
      if (!isSameType(stored, resource)) throw new ChartError('bad-response', UNREADABLE)
      return stored
    },
    update: async (resource) => {
      const stored = await write('PUT', `${base}/${resource.resourceType}/${resource.id}`, resource)
      if (!isSameType(stored, resource)) throw new ChartError('bad-response', UNREADABLE)
      return stored
    },
    readBinary: async (url, contentType) => {
      const response = await send(resolveUrl(url), { headers: { accept: contentType } })
      if (!response.ok) throw toError(response.status, undefined)
      return new Uint8Array(await response.arrayBuffer())
    },
  }
}

export type NoteDocument = Stored<DocumentReference>
