// A stop while an analysis is being streamed, over real connections.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { PROXY_CHAIN } from '#proxy/audit/audit-log.ts'
import { parseConfig } from '#proxy/config.ts'
import { startProxy } from '#proxy/start-proxy.ts'
import { copyMigratedDatabase } from '../support/migrated-database.ts'
import { fakeEngine, openRow } from './proxy-fixture.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'postil-drain-'))
const tenantsFile = path.join(directory, 'tenants.json')
writeFileSync(tenantsFile, JSON.stringify({ tenants: [openRow] }))
afterAll(() => rmSync(directory, { recursive: true }))

async function start(drainSeconds: number) {
  const dataDir = mkdtempSync(path.join(directory, 'proxy-'))
  await copyMigratedDatabase(path.join(dataDir, 'db'))
  const proxy = await startProxy(
    parseConfig({
      POSTIL_PROFILE: 'sandbox',
      POSTIL_TENANTS_FILE: tenantsFile,
      POSTIL_DATA_DIR: dataDir,
      POSTIL_PORT: '0',
      POSTIL_METRICS_PORT: '0',
      POSTIL_LOG_LEVEL: 'silent',
      POSTIL_DRAIN_SECONDS: String(drainSeconds),
    }),
    fakeEngine,
  )
  const gate = Promise.withResolvers<void>()
  onTestFinished(() => {
    gate.resolve()
    return proxy.stop()
  })
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
    pull: async (controller) => {
      await gate.promise
      controller.enqueue(new TextEncoder().encode('}'))
      controller.close()
    },
  })
  // Its body is still on the way: a request that is inside and cannot end by itself yet.
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' }
  const inside = fetch(`${proxy.url}/v1/session`, init).then(
    ({ status }) => status,
    () => 'cut' as const,
  )
  await expect
    .poll(async () => (await fetch(`${proxy.metricsUrl}/metrics`)).text())
    .toContain('postil_requests_in_work 1')
  return { proxy, inside, dataDir, release: gate.resolve }
}

test('lets what is inside end, is not ready, and takes nothing new', async () => {
  const { proxy, inside, release } = await start(20)
  const stopped = proxy.stop()
  await expect.poll(async () => (await fetch(`${proxy.metricsUrl}/readyz`)).text()).toBe('stopping')
  await expect(fetch(`${proxy.url}/v1/open-servers`)).rejects.toThrow()
  release()
  // Answered in full: an empty request is refused by its form.
  expect(await inside).toBe(400)
  await stopped
}, 30_000)

test('cuts what does not end in time', async () => {
  const { proxy, inside } = await start(1)
  const before = Date.now()
  await proxy.stop()
  expect(await inside).toBe('cut')
  expect(Date.now() - before).toBeLessThan(8000)
}, 30_000)

test('is stopped once, however often it is told, and signs every chain before the database closes', async () => {
  const { proxy, inside, dataDir, release } = await start(20)
  // Somebody who is turned away is on the proxy's own chain.
  const headers = { 'content-type': 'application/json' }
  expect((await fetch(`${proxy.url}/v1/decisions`, { method: 'POST', headers, body: '{}' })).status).toBe(401)
  const stopped = Promise.all([proxy.stop(), proxy.stop()])
  release()
  await Promise.all([inside, stopped, proxy.stop()])
  const checkpoints = readFileSync(path.join(dataDir, 'checkpoints.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly tenant: string }).tenant)
  expect(checkpoints.toSorted()).toEqual([openRow.key, PROXY_CHAIN].toSorted())
}, 30_000)
