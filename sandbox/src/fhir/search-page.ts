/** One page of search results: which parameters count, links to the other pages, and how much of each resource. */
import { allOk, badRequest, isResource, parseSearchRequest, type SearchRequest, tryGetDataType } from '@medplum/core'
import type { FhirRepository, FhirRequest, FhirResponse } from '@medplum/fhir-router'
import type { Bundle, BundleEntry, BundleLink, OperationOutcome, Resource } from '@medplum/fhirtypes'
import type { Paging } from '../personalities/personality.ts'
import { findSearchParameter } from './definitions.ts'
import { refuse } from './outcomes.ts'
import type { FhirBase } from './sandbox-router.ts'

type SearchCall = {
  readonly base: FhirBase
  readonly request: FhirRequest
  readonly repository: FhirRepository
  readonly parameters: Readonly<Record<string, string | readonly string[] | undefined>>
}

type Parameter = { readonly name: string; readonly value: string }

export async function runSearch({ base, request, repository, parameters }: SearchCall): Promise<FhirResponse> {
  const resourceType = request.params['resourceType'] ?? ''
  const { paging } = base.personality
  const given = Object.entries(openPageLink(parameters)).flatMap(([name, values]) =>
    listValues(values).map((value) => ({ name, value })),
  )
  const { used, ignored } = separate(resourceType, given)
  if (ignored.length > 0 && isStrict(request)) {
    return [badRequest(`Unknown search parameters: ${ignored.join(', ')}`)]
  }
  const search = parse(resourceType, used, paging)
  const bundle = await repository.search(search)
  const isCountOnly = used.some(({ name, value }) => name === '_summary' && value === 'count')
  const entries = isCountOnly ? [] : (bundle.entry ?? []).map((entry) => presentEntry(entry, base.url, search))
  const link = buildLinks({ url: `${base.url}/${resourceType}`, used, search, paging, total: bundle.total ?? 0 })
  const page: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    total: bundle.total ?? 0,
    link,
    entry: [...entries, ...warnOf(ignored)],
  }
  return [allOk, page]
}

const PAGE_LINK = '-pageContext'

function sealPageLink(query: URLSearchParams): string {
  return new URLSearchParams([[PAGE_LINK, Buffer.from(query.toString()).toString('base64url')]]).toString()
}

function openPageLink(parameters: SearchCall['parameters']): SearchCall['parameters'] {
  const sealed = parameters[PAGE_LINK]
  if (typeof sealed !== 'string') return parameters
  const grouped = Map.groupBy(new URLSearchParams(Buffer.from(sealed, 'base64url').toString()), ([name]) => name)
  return Object.fromEntries([...grouped].map(([name, pairs]) => [name, pairs.map(([, value]) => value)]))
}

function listValues(values: string | readonly string[] | undefined): readonly string[] {
  return typeof values === 'string' ? [values] : (values ?? [])
}

/** https://hl7.org/fhir/R4/search.html#errors: unknown parameters are ignored unless the client asks for strictness. */
function isStrict({ headers }: FhirRequest): boolean {
  return /\bhandling=strict\b/.test(String(headers?.['prefer'] ?? ''))
}

const resultParameters = new Set([
  '_count',
  '_offset',
  '_summary',
  '_elements',
  '_include',
  '_revinclude',
  '_total',
  '_format',
  '_pretty',
])

function separate(
  resourceType: string,
  given: readonly Parameter[],
): { used: readonly Parameter[]; ignored: readonly string[] } {
  const isKnown = ({ name, value }: Parameter) => isKnownParameter(resourceType, name, value)
  return {
    used: given.filter(isKnown).map(withTypeInValue),
    ignored: given.filter((parameter) => !isKnown(parameter)).map(({ name }) => name),
  }
}

function isKnownParameter(resourceType: string, name: string, value: string): boolean {
  const [code = ''] = name.split(/[:.]/)
  if (code === '_sort') {
    return value.split(',').every((field) => findSearchParameter(resourceType, field.replace(/^-/, '')) !== undefined)
  }
  const parameter = findSearchParameter(resourceType, code)
  return code === '_has' || resultParameters.has(code) || (parameter !== undefined && parameter.type !== 'composite')
}

