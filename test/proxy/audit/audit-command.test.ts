// `npm run audit` as a compliance officer runs it: in a process of its own, on a database on disk.
import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildFingerprint } from '#coding/domain/fingerprint.ts'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { appendAudit } from '#proxy/audit/audit-log.ts'
import { formatCheckpoint } from '#proxy/audit/checkpoint.ts'
import { readOrMakeSigningKey } from '#proxy/audit/read-signing-key.ts'
import { readKeys } from '#proxy/crypto/key-file.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { openDatabase } from '#proxy/store/open-database.ts'
import { copyMigratedDatabase } from '../../support/migrated-database.ts'
import { NOW, smartRow } from '../proxy-fixture.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'postil-audit-'))
const untouched = mkdtempSync(path.join(tmpdir(), 'postil-untouched-'))
const at = (name: string): string => path.join(directory, name)
const tenant = parseTenantKey('hospital')
const database = { kind: 'pglite', dir: at('db') } as const
const signer = readOrMakeSigningKey(directory)

beforeAll(async () => {
  writeFileSync(at('tenants.json'), JSON.stringify({ tenants: [smartRow] }))
  writeFileSync(at('public.pem'), signer.publicKeyPem)
  await copyMigratedDatabase(database.dir)
  const { db, close } = await openDatabase(database)
  for (let number = 0; number < 20; number++) {
    await inTenant(db, tenant, (transaction) =>
      appendAudit(transaction, tenant, [
        {
          at: new Date(NOW + number).toISOString(),
          requestId: 'r',
          action: 'draft.check',
          input: 'x',
          findings: number,
        },
      ]),
    )
  }
  const end = await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow()
  const line = formatCheckpoint(signer.sign({ tenant, ...end }, new Date(NOW + 20)))
  writeFileSync(at('siem.log'), `other line\n<109>1 2026-03-02 host postil 1 checkpoint - ${line}\n`)
  await close()
  cpSync(directory, untouched, { recursive: true })
}, 30_000)
// A second try finds nothing of what the first has put on record.
beforeEach(({ task }) => {
  if (!task.result?.retryCount) return
  rmSync(directory, { recursive: true })
  cpSync(untouched, directory, { recursive: true })
})
afterAll(() => {
  for (const folder of [directory, untouched]) rmSync(folder, { recursive: true })
})

const OF_PROXY = { POSTIL_PROFILE: 'sandbox', POSTIL_TENANTS_FILE: at('tenants.json'), POSTIL_DATA_DIR: directory }
/** All that somebody has who only verifies. */
const OF_READER = { POSTIL_DATA_DIR: directory }

