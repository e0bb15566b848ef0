// What a site has switched off or only watches: no card leaves the proxy, no write begins, whoever asks.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '#coding/contract/session.ts'
import type { Visit } from '#coding/domain/visit-facts.ts'
import { ACCESS } from '#proxy/http/access.ts'
import { listResults } from '#proxy/store/batch-results.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { ENDPOINT_REQUESTS } from './endpoint-requests.ts'
import {
  aKneeCode,
  aPrompt,
  aRecord,
  createTestProxy,
  fakeEngine,
  ISSUER,
  send,
  signIdToken,
  signIn,
  smartRow,
  type TestProxy,
} from './proxy-fixture.ts'
import { openPglite, type TestDatabase } from './test-database.ts'

const VISIT: Visit = { serviceLine: 'Cardiology', types: ['Office visit'], providers: ['Practitioner/one'] }
/** Everything that would put something before a person, take their decision or begin a write. */
const ACTING = [
  'POST /v1/drafts/check',
  'POST /v1/risk-review',
  'POST /v1/risk-review/remarks',
  'POST /v1/decisions',
  'GET /v1/prompts',
  'GET /v1/work',
  'POST /v1/work',
  'PUT /v1/work/draft',
  'POST /v1/writes',
] as const
/** The analysis and the end of a write have tests of their own below; the others are about no visit, or about its record. */
const QUIET = [
  'POST /v1/analyses',
  'PUT /v1/writes/:key',
  'GET /v1/writes',
  'GET /v1/writes/:key',
  'GET /v1/queue',
  'GET /v1/queue/coders',
  'POST /v1/queue/next',
  'POST /v1/queue/:item',
  // Of what stands on the list alone, which a visit leaves with its mode (coders-queue.test.ts).
  'POST /v1/queue/:item/task',
  'PUT /v1/queue/:item/task',
  'GET /v1/reports/day-end',
  'GET /v1/reports/shadow',
  'GET /v1/reports/use',
  'GET /v1/reports/accuracy',
  'POST /v1/reports/accuracy/draw',
  'GET /v1/reports/feedback',
  'GET /v1/second-coding',
  'POST /v1/second-coding/:case',
  'GET /v1/codes/search',
  'GET /v1/codes/:code',
] as const
const PEOPLE = { provider: 'Practitioner/provider-1', coder: 'Practitioner/coder-1', auditor: 'Practitioner/auditor-1' }
/** With a card of every kind, so that one that is let through is seen. */
const engine = {
  ...fakeEngine,
  analyse: () => ({ findings: [aPrompt(), aKneeCode()], state: { state: 'embedded', release: 'FY2026' } as const }),
}

let database: TestDatabase
let tenants = 0
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

function aProxy(modes: object): TestProxy {
  tenants += 1
  return createTestProxy(database.db, { engine, rows: [{ ...smartRow, key: `site-${tenants}`, modes }] })
}

const keyOf = (proxy: TestProxy) => proxy.parts.tenants.all[0]?.key ?? aRecord().tenant

async function enter(proxy: TestProxy, role: Exclude<Role, 'admin'> = 'provider') {
  return signIn(proxy, { idToken: signIdToken({ claims: { fhirUser: `${ISSUER}/${PEOPLE[role]}` } }) })
}

async function analyse(proxy: TestProxy, session: Awaited<ReturnType<typeof enter>>, visit: Visit = VISIT) {
  const record = aRecord({ tenant: keyOf(proxy), visit })
  const response = await send(proxy, { path: '/v1/analyses', body: { record } }, session)
  return response.text()
}

async function listActions(proxy: TestProxy): Promise<readonly string[]> {
  const rows = await inTenant(database.db, keyOf(proxy), (transaction) =>
    transaction.selectFrom('audit').select('entry').orderBy('seq').execute(),
  )
  return rows.map(({ entry }) => (JSON.parse(entry) as { action: string }).action)
}

async function listStored(proxy: TestProxy) {
  const encounterRef = proxy.parts.references.ofEncounter(keyOf(proxy), aRecord().encounterId)
  return listResults({ db: database.db, cipher: proxy.parts.cipher }, { tenant: keyOf(proxy), encounterRef })
}

test('every endpoint is named as one that acts on a visit or one that does not', () => {
  const named = [...ACTING, ...QUIET]
  expect(named.toSorted((a, b) => a.localeCompare(b))).toEqual(
    Object.keys(ACCESS).toSorted((a, b) => a.localeCompare(b)),
  )
})

