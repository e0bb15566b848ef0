// The sandbox says by rest-hook that notes changed: what is heard, what is not believed, and what is caught up.
import { mkdtempSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import type { Subscription } from '@medplum/fhirtypes'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { answer } from '#proxy/http/answer.ts'
import { createApplication } from '#proxy/http/application.ts'
import { answerError } from '#proxy/http/problem.ts'
import { subscribe } from '#proxy/jobs/ehr-subscription.ts'
import { createFhirServer } from '#proxy/jobs/fhir-server.ts'
import { catchUp, type FollowEvent, type FollowParts, followServer } from '#proxy/jobs/follow-server.ts'
import { type JobQueue, type JobQueues, openJobQueues } from '#proxy/jobs/job-queue.ts'
import { UNPACED } from '#proxy/jobs/pace.ts'
import { SIGNED } from '#proxy/jobs/search-source.ts'
import { mountSubscriptionCalls } from '#proxy/jobs/subscription-calls.ts'
import { createLog } from '#proxy/log.ts'
import { createVettedFetch } from '#proxy/session/vetted-fetch.ts'
import { findEhrSubscription } from '#proxy/store/ehr-subscriptions.ts'
import { type OpenDatabase, openDatabase } from '#proxy/store/open-database.ts'
import { parseTenants } from '#proxy/tenants.ts'
import { type Sandbox, startSandbox } from '#sandbox/start-sandbox.ts'
import { buildPatients } from '../../../sandbox/patients/build-patients.ts'
import { copyMigratedDatabase } from '../../support/migrated-database.ts'
import { KEYS, openRow, REFERENCE_KEY, smartRow } from '../proxy-fixture.ts'
import { dumpDatabase } from '../test-database.ts'

const CANARY = 'zq-canary-knee'
const LONG_AGO = new Date('2000-01-01T00:00:00Z')
const DAY_MS = 24 * 60 * 60_000

describe.each(['sandbox', 'production'] as const)('a subscription by rest-hook, in the profile %s', (profile) => {
  let database: OpenDatabase
  let queues: JobQueues
  let queue: JobQueue
  let sandbox: Sandbox
  let parts: FollowParts & { readonly endpoint: string }
  let close = async (): Promise<void> => undefined
  let isAway = false
  let skewMs = 0
  let events: FollowEvent[] = []

  beforeAll(async () => {
    const tenants = parseTenants({ tenants: [{ ...openRow, batch: { subscribe: true } }, smartRow] }, 'sandbox')
    const [row] = tenants
    if (!row) throw new TypeError('The fixture has no tenant.')
    const dir = mkdtempSync(path.join(tmpdir(), 'postil-subscription-'))
    await copyMigratedDatabase(dir)
    database = await openDatabase({ kind: 'pglite', dir })
    const [cipher, references] = [createColumnCipher(KEYS.columnKeys), createReferences(REFERENCE_KEY)]
    queues = await openJobQueues({ ...database, cipher, references, onProblem: () => undefined })
    queue = await queues.open(row.key)

    const app = createApplication()
    app.onError((error, context) => answerError(error, context, createLog('silent')))
    app.use((context, next) => (isAway ? answer(context, '', { status: 503 }) : next()))
    mountSubscriptionCalls(app, { db: database.db, tenants: { all: tenants }, now: Date.now, findAddress: () => 'a' })
    const proxy = createAdaptorServer({ fetch: app.fetch })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', () => resolve()))
    const origin = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    close = () => new Promise((resolve) => proxy.close(() => resolve()))

    const resources = buildPatients('2026-03-02')
    sandbox = await startSandbox({ port: 0, sidebarUrl: 'http://127.0.0.1:1', resources, hookOrigins: [origin] })
    parts = {
      ...database,
      tenant: row.key,
      queue,
      server: createFhirServer({
        base: `${sandbox.url}/open/fhir`,
        pace: UNPACED,
        fetch:
          profile === 'sandbox' ? fetch : createVettedFetch({ privateHosts: new Set([new URL(sandbox.url).host]) }),
        wait: () => wait(5),
      }),
      endpoint: `${origin}/webhooks/${row.key}/subscription`,
      statuses: SIGNED,
      from: LONG_AGO,
      lookEveryMs: 60_000,
      now: () => Date.now() + skewMs,
      wait: () => wait(10),
      onEvent: (event) => events.push(event),
    }
  }, 60_000)
  afterAll(async () => {
    await sandbox.stop()
    await close()
    await queues.stop()
    await database.close()
  })
  beforeEach(() => {
    isAway = false
    skewMs = 0
    events = []
  })

  const findOne = async (): Promise<Subscription> => {
    const { remote } = await findEhrSubscription(database.db, parts.tenant)
    const found = await sandbox.read(`Subscription/${remote?.id}`)
    if (found?.resourceType !== 'Subscription') throw new TypeError('The sandbox has no such Subscription.')
    return found
  }
  const readHeard = async () => (await findEhrSubscription(database.db, parts.tenant)).heard
  const until = async (isSo: () => Promise<boolean> | boolean): Promise<void> => {
    for (let turn = 0; turn < 500; turn++) {
      if (await isSo()) return
      await wait(10)
    }
    throw new TypeError('It did not happen in time.')
  }
  const send = async (method: 'PUT' | 'POST', reference: string, resource: object): Promise<string> => {
    const response = await fetch(`${sandbox.url}/open/fhir/${reference}`, {
      method,
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify(resource),
    })
    expect(response.ok).toBe(true)
    return ((await response.json()) as { readonly id: string }).id
  }
  const signNote = async (): Promise<string> => {
    const [document] = await sandbox.search('DocumentReference', { status: 'current' })
    const { id: _id, meta: _meta, ...rest } = { id: '', meta: {}, ...document }
    return send('POST', 'DocumentReference', { ...rest, docStatus: 'final' })
  }
  const call = async (init: RequestInit & { readonly below?: string; readonly to?: string } = {}): Promise<number> => {
    const { below = '', to = parts.endpoint, ...rest } = init
    return (await fetch(`${to}${below}`, { method: 'POST', ...rest })).status
  }
  const secretOf = ({ channel }: Subscription): string => channel.header?.[0]?.replace('Authorization: ', '') ?? ''

  test('is made once, becomes active, and its secret is kept as a hash', async () => {
    expect(await subscribe(parts)).toBe('made')
    await until(async () => (await findOne()).status === 'active')
    expect(await subscribe(parts)).toBe('as-before')
    const secret = secretOf(await findOne()).replace('Bearer ', '')
    expect(secret).toHaveLength(43)
    expect(await dumpDatabase(database.db)).not.toContain(secret)
  })

  test('what is signed is queued as soon as the server says so, and only what is new', async () => {
    await catchUp(parts)
    const { waiting } = await queue.count()
    const stopping = new AbortController()
    const following = followServer(parts, stopping.signal)
    await until(() => events.some(({ kind }) => kind === 'looked'))
    await signNote()
    await until(async () => (await queue.count()).waiting === waiting + 1)
    stopping.abort()
    await following
    expect(events.at(-1)).toMatchObject({ kind: 'looked', added: 1 })
  }, 30_000)

  test.each<[string, RequestInit & { readonly below?: string }]>([
    ['without a secret', {}],
    ['with a secret that is not ours', { headers: { authorization: `Bearer ${'x'.repeat(43)}` } }],
    ['with another scheme', { headers: { authorization: 'Basic eDp5' } }],
    ['with a payload and no secret', { method: 'PUT', below: '/DocumentReference/x', body: '{}' }],
  ])('a call %s is refused and heard by nobody', async (_, init) => {
    const before = await readHeard()
    expect(await call(init)).toBe(401)
    expect(await readHeard()).toBe(before)
  })

  test('a good secret is none for another tenant, or one that does not subscribe', async () => {
    const headers = { authorization: secretOf(await findOne()) }
    for (const key of ['nobody', smartRow.key]) {
      expect(await call({ headers, to: parts.endpoint.replace(`/${parts.tenant}/`, `/${key}/`) })).toBe(401)
    }
  })

  test('calls that are repeated or out of order, with an old version in them, queue nothing', async () => {
    const headers = { authorization: secretOf(await findOne()) }
    const id = await signNote()
    const first = await sandbox.read(`DocumentReference/${id}`)
    await send('PUT', `DocumentReference/${id}`, { ...first, description: 'second version' })
    await catchUp(parts)
    const { waiting } = await queue.count()
    const body = JSON.stringify({ ...first, description: CANARY })
    const full = { method: 'PUT', below: `/DocumentReference/${id}`, headers, body }
    for (const one of [full, { headers }, full, { headers }]) expect(await call(one)).toBe(204)
    expect(await catchUp(parts)).toMatchObject({ added: 0 })
    expect((await queue.count()).waiting).toBe(waiting)
    expect(await dumpDatabase(database.db)).not.toContain(CANARY)
  }, 30_000)

  test('what was lost is found by the next look, which also makes the subscription anew', async () => {
    await until(async () => (await findOne()).status === 'active')
    const before = await findOne()
    isAway = true
    await signNote()
    await until(async () => (await findOne()).status === 'error')
    isAway = false
    const stopping = new AbortController()
    const following = followServer(parts, stopping.signal)
    await until(() => events.some(({ kind }) => kind === 'looked'))
    stopping.abort()
    await following
    expect(events).toMatchObject([
      { kind: 'subscription', state: 'made' },
      { kind: 'looked', added: 1 },
    ])
    const after = await findOne()
    expect(after.id).not.toBe(before.id)
    expect(await sandbox.read(`Subscription/${before.id}`)).toBeUndefined()
    expect(await call({ headers: { authorization: secretOf(before) } })).toBe(401)
    expect(await call({ headers: { authorization: secretOf(after) } })).toBe(204)
  }, 30_000)

  test('is made anew before it ends', async () => {
    const { id } = await findOne()
    skewMs = 3 * DAY_MS
    expect(await subscribe(parts)).toBe('as-before')
    skewMs = 4 * DAY_MS
    expect(await subscribe(parts)).toBe('made')
    expect((await findOne()).id).not.toBe(id)
  })

  test('a look that breaks off begins again where the last whole one ended', async () => {
    await signNote()
    const { readUntil } = await findEhrSubscription(database.db, parts.tenant)
    sandbox.faults = (request) => (request.path.includes('DocumentReference') ? 'drop-before' : undefined)
    await expect(catchUp(parts)).rejects.toMatchObject({ code: 'unavailable' })
    sandbox.faults = undefined
    expect((await findEhrSubscription(database.db, parts.tenant)).readUntil).toEqual(readUntil)
    expect(await catchUp(parts)).toMatchObject({ added: 1 })
  }, 30_000)

  test.each([
    ['that offers none', 'not-offered', (pathname: string) => (pathname.endsWith('/metadata') ? 404 : undefined)],
    [
      'that refuses it',
      'refused',
      (pathname: string, method: string) => (method === 'POST' && pathname.endsWith('/Subscription') ? 403 : undefined),
    ],
  ] as const)('at a server %s, looking regularly must do', async (_, state, refuse) => {
    skewMs = 10 * DAY_MS
    const before = await findOne()
    sandbox.faults = ({ path: pathname, method }) => {
      const status = refuse(pathname, method)
      return status === undefined ? undefined : { status }
    }
    expect(await subscribe(parts)).toBe(state)
    sandbox.faults = undefined
    // The one before is still heard while it stands.
    expect(await call({ headers: { authorization: secretOf(before) } })).toBe(204)
  })

  test('the sandbox calls nobody but the sidebar and whom it was given', async () => {
    const id = await send('POST', 'Subscription', {
      resourceType: 'Subscription',
      status: 'requested',
      reason: 'test',
      criteria: 'DocumentReference?status=current',
      channel: { type: 'rest-hook', endpoint: 'http://169.254.169.254/latest' },
    })
    await until(async () => {
      const found = await sandbox.read(`Subscription/${id}`)
      return found?.resourceType === 'Subscription' && found.status === 'error'
    })
  })
})
