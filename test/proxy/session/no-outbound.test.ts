// Whatever a caller writes into a field that could be an address, nobody is called: 60 forms in every such field.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '#coding/contract/session.ts'
import { DEFAULT_LIMITS } from '#proxy/config.ts'
import { ACCESS, type Endpoint } from '#proxy/http/access.ts'
import { ENDPOINT_REQUESTS } from '../endpoint-requests.ts'
import {
  aDraft,
  aPrompt,
  aRecord,
  aSessionRequest,
  createProofKey,
  createTestProxy,
  ISSUER,
  type ProofKey,
  type Sent,
  send,
  signIdToken,
  signIn,
  type TestProxy,
} from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

let database: TestDatabase
let server: Server
let port = 0
let connections = 0
beforeAll(async () => {
  database = await openPglite()
  server = createServer((_, response) => response.end('{}')).on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => {
    server.listen(0, () => resolve())
  })
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.close()
  await database.close()
})

/** Of the counting server, wherever the form lets it be named; the others name what attackers look for. */
function listForms(): readonly string[] {
  const hosts = [
    '127.0.0.1',
    'localhost',
    'LOCALHOST',
    'localhost.',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:0:0:1]',
    '0.0.0.0',
    '0',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '017700000001',
    '127.0.0.1.nip.io',
    'localtest.me',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '127.0.0.1%2f@ehr.example',
    'ehr.example@127.0.0.1',
    'user:pass@127.0.0.1',
    'ehr.example%23@127.0.0.1',
    '127.0.0.1#@ehr.example',
    '127.0.0.1\\@ehr.example',
    'ehr.example\\@127.0.0.1',
  ]
  return [
    ...hosts.map((host) => `http://${host}:${port}/`),
    ...['https', 'HTTP', 'ftp', 'gopher', 'ws', 'dict'].map((scheme) => `${scheme}://127.0.0.1:${port}/x`),
    `//127.0.0.1:${port}/`,
    `\\\\127.0.0.1:${port}\\`,
    `http:127.0.0.1:${port}`,
    `http:/127.0.0.1:${port}/`,
    `http:\\\\127.0.0.1:${port}/`,
    ` http://127.0.0.1:${port}/`,
    `http://127.0.0.1:${port}/%0d%0aHost:%20evil`,
    `http://127.0.0.1:${port}/\r\nX: y`,
    `https://ehr.example/fhir/../../@127.0.0.1:${port}/`,
    `https://ehr.example/fhir?iss=http://127.0.0.1:${port}/`,
    `https://ehr.example/fhir#http://127.0.0.1:${port}/`,
    `https://ehr.example.127.0.0.1.nip.io:${port}/fhir`,
    `../../../../127.0.0.1:${port}`,
    `%2e%2e%2f127.0.0.1:${port}`,
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/latest/meta-data/',
    'http://metadata.google.internal/computeMetadata/v1/',
    'http://100.100.100.200/latest/meta-data/',
    'http://192.168.0.1/',
    'http://10.0.0.1/',
    'file:///etc/passwd',
    'file://localhost/etc/passwd',
    'data:application/json,{}',
    'javascript:fetch("/")',
    'jar:http://127.0.0.1!/',
    'ldap://127.0.0.1/',
    'unix:/var/run/docker.sock',
    'urn:uuid:00000000-0000-0000-0000-000000000000',
  ]
}

const { fingerprint } = aPrompt()
const record = aRecord()
const [note] = record.notes
if (!note) throw new TypeError('no note')
const at = (path: string, body: unknown): Sent => ({ path, body })

