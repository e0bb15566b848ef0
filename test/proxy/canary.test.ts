// Words that must stay inside: planted in every field that can hold them, looked for in everything that comes out.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseNoteId, parsePatientId } from '#coding/domain/ids.ts'
import type { Engine } from '#proxy/engine.ts'
import { ACCESS } from '#proxy/http/access.ts'
import type { Pool } from '#proxy/store/schema.ts'
import {
  aDraft,
  aPrompt,
  aRecord,
  aSessionRequest,
  createProofKey,
  createTestProxy,
  fakeEngine,
  ISSUER,
  type Sent,
  send,
  signIdToken,
  signIn,
  type TestProxy,
} from './proxy-fixture.ts'
import { dumpDatabase, openPglite, type TestDatabase } from './test-database.ts'

const CANARY = /CANARY/

let database: TestDatabase
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

const [note] = aRecord().notes
if (!note) throw new TypeError('no note')

const record = aRecord({
  notes: [{ ...note, text: 'CANARY-NOTE knee osteoarthritis', id: parseNoteId('CANARY-NOTE-ID') }],
  conditions: [
    {
      id: 'CANARY-CONDITION',
      category: 'other',
      text: 'CANARY-TEXT',
      clinicalStatus: 'active',
      verification: 'confirmed',
    },
  ],
  indicators: [{ id: 'CANARY-INDICATOR', kind: 'lab', name: 'CANARY-LAB' }],
})

/** Shows the words of the note, as a real card does. */
const quotingEngine: Engine = {
  ...fakeEngine,
  analyse: () => ({ ...fakeEngine.analyse(record), findings: [aPrompt('knee', 'CANARY-QUOTE')] }),
}
const failingEngine: Engine = {
  ...fakeEngine,
  analyse: () => {
    throw new TypeError('CANARY-ENGINE')
  },
  checkDraft: () => {
    throw new TypeError('CANARY-ENGINE')
  },
}

