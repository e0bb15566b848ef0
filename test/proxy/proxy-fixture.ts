// A proxy without sockets: fake EHR, fake engine, real store. Time stands still unless a test moves it.
import { constants, createHash, createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { createReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import { tryParseFinding } from '#coding/contract/finding.ts'
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import type { SessionRequest } from '#coding/contract/session.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { buildFindingId, buildFingerprint } from '#coding/domain/fingerprint.ts'
import { parseDraftId, parseEncounterId, parseNoteId, parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'
import { createApp, type ProxyDependencies } from '#proxy/app.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import { DEFAULT_LIMITS } from '#proxy/config.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import type { Engine } from '#proxy/engine.ts'
import type { Application } from '#proxy/http/application.ts'
import { createLine } from '#proxy/http/limits-and-headers.ts'
import { createOffModel } from '#proxy/llm/language-model.ts'
import { createLog } from '#proxy/log.ts'
import { createMetrics } from '#proxy/metrics.ts'
import { createIdTokenVerifier } from '#proxy/session/id-token.ts'
import { createOutbound } from '#proxy/session/outbound.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { createTenantDirectory, parseTenants, type TenantRow } from '#proxy/tenants.ts'

export const ORIGIN = 'http://postil.example'
export const ISSUER = 'https://ehr.example/fhir'
export const ID_TOKEN_ISSUER = 'https://ehr.example/auth'
export const CLIENT_ID = 'postil-client'
export const NOW = Date.parse('2026-03-02T10:00:00Z')

const sensitivity = { part2: 'withhold', behavioralHealth: 'withhold', otherSensitive: 'withhold' }

export const smartRow = {
  key: 'hospital',
  name: 'Hospital',
  issuer: ISSUER,
  kind: 'smart',
  vendor: 'sandbox',
  clientId: CLIENT_ID,
  pkce: 'required',
  idToken: { issuer: ID_TOKEN_ISSUER, jwksUrl: 'https://ehr.example/jwks' },
  roles: {
    default: 'provider',
    byFhirUser: {
      'Practitioner/coder-1': 'coder',
      'Practitioner/auditor-1': 'auditor',
      'Practitioner/admin-1': 'admin',
    },
  },
  allowedOrigins: ['https://sidebar.example'],
  frameAncestors: ['https://chart.example'],
  connectOrigins: ['https://login.example'],
  writeTargets: ['Claim', 'queue'],
  sensitivity,
}

export const otherRow = {
  ...smartRow,
  key: 'clinic',
  issuer: 'https://clinic.example/fhir',
  idToken: { issuer: 'https://clinic.example/auth', jwksUrl: 'https://clinic.example/jwks' },
  allowedOrigins: ['https://other-sidebar.example'],
}

export const openRow = {
  key: 'public',
  name: 'Public server',
  issuer: 'https://open.example/fhir',
  kind: 'open-server',
  vendor: 'hapi',
  role: 'provider',
  allowedOrigins: [],
  frameAncestors: [],
  connectOrigins: [],
  writeTargets: ['queue'],
  sensitivity,
}

export const KEYS = { columnKeys: [{ id: 'k1', key: Buffer.alloc(32, 1).toString('base64') }] as const }
export const REFERENCE_KEY = Buffer.alloc(32, 2).toString('base64')

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const ehrPublicKey = rsa.publicKey
export const jwks = { keys: [{ ...rsa.publicKey.export({ format: 'jwk' }), kid: 'r1', alg: 'RS256', use: 'sig' }] }

function readUrl(input: string | URL | Request): string {
  return input instanceof Request ? input.url : input.toString()
}

export type FakeEhr = {
  readonly fetch: typeof fetch
  /** Addresses that were asked for, in order. */
  readonly asked: string[]
  /** Whose encounters there are; an access token reads all of them unless it is `dead-token`. */
  readonly encounters: Map<string, string>
}

export function createFakeEhr(): FakeEhr {
  const asked: string[] = []
  const encounters = new Map([
    ['encounter-1', 'Patient/patient-1'],
    ['encounter-2', 'Patient/patient-2'],
  ])
  const answer = (url: string, init: RequestInit | undefined): Response => {
    if (url.endsWith('/jwks')) return Response.json(jwks)
    const token = new Headers(init?.headers).get('authorization') ?? ''
    if (token === 'Bearer dead-token') return new Response(null, { status: 401 })
    const person = /\/Practitioner\/([^/]+)$/.exec(url)?.[1]
    if (person !== undefined) return Response.json({ resourceType: 'Practitioner', id: person })
    const id = /\/Encounter\/([^/]+)$/.exec(url)?.[1]
    const reference = id === undefined ? undefined : encounters.get(id)
    if (reference === undefined) return new Response(null, { status: 404 })
    return Response.json({ resourceType: 'Encounter', id, subject: { reference } })
  }
  return {
    asked,
    encounters,
    fetch: async (input, init) => {
      const url = readUrl(input)
      asked.push(url)
      return answer(url, init)
    },
  }
}

export const patientId = parsePatientId('patient-1')
export const encounterId = parseEncounterId('encounter-1')

export function aRecord(changes: Partial<EncounterRecord> = {}): EncounterRecord {
  const text = 'Assessment: knee osteoarthritis, worse on stairs.'
  return {
    tenant: parseTenantKey('hospital'),
    patientId,
    encounterId,
    setting: 'professional',
    encounterClass: 'ambulatory',
    status: 'in-progress',
    period: { start: '2026-03-02T09:00:00Z' },
    dateOfService: parseDateOnly('2026-03-02'),
    sex: 'female',
    notes: [
      {
        id: parseNoteId('note-1'),
        version: '1',
        status: 'draft',
        authorRole: 'provider',
        encounterCertain: true,
        text,
        sha256: createHash('sha256').update(text).digest('hex'),
      },
    ],
    conditions: [],
    procedures: [],
    indicators: [],
    payer: 'unknown',
    performer: { role: 'provider' },
    ...changes,
  }
}

/** Whom the chart names: without a patient no note may go to a model. */
export const aMaskSeeds: MaskSeeds = {
  persons: [{ role: 'patient', given: ['Zuleika'], family: ['Quillfeather'] }],
  identifiers: [],
  phones: [],
  emails: [],
  addresses: [],
  facilities: [],
}

export function aDraft(changes: Partial<DraftClaim> = {}): DraftClaim {
  return {
    id: parseDraftId('draft-1'),
    kind: 'professional',
    patientId,
    encounterId,
    dateOfService: parseDateOnly('2026-03-02'),
    diagnoses: [],
    lines: [],
    supportingNotes: [],
    ...changes,
  }
}

/** A question about the side of a knee; `concept` tells one from another. */
export function aPrompt(concept = 'knee-osteoarthritis', quote = 'knee osteoarthritis'): Finding {
  const fingerprint = buildFingerprint(['encounter-1', concept, 'laterality', quote])
  const finding = tryParseFinding({
    id: buildFindingId('prompt', fingerprint),
    fingerprint,
    source: 'rule',
    provisional: false,
    kind: 'prompt',
    prompt: {
      promptKind: 'laterality',
      concept,
      axes: ['laterality'],
      title: 'Side of the knee',
      question: 'Which knee is affected?',
      evidence: [
        {
          noteId: 'note-1',
          noteVersion: '1',
          start: 12,
          end: 12 + quote.length,
          quote,
          section: 'assessment',
          assertion: { existence: 'present', temporality: 'current', experiencer: 'patient' },
        },
      ],
      indicators: [],
      options: [{ id: 'right', text: 'Right', evidence: [0], line: 'Right knee.' }],
      lint: { version: '1', passed: true, rules: ['neutral-title'], warnings: [] },
    },
  })
  if (!finding) throw new TypeError('The fixture is not a finding.')
  return finding
}

/** The code of a knee; `axes` are those that it is exact about. */
export function aKneeCode(code = 'M17.11', axes: readonly string[] = ['laterality']): Finding {
  const prompt = aPrompt()
  const fingerprint = buildFingerprint(['encounter-1', code])
  const finding = tryParseFinding({
    id: buildFindingId('code', fingerprint),
    fingerprint,
    source: 'rule',
    provisional: false,
    kind: 'code',
    code: {
      state: 'validated',
      category: 'diagnosis',
      system: 'icd10cm',
      code,
      title: 'Osteoarthritis of the knee',
      edition: { codeSet: 'ICD-10-CM', release: 'FY2026', basis: 'embedded' },
    },
    direction: 'add',
    confidence: 0.9,
    evidence: prompt.kind === 'prompt' ? prompt.prompt.evidence : [],
    rationale: 'The assessment names it.',
    replaces: [],
    states: { concept: 'knee-osteoarthritis', axes },
  })
  if (!finding) throw new TypeError('The fixture is not a finding.')
  return finding
}

let engine: Engine | undefined
function embedded(): Engine {
  engine ??= createCodingEngine({ releases: [], diagnoses: createReleaseCodeSet([]) })
  return engine
}

/** Asks for the side while the note names none, as the real engine does. */
export const fakeEngine: Engine = {
  analyse: (record) => ({
    findings: record.notes.some(({ text }) => /right|left/.test(text)) ? [] : [aPrompt()],
    state: { state: 'embedded', release: 'FY2026' },
  }),
  openRecord: (record) => embedded().openRecord(record),
  checkDraft: () => ({ findings: [] }),
  reviewRisk: () => ({ kind: 'no-data' }),
  lookUp: () => ({ kind: 'no-data', reason: 'No ICD-10-CM release is loaded.' }),
  searchCodes: () => ({ kind: 'no-data' }),
  searchProcedures: () => ({ kind: 'no-data' }),
}

export type TestProxy = {
  readonly app: Application
  readonly ehr: FakeEhr
  readonly clock: { now: number }
  readonly logged: string[]
  readonly parts: ProxyDependencies
  /** For a client that believes it has a network. */
  readonly fetch: typeof fetch
}

/**
 * The clock of a test stands still, so all of its sign-ins fall into one minute; tests of the limit set their own. No
 * answer of a model is said again, so that each test has the one that it wrote.
 */
export const TEST_LIMITS = { ...DEFAULT_LIMITS, exchangesPerMinutePerAddress: 1_000_000, modelAnswerMs: 0 }

export function createTestProxy(
  db: Pool,
  changes: Partial<ProxyDependencies> & { readonly rows?: readonly object[] } = {},
): TestProxy {
  // Of its own: proxies of one file share a database, and in it what an address may do a minute.
  const address = `address-${randomUUID()}`
  const ehr = createFakeEhr()
  const outbound = createOutbound(ehr.fetch)
  const clock = { now: NOW }
  const logged: string[] = []
  const { rows = [smartRow, otherRow, openRow], ...overrides } = changes
  const tenants: readonly TenantRow[] = parseTenants({ tenants: rows }, 'sandbox')
  const parts: ProxyDependencies = {
    profile: 'sandbox',
    publicOrigin: ORIGIN,
    limits: TEST_LIMITS,
    tenants: createTenantDirectory(tenants),
    db,
    cipher: createColumnCipher(KEYS.columnKeys),
    references: createReferences(REFERENCE_KEY),
    engine: fakeEngine,
    model: createOffModel('no key is configured'),
    // Synthetic words only: a test that looks at masking brings the real one.
    mask: ({ notes }) => ({
      notes,
      counts: {},
      unmaskSpan: (_id, span) => span,
      maskSpan: (_id, span) => span,
      shiftDate: (date) => date,
    }),
    spendLimits: { tenantPerDay: 1e9, personPerDay: 1e9 },
    verifyIdToken: createIdTokenVerifier(outbound),
    outbound,
    line: createLine(DEFAULT_LIMITS.requestsInFlight),
    log: createLog('info', { write: (line: string) => void logged.push(line) }),
    metrics: createMetrics(),
    showsMetrics: true,
    showsReadiness: true,
    now: () => clock.now,
    findAddress: () => address,
    ...overrides,
  }
  const app = createApp(parts)
  return { app, ehr, clock, logged, parts, fetch: async (input, init) => app.request(readUrl(input), init) }
}

export type IdTokenChanges = {
  readonly claims?: Record<string, unknown>
  readonly header?: Record<string, unknown>
  readonly key?: KeyObject
}

/** An id_token as the EHR of `smartRow` writes it, each one different. By hand, because no library would write the bad ones. */
export function signIdToken({ claims, header, key = rsa.privateKey }: IdTokenChanges = {}): string {
  const seconds = Math.floor(NOW / 1000)
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const fullHeader = { alg: 'RS256', kid: 'r1', ...header }
  const payload = {
    iss: ID_TOKEN_ISSUER,
    aud: CLIENT_ID,
    sub: 'user-1',
    fhirUser: `${ISSUER}/Practitioner/provider-1`,
    iat: seconds - 5,
    exp: seconds + 300,
    jti: randomUUID(),
    ...claims,
  }
  const signed = `${encode(fullHeader)}.${encode(payload)}`
  return `${signed}.${signBytes(fullHeader.alg, signed, key).toString('base64url')}`
}

function signBytes(algorithm: string, text: string, key: KeyObject): Buffer {
  if (algorithm === 'none') return Buffer.alloc(0)
  if (algorithm === 'HS256') return createHmac('sha256', key).update(text).digest()
  const padding = algorithm === 'PS256' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING
  return sign('sha256', Buffer.from(text), { key, padding })
}

export type DpopChanges = {
  readonly claims?: Record<string, unknown>
  readonly header?: Record<string, unknown>
}

export type ProofKey = { readonly privateKey: CryptoKey; readonly jwk: object; readonly thumbprint: string }

export async function createProofKey(): Promise<ProofKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const { kty, crv, x, y } = await exportJWK(publicKey)
  const jwk = { kty: kty ?? '', crv: crv ?? '', x: x ?? '', y: y ?? '' }
  return { privateKey, jwk, thumbprint: await calculateJwkThumbprint(jwk) }
}

export async function signProof(
  key: ProofKey,
  request: { readonly method: string; readonly path: string; readonly token?: string; readonly at?: number },
  changes: DpopChanges = {},
): Promise<string> {
  const payload = {
    jti: randomUUID(),
    htm: request.method,
    htu: `${ORIGIN}${request.path.split('?')[0]}`,
    iat: Math.floor((request.at ?? NOW) / 1000),
    ...(request.token !== undefined && { ath: createHash('sha256').update(request.token).digest('base64url') }),
    ...changes.claims,
  }
  return new SignJWT(payload)
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: key.jwk, ...changes.header })
    .sign(key.privateKey)
}

