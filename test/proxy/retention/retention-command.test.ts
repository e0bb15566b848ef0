// `npm run retention` as an operator runs it: in a process of its own, on both databases.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseEncounterId, parseNoteId, parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'
import { appendAudit } from '#proxy/audit/audit-log.ts'
import { readOrMakeSigningKey } from '#proxy/audit/read-signing-key.ts'
import type { ProxyConfig } from '#proxy/config.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { readKeys } from '#proxy/crypto/key-file.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { openJobQueues } from '#proxy/jobs/job-queue.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { openDatabase } from '#proxy/store/open-database.ts'
import { copyMigratedDatabase } from '../../support/migrated-database.ts'
import { smartRow } from '../proxy-fixture.ts'
import { createPostgresSchema, hasPostgres } from '../store/test-engines.ts'

const tenant = parseTenantKey('hospital')

describe.each(['PGlite', ...(hasPostgres ? ['PostgreSQL'] : [])])('the command on %s', (engine) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'postil-retention-'))
  const at = (name: string): string => path.join(directory, name)
  let database: ProxyConfig['database'] = { kind: 'pglite', dir: at('db') }
  let drop = async (): Promise<void> => undefined
  const signer = readOrMakeSigningKey(directory)

  const prepare = async (): Promise<void> => {
    mkdirSync(at('archive'))
    writeFileSync(at('public.pem'), signer.publicKeyPem)
    if (engine === 'PostgreSQL') {
      const schema = await createPostgresSchema()
      drop = schema.drop
      database = { kind: 'postgres', url: schema.url }
    } else await copyMigratedDatabase(at('db'))
    const { db, runSql, close } = await openDatabase(database)
    await inTenant(db, tenant, (transaction) =>
      appendAudit(
        transaction,
        tenant,
        [9, 8, 0].map((years) => ({
          at: new Date(Date.now() - years * 366 * 24 * 3_600_000).toISOString(),
          requestId: `r${years}`,
          action: 'draft.check',
          input: 'x',
          findings: years,
        })),
      ),
    )
    // Nobody knows whether it stands in the EHR.
    await inTenant(db, tenant, (transaction) =>
      sql`insert into write (tenant, encounter_ref, key, target, state, payload_sha256, issue_codes, provenance, actor, at)
        values (${tenant}, 'e', 'k', 'Claim', 'unknown', 'p', '[]', 'none', 'a', now() - interval '11 years')`.execute(
        transaction,
      ),
    )
    const keys = readKeys({ dataDir: directory })
    const parts = { cipher: createColumnCipher(keys.columnKeys), references: createReferences(keys.referenceKey) }
    const queues = await openJobQueues({ runSql, ...parts, onProblem: () => undefined })
    const queue = await queues.open(tenant)
    const [patientId, encounterId] = [parsePatientId('p'), parseEncounterId('e')]
    for (const id of ['done', 'done-now', 'waiting']) {
      await queue.add([{ patientId, encounterId, noteId: parseNoteId(id), noteVersion: '1' }])
      if (id !== 'waiting') await queue.complete(await queue.take(1))
    }
    const { rows } = await runSql('select current_schema() as schema')
    const { schema } = rows[0] as { schema: string }
    await runSql(`update "${schema}_jobs".job set completed_on = now() - interval '90 days' where id = (
      select id from "${schema}_jobs".job where state = 'completed' limit 1)`)
    await queues.stop()
    await close()
  }
  const tearDown = async (): Promise<void> => {
    if (database.kind === 'postgres') {
      const { runSql, close } = await openDatabase(database)
      await runSql("do $$ begin execute format('drop schema %I cascade', current_schema() || '_jobs'); end $$")
      await close()
    }
    await drop()
    for (const name of ['db', 'archive', 'checkpoints.ndjson']) rmSync(at(name), { recursive: true, force: true })
  }
  beforeAll(prepare, 60_000)
  // What the first try has deleted is due again at the second.
  beforeEach(async ({ task }) => {
    if (!task.result?.retryCount) return
    await tearDown()
    await prepare()
  }, 60_000)
  afterAll(async () => {
    await tearDown()
    rmSync(directory, { recursive: true })
  })

  function run(script: string, retention: object, ...words: readonly string[]) {
    writeFileSync(at('tenants.json'), JSON.stringify({ tenants: [{ ...smartRow, retention }] }))
    const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${script}.ts`, ...words], {
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        POSTIL_PROFILE: 'sandbox',
        POSTIL_TENANTS_FILE: at('tenants.json'),
        POSTIL_DATA_DIR: directory,
        ...(database.kind === 'postgres' && { DATABASE_URL: database.url }),
      },
      encoding: 'utf8',
    })
    return { status, stdout, stderr }
  }

  const readTrail = async (): Promise<readonly string[]> => {
    const { db, close } = await openDatabase(database)
    const rows = await inTenant(db, tenant, (transaction) =>
      transaction.selectFrom('audit').select('action').orderBy('seq').execute(),
    )
    await close()
    return rows.map(({ action }) => action)
  }
  const countJobs = async (): Promise<number> => {
    const { db, close } = await openDatabase(database)
    const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db)
    const jobs = await sql`select 1 from ${sql.table(`${rows[0]?.schema}_jobs.job`)}`.execute(db)
    await close()
    return jobs.rows.length
  }

  const settings = { jobDays: 30, promptDays: 30, auditYears: 6 }

  test('tells what is due, and changes nothing', async () => {
    const told = run('retention', settings)
    expect(told).toMatchObject({ status: 0, stderr: '' })
    expect(told.stdout).toMatch(/hospital: jobs before \d{4}-\d{2}-\d{2}: 1 rows/)
    expect(told.stdout).toMatch(/hospital: prompts before .*: 0 rows/)
    expect(told.stdout).toMatch(/hospital: work before .*: 0 rows\nhospital: 1 visits as old stay: /)
    expect(told.stdout).toMatch(/hospital: leftovers before .*: 0 rows/)
    expect(told.stdout).toMatch(/hospital: trail before .*: rows 1 to 2\n/)
    expect(told.stdout).toContain('Nothing was deleted. With --yes it is.')
    expect(await readTrail()).toEqual(['draft.check', 'draft.check', 'draft.check'])
    expect(await countJobs()).toBe(3)
  }, 60_000)

  test('refuses what is held, whatever else is said', async () => {
    const refused = run('retention', { ...settings, hold: 'matter 7' }, '--yes', '--archive', at('archive'))
    expect(refused).toMatchObject({ status: 1, stdout: '' })
    expect(refused.stderr).toContain('hospital: held (matter 7). Nothing is deleted.')
    expect(await countJobs()).toBe(3)
    expect(await readTrail()).toHaveLength(3)
  }, 60_000)

  test('keeps a trail that nobody says where to archive, and takes no wrong folder or short period', () => {
    expect(run('retention', settings, '--yes', '--archive', at('nowhere')).status).toBe(2)
    expect(run('retention', { auditYears: 5 }).stderr).toContain('retention.auditYears')
    expect(run('retention', settings, '--tenant', 'other').status).toBe(2)
  }, 60_000)

  test('deletes with --yes, archives and cuts the trail, and what is left verifies', async () => {
    const kept = run('retention', settings, '--yes', '--operator', 'ada')
    expect(kept).toMatchObject({ status: 0, stdout: expect.stringContaining('which stay: say --archive FOLDER') })
    expect(await countJobs()).toBe(2)
    const done = run('retention', settings, '--yes', '--archive', at('archive'), '--operator', 'ada')
    expect(done, done.stderr).toMatchObject({ status: 0 })
    expect(await readTrail()).toEqual(['draft.check', 'retention.delete', 'retention.cut'])
    const [file = ''] = readdirSync(at('archive'))
    expect(file).toBe('hospital-1-2.ndjson')
    const witnesses = ['--checkpoints', at('checkpoints.ndjson'), '--public-key', at('public.pem')]
    expect(readFileSync(at('checkpoints.ndjson'), 'utf8')).toContain('"seq":2')
    const verdict = run('audit', settings, 'verify', ...witnesses)
    expect(verdict).toMatchObject({ status: 0 })
    expect(verdict.stdout).toContain('hospital: good, 3 rows after row 2, up to which it was taken away on purpose')
    const archive = run(
      'audit',
      settings,
      'verify',
      '--archive',
      at(`archive/${file}`),
      '--public-key',
      at('public.pem'),
    )
    expect(archive).toMatchObject({ status: 0 })
    expect(archive.stdout).toContain('hospital: good, 2 rows from row 1 to row 2')
    expect(run('retention', settings).stdout).not.toContain('trail')
  }, 90_000)
})