/** Every field that looks like an address, or that could be put into one. */
const inSession: Readonly<Record<string, (form: string) => Sent>> = {
  'patient of a record': (form) => at('/v1/analyses', { record: { ...record, patientId: form } }),
  'encounter of a record': (form) => at('/v1/analyses', { record: { ...record, encounterId: form } }),
  'tenant of a record': (form) => at('/v1/analyses', { record: { ...record, tenant: form } }),
  'text of a note': (form) => at('/v1/analyses', { record: { ...record, notes: [{ ...note, text: form }] } }),
  'id of a note': (form) => at('/v1/analyses', { record: { ...record, notes: [{ ...note, id: form }] } }),
  'attachment that nobody asked for': (form) =>
    at('/v1/analyses', { record: { ...record, notes: [{ ...note, url: form }] } }),
  'id of a draft': (form) => at('/v1/drafts/check', { record, draft: { ...aDraft(), id: form } }),
  'comment of a decision': (form) =>
    at('/v1/decisions', {
      fingerprint,
      findingKind: 'prompt',
      choice: { kind: 'dismiss', reason: 'other', comment: form },
    }),
  'key of a write': (form) => at('/v1/writes', { key: form, target: 'Claim', payloadSha256: '1'.repeat(64) }),
  'path of a write': (form) => ({ method: 'PUT', path: `/v1/writes/${encodeURIComponent(form)}`, body: {} }),
  'search for a code': (form) => ({
    method: 'GET',
    path: `/v1/codes/search?on=2026-03-02&q=${encodeURIComponent(form)}`,
  }),
  code: (form) => ({ method: 'GET', path: `/v1/codes/${encodeURIComponent(form)}?on=2026-03-02` }),
  'issuer of a tenant': (form) => ({ method: 'GET', path: `/v1/tenants/${encodeURIComponent(form)}` }),
}

const inExchange: Readonly<Record<string, (form: string) => Promise<object> | object>> = {
  issuer: (form) => aSessionRequest({ issuer: form }),
  'access token': (form) => aSessionRequest({ accessToken: form, idToken: signIdToken({ claims: { at_hash: 'x' } }) }),
  id_token: (form) => aSessionRequest({ idToken: form }),
  patient: async (form) => ({ ...(await aSessionRequest()), patientId: form }),
  encounter: async (form) => ({ ...(await aSessionRequest()), encounterId: form }),
  'field that does not exist': async (form) => ({ ...(await aSessionRequest()), jwksUrl: form }),
  ...Object.fromEntries(
    ['iss', 'aud', 'fhirUser', 'profile', 'jwks_uri', 'introspection_endpoint'].map((claim) => [
      `claim ${claim}`,
      (form: string) => aSessionRequest({ idToken: signIdToken({ claims: { aud: 'other', [claim]: form } }) }),
    ]),
  ),
  ...Object.fromEntries(
    ['jku', 'x5u', 'kid', 'x5c', 'crit', 'jwk'].map((name) => [
      `header ${name}`,
      (form: string) =>
        aSessionRequest({ idToken: signIdToken({ header: { [name]: form }, claims: { aud: 'other' } }) }),
    ]),
  ),
}

const HEADERS = ['origin', 'referer', 'x-forwarded-host', 'x-forwarded-for', 'forwarded', 'x-original-url', 'link']

function printable(form: string): string {
  return form.replace(/[^\x20-\x7e]/g, '').trim()
}

async function tryForm(proxy: TestProxy, form: string, signed: { key: ProofKey; token: string }): Promise<number> {
  let tried = 0
  for (const build of Object.values(inSession)) {
    await send(proxy, build(form), signed)
    tried += 1
  }
  for (const build of Object.values(inExchange)) {
    const response = await send(proxy, { path: '/v1/session', body: await build(form) }, { key: signed.key })
    expect(response.status).not.toBe(200)
    tried += 1
  }
  for (const name of HEADERS) {
    await send(proxy, { method: 'GET', path: '/v1/writes', headers: { [name]: printable(form) } }, signed)
    tried += 1
  }
  const changes = { claims: { htu: form }, header: { jku: form } }
  expect((await send(proxy, { method: 'GET', path: '/v1/writes' }, { ...signed, changes })).status).toBe(401)
  return tried + 1
}

