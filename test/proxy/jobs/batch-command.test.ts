// The whole command against the sandbox: a service that signs in by itself, a token that ends, a pause, a cut connection.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { mapNoteReference } from '#fhir-mappers/note-reference.ts'
import { parseConfig } from '#proxy/config.ts'
import { describePublicKey } from '#proxy/jobs/backend-token.ts'
import { hasStatus, SIGNED } from '#proxy/jobs/search-source.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { type OpenDatabase, openDatabase } from '#proxy/store/open-database.ts'
import { type Sandbox, startSandbox } from '#sandbox/start-sandbox.ts'
import { buildPatients } from '../../../sandbox/patients/build-patients.ts'
import { copyMigratedDatabase } from '../../support/migrated-database.ts'
import { smartRow } from '../proxy-fixture.ts'

const run = promisify(execFile)
const SCRIPT = path.resolve(import.meta.dirname, '../../../scripts/batch.ts')

type Algorithm = 'RS384' | 'ES384'
type Service = { readonly directory: string; readonly pem: string; readonly keyFile: string }

function createService(algorithm: Algorithm): Service {
  const directory = mkdtempSync(path.join(tmpdir(), 'postil-batch-'))
  const { privateKey } =
    algorithm === 'ES384'
      ? generateKeyPairSync('ec', { namedCurve: 'P-384' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { directory, pem, keyFile: path.join(directory, 'key.pem') }
}

const services: Readonly<Record<Algorithm, Service>> = { RS384: createService('RS384'), ES384: createService('ES384') }
const algorithms = ['RS384', 'ES384'] as const
let sandbox: Sandbox

beforeAll(async () => {
  const backendClients = algorithms.map(async (algorithm) => {
    const jwks = { keys: [await describePublicKey({ privateKey: services[algorithm].pem, algorithm })] }
    return { id: algorithm, algorithm, jwks }
  })
  sandbox = await startSandbox({
    port: 0,
    sidebarUrl: 'http://127.0.0.1:1',
    resources: buildPatients('2026-03-02'),
    backendClients: await Promise.all(backendClients),
  })
  for (const algorithm of algorithms) {
    const { directory, pem, keyFile } = services[algorithm]
    writeFileSync(keyFile, pem)
    const client = { clientId: algorithm, tokenUrl: `${sandbox.url}/auth/token`, algorithm, keyFile }
    const row = { ...smartRow, issuer: `${sandbox.url}/fhir`, batch: { requestsPerSecond: 500, client } }
    writeFileSync(path.join(directory, 'tenants.json'), JSON.stringify({ tenants: [row] }))
    await copyMigratedDatabase(path.join(directory, 'db'))
  }
}, 60_000)
afterAll(() => sandbox.stop())

/** Whatever a try that failed left running or misbehaving does not meet the next. */
const children: ChildProcess[] = []
afterEach(() => {
  sandbox.faults = undefined
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** A folder with a database in which nothing is done yet. */
async function makeDataDir(): Promise<string> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'postil-batch-'))
  await copyMigratedDatabase(path.join(dataDir, 'db'))
  return dataDir
}

const readSettings = (dataDir: string, { directory }: Service) => ({
  ...process.env,
  POSTIL_PROFILE: 'sandbox',
  POSTIL_TENANTS_FILE: path.join(directory, 'tenants.json'),
  POSTIL_DATA_DIR: dataDir,
  DATABASE_URL: '',
})

async function batchIn(dataDir: string, service: Service, ...options: readonly string[]) {
  const env = readSettings(dataDir, service)
  return run(process.execPath, [SCRIPT, ...options, '--tenant', 'hospital'], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { readonly code: number; readonly stdout: string; readonly stderr: string }) => error,
  )
}

/** While no command has the embedded database open. */
async function inDatabase<Value>(
  dataDir: string,
  service: Service,
  ask: (database: OpenDatabase) => Promise<Value>,
): Promise<Value> {
  const database = await openDatabase(parseConfig(readSettings(dataDir, service)).database)
  try {
    return await ask(database)
  } finally {
    await database.close()
  }
}

