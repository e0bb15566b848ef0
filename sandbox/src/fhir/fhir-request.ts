/** From HTTP to the router's request, or to the outcome that says what is wrong with it. */
import { badRequest } from '@medplum/core'
import type { FhirRequest, HttpMethod } from '@medplum/fhir-router'
import type { Binary, OperationOutcome } from '@medplum/fhirtypes'
import { findHeader, type HttpRequest } from '../http.ts'
import { encodePlus } from './bundles.ts'
import { notAcceptable, notSupported, unsupportedMedia } from './outcomes.ts'

type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: OperationOutcome }

const accept = <Value>(value: Value): Parsed<Value> => ({ ok: true, value })
const reject = (problem: OperationOutcome): Parsed<never> => ({ ok: false, problem })

const methods: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

function isMethod(method: string): method is HttpMethod {
  return methods.has(method)
}

export function tryParseFhirRequest(request: HttpRequest): Parsed<FhirRequest> {
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const ifMatch = findHeader(request.headers, 'if-match')
  if (!isMethod(method)) {
    return reject(notSupported(`${method} is no FHIR interaction`))
  }
  if (!URL.canParse(`http://sandbox${request.path}${request.query}`) || /%(?![0-9a-f]{2})/i.test(request.path)) {
    return reject(badRequest('The URL is malformed'))
  }
  if (ifMatch !== undefined && !/^(W\/)?"[^"]+"$/.test(ifMatch)) {
    return reject(badRequest('If-Match must be one entity tag, such as W/"1"'))
  }
  if (!acceptsJson(request)) {
    return reject(notAcceptable('This server only speaks application/fhir+json'))
  }
  const body = tryReadBody(request, method)
  return body.ok
    ? accept({ ...emptyRequest, method, url: toUrl(request), body: body.value, headers: toHeaders(request) })
    : body
}

const emptyRequest = { pathname: '', params: {}, query: {}, config: { transactions: true } }

function toUrl({ path, query }: HttpRequest): string {
  return `${path.replaceAll('%24', '$')}${query}`
}

/** A `+` in a condition is a plus, not a space. */
function toHeaders({ headers }: HttpRequest): FhirRequest['headers'] & {} {
  const condition = findHeader(headers, 'if-none-exist')
  return { ...headers, ...(condition === undefined ? {} : { 'if-none-exist': encodePlus(condition) }) }
}

/** Content of a Binary may be asked for in any type; everything else is JSON. */
function acceptsJson({ headers, path, query }: HttpRequest): boolean {
  const asked = new URLSearchParams(query).get('_format') ?? headers.accept ?? '*/*'
  return /json|\*\/\*|application\/\*/.test(asked) || /^\/Binary\/[^/]+$/.test(path)
}

function tryReadBody(request: HttpRequest, method: HttpMethod): Parsed<unknown> {
  if (method === 'GET' || method === 'DELETE') {
    return accept(undefined)
  }
  const [type = ''] = (request.headers['content-type'] ?? '').toLowerCase().split(';')
  if (request.path.endsWith('/_search')) {
    return type === 'application/x-www-form-urlencoded'
      ? accept(parseForm(request.body.toString()))
      : reject(unsupportedMedia('A search by POST is a form'))
  }
  const isJson = /^application\/(fhir\+|json-patch\+)?json$/.test(type.trim())
  if (isJson) {
    return tryParseJson(request.body)
  }
  const isContent = /^\/Binary(\/[^/]+)?$/.test(request.path) && method !== 'PATCH' && type !== ''
  return isContent ? accept(toBinary(request, type)) : reject(unsupportedMedia('Send application/fhir+json'))
}

function tryParseJson(body: Buffer): Parsed<unknown> {
  try {
    const value: unknown = JSON.parse(body.toString())
    return typeof value === 'object' && value !== null ? accept(value) : reject(badRequest('The body is no resource'))
  } catch {
    return reject(badRequest('The body is not JSON'))
  }
}

function parseForm(text: string): Readonly<Record<string, readonly string[]>> {
  const grouped = Map.groupBy(new URLSearchParams(text), ([name]) => name)
  return Object.fromEntries([...grouped].map(([name, pairs]) => [name, pairs.map(([, value]) => value)]))
}

/** https://hl7.org/fhir/R4/binary.html#rest: content may be sent as it is. */
function toBinary({ path, body, headers }: HttpRequest, contentType: string): Binary {
  const [, , id] = path.split('/')
  const context = findHeader(headers, 'x-security-context')
  return {
    resourceType: 'Binary',
    ...(id === undefined ? {} : { id }),
    contentType,
    ...(context === undefined ? {} : { securityContext: { reference: context } }),
    data: body.toString('base64'),
  }
}