function createGenerousProxy(): TestProxy {
  return createTestProxy(database.db, {
    limits: {
      ...DEFAULT_LIMITS,
      requestsPerMinutePerSession: 1e6,
      requestsPerMinutePerPerson: 1e6,
      requestsPerMinutePerTenant: 1e6,
      exchangesPerMinutePerAddress: 1e6,
    },
  })
}

const CONFIGURED = ['https://ehr.example/jwks', 'https://ehr.example/fhir/Encounter/encounter-1']

function expectNobodyCalled({ ehr }: TestProxy, before: number): void {
  expect(connections).toBe(0)
  expect(ehr.asked.slice(before).filter((url) => !CONFIGURED.includes(url))).toEqual([])
}

test('60 forms of an address in every field call nobody', async () => {
  const generous = createGenerousProxy()
  // Anything that goes past the one way out would reach the server; what takes it is counted by the fake EHR.
  const signed = await signIn(generous)
  const before = generous.ehr.asked.length
  const forms = listForms()
  let tried = 0
  for (const form of forms) tried += await tryForm(generous, form, signed)
  expect(forms.length).toBeGreaterThanOrEqual(60)
  expect(tried).toBe(
    forms.length * (Object.keys(inSession).length + Object.keys(inExchange).length + HEADERS.length + 1),
  )
  expectNobodyCalled(generous, before)
}, 120_000)

type Place = readonly (string | number)[]

/** Where the strings of a body stand. */
function listStrings(value: unknown, place: Place = []): readonly Place[] {
  if (typeof value === 'string') return [place]
  if (typeof value !== 'object' || value === null) return []
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return members.flatMap(([name, member]) => listStrings(member, [...place, name]))
}

function putInto(value: unknown, [name, ...rest]: Place, form: string): unknown {
  if (name === undefined) return form
  if (Array.isArray(value)) return value.with(Number(name), putInto(value[Number(name)], rest, form))
  const members = value as Readonly<Record<string, unknown>>
  return { ...members, [name]: putInto(members[name], rest, form) }
}

const ROLES: readonly Role[] = ['provider', 'coder', 'auditor', 'admin']
/** So many of the forms a string, in turn. */
const FORMS_A_STRING = 6

test('a form of an address as any string of any body calls nobody', async () => {
  const proxy = createGenerousProxy()
  const people = new Map<Role, Awaited<ReturnType<typeof signIn>>>()
  for (const role of ROLES) {
    const idToken = signIdToken({ claims: { fhirUser: `${ISSUER}/Practitioner/${role}-1` } })
    people.set(role, await signIn(proxy, { idToken }))
  }
  const before = proxy.ehr.asked.length
  const forms = listForms()
  const tried = new Set<string>()
  let next = 0
  for (const [endpoint, { sent }] of Object.entries(ENDPOINT_REQUESTS)) {
    const signed = people.get(ACCESS[endpoint as Endpoint][0])
    for (const place of listStrings(sent.body)) {
      for (let turn = 0; turn < FORMS_A_STRING; turn += 1) {
        const form = forms[next++ % forms.length] ?? ''
        await send(proxy, { ...sent, body: putInto(sent.body, place, form) }, signed)
        tried.add(form)
      }
    }
  }
  expect(tried.size).toBe(forms.length)
  expectNobodyCalled(proxy, before)
}, 120_000)

test('the counting server would have seen it', async () => {
  await fetch(`http://127.0.0.1:${port}/`)
  expect(connections).toBeGreaterThan(0)
})

test('a proof key alone opens nothing at a foreign issuer', async () => {
  const proxy = createTestProxy(database.db)
  const key = await createProofKey()
  const body = await aSessionRequest({ issuer: `http://127.0.0.1:${port}` })
  expect((await send(proxy, { path: '/v1/session', body }, { key })).status).toBe(403)
  expect(proxy.ehr.asked).toEqual([])
})