export type Sent = {
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** A request signed as the client would, with whatever the test wants otherwise. */
export async function send(
  proxy: TestProxy,
  { method = 'POST', path, body, headers = {} }: Sent,
  signed?: { readonly key: ProofKey; readonly token?: string; readonly changes?: DpopChanges },
): Promise<Response> {
  const proof = signed && {
    dpop: await signProof(
      signed.key,
      { method, path, at: proxy.clock.now, ...(signed.token !== undefined && { token: signed.token }) },
      signed.changes,
    ),
    ...(signed.token !== undefined && { authorization: `DPoP ${signed.token}` }),
  }
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const described = text !== undefined && {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
  }
  return proxy.app.request(`${ORIGIN}${path}`, {
    method,
    headers: { ...described, ...proof, ...headers },
    ...(text !== undefined && { body: text }),
  })
}

export async function aSessionRequest(
  changes: Partial<SessionRequest & { readonly kind: 'smart' }> = {},
): Promise<SessionRequest> {
  return {
    kind: 'smart',
    issuer: ISSUER,
    idToken: signIdToken(),
    accessToken: 'access-token',
    patientId,
    encounterId,
    ...changes,
  }
}

/** Signs in with a new key and gives back what later requests need. */
export async function signIn(
  proxy: TestProxy,
  changes: Partial<SessionRequest & { readonly kind: 'smart' }> = {},
): Promise<{ readonly key: ProofKey; readonly token: string }> {
  const key = await createProofKey()
  const response = await send(proxy, { path: '/v1/session', body: await aSessionRequest(changes) }, { key })
  const { session } = (await response.json()) as { session: string }
  return { key, token: session }
}