function run(env: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/audit.ts', ...words], {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...env },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}
const audit = (...words: readonly string[]) => run(words[0] === 'verify' ? OF_READER : OF_PROXY, ...words)
const witnessed = ['--checkpoints', at('siem.log'), '--public-key', at('public.pem')]

describe('the command', () => {
  test('verifies a good trail, with and without its checkpoints', () => {
    expect(audit('verify')).toMatchObject({ status: 0, stdout: expect.stringContaining('hospital: good, 20 rows') })
    expect(audit('verify', ...witnessed)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('hospital: good, 20 rows, vouched for up to row 20.'),
    })
  }, 60_000)

  test('reads checkpoints out of more than its memory holds, line by line', () => {
    // 45 MB of a collector's own lines, and 5 MB of checkpoints that each of some replicas has signed.
    const line = `${readFileSync(at('siem.log'), 'utf8').split('\n')[1]}\n`
    const noise = `${'<13>1 2026-03-02 host nginx - - GET /index.html '.padEnd(999, 'x')}\n`.repeat(1000)
    for (let times = 0; times < 45; times++) appendFileSync(at('large.log'), noise)
    const signedOften = line.repeat(2000)
    for (let times = 0; times < 6; times++) appendFileSync(at('large.log'), signedOften)
    const { size } = statSync(at('large.log'))
    expect(size).toBeGreaterThan(45_000_000)
    const words = ['--max-old-space-size=40', 'scripts/audit.ts', 'verify', '--checkpoints', at('large.log')]
    const { status, stdout } = spawnSync(process.execPath, [...words, '--public-key', at('public.pem')], {
      env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...OF_READER },
      encoding: 'utf8',
    })
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('vouched for up to row 20.'),
    })
  }, 60_000)

  test('does not take a file for one endless line', () => {
    const endless = at('endless.log')
    writeFileSync(endless, 'x'.repeat(17 * 1024 * 1024))
    const verdict = audit('verify', '--checkpoints', endless, '--public-key', at('public.pem'))
    expect(verdict).toMatchObject({ status: 2, stderr: expect.stringContaining('a line of more than 16 MB') })
  }, 60_000)

  test('exports what a time asks for, and puts that on record', () => {
    const range = ['--tenant', 'hospital', '--since', '2026-03-02T10:00:00.010Z', '--until', '2026-03-02T10:00:00.015Z']
    expect(audit('export', '--format', 'csv', '--output', at('out.csv'), ...range).status).toBe(0)
    const lines = readFileSync(at('out.csv'), 'utf8').trimEnd().split('\r\n')
    expect(lines.map((line) => line.split(',')[0])).toEqual(['seq', '"11"', '"12"', '"13"', '"14"', '"15"'])
    const { status, stdout } = audit('export', '--tenant', 'hospital')
    // Twenty, the beginning and the end of the first export, and the beginning of this one.
    expect([status, stdout.trimEnd().split('\n')]).toMatchObject([0, { length: 23 }])
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ type: { code: '110101' } })
  }, 60_000)

  test('puts an export on record before its first row leaves, in the name of who asked', () => {
    const failed = audit('export', '--tenant', 'hospital', '--operator', 'ada', '--output', at('nowhere/out.ndjson'))
    expect(failed.status).not.toBe(0)
    const named = audit('reference', '--tenant', 'hospital', '--user', 'operator/ada').stdout.split('\n')
    const { stdout } = audit('export', '--tenant', 'hospital', '--format', 'csv', '--user', 'operator/ada')
    const rows = stdout.trimEnd().split('\r\n').slice(1)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toContain(`"audit.export","begun","${named[0]}"`)
  }, 60_000)

  test('says under which names the trail has a person, however the EHR wrote them', () => {
    const references = createReferences(readKeys({ dataDir: directory }).referenceKey)
    const known = ['Practitioner/7', `${smartRow.issuer}/Practitioner/7`].map((user) =>
      references.ofActor(tenant, user),
    )
    for (const user of ['Practitioner/7', `${smartRow.issuer}/Practitioner/7`]) {
      const { stdout } = audit('reference', '--tenant', 'hospital', '--user', user)
      expect(stdout.trimEnd().split('\n')).toEqual(known)
    }
    const bare = buildFingerprint(['shown'])
    expect(audit('reference', '--tenant', 'hospital', '--finding', bare).stdout.trimEnd()).toBe(
      references.ofFinding(tenant, bare),
    )
    expect(audit('reference', '--tenant', 'hospital', '--user', 'x', '--patient', 'y').status).toBe(2)
  }, 60_000)

  test('verifies the chain of a tenant that no file names, and finds one that is gone with its head', async () => {
    const { db, close } = await openDatabase(database)
    const left = parseTenantKey('left')
    await inTenant(db, left, (transaction) =>
      appendAudit(transaction, left, [{ at: new Date(NOW).toISOString(), requestId: 'r', action: 'audit.stop' }]),
    )
    await close()
    expect(run(OF_READER, 'verify').stdout).toContain('left: good, 1 rows')
    const gone = formatCheckpoint(
      signer.sign({ tenant: parseTenantKey('gone'), seq: 5, hash: 'a'.repeat(64) }, new Date(NOW)),
    )
    writeFileSync(at('gone.log'), gone)
    const verdict = run(OF_READER, 'verify', '--checkpoints', at('gone.log'), '--public-key', at('public.pem'))
    expect(verdict).toMatchObject({ status: 1, stdout: expect.stringContaining('gone: NOT good') })
  }, 60_000)

  test('says the first bad row when the tail and its head were cut off, and ends with 1', async () => {
    const { db, close } = await openDatabase(database)
    await sql`set session_replication_role = replica`.execute(db)
    await sql`delete from audit where tenant = 'hospital' and seq > 17`.execute(db)
    await sql`update audit_head set seq = 17, hash = (select hash from audit where tenant = 'hospital' and seq = 17) where tenant = 'hospital'`.execute(
      db,
    )
    await close()
    expect(audit('verify')).toMatchObject({ status: 0 })
    expect(audit('verify', ...witnessed)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('hospital: NOT good. First bad row: 18 (truncated).'),
    })
  }, 60_000)

  test('does not believe a checkpoint that another key signed', () => {
    writeFileSync(at('siem.log'), readFileSync(at('siem.log'), 'utf8').replace('"seq":20', '"seq":17'))
    expect(audit('verify', ...witnessed)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('1 of 1 checkpoints are malformed or not signed by this key.'),
    })
  }, 60_000)

  test.each([
    ['no known command', ['destroy'], 2],
    ['an option that nobody knows', ['verify', '--fast'], 2],
    ['a date that is none', ['verify', '--since', 'yesterday'], 2],
    ['checkpoints without a key', ['verify', '--checkpoints', at('siem.log')], 2],
    ['a format that nobody knows', ['export', '--format', 'xml'], 2],
  ])('ends with its code for %s', (_, words, status) => {
    expect(audit(...words).status).toBe(status)
  })
})
