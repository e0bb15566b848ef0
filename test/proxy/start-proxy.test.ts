import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import type { createApp } from '#proxy/app.ts'
import { getFiscalEdition } from '#proxy/code-sets/edition.ts'
import { createReleaseStore } from '#proxy/code-sets/release-store.ts'
import { parseConfig } from '#proxy/config.ts'
import { readKeys } from '#proxy/crypto/key-file.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { startProxy } from '#proxy/start-proxy.ts'
import { connectDatabase } from '#proxy/store/open-database.ts'
import { copyMigratedDatabase } from '../support/migrated-database.ts'
import { aRecord, createTestProxy, fakeEngine, openRow, signIn, signProof, smartRow } from './proxy-fixture.ts'
import { openPglite, type TestDatabase } from './test-database.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'postil-proxy-'))
const siteDir = path.join(directory, 'site')
const tenantsFile = path.join(directory, 'tenants.json')
beforeAll(() => {
  mkdirSync(siteDir)
  writeFileSync(path.join(siteDir, 'index.html'), '<title>Postil</title>')
  writeFileSync(tenantsFile, JSON.stringify({ tenants: [smartRow, openRow] }))
})
afterAll(() => rmSync(directory, { recursive: true }))

const settings = {
  POSTIL_PROFILE: 'sandbox',
  POSTIL_TENANTS_FILE: tenantsFile,
  POSTIL_STATIC_DIR: siteDir,
  POSTIL_DATA_DIR: path.join(directory, 'data'),
  POSTIL_PORT: '0',
  POSTIL_LOG_LEVEL: 'silent',
}

/** One for each try of a test: a proxy that an earlier one left holds its own. */
const makeDataDir = (): string => mkdtempSync(path.join(directory, 'data-'))