function countRecorded(dataDir: string, service: Service): Promise<number> {
  return inDatabase(dataDir, service, ({ db }) =>
    inTenant(
      db,
      parseTenantKey('hospital'),
      async (transaction) => (await transaction.selectFrom('batch_result').select('item_ref').execute()).length,
    ),
  )
}

/** Where everything is done. */
let worked = ''
const DAYS = ['run', '--from', '2025-01-01', '--to', '2026-12-31'] as const

describe.each(algorithms)('npm run batch with a key for %s', (algorithm) => {
  const service = services[algorithm]

  test('prints the public half of its key, and nothing of the other', async () => {
    const { stdout } = await batchIn(service.directory, service, 'jwks')
    expect(JSON.parse(stdout)).toMatchObject({ keys: [{ alg: algorithm, use: 'sig' }] })
    expect(stdout).not.toContain('"d"')
  }, 30_000)

  test('works through the chart although its token ends, the server asks for a pause and a connection is cut', async () => {
    const dataDir = await makeDataDir()
    let requests = 0
    const met: string[] = []
    sandbox.faults = (request) => {
      if (!request.path.startsWith('/fhir')) return undefined
      requests += 1
      if (requests === 5) {
        met.push('token')
        sandbox.expireTokens()
      }
      if (requests === 9) {
        met.push('pause')
        return { status: 429, headers: { 'Retry-After': '1' } }
      }
      if (requests !== 14) return undefined
      met.push('cut')
      return 'drop-before'
    }
    const { code, stdout, stderr } = await batchIn(dataDir, service, ...DAYS)
    sandbox.faults = undefined
    expect(met).toEqual(['token', 'pause', 'cut'])
    const [, found, added] = [...stderr.matchAll(/Found (\d+) notes, (\d+) of them new\./g)].at(-1) ?? []
    expect(Number(found)).toBeGreaterThan(15)
    expect(added).toBe(found)
    // Every one of them is on record, and none among the dead letters.
    expect(stdout).toMatch(new RegExp(`^${found} notes in`, 'm'))
    expect(stdout).toContain('Nothing is left in the queue.')
    expect(stdout).toContain('Nothing failed.')
    expect(code).toBe(0)
    expect(await countRecorded(dataDir, service)).toBe(Number(found))
    worked = dataDir
  }, 90_000)
})

