/** From the router's answer to HTTP: status, entity tag, location, and as much of the resource as was asked for. */
import { getStatus, isOk, unauthorized } from '@medplum/core'
import type { FhirResponse } from '@medplum/fhir-router'
import type { Binary, OperationOutcome, Resource } from '@medplum/fhirtypes'
import { findHeader, type HttpReply, type HttpRequest } from '../http.ts'
import type { Personality } from '../personalities/personality.ts'
import { entityTag } from './entity-tag.ts'
import { httpStatusOf } from './outcomes.ts'
import type { FhirBase } from './sandbox-router.ts'

export const fhirJson = 'application/fhir+json; charset=utf-8'

export function outcomeReply(outcome: OperationOutcome, headers: Readonly<Record<string, string>> = {}): HttpReply {
  return {
    status: httpStatusOf(outcome),
    headers: { 'Content-Type': fhirJson, ...headers },
    body: JSON.stringify(outcome),
  }
}

/** RFC 6750 3.1: a request without a token is told the scheme, one with a bad token also why. */
export function unauthorizedReply(error: 'invalid_token' | undefined): HttpReply {
  const challenge = error === undefined ? 'Bearer realm="sandbox"' : `Bearer realm="sandbox", error="${error}"`
  return outcomeReply(unauthorized, { 'WWW-Authenticate': challenge })
}

type Presentation = { readonly request: HttpRequest; readonly response: FhirResponse; readonly base: FhirBase }

export function toHttpReply({ request, response, base }: Presentation): HttpReply {
  const [outcome, stored] = response
  if (!isOk(outcome)) {
    const isScopeMissing = httpStatusOf(outcome) === 403
    return outcomeReply(
      outcome,
      isScopeMissing ? { 'WWW-Authenticate': 'Bearer realm="sandbox", error="insufficient_scope"' } : {},
    )
  }
  if (!stored) {
    // Only an operation may answer 200 with nothing in it.
    return { status: /\/\$[a-z]+$/.test(request.path) ? 200 : 204, headers: {} }
  }
  const status = getStatus(outcome)
  const headers = buildHeaders(request, stored, base)
  const resource = base.personality.hasVersions ? stored : dropVersions(stored)
  if (headers['ETag'] !== undefined && matchesTag(request, headers['ETag'])) {
    return { status: 304, headers }
  }
  if (resource.resourceType === 'Binary' && isRead(request) && !asksForFhir(request)) {
    return contentReply(resource, headers)
  }
  return isRead(request)
    ? jsonReply(status, headers, resource)
    : { ...writtenReply(request, { status, headers, resource, outcome, created: base.personality.created }) }
}

function jsonReply(status: number, headers: Readonly<Record<string, string>>, resource: Resource): HttpReply {
  return { status, headers: { ...headers, 'Content-Type': fhirJson }, body: JSON.stringify(resource) }
}

type Written = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly resource: Resource
  readonly outcome: OperationOutcome
  readonly created: Personality['created']
}

/** https://hl7.org/fhir/R4/http.html#ops: how much a client wants back of what it wrote. */
function writtenReply({ headers: sent }: HttpRequest, written: Written): HttpReply {
  const { status, headers, resource, outcome, created } = written
  const asked = /\breturn=(minimal|OperationOutcome|representation)\b/.exec(findHeader(sent, 'prefer') ?? '')?.[1]
  const wanted = asked ?? (created === 'nothing' ? 'minimal' : 'representation')
  if (headers['Location'] === undefined || wanted === 'representation') {
    return jsonReply(status, headers, resource)
  }
  return wanted === 'minimal' ? { status, headers } : jsonReply(status, headers, outcome)
}

/** In searches too: a bundle's resources are of the same kind. */
function dropVersions(resource: Resource): Resource {
  if (resource.resourceType === 'Bundle') {
    const entry = resource.entry?.map((one) => (one.resource ? { ...one, resource: dropVersions(one.resource) } : one))
    return entry ? { ...resource, entry } : resource
  }
  if (!resource.meta) return resource
  const { versionId: _versionId, lastUpdated: _lastUpdated, ...meta } = resource.meta
  return { ...resource, meta }
}

function isRead({ method }: HttpRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

function buildHeaders(
  request: HttpRequest,
  resource: Resource,
  { url, personality }: FhirBase,
): Readonly<Record<string, string>> {
  const { versionId, lastUpdated } = resource.meta ?? {}
  if (versionId === undefined || lastUpdated === undefined) {
    return { 'Cache-Control': 'no-store' }
  }
  const place = `${resource.resourceType}/${resource.id}`
  const whole = personality.hasVersions ? `${place}/_history/${versionId}` : place
  const location = personality.location === 'relative' ? whole : `${url}/${whole}`
  return {
    'Cache-Control': 'no-store',
    ...(personality.hasVersions
      ? { ETag: entityTag(versionId), 'Last-Modified': new Date(lastUpdated).toUTCString() }
      : {}),
    ...(isRead(request) ? {} : { Location: location }),
  }
}

function matchesTag(request: HttpRequest, tag: string): boolean {
  const known = findHeader(request.headers, 'if-none-match')
  const opaque = (text: string) => text.trim().replace(/^W\//, '')
  return isRead(request) && (known?.split(',').some((candidate) => opaque(candidate) === opaque(tag)) ?? false)
}

function asksForFhir({ headers, query }: HttpRequest): boolean {
  const asked = new URLSearchParams(query).get('_format') ?? headers.accept ?? ''
  return /application\/(fhir\+)?json|^json$/.test(asked)
}

/** https://hl7.org/fhir/R4/binary.html#rest: not FHIR was asked for, so the content itself is sent. */
function contentReply({ contentType, data = '' }: Binary, headers: Readonly<Record<string, string>>): HttpReply {
  return {
    status: 200,
    headers: {
      ...headers,
      'Content-Type': contentType,
      // Content comes from a chart: it may be looked at, never run on this origin.
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    },
    body: Buffer.from(data, 'base64'),
  }
}
