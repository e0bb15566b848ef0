// The whole command against the sandbox: a service that signs in by itself, a token that ends, a pause, a cut connection.
import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describePublicKey } from '#proxy/jobs/backend-token.ts'
import { type Sandbox, startSandbox } from '#sandbox/start-sandbox.ts'
import { buildPatients } from '../../../sandbox/patients/build-patients.ts'
import { smartRow } from '../proxy-fixture.ts'

const run = promisify(execFile)
const SCRIPT = path.resolve(import.meta.dirname, '../../../scripts/batch.ts')

describe.each(['RS384', 'ES384'] as const)('npm run batch with a key for %s', (algorithm) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'postil-batch-'))
  const { privateKey } =
    algorithm === 'ES384'
      ? generateKeyPairSync('ec', { namedCurve: 'P-384' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const keyFile = path.join(directory, 'key.pem')
  let sandbox: Sandbox

  beforeAll(async () => {
    writeFileSync(keyFile, pem)
    const jwks = { keys: [await describePublicKey({ privateKey: pem, algorithm })] }
    sandbox = await startSandbox({
      port: 0,
      sidebarUrl: 'http://127.0.0.1:1',
      resources: buildPatients('2026-03-02'),
      backendClients: [{ id: 'batch', algorithm, jwks }],
    })
    const client = { clientId: 'batch', tokenUrl: `${sandbox.url}/auth/token`, algorithm, keyFile }
    const row = { ...smartRow, issuer: `${sandbox.url}/fhir`, batch: { requestsPerSecond: 500, client } }
    writeFileSync(path.join(directory, 'tenants.json'), JSON.stringify({ tenants: [row] }))
  }, 60_000)
  afterAll(() => sandbox.stop())

  const batch = (...options: readonly string[]) => batchIn(directory, ...options)
  const batchIn = async (dataDir: string, ...options: readonly string[]) => {
    const env = {
      ...process.env,
      POSTIL_PROFILE: 'sandbox',
      POSTIL_TENANTS_FILE: path.join(directory, 'tenants.json'),
      POSTIL_DATA_DIR: dataDir,
      DATABASE_URL: '',
    }
    return run(process.execPath, [SCRIPT, ...options, '--tenant', 'hospital'], { env }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { readonly code: number; readonly stdout: string; readonly stderr: string }) => error,
    )
  }
  const DAYS = ['run', '--from', '2025-01-01', '--to', '2026-12-31'] as const

  test('prints the public half of its key, and nothing of the other', async () => {
    const { stdout } = await batch('jwks')
    expect(JSON.parse(stdout)).toMatchObject({ keys: [{ alg: algorithm, use: 'sig' }] })
    expect(stdout).not.toContain('"d"')
  }, 30_000)

  test('works through the chart although its token ends, the server asks for a pause and a connection is cut', async () => {
    let requests = 0
    sandbox.faults = (request) => {
      if (!request.path.startsWith('/fhir')) return undefined
      requests += 1
      if (requests === 5) sandbox.expireTokens()
      if (requests === 9) return { status: 429, headers: { 'Retry-After': '1' } }
      return requests === 14 ? 'drop-before' : undefined
    }
    const { code, stdout, stderr } = await batch(...DAYS)
    console.log(stdout, stderr)
    expect(stdout).toContain('Nothing is left in the queue.')
    expect(stdout).toMatch(/^[1-9]\d* notes in/m)
    expect([0, 1]).toContain(code)
  }, 90_000)

  test('does nothing a second time', async () => {
    const { stdout, stderr } = await batch(...DAYS)
    expect(stderr).toMatch(/Found \d+ notes, 0 of them new/)
    expect(stdout).toMatch(/^0 notes in/m)
  }, 60_000)

  test('works through an export although its token ends, the server asks for a pause and a file is cut in the middle', async () => {
    // In a database of its own, where nothing is done yet.
    const fresh = mkdtempSync(path.join(tmpdir(), 'postil-export-'))
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
    const { stdout, stderr } = await batchIn(fresh, 'run', '--export', 'patients')
    sandbox.faults = undefined
    expect(stderr).toMatch(/The connection broke; goes on at line \d+ of file 1\./)
    const exported = Number(/(\d+) documents exported\. For what changes after this: --since \d{4}-/.exec(stderr)?.[1])
    const found = Number([...stderr.matchAll(/Found (\d+) notes, \1 of them new\./g)].at(-1)?.[1])
    expect(exported).toBeGreaterThan(10)
    // Each once, whatever was read twice; what belongs to no visit was left out, and that was said.
    const skipped = Number(/(\d+) documents name no patient or no encounter/.exec(stderr)?.[1] ?? 0)
    expect(found + skipped).toBe(exported)
    expect(stdout).toContain('Nothing is left in the queue.')
    const again = await batchIn(fresh, 'run', '--export', 'patients')
    expect(again.stderr).toContain(`Found ${found} notes, 0 of them new.`)
    expect(again.stdout).toMatch(/^0 notes in/m)
  }, 200_000)

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