// After the sign-in nothing depends on the key.
describe('npm run batch', () => {
  const service = services.RS384

  test('does nothing a second time', async () => {
    const { stdout, stderr } = await batchIn(worked, service, ...DAYS)
    expect(stderr).toMatch(/Found \d+ notes, 0 of them new/)
    expect(stdout).toMatch(/^0 notes in/m)
  }, 60_000)

  test('works through an export although its token ends, the server asks for a pause and a file is cut in the middle', async () => {
    const fresh = await makeDataDir()
    let files = 0
    let isThrottled = false
    sandbox.faults = (request) => {
      if (!request.path.startsWith('/fhir/bulk-exports/') || request.method !== 'GET') return undefined
      if (!isThrottled) {
        isThrottled = true
        return { status: 429, headers: { 'Retry-After': '1' } }
      }
      if (!/\/\d+$/.test(request.path)) return undefined
      files += 1
      if (files === 2) sandbox.expireTokens()
      return files === 1 ? 'drop-midway' : undefined
    }
    const { stdout, stderr } = await batchIn(fresh, service, 'run', '--export', 'patients')
    sandbox.faults = undefined
    expect(stderr).toMatch(/The connection broke; goes on at line \d+ of file 1\./)
    const exported = Number(/(\d+) documents exported\. For what changes after this: --since \d{4}-/.exec(stderr)?.[1])
    const found = Number([...stderr.matchAll(/Found (\d+) notes, \1 of them new\./g)].at(-1)?.[1])
    expect(exported).toBeGreaterThan(10)
    // Each once, whatever was read twice; what belongs to no visit was left out, and that was said.
    const skipped = Number(/(\d+) documents name no patient or no encounter/.exec(stderr)?.[1] ?? 0)
    expect(found + skipped).toBe(exported)
    expect(stdout).toContain('Nothing is left in the queue.')
    const again = await batchIn(fresh, service, 'run', '--export', 'patients')
    expect(again.stderr).toContain(`Found ${found} notes, 0 of them new.`)
    expect(again.stdout).toMatch(/^0 notes in/m)
  }, 200_000)

  test.each([
    ['stopped while it is prepared', 'SIGINT', 'status'],
    ['killed while it is prepared', 'SIGKILL', 'status'],
    ['killed while its files are read', 'SIGKILL', 'file'],
  ] as const)(
    '%s, an export is gone on with by the next run, and deleted at its end',
    async (_, signal, during) => {
      const fresh = await makeDataDir()
      const asked: string[] = []
      const reached = Promise.withResolvers<void>()
      let isHeld = true
      const files = new Set<string>()
      sandbox.faults = ({ method, path: place }) => {
        const { groups } = /(?<begin>\$export)|bulk-exports\/[^/]+(?<file>\/\d+)?$/.exec(place) ?? {}
        if (!groups) return undefined
        const { begin, file = '' } = groups
        asked.push(`${method} ${begin ?? `status${file}`}`)
        if (!isHeld || begin !== undefined || method === 'DELETE') return undefined
        files.add(file)
        // The third file is where it stands still, or the first question.
        if (during === 'file' && files.size < 4) return undefined
        reached.resolve()
        return { status: 429, headers: { 'Retry-After': '3600' } }
      }
      const options = [SCRIPT, 'run', '--export', 'patients', '--tenant', 'hospital']
      const child = spawn(process.execPath, options, {
        env: readSettings(fresh, service),
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      children.push(child)
      let stdout = ''
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString()
      })
      await reached.promise
      // The answer is read, and the hour begins.
      await wait(1000)
      child.kill(signal)
      await once(child, 'close')
      if (signal === 'SIGINT') expect(stdout).toContain('Stopped. What is left stays in the queue')
      expect(asked.filter((one) => one.startsWith('GET $export'))).toHaveLength(1)
      expect(asked.some((one) => one.startsWith('DELETE'))).toBe(false)
      const before = asked.length
      isHeld = false
      // The EHR would have to be waited for as long by every process.
      await inDatabase(fresh, service, ({ runSql }) => runSql('update server_pace set paused_until = now()'))
      const { stderr, code } = await batchIn(fresh, service, 'run', '--export', 'patients')
      sandbox.faults = undefined
      expect(stderr).toMatch(/Goes on with the export of \d{4}-\S+, of which \d+ lines were read\./)
      const after = asked.slice(before)
      expect(after.some((one) => one.startsWith('GET $export'))).toBe(false)
      expect(after.at(-1)).toBe('DELETE status')
      // What was read and queued before the kill is not read again.
      expect(after.includes('GET status/0')).toBe(during === 'status')
      const documents = (await sandbox.search('DocumentReference', { status: 'current' })).filter((one) =>
        hasStatus(one, SIGNED),
      )
      expect(stderr).toContain(`${documents.length} documents exported.`)
      const { rows } = await inDatabase(fresh, service, ({ runSql }) =>
        runSql(`select id from public_jobs.job where name like 'notes-%'`),
      )
      expect(rows).toHaveLength(documents.filter((one) => mapNoteReference(one) !== undefined).length)
      expect(code).toBe(0)
    },
    120_000,
  )

  test.each([
    [['run', '--export', 'everybody'], '--export'],
    [['run', '--export', 'patients', '--since', 'yesterday'], '--since'],
    [['run', '--from', 'yesterday', '--to', '2026-03-02'], '--from'],
    [['dance'], 'npm run batch'],
  ])(
    '%j is refused with a word about it',
    async (options, word) => {
      const { code, stderr } = await batchIn(service.directory, service, ...options)
      expect(code).toBe(2)
      expect(stderr).toContain(word)
    },
    30_000,
  )
})