describe.each(['off', 'shadow'] as const)('a visit in mode %s', (mode) => {
  test.each(['provider', 'coder'] as const)('gives a %s no card', async (role) => {
    const proxy = aProxy({ mode, lines: [] })
    const events = await analyse(proxy, await enter(proxy, role))
    expect(events).toContain(`"mode":"${mode}"`)
    expect(events).toContain('event: done')
    for (const word of ['event: finding', 'event: prompts', 'event: decisions', 'M17', 'knee', 'Knee']) {
      expect(events).not.toContain(word)
    }
    expect(await listActions(proxy)).not.toContain('item.shown')
  })

  test.each(ACTING)('refuses %s, and puts that on record', async (endpoint) => {
    const proxy = aProxy({ mode, lines: [] })
    const session = await enter(proxy, 'coder')
    await analyse(proxy, session)
    const response = await send(proxy, ENDPOINT_REQUESTS[endpoint].sent, session)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'not-active', message: expect.stringContaining('in the EHR') })
    expect(await listActions(proxy)).toContain('access.refuse')
    const rows = await inTenant(database.db, keyOf(proxy), async (transaction) => [
      ...(await transaction.selectFrom('write').selectAll().execute()),
      ...(await transaction.selectFrom('decision').selectAll().execute()),
      ...(await transaction.selectFrom('shown_finding').selectAll().execute()),
      ...(await transaction.selectFrom('work_draft').selectAll().execute()),
    ])
    expect(rows).toEqual([])
  })

  test('lets a write that had begun report what became of it', async () => {
    const { sent, status } = ENDPOINT_REQUESTS['PUT /v1/writes/:key']
    const proxy = aProxy({ mode, lines: [] })
    expect((await send(proxy, sent, await enter(proxy, 'coder'))).status).toBe(status)
  })
})

test('what is found in a visit that is only watched goes on record once a version of its notes', async () => {
  const proxy = aProxy({ mode: 'shadow', lines: [] })
  const session = await enter(proxy)
  await analyse(proxy, session)
  await analyse(proxy, session)
  const stored = await listStored(proxy)
  expect(stored).toHaveLength(1)
  expect(stored[0]?.findings.map(({ about }) => about)).toEqual(['knee-osteoarthritis', 'M17.11'])
  expect(stored[0]?.visit).toEqual({ ...VISIT, date: '2026-03-02' })
  expect((await listActions(proxy)).filter((action) => action === 'shadow.analysis')).toHaveLength(1)
})

test('nothing is kept of a visit that is off, and the engine is not asked', async () => {
  tenants += 1
  let asked = 0
  const counting = {
    ...engine,
    analyse: () => {
      asked += 1
      return engine.analyse()
    },
  }
  const rows = [{ ...smartRow, key: `site-${tenants}`, modes: { mode: 'off', lines: [] } }]
  const proxy = createTestProxy(database.db, { engine: counting, rows })
  await analyse(proxy, await enter(proxy))
  expect(asked).toBe(0)
  expect(await listStored(proxy)).toEqual([])
  expect(await listActions(proxy)).toContain('analysis.skip')
})

describe('where the mode depends on the visit', () => {
  const modes = { mode: 'shadow', lines: [{ serviceLine: 'Cardiology', mode: 'assisted' }] }
  const write = ENDPOINT_REQUESTS['POST /v1/writes'].sent

  test('nothing is written before the visit is known, and what is allowed for it afterwards', async () => {
    const proxy = aProxy(modes)
    const session = await enter(proxy)
    expect((await send(proxy, write, session)).status).toBe(403)
    expect(await analyse(proxy, session)).toContain('event: finding')
    expect((await send(proxy, write, session)).status).toBe(200)
  })

  test('the newest word of the EHR counts', async () => {
    const proxy = aProxy(modes)
    const session = await enter(proxy)
    await analyse(proxy, session)
    expect(await analyse(proxy, session, { ...VISIT, serviceLine: 'Oncology' })).not.toContain('event: finding')
    expect((await send(proxy, write, session)).status).toBe(403)
  })

  test('a record that says nothing of its visit is treated as the least that it could be', async () => {
    const proxy = aProxy(modes)
    const session = await enter(proxy)
    const response = await send(
      proxy,
      { path: '/v1/analyses', body: { record: aRecord({ tenant: keyOf(proxy) }) } },
      session,
    )
    expect(await response.text()).not.toContain('event: finding')
  })

  test('a site that changes its settings changes what was begun under the old ones', async () => {
    const proxy = aProxy(modes)
    const session = await enter(proxy)
    await analyse(proxy, session)
    const rows = [{ ...smartRow, key: keyOf(proxy), modes: { mode: 'off', lines: [] } }]
    const after = createTestProxy(database.db, { engine, rows })
    expect((await send(after, write, session)).status).toBe(403)
  })
})

test('an auditor still reads what was done while it was on', async () => {
  const proxy = aProxy({ mode: 'off', lines: [] })
  const { sent } = ENDPOINT_REQUESTS['GET /v1/work']
  expect((await send(proxy, sent, await enter(proxy, 'auditor'))).status).toBe(200)
})
