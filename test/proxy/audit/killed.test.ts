// A real proxy is killed with SIGKILL while it writes: what it had answered is on the audit trail, and the chain is whole.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { parseEncounterId, parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'
import { verifyChain } from '#proxy/audit/verify-chain.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { openDatabase } from '#proxy/store/open-database.ts'
import { copyMigratedDatabase } from '../../support/migrated-database.ts'
import { aPrompt, aRecord, createProofKey, openRow, type ProofKey, signProof } from '../proxy-fixture.ts'
import { createPostgresSchema, hasPostgres } from '../store/test-engines.ts'

const ROUNDS = 3
const AT_ONCE = 8
const tenant = parseTenantKey(openRow.key)

let child: ChildProcess | undefined
const cleanUp: (() => Promise<void> | void)[] = []
afterEach(async () => {
  child?.kill('SIGKILL')
  for (const clean of cleanUp.splice(0)) await clean()
})

async function start(dataDir: string, databaseUrl: string | undefined): Promise<string> {
  const tenantsFile = path.join(dataDir, 'tenants.json')
  const limits = { requestsPerMinute: 1_000_000, requestsPerMinutePerPerson: 1_000_000 }
  writeFileSync(tenantsFile, JSON.stringify({ tenants: [{ ...openRow, limits }] }))
  child = spawn(process.execPath, ['proxy/src/main.ts'], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      POSTIL_PROFILE: 'sandbox',
      POSTIL_TENANTS_FILE: tenantsFile,
      POSTIL_DATA_DIR: dataDir,
      POSTIL_PORT: '0',
      POSTIL_LIMIT_REQUESTS_PER_MINUTE: '1000000',
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new TypeError('no output')
  for await (const line of createInterface(child.stdout)) {
    const said = JSON.parse(line) as { msg: string; address?: string }
    if (said.msg === 'listening' && said.address !== undefined) {
      child.stdout.resume()
      return said.address
    }
  }
  throw new TypeError('the proxy did not start')
}

async function post(url: string, signed: { readonly key: ProofKey; readonly token?: string }, body: object) {
  const { pathname: path } = new URL(url)
  const request = { method: 'POST', path, at: Date.now(), ...(signed.token !== undefined && { token: signed.token }) }
  const dpop = await signProof(signed.key, request, { claims: { htu: url } })
  const authorization = signed.token === undefined ? {} : { authorization: `DPoP ${signed.token}` }
  const headers = { 'content-type': 'application/json', dpop, ...authorization }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

const choice = { kind: 'unable-to-determine' }
const [patientId, encounterId] = [parsePatientId('p'), parseEncounterId('e')]
const DECIDING = { path: '/v1/decisions', body: { fingerprint: aPrompt().fingerprint, findingKind: 'prompt', choice } }
/** Those of one tenant share commits. */
const ANALYSING = { path: '/v1/analyses', body: { record: aRecord({ tenant, patientId, encounterId }) } }

type Signed = { readonly key: ProofKey; readonly token: string }

type Asking = { readonly url: string; readonly signed: Signed; readonly answered: string[] }

/** Again and again until the connection breaks; adds the ids of what was answered. */
async function ask(
  { url, signed, answered }: Asking,
  { path, body }: typeof DECIDING | typeof ANALYSING,
): Promise<void> {
  for (;;) {
    try {
      const response = await post(url + path, signed, body)
      // The body as well: only then has the browser been told.
      const text = await response.text()
      const isWhole = path === DECIDING.path || text.includes('event: done')
      if (response.status === 200 && isWhole) answered.push(response.headers.get('x-request-id') ?? text)
    } catch {
      return
    }
  }
}

async function writeAndKill(url: string, afterMs: number): Promise<string[]> {
  const key = await createProofKey()
  const body = { kind: 'open-server', issuer: openRow.issuer, patientId: 'p', encounterId: 'e' }
  const { session } = (await (await post(`${url}/v1/session`, { key }, body)).json()) as { session: string }
  const asking: Asking = { url, signed: { key, token: session }, answered: [] }
  const working = Array.from({ length: AT_ONCE }, (_, index) => ask(asking, index % 2 ? DECIDING : ANALYSING))
  await expect.poll(() => asking.answered.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(AT_ONCE)
  await wait(afterMs)
  const gone = new Promise((resolve) => child?.once('exit', resolve))
  child?.kill('SIGKILL')
  await gone
  await Promise.all(working)
  return asking.answered
}

describe.each(['PGlite', ...(hasPostgres ? ['PostgreSQL'] : [])])('a proxy on %s that is killed', (engine) => {
  test('has lost no row that it answered for', async () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'postil-killed-'))
    cleanUp.push(() => rmSync(dataDir, { recursive: true }))
    const schema = engine === 'PostgreSQL' ? await createPostgresSchema() : undefined
    if (schema) cleanUp.push(schema.drop)
    else await copyMigratedDatabase(path.join(dataDir, 'db'))
    const answered: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const url = await start(dataDir, schema?.url)
      answered.push(...(await writeAndKill(url, 100 + round * 170)))
    }
    const { db, close } = await openDatabase(
      schema ? { kind: 'postgres', url: schema.url } : { kind: 'pglite', dir: path.join(dataDir, 'db') },
    )
    cleanUp.unshift(close)
    const { verdict, entries } = await inTenant(db, tenant, async (transaction) => ({
      verdict: await verifyChain(transaction, tenant),
      entries: await transaction.selectFrom('audit').select('entry').execute(),
    }))
    expect(verdict).toMatchObject({ ok: true })
    const kept = new Set(entries.map(({ entry }) => (JSON.parse(entry) as { requestId: string }).requestId))
    expect(answered.filter((id) => !kept.has(id))).toEqual([])
    expect(answered.length).toBeGreaterThanOrEqual(ROUNDS * AT_ONCE)
    console.log(`${engine}: ${answered.length} answered rows, ${ROUNDS} kills, none lost`)
  }, 90_000)
})
