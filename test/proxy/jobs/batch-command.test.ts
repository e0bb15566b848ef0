// The whole command against the sandbox: a service that signs in by itself, a token that ends, a pause, a cut connection.
import { execFile, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { parseConfig } from '#proxy/config.ts'
import { describePublicKey } from '#proxy/jobs/backend-token.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { openDatabase } from '#proxy/store/open-database.ts'
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
async function countRecorded(service: Service): Promise<number> {
  const database = await openDatabase(parseConfig(readSettings(service.directory, service)).database)
  try {
    return await inTenant(
      database.db,
      parseTenantKey('hospital'),
      async (transaction) => (await transaction.selectFrom('batch_result').select('item_ref').execute()).length,
    )
  } finally {
    await database.close()
  }
}

const DAYS = ['run', '--from', '2025-01-01', '--to', '2026-12-31'] as const

describe.each(algorithms)('npm run batch with a key for %s', (algorithm) => {
  const service = services[algorithm]
  const batch = (...options: readonly string[]) => batchIn(service.directory, service, ...options)

  test('prints the public half of its key, and nothing of the other', async () => {
    const { stdout } = await batch('jwks')
    expect(JSON.parse(stdout)).toMatchObject({ keys: [{ alg: algorithm, use: 'sig' }] })
    expect(stdout).not.toContain('"d"')
  }, 30_000)

  test('works through the chart although its token ends, the server asks for a pause and a connection is cut', async () => {
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
    const { code, stdout, stderr } = await batch(...DAYS)
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
    expect(await countRecorded(service)).toBe(Number(found))
  }, 90_000)
})

// After the sign-in nothing depends on the key.
describe('npm run batch', () => {
  const service = services.RS384
  const batch = (...options: readonly string[]) => batchIn(service.directory, service, ...options)

  test('does nothing a second time', async () => {
    const { stdout, stderr } = await batch(...DAYS)
    expect(stderr).toMatch(/Found \d+ notes, 0 of them new/)
    expect(stdout).toMatch(/^0 notes in/m)
  }, 60_000)

  test('works through an export although its token ends, the server asks for a pause and a file is cut in the middle', async () => {
    // In a database of its own, where nothing is done yet.
    const fresh = mkdtempSync(path.join(tmpdir(), 'postil-export-'))
    await copyMigratedDatabase(path.join(fresh, 'db'))
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

  test('stopped during a pause of an hour, leaves no export behind and says where it stands', async () => {
    const fresh = mkdtempSync(path.join(tmpdir(), 'postil-stopped-'))
    const asked: string[] = []
    const begun = Promise.withResolvers<void>()
    sandbox.faults = ({ method, path: place }) => {
      if (!place.startsWith('/fhir/')) return undefined
      asked.push(method)
      if (method === 'DELETE' || !place.startsWith('/fhir/bulk-exports/')) return undefined
      begun.resolve()
      return { status: 429, headers: { 'Retry-After': '3600' } }
    }
    const options = [SCRIPT, 'run', '--export', 'patients', '--tenant', 'hospital']
    const child = spawn(process.execPath, options, {
      env: readSettings(fresh, service),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let stdout = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
    })
    await begun.promise
    // The answer is read, and the hour begins.
    await wait(1000)
    child.kill('SIGINT')
    const [code] = await once(child, 'close')
    sandbox.faults = undefined
    expect(asked.at(-1)).toBe('DELETE')
    expect(stdout).toContain('Stopped. What is left stays in the queue')
    expect(code).toBe(0)
  }, 60_000)

  test.each([
    [['run', '--export', 'everybody'], '--export'],
    [['run', '--export', 'patients', '--since', 'yesterday'], '--since'],
    [['run', '--from', 'yesterday', '--to', '2026-03-02'], '--from'],
    [['dance'], 'npm run batch'],
  ])(
    '%j is refused with a word about it',
    async (options, word) => {
      const { code, stderr } = await batch(...options)
      expect(code).toBe(2)
      expect(stderr).toContain(word)
    },
    30_000,
  )
})