describe('a started proxy', () => {
  test('serves its pages and interface, keeps its keys, and stops', async () => {
    const own = { ...settings, POSTIL_DATA_DIR: makeDataDir() }
    const proxy = await startProxy(parseConfig(own), fakeEngine)
    const get = (address: string) => fetch(`${proxy.url}${address}`, { redirect: 'manual' })
    expect(await (await get('/index.html')).text()).toContain('Postil')
    expect((await get('/')).headers.get('location')).toBe('/index.html')
    expect((await get('/healthz')).status).toBe(200)
    expect((await get('/readyz')).status).toBe(200)
    const figures = await (await get('/metrics')).text()
    expect(figures).toContain('postil_requests_in_work 0')
    expect(figures).toContain('postil_requests_waiting 0')
    expect(figures).toContain('postil_model_on 0')
    expect((await get(`/v1/tenants/${encodeURIComponent(smartRow.issuer)}`)).status).toBe(200)
    expect((await get('/v1/tenants/https%3A%2F%2Fnobody.example')).status).toBe(404)
    expect(await (await get('/v1/open-servers')).json()).toMatchObject({ servers: [{ tenant: 'public' }] })
    await proxy.stop()
    await expect(get('/healthz')).rejects.toThrow()
    // The first start of the embedded database takes seconds on a busy machine.
  }, 60_000)

  test.each([
    ['nowhere', /^POSTIL_TENANTS_FILE: names for hospital an introspection secretFile that cannot be read: it is not/],
    ['empty', /^POSTIL_TENANTS_FILE: names for hospital an introspection secretFile without a secret; put there/],
  ])('does not start with a secret of introspection that is %s, and names the tenant', async (name, said) => {
    writeFileSync(path.join(directory, 'empty'), '\n')
    const introspection = { url: 'https://ehr.example/i', clientId: 'c', secretFile: path.join(directory, name) }
    const file = path.join(directory, `secret-${name}.json`)
    writeFileSync(file, JSON.stringify({ tenants: [{ ...smartRow, introspection }] }))
    const starting = startProxy(parseConfig({ ...settings, POSTIL_TENANTS_FILE: file }), fakeEngine)
    await expect(starting).rejects.toThrow(said)
  })

  test('puts on every chain from when to when it works, and which settings are others than before', async () => {
    const dataDir = makeDataDir()
    const own = { ...settings, POSTIL_DATA_DIR: dataDir, POSTIL_TENANTS_FILE: path.join(directory, 'running.json') }
    await copyMigratedDatabase(path.join(dataDir, 'db'))
    const rows = [smartRow, { ...smartRow, roles: { default: 'coder' }, feedback: 'allowed' }]
    for (const row of [rows[0], rows[0], rows[1]]) {
      writeFileSync(own.POSTIL_TENANTS_FILE, JSON.stringify({ tenants: [row] }))
      await (await startProxy(parseConfig(own), fakeEngine)).stop()
    }
    const { db, close } = await connectDatabase({ kind: 'pglite', dir: path.join(dataDir, 'db') }, 'read-only')
    for (const chain of ['hospital', 'postil-proxy']) {
      const stored = await db
        .selectFrom('audit')
        .select('entry')
        .where('tenant', '=', parseTenantKey(chain))
        .orderBy('seq')
        .execute()
      const entries = stored.map(({ entry }) => JSON.parse(entry) as Record<string, unknown>)
      const running = entries.filter(({ action }) => action === 'audit.start' || action === 'audit.stop')
      const of = chain === 'hospital' ? ['changed', 'feedback roles'] : ['same', undefined]
      expect(running.map((entry) => [entry['action'], entry['outcome'], entry['changed']])).toEqual([
        ['audit.start', 'first', undefined],
        ['audit.stop', undefined, undefined],
        ['audit.start', 'same', undefined],
        ['audit.stop', undefined, undefined],
        ['audit.start', ...of],
        ['audit.stop', undefined, undefined],
      ])
      expect(entries).toContainEqual(expect.objectContaining({ action: 'audit.verify', outcome: 'good' }))
      // No setting can be read there, and no secret guessed without the key.
      expect(JSON.stringify(running)).not.toMatch(/https:|Practitioner|"allowed"/)
    }
    await close()
  }, 60_000)

  test('puts on its own chain which code sets are others than before, and who accepted their terms', async () => {
    const dataDir = makeDataDir()
    const own = { ...settings, POSTIL_DATA_DIR: dataDir }
    await copyMigratedDatabase(path.join(dataDir, 'db'))
    const store = createReleaseStore(dataDir)
    const common = { compiler: 1, counts: {}, warnings: [], sources: [] }
    const aRelease = (words: string) => ({
      ...common,
      set: 'icd10cm' as const,
      ...getFiscalEdition(2026),
      columns: { texts: { a: words }, numbers: {} },
    })
    const startAndStop = async () => (await startProxy(parseConfig(own), fakeEngine)).stop()
    await startAndStop()
    const { data: first } = await store.write(aRelease('first'))
    const acceptance = { by: 'Ada, manager', at: '2026-11-01T00:00:00.000Z', terms: 'words' }
    const { data: pairs } = await store.write({ ...aRelease('pairs'), set: 'ncci-ptp-practitioner', acceptance })
    await startAndStop()
    await startAndStop()
    const { data: second } = await store.write(aRelease('second'))
    rmSync(path.join(dataDir, 'code-sets', 'ncci-ptp-practitioner'), { recursive: true })
    await startAndStop()
    const { db, close } = await connectDatabase({ kind: 'pglite', dir: path.join(dataDir, 'db') }, 'read-only')
    const stored = await db
      .selectFrom('audit')
      .select('entry')
      .where('tenant', '=', parseTenantKey('postil-proxy'))
      .where('action', '=', 'codes.release')
      .orderBy('seq')
      .execute()
    await close()
    const entries = stored.map(({ entry }) => JSON.parse(entry) as Record<string, unknown>)
    const [diagnoses, edits] = ['icd10cm FY2026', 'ncci-ptp-practitioner FY2026']
    expect(entries).toMatchObject([
      { outcome: 'new', release: diagnoses, sha256: first.sha256 },
      { outcome: 'new', release: edits, sha256: pairs.sha256, acceptedAt: acceptance.at },
      { outcome: 'replaced', release: diagnoses, sha256: second.sha256 },
      { outcome: 'gone', release: edits, sha256: pairs.sha256 },
    ])
    const references = createReferences(readKeys({ dataDir }).referenceKey)
    expect(entries[1]?.['accepted']).toBe(references.ofActor(parseTenantKey('postil-proxy'), 'operator/Ada, manager'))
    expect(entries[0]).not.toHaveProperty('accepted')
    expect(JSON.stringify(entries)).not.toContain('Ada')
  }, 60_000)

  test('tells another key of checkpoints as a change of settings', async () => {
    const dataDir = makeDataDir()
    const own = { ...settings, POSTIL_DATA_DIR: dataDir }
    await copyMigratedDatabase(path.join(dataDir, 'db'))
    await (await startProxy(parseConfig(own), fakeEngine)).stop()
    rmSync(path.join(dataDir, 'checkpoint-key.pem'))
    await (await startProxy(parseConfig(own), fakeEngine)).stop()
    const { db, close } = await connectDatabase({ kind: 'pglite', dir: path.join(dataDir, 'db') }, 'read-only')
    const rows = await db.selectFrom('audit').select('entry').where('action', '=', 'audit.start').execute()
    await close()
    const changes = rows.map(({ entry }): unknown => JSON.parse(entry).changed)
    expect(changes.filter((changed) => changed !== undefined)).toEqual(['checkpointKey'])
  }, 60_000)

  test('shows its figures on a port of their own where one is named, and then nowhere else', async () => {
    const own = { ...settings, POSTIL_DATA_DIR: makeDataDir(), POSTIL_METRICS_PORT: '0' }
    await copyMigratedDatabase(path.join(own.POSTIL_DATA_DIR, 'db'))
    const proxy = await startProxy(parseConfig(own), fakeEngine)
    expect((await fetch(`${proxy.url}/metrics`)).status).toBe(404)
    expect((await fetch(`${proxy.url}/readyz`)).status).toBe(404)
    for (const place of ['/metrics', '/healthz', '/readyz']) {
      expect((await fetch(`${proxy.metricsUrl}${place}`)).status).toBe(200)
    }
    expect((await fetch(`${proxy.metricsUrl}/v1/open-servers`)).status).toBe(404)
    await proxy.stop()
    await expect(fetch(`${proxy.metricsUrl}/healthz`)).rejects.toThrow()
  }, 30_000)

  test('that finds its port taken says so, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const own = { ...settings, POSTIL_DATA_DIR: makeDataDir(), POSTIL_PORT: String(port) }
    await copyMigratedDatabase(path.join(own.POSTIL_DATA_DIR, 'db'))
    await expect(startProxy(parseConfig(own), fakeEngine)).rejects.toMatchObject({
      setting: 'POSTIL_PORT',
      message: `POSTIL_PORT: ${port} is in use by another process; stop that one, or choose another port.`,
    })
    other.close()
  }, 30_000)

  test.each([
    ['POSTIL_TENANTS_FILE', { POSTIL_TENANTS_FILE: path.join(directory, 'nowhere.json') }],
    ['POSTIL_STATIC_DIR', { POSTIL_STATIC_DIR: directory }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://root@127.0.0.1:1/none' }],
  ])('does not start without %s', async (setting, changes) => {
    const starting = startProxy(parseConfig({ ...settings, ...changes }), fakeEngine)
    await expect(starting).rejects.toMatchObject({ name: 'ConfigError', setting })
  })
})

