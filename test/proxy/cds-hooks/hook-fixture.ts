// An EHR that calls CDS Hooks services: its keys, its tokens, its requests.
import { constants, createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { createReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import type { ProxyDependencies } from '#proxy/app.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import { DEFAULT_LIMITS } from '#proxy/config.ts'
import { createOutbound } from '#proxy/session/outbound.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { createTestProxy, ISSUER, NOW, ORIGIN, otherRow, smartRow, type TestProxy } from '../proxy-fixture.ts'

export const CLIENT_ISSUER = 'https://ehr.example/cds-client'
export const JWKS_URL = 'https://ehr.example/cds-client/jwks.json'
export const SERVICE = 'postil-open-questions'

export const hookRow = { ...smartRow, cdsHooks: { clients: [{ issuer: CLIENT_ISSUER, jwksUrl: JWKS_URL }] } }
/** Another customer of the same vendor, told apart by the `tenant` of a token. */
export const cloudRow = {
  ...otherRow,
  cdsHooks: {
    clients: [
      { issuer: 'https://cloud.example', jwksUrl: 'https://cloud.example/jwks', tenant: 'clinic', subject: 'app' },
    ],
  },
}

const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const keys = { ec: p384.privateKey, rsa: rsa.privateKey, rsaPublic: rsa.publicKey }
export const hookJwks = {
  keys: [
    { ...p384.publicKey.export({ format: 'jwk' }), kid: 'e1', alg: 'ES384', use: 'sig' },
    { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'r1', alg: 'RS384', use: 'sig' },
  ],
}

export type TokenChanges = {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  readonly key?: KeyObject
}

const seconds = Math.floor(NOW / 1000)
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** By hand, because no library would write the bad ones. */
export function signCall(path: string, { claims, header, key = keys.ec }: TokenChanges = {}): string {
  const fullHeader: Record<string, unknown> = { alg: 'ES384', typ: 'JWT', kid: 'e1', jku: JWKS_URL, ...header }
  const payload = {
    iss: CLIENT_ISSUER,
    aud: `${ORIGIN}${path}`,
    iat: seconds - 2,
    exp: seconds + 200,
    jti: randomUUID(),
    ...claims,
  }
  const signed = `${encode(fullHeader)}.${encode(payload)}`
  return `${signed}.${signBytes(String(fullHeader['alg']), signed, key).toString('base64url')}`
}

function signBytes(algorithm: string, text: string, key: KeyObject): Buffer {
  const bits = /\d{3}$/.exec(algorithm)?.[0] ?? '256'
  if (/^none$/i.test(algorithm)) return Buffer.alloc(0)
  if (algorithm.startsWith('HS')) return createHmac(`sha${bits}`, key).update(text).digest()
  if (algorithm.startsWith('ES')) return sign(`sha${bits}`, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })
  if (algorithm === 'EdDSA') return sign(null, Buffer.from(text), key)
  const padding = algorithm.startsWith('PS') ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING
  return sign(`sha${bits}`, Buffer.from(text), { key, padding })
}

const bundle = (...resources: readonly object[]) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
})

export const encounter = {
  resourceType: 'Encounter',
  id: 'encounter-1',
  status: 'in-progress',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  subject: { reference: 'Patient/patient-1' },
  period: { start: '2026-03-02T09:00:00Z' },
}

export const NOTE_TEXT =
  'Assessment and plan:\n1. Osteoarthritis of the knee, worse on stairs. Start exercises, weight loss.\n'

export function aNote(changes: Readonly<Record<string, unknown>> = {}, text = NOTE_TEXT): object {
  return {
    resourceType: 'DocumentReference',
    id: 'note-1',
    meta: { versionId: '1' },
    status: 'current',
    docStatus: 'preliminary',
    type: { coding: [{ system: 'http://loinc.org', code: '11506-3', display: 'Progress note' }] },
    category: [
      {
        coding: [
          {
            system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
            code: 'clinical-note',
          },
        ],
      },
    ],
    subject: { reference: 'Patient/patient-1' },
    date: '2026-03-02T09:30:00Z',
    author: [{ reference: 'Practitioner/provider-1' }],
    context: { encounter: [{ reference: 'Encounter/encounter-1' }] },
    content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(text).toString('base64') } }],
    ...changes,
  }
}

