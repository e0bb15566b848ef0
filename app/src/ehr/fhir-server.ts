/** Read, search with paging, binary. What comes back is `unknown`: the mappers decide what to believe. */
import type { Bundle, BundleEntry, BundleLink } from '@medplum/fhirtypes'
import { asList, asObject } from '#fhir-mappers/loose.ts'
import { EhrError } from './errors.ts'
import type { FhirAnswer, FhirTransport } from './fhir-transport.ts'
import { resolveFhirUrl } from './fhir-url.ts'

type SearchResult = {
  readonly resources: readonly unknown[]
  /** False when there was more than the page cap allows, or a next link that may not be followed. */
  readonly isComplete: boolean
}

type BinaryContent = { readonly bytes: Uint8Array<ArrayBuffer>; readonly contentType: string | undefined }

export type SearchParameters = Readonly<Record<string, string | readonly string[]>>

export type FhirServer = {
  readonly transport: FhirTransport
  /** @throws EhrError */
  readonly read: (reference: string, signal?: AbortSignal) => Promise<unknown>
  /** @throws EhrError */
  readonly search: (type: string, parameters: SearchParameters, signal?: AbortSignal) => Promise<SearchResult>
  /** The first page only, for pickers. @throws EhrError */
  readonly searchPage: (type: string, parameters: SearchParameters) => Promise<readonly unknown[]>
  /** @param url of an attachment: a Binary or any other address under the base. @throws EhrError */
  readonly readBinary: (url: string, options: BinaryOptions) => Promise<BinaryContent>
}

type BinaryOptions = {
  readonly accept: string
  readonly sizeLimit: number
  readonly signal?: AbortSignal | undefined
}

type Page = { readonly resources: readonly unknown[]; readonly next: 'none' | 'unsafe' | URL }

/** Enough for one encounter's chart; a sidebar is not a data export (smart-fhir reference 5.3). */
const MAXIMUM_PAGES = 5

export function createFhirServer(transport: FhirTransport): FhirServer {
  async function read(reference: string, signal?: AbortSignal): Promise<unknown> {
    return parseJson(requireOk(await transport.send({ method: 'GET', url: reference, signal })))
  }

  async function readPage(url: string, type: string, signal?: AbortSignal): Promise<Page> {
    const answer = requireOk(await transport.send({ method: 'GET', url, signal }))
    const bundle = asObject<Bundle>(parseJson(answer))
    if (bundle.resourceType !== 'Bundle') throw new EhrError('bad-response')
    const next = findNextLink(bundle.link)
    return {
      resources: listResources(bundle.entry, type),
      next: next === undefined ? 'none' : (findSafeNext(next, answer.url, transport.base) ?? 'unsafe'),
    }
  }

  async function search(type: string, parameters: SearchParameters, signal?: AbortSignal): Promise<SearchResult> {
    const resources: unknown[] = []
    let url = `${type}?${buildQuery(parameters)}`
    for (let count = 0; count < MAXIMUM_PAGES; count++) {
      const page = await readPage(url, type, signal)
      resources.push(...page.resources)
      if (page.next === 'none') return { resources, isComplete: true }
      if (page.next === 'unsafe') break
      url = page.next.href
    }
    return { resources, isComplete: false }
  }

  async function searchPage(type: string, parameters: SearchParameters): Promise<readonly unknown[]> {
    return (await readPage(`${type}?${buildQuery(parameters)}`, type)).resources
  }

  async function readBinary(url: string, options: BinaryOptions): Promise<BinaryContent> {
    const { accept, sizeLimit, signal } = options
    const answer = requireOk(await transport.send({ method: 'GET', url, signal, sizeLimit, headers: { accept } }))
    return { bytes: answer.bytes, contentType: answer.headers.get('content-type') ?? undefined }
  }

  return { transport, read, search, searchPage, readBinary }
}

/** FHIR R4 http, 3.1.0: what the status of an answer means to someone who reads. @throws EhrError */
function requireOk(answer: FhirAnswer): FhirAnswer {
  const { status } = answer
  if (status >= 200 && status < 300) return answer
  if (status === 403) throw new EhrError('not-allowed', { status })
  if (status === 404 || status === 410) throw new EhrError('not-found', { status })
  throw new EhrError(status >= 500 ? 'unreachable' : 'bad-response', { status })
}

/** @throws EhrError `bad-response` */
function parseJson(answer: FhirAnswer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(answer.bytes))
  } catch (error) {
    throw new EhrError('bad-response', { cause: error, status: answer.status })
  }
}

function buildQuery(parameters: SearchParameters): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    for (const text of typeof value === 'string' ? [value] : value) query.append(name, text)
  }
  return query.toString()
}

/** Servers put warnings (OperationOutcome) and included resources among the matches. */
function listResources(entries: unknown, type: string): readonly unknown[] {
  return asList<BundleEntry>(entries)
    .map((entry) => entry.resource)
    .filter((resource) => asObject<{ resourceType: string }>(resource).resourceType === type)
}

function findNextLink(links: unknown): string | undefined {
  const url = asList<BundleLink>(links).find((link) => link.relation === 'next')?.url
  return typeof url === 'string' ? url : undefined
}

/** Some servers write next links relative to the request, others name a host of their own: no token goes there. */
function findSafeNext(next: string, current: URL, base: string): URL | undefined {
  try {
    return resolveFhirUrl(new URL(next, current).href, base)
  } catch {
    return undefined
  }
}