const fingerprint = aPrompt().fingerprint
const requests: readonly Sent[] = [
  { path: '/v1/analyses', body: { record } },
  { path: '/v1/analyses', body: { record: { ...record, patientId: parsePatientId('CANARY-PATIENT') } } },
  { path: '/v1/analyses', body: { record: { ...record, 'CANARY-KEY': 1 } } },
  { path: '/v1/analyses', body: { record: { ...record, sex: 'CANARY-SEX' } } },
  { path: '/v1/analyses', body: '{"record": CANARY-NOT-JSON' },
  { path: '/v1/analyses', body: { record }, headers: { 'content-type': 'text/CANARY' } },
  { path: '/v1/drafts/check', body: { draft: aDraft(), record } },
  { path: '/v1/drafts/check', body: { draft: { id: 'CANARY-DRAFT' }, record } },
  {
    path: '/v1/decisions',
    body: { fingerprint, findingKind: 'prompt', choice: { kind: 'answer-other', text: 'CANARY-ANSWER' } },
  },
  {
    path: '/v1/decisions',
    body: {
      fingerprint,
      findingKind: 'prompt',
      choice: { kind: 'dismiss', reason: 'other', comment: 'CANARY-COMMENT' },
    },
  },
  { path: '/v1/decisions', body: { fingerprint: 'CANARY x', findingKind: 'prompt', choice: { kind: 'CANARY' } } },
  {
    path: '/v1/decisions',
    body: { fingerprint, findingKind: 'prompt', choice: { kind: 'undo' }, about: 'CANARY-ABOUT' },
  },
  { path: '/v1/work', body: { kind: 'hold', reason: 'other', comment: 'CANARY-HOLD' } },
  { path: '/v1/work', body: { kind: 'CANARY-STEP' } },
  { method: 'PUT', path: '/v1/work/draft', body: { basedOn: 0, draft: { order: ['CANARY-ORDER'] } } },
  { method: 'GET', path: '/v1/work?of=CANARY-PATIENT' },
  { path: '/v1/risk-review', body: { record } },
  { path: '/v1/risk-review', body: { record: { ...record, sex: 'CANARY-SEX' } } },
  { path: '/v1/risk-review/remarks', body: { format: 'csv', remarks: [{ model: 'CANARY', category: 'CANARY' }] } },
  { method: 'GET', path: '/v1/queue?view=CANARY-VIEW' },
  { method: 'GET', path: '/v1/queue/coders?of=CANARY-SITE' },
  { path: '/v1/queue/next', body: { of: 'CANARY-LINE' } },
  { path: '/v1/queue/CANARY-ITEM/task', body: { key: 'CANARY' } },
  { method: 'PUT', path: '/v1/queue/CANARY-ITEM/task', body: { key: 'CANARY', state: 'written', remoteId: 'CANARY' } },
  { path: '/v1/queue/CANARY-ITEM', body: { version: 1, step: { kind: 'assign', to: 'CANARY-CODER' } } },
  { method: 'GET', path: '/v1/reports/day-end?from=CANARY-DAY&to=2026-03-02' },
  { method: 'GET', path: '/v1/reports/shadow?from=CANARY-DAY&to=2026-03-02' },
  { method: 'GET', path: '/v1/reports/use?from=CANARY-DAY&to=2026-03-02' },
  { method: 'GET', path: '/v1/reports/accuracy?from=CANARY-DAY&to=2026-03-02' },
  { path: '/v1/reports/accuracy/draw', body: { week: 'CANARY-WEEK' } },
  { method: 'GET', path: '/v1/reports/feedback?from=CANARY-DAY&to=2026-03-02' },
  { method: 'GET', path: '/v1/second-coding?of=CANARY-PATIENT' },
  { path: '/v1/second-coding/CANARY-CASE', body: { kind: 'finish', codes: ['CANARY-CODE'] } },
  { path: '/v1/writes', body: { key: 'CANARY', target: 'Claim', payloadSha256: 'CANARY' } },
  { method: 'PUT', path: '/v1/writes/CANARY-KEY', body: {} },
  { method: 'GET', path: '/v1/writes?name=CANARY' },
  { method: 'GET', path: '/v1/writes/CANARY-KEY' },
  { path: '/v1/writes', body: { key: 'c'.repeat(32), target: 'Claim', payloadSha256: '1'.repeat(64) } },
  { method: 'PUT', path: `/v1/writes/${'c'.repeat(32)}`, body: { state: 'CANARY-STATE' } },
  { method: 'GET', path: '/v1/prompts?of=CANARY-PATIENT' },
  { method: 'GET', path: '/v1/codes/search?q=CANARY-SEARCH&on=2026-03-02' },
  { method: 'GET', path: '/v1/codes/CANARY-CODE?on=2026-03-02' },
  { method: 'GET', path: '/v1/tenants/CANARY-ISSUER' },
  { method: 'GET', path: '/v1/open-servers', headers: { 'x-request-id': 'CANARY request id' } },
  { method: 'GET', path: '/t/CANARY-TENANT/index.html' },
  { method: 'GET', path: '/CANARY-PATH' },
  { method: 'GET', path: '/v1/open-servers', headers: { origin: 'https://CANARY.example' } },
  {
    path: '/v1/session',
    body: {
      kind: 'smart',
      issuer: 'CANARY',
      idToken: 'CANARY',
      accessToken: 'CANARY',
      patientId: 'CANARY',
      encounterId: 'CANARY',
    },
  },
]

/** What a security officer could read: log, headers, refusals, figures. The stream itself is for the clinician. */
async function sendAll(proxy: TestProxy): Promise<string> {
  const seen: string[] = []
  for (const person of ['provider-1', 'coder-1', 'auditor-1', 'admin-1']) {
    const idToken = signIdToken({ claims: { fhirUser: `${ISSUER}/Practitioner/${person}` } })
    const signed = await signIn(proxy, { idToken })
    for (const request of requests) {
      const response = await send(proxy, request, signed)
      seen.push(JSON.stringify([...response.headers]))
      const text = await response.text()
      if (response.status !== 200) seen.push(text)
    }
  }
  seen.push(await (await proxy.app.request('/metrics')).text(), proxy.logged.join(''))
  return seen.join('\n')
}