describe('over a real connection', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openPglite()
  })
  afterAll(() => database.close())

  async function listen(app: ReturnType<typeof createApp>) {
    const server = createAdaptorServer({ fetch: app.fetch })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve())
    })
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const close = () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
    return { url: `http://127.0.0.1:${port}`, close }
  }

  test('a caller that leaves at any moment leaves nothing behind', async () => {
    const proxy = createTestProxy(database.db)
    const { url, close } = await listen(proxy.app)
    const { key, token } = await signIn(proxy)
    const body = JSON.stringify({ record: aRecord() })
    const leave = async (afterMs: number): Promise<void> => {
      const dpop = await signProof(key, { method: 'POST', path: '/v1/analyses', token })
      const headers = { 'content-type': 'application/json', authorization: `DPoP ${token}`, dpop }
      const signal = AbortSignal.timeout(afterMs)
      await fetch(`${url}/v1/analyses`, { method: 'POST', headers, body, signal })
        .then((response) => response.body?.cancel())
        .catch(() => undefined)
    }
    await Promise.all(Array.from({ length: 40 }, (_, index) => leave(1 + index)))
    await expect.poll(() => proxy.parts.line.size(), { timeout: 5000 }).toBe(0)
    await close()
  })

  test('a body without an announced length is counted', async () => {
    const proxy = createTestProxy(database.db)
    const { url, close } = await listen(proxy.app)
    const { key, token } = await signIn(proxy)
    const dpop = await signProof(key, { method: 'POST', path: '/v1/decisions', token })
    const headers = { 'content-type': 'application/json', authorization: `DPoP ${token}`, dpop }
    const chunk = new TextEncoder().encode(' '.repeat(8192))
    const stream = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(chunk) })
    const init = { method: 'POST', headers, body: stream, duplex: 'half' }
    const response = await fetch(`${url}/v1/decisions`, init)
    expect(response.status).toBe(413)
    await close()
  })
})