/** `subject:Patient=p1` is `subject=Patient/p1`; @medplum/core drops the type. */
function withTypeInValue({ name, value }: Parameter): Parameter {
  const match = /^([a-z-]+):([A-Z][A-Za-z]+)$/.exec(name)
  return match?.[1] ? { name: match[1], value: value.includes('/') ? value : `${match[2]}/${value}` } : { name, value }
}

function parse(resourceType: string, used: readonly Parameter[], paging: Paging): SearchRequest {
  const grouped = Map.groupBy(used, ({ name }) => name)
  const query = Object.fromEntries(
    [...grouped].map(([name, parameters]) => [name, parameters.map(({ value }) => value)]),
  )
  const search = parseSearchRequest(resourceType, query)
  for (const [name, value] of [
    ['_count', search.count],
    ['_offset', search.offset],
  ] as const) {
    if (value !== undefined && !(Number.isInteger(value) && value >= 0)) {
      return refuse(badRequest(`${name} must be a whole number, zero or more`))
    }
  }
  return { ...search, count: Math.min(search.count ?? paging.default, paging.largest), offset: search.offset ?? 0 }
}

type Page = {
  readonly url: string
  readonly used: readonly Parameter[]
  readonly search: SearchRequest
  readonly paging: Paging
  readonly total: number
}

/** The self link holds what was used, and nothing that was ignored. */
function buildLinks({ url, used, search, paging, total }: Page): BundleLink[] {
  const { count = paging.default, offset = 0 } = search
  const linkTo = (relation: string, at: number): BundleLink => {
    const kept = used.filter(({ name }) => name !== '_offset' && name !== '_count')
    const query = new URLSearchParams(kept.map(({ name, value }): [string, string] => [name, value]))
    query.append('_count', String(count))
    if (at > 0) {
      query.append('_offset', String(at))
    }
    const isSealed = paging.links === 'opaque' && relation !== 'self'
    return { relation, url: `${url}?${isSealed ? sealPageLink(query) : query.toString()}` }
  }
  const links = [linkTo('self', offset), linkTo('first', 0)]
  if (count > 0 && offset + count < total) {
    links.push(linkTo('next', offset + count))
  }
  if (count > 0 && offset > 0) {
    links.push(linkTo('previous', Math.max(0, offset - count)))
  }
  return links
}

function presentEntry(entry: BundleEntry, base: string, search: SearchRequest): BundleEntry {
  const { resource } = entry
  if (!resource) {
    return entry
  }
  return { fullUrl: `${base}/${resource.resourceType}/${resource.id}`, ...entry, resource: reduce(resource, search) }
}

const subsetted = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }

/** `_elements` and `_summary`; what is mandatory stays, so that the rest is still a valid resource. */
function reduce(resource: Resource, { fields, summary }: SearchRequest): Resource {
  const isWanted = fields
    ? (element: string) => fields.includes(element) || isMandatory(resource.resourceType, element)
    : summary === 'data'
      ? (element: string) => element !== 'text'
      : summary === 'text'
        ? (element: string) => element === 'text' || isMandatory(resource.resourceType, element)
        : undefined
  if (!isWanted) {
    return resource
  }
  const kept = Object.fromEntries(
    Object.entries(resource).filter(
      ([element]) => ['resourceType', 'id', 'meta'].includes(element) || isWanted(element),
    ),
  )
  const meta = { ...resource.meta, tag: [...(resource.meta?.tag ?? []), subsetted] }
  const reduced: unknown = { ...kept, meta }
  return isResource(reduced) ? reduced : resource
}

function isMandatory(resourceType: string, element: string): boolean {
  return (tryGetDataType(resourceType)?.elements[element]?.min ?? 0) > 0
}

function warnOf(ignored: readonly string[]): readonly BundleEntry[] {
  if (ignored.length === 0) {
    return []
  }
  const text = `Ignored unknown search parameters: ${ignored.join(', ')}`
  const resource: OperationOutcome = {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'warning', code: 'not-supported', details: { text } }],
  }
  return [{ search: { mode: 'outcome' }, resource }]
}