test('every endpoint of a session is tried', () => {
  const toPattern = (endpoint: string): RegExp => new RegExp(`^${endpoint.replace(/:\w+/, '[^/]+')}(?:[?]|$)`)
  const tried = requests.map(({ method = 'POST', path }) => `${method} ${path}`)
  expect(Object.keys(ACCESS).filter((endpoint) => !tried.some((one) => toPattern(endpoint).test(one)))).toEqual([])
})

test('no word of a chart comes out of any route, the log, the figures or the store', async () => {
  const seen = await sendAll(createTestProxy(database.db, { engine: quotingEngine }))
  expect(seen).not.toMatch(CANARY)
  expect(seen).toContain('"msg":"request"')
  const stored = await dumpDatabase(database.db)
  expect(stored).toContain('item.shown')
  expect(stored).not.toMatch(CANARY)
  expect(stored).not.toMatch(/patient-1|encounter-1|provider-1/)
})

test('no row of the trail names a finding by what could be guessed', async () => {
  await sendAll(createTestProxy(database.db, { engine: quotingEngine }))
  const rows = await database.db.selectFrom('audit').select(['action', 'entry']).execute()
  const named = rows.flatMap(({ action, entry }) => {
    const { fingerprint, was, unshown = [] } = JSON.parse(entry)
    return [fingerprint, was, ...unshown].flatMap((name: unknown) => (name === undefined ? [] : [{ action, name }]))
  })
  expect(new Set(named.map(({ action }) => action))).toEqual(new Set(['item.shown', 'decision']))
  const writes = rows
    .filter(({ action }) => action.startsWith('write.'))
    .map(({ entry }): unknown => JSON.parse(entry).key)
  expect(writes.length).toBeGreaterThan(0)
  for (const name of [...named.map((one) => one.name), ...writes]) expect(name).toMatch(/^[0-9a-f]{8}\.[\w-]{43}$/)
})

test('nor when the engine fails', async () => {
  const proxy = createTestProxy(database.db, { engine: failingEngine })
  expect(await sendAll(proxy)).not.toMatch(CANARY)
  expect(proxy.logged.join('')).toContain('TypeError')
})

test('nor when the store fails, with the row in its message', async () => {
  const proxy = createTestProxy(database.db)
  const signed = await signIn(proxy)
  // Authentication still answers; every transaction after it fails.
  const transaction = () => ({
    execute: () =>
      Promise.reject(Object.assign(new TypeError('Key (name)=(CANARY-ROW) already exists'), { code: '23505' })),
  })
  const broken = new Proxy(database.db, {
    get: (target, name) => {
      if (name === 'transaction') return transaction
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  }) as Pool
  const failing = createTestProxy(broken)
  for (const request of requests.filter(({ path }) => path !== '/v1/session')) {
    const response = await send(failing, request, signed)
    expect(await response.text()).not.toContain('CANARY-ROW')
  }
  expect(failing.logged.join('')).toContain('23505')
  expect(failing.logged.join('')).not.toMatch(CANARY)
})

test('nor when the EHR answers the sign-in with more than was asked', async () => {
  const proxy = createTestProxy(database.db, {
    outbound: async () => ({ status: 200, text: '{"resourceType":"Encounter","subject":{"display":"CANARY-NAME"}}' }),
  })
  const body = await aSessionRequest({ idToken: signIdToken() })
  const response = await send(proxy, { path: '/v1/session', body }, { key: await createProofKey() })
  expect(response.status).toBe(503)
  expect((await response.text()) + proxy.logged.join('')).not.toMatch(CANARY)
})