export const prefetch = (notes: readonly object[] = [aNote()]): Record<string, unknown> => ({
  patient: { resourceType: 'Patient', id: 'patient-1', gender: 'female', birthDate: '1970-01-01' },
  encounter,
  notes: bundle(...notes),
  diagnoses: bundle(),
  problems: bundle(),
})

export function aHookRequest(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    hook: 'patient-view',
    hookInstance: randomUUID(),
    fhirServer: ISSUER,
    context: { userId: 'Practitioner/provider-1', patientId: 'patient-1', encounterId: 'encounter-1' },
    prefetch: prefetch(),
    ...changes,
  }
}

export type HookEhr = {
  /** Addresses that were asked for. */
  readonly asked: string[]
  /** Answers of the FHIR server to whoever has the token `ehr-token`, by path below the base. */
  readonly resources: Map<string, unknown>
  /** Before any answer. */
  delayMs: number
}

export type HookProxy = TestProxy & { readonly hookEhr: HookEhr }

// Time stands still, so that all calls of a file fall into one minute; the test of shares sets its own.
const limits = { ...DEFAULT_LIMITS, requestsPerMinutePerPerson: 1e6, requestsPerMinutePerTenant: 1e6 }
const engine = createCodingEngine({ releases: [], diagnoses: createReleaseCodeSet([]) })

export function createHookProxy(
  db: Pool,
  changes: Partial<ProxyDependencies> & { readonly rows?: readonly object[] } = {},
): HookProxy {
  const hookEhr: HookEhr = { asked: [], resources: new Map(), delayMs: 0 }
  const fetchAddress: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : input.toString()
    hookEhr.asked.push(url)
    if (hookEhr.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, hookEhr.delayMs))
    if (url === JWKS_URL || url === 'https://cloud.example/jwks') return Response.json(hookJwks)
    const token = new Headers(init?.headers).get('authorization')
    const opened = /\/Encounter\/([^/]+)$/.exec(url)?.[1]
    // What a sidebar brings that is launched for the same encounter.
    if (token === 'Bearer access-token' && opened !== undefined) return Response.json({ ...encounter, id: opened })
    if (token !== 'Bearer ehr-token') return new Response(null, { status: 401 })
    const found = hookEhr.resources.get(url.slice(ISSUER.length + 1))
    return found === undefined ? new Response(null, { status: 404 }) : Response.json(found)
  }
  const outbound = createOutbound(fetchAddress)
  // The budget of a test is wide: one that is about time sets its own.
  const hooks = { answerMs: 20_000 }
  const proxy = createTestProxy(db, { rows: [hookRow, cloudRow], engine, outbound, hooks, limits, ...changes })
  return { ...proxy, hookEhr }
}

export type CallChanges = {
  readonly service?: string
  readonly token?: string
  readonly body?: unknown
  readonly path?: string
}

export async function callHook(
  proxy: TestProxy,
  {
    service = SERVICE,
    path = `/cds-services/${service}`,
    token = signCall(path),
    body = aHookRequest(),
  }: CallChanges = {},
): Promise<Response> {
  return proxy.app.request(`${ORIGIN}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== '' && { authorization: `Bearer ${token}` }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

export type WireCard = {
  readonly uuid: string
  readonly summary: string
  readonly detail: string
  readonly indicator: string
  readonly source: { readonly label: string; readonly url: string }
  readonly overrideReasons: readonly { readonly system: string; readonly code: string }[]
  readonly links: readonly { readonly type: string; readonly url: string; readonly appContext: string }[]
  readonly suggestions?: readonly {
    readonly uuid: string
    readonly label: string
    readonly actions: readonly { readonly type: string; readonly resource: Record<string, unknown> }[]
  }[]
  readonly selectionBehavior?: string
}

export async function readCards(response: Response): Promise<readonly WireCard[]> {
  const { cards } = (await response.json()) as { cards: readonly WireCard[] }
  return cards
}

export function tellFeedback(proxy: TestProxy, feedback: readonly object[], service = SERVICE): Promise<Response> {
  return callHook(proxy, { path: `/cds-services/${service}/feedback`, body: { feedback } })
}
