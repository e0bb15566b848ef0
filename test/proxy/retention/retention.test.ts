import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseTenantKey, type TenantKey } from '#coding/domain/ids.ts'
import { appendAudit } from '#proxy/audit/audit-log.ts'
import {
  type Checkpoint,
  type CheckpointSigner,
  createCheckpointSigner,
  createCheckpointVerifier,
  formatCut,
} from '#proxy/audit/checkpoint.ts'
import { readAuditRows } from '#proxy/audit/export-audit.ts'
import { verifyChain } from '#proxy/audit/verify-chain.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { type AgedKind, countAged, deleteAged, listPeriods } from '#proxy/retention/aged-rows.ts'
import { verifyArchive } from '#proxy/retention/archive.ts'
import { type Cutting, cutTrail, planCut, removeCutRows } from '#proxy/retention/cut-trail.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import type { Database } from '#proxy/store/schema.ts'
import { REFERENCE_KEY } from '../proxy-fixture.ts'
import { testEngines } from '../store/test-engines.ts'
import type { TestDatabase } from '../test-database.ts'

const NOW = new Date('2026-11-20T12:00:00Z')
const DAY_MS = 24 * 3_600_000
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS)
const yearsAgo = (years: number): Date => new Date(`${2026 - years}-11-20T12:00:00Z`)
const makeSigner = (): CheckpointSigner =>
  createCheckpointSigner(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
const signer = makeSigner()
const isSigned = createCheckpointVerifier([signer.publicKeyPem])
const subject = { requestId: 'retention', actor: 'operator-ref' }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'postil-retention-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the periods of a site', () => {
  test('are what it has said, and nothing where it has said nothing', () => {
    expect(listPeriods({}, NOW)).toEqual([])
    expect(listPeriods({ retention: { promptDays: 40, feedbackDays: 30 } }, NOW)).toEqual([
      { of: 'prompts', before: daysAgo(40) },
      { of: 'feedback', before: daysAgo(30) },
    ])
  })
})

describe.each(testEngines)('retention on $name', ({ name, openAsOwner }) => {
  let database: TestDatabase
  let tenant: TenantKey
  let tenants = 0
  beforeAll(async () => {
    database = await openAsOwner()
  }, 60_000)
  afterAll(() => database.close())
  beforeEach(() => {
    tenants += 1
    tenant = parseTenantKey(`site-${tenants}`)
  })

  const inOwn = <Value>(work: (db: Database) => Promise<Value>, of = tenant) => inTenant(database.db, of, work)
  const countOf = async (table: 'decision' | 'prompt_event' | 'shown_finding' | 'batch_result' | 'suggested_coding') =>
    (await inOwn((db) => db.selectFrom(table).select('encounter_ref').execute())).map((row) => row.encounter_ref)

  async function askAndDecide(encounter: string, at: Date, decidedAt = at): Promise<void> {
    await inOwn(async (db) => {
      const row = { tenant, encounter_ref: encounter, actor: 'a', fingerprint: 'f' }
      await sql`insert into prompt_event ${sql.raw('(tenant, encounter_ref, fingerprint, event, actor, at)')}
        values (${tenant}, ${encounter}, 'f', 'cell', 'a', ${at})`.execute(db)
      await sql`insert into shown_finding (tenant, encounter_ref, fingerprint, finding_kind, content_ref, actor, at)
        values (${tenant}, ${encounter}, 'f', 'code', 'c', 'a', ${at})`.execute(db)
      await sql`insert into decision (tenant, encounter_ref, fingerprint, finding_kind, choice, actor, at)
        values (${row.tenant}, ${encounter}, 'f', 'code', 'cell', 'a', ${decidedAt})`.execute(db)
    })
  }

  async function readTrail(of = tenant): Promise<readonly Record<string, unknown>[]> {
    const rows = await inOwn((db) => db.selectFrom('audit').select('entry').orderBy('seq').execute(), of)
    return rows.map(({ entry }) => JSON.parse(entry))
  }

  const deleteOld = (of: AgedKind, before: Date) => deleteAged(database.db, { tenant, of, before }, subject)

  test('deletes what was asked and decided of visits on which nothing has happened since, and says so on the trail', async () => {
    await askAndDecide('old', daysAgo(100))
    await askAndDecide('still-worked-on', daysAgo(100), daysAgo(10))
    await askAndDecide('new', daysAgo(10))
    const aged = { tenant, of: 'prompts', before: daysAgo(60) } as const
    expect(await countAged(database.db, aged)).toBe(3)
    expect(await countOf('decision')).toHaveLength(3)
    expect(await deleteOld('prompts', daysAgo(60))).toBe(3)
    for (const table of ['decision', 'prompt_event', 'shown_finding'] as const) {
      expect((await countOf(table)).toSorted()).toEqual(['new', 'still-worked-on'])
    }
    expect(await readTrail()).toMatchObject([
      { action: 'retention.delete', of: 'prompts', rows: 3, before: daysAgo(60).toISOString(), actor: 'operator-ref' },
    ])
    expect(await deleteOld('prompts', daysAgo(60))).toBe(0)
    expect(await readTrail()).toHaveLength(1)
  })

  test('touches no other tenant', async () => {
    const other = tenant
    await askAndDecide('old', daysAgo(100))
    tenant = parseTenantKey(`${other}-beside`)
    expect(await deleteOld('prompts', daysAgo(60))).toBe(0)
    tenant = other
    expect(await countOf('decision')).toEqual(['old'])
  })

  test('deletes results and feedback by their age; a suggestion that a coder still needs stays', async () => {
    await inOwn(async (db) => {
      for (const [item, at] of [
        ['old', daysAgo(100)],
        ['new', daysAgo(5)],
      ] as const) {
        await sql`insert into batch_result (tenant, item_ref, encounter_ref, content, actor, at)
          values (${tenant}, ${item}, ${item}, 'cell', 'a', ${at})`.execute(db)
        await sql`insert into feedback_span (tenant, encounter_ref, fingerprint, content, actor, at)
          values (${tenant}, ${item}, 'f', 'cell', 'a', ${at})`.execute(db)
      }
      for (const encounter of ['done', 'open']) {
        await sql`insert into suggested_coding (tenant, encounter_ref, content, actor, at)
          values (${tenant}, ${encounter}, 'cell', 'a', ${daysAgo(100)})`.execute(db)
        await sql`insert into queue_item (tenant, encounter_ref, place, input, service_line, service_date, finished_at,
            confidence, complexity, counts, disagreements, rank, weights, state, version, actor, at)
          values (${tenant}, ${encounter}, 'cell', 'i', 'l', '2026-01-01', now(), 1, 1, '{}', '{}', 1, 'w',
            ${encounter === 'open' ? 'open' : 'finished'}, 1, 'a', now())`.execute(db)
      }
    })
    expect(await deleteOld('results', daysAgo(60))).toBe(2)
    expect(await countOf('batch_result')).toEqual(['new'])
    expect(await countOf('suggested_coding')).toEqual(['open'])
    expect(await deleteOld('feedback', daysAgo(60))).toBe(1)
    expect((await readTrail()).map(({ of, rows }) => [of, rows])).toEqual([
      ['results', 2],
      ['feedback', 1],
    ])
  })

  test('has no jobs where nothing was ever queued', async () => {
    expect(await countAged(database.db, { tenant, of: 'jobs', before: NOW })).toBe(0)
  })

  test('lets nobody delete what is append-only by the way, the owner neither', async () => {
    await askAndDecide('old', daysAgo(100))
    const remove = (table: string) =>
      database.db.transaction().execute(async (transaction) => {
        await sql`select set_config('app.tenant', ${tenant}, true)`.execute(transaction)
        await sql`delete from ${sql.table(table)}`.execute(transaction)
      })
    for (const table of ['decision', 'prompt_event', 'shown_finding']) {
      await expect(remove(table), table).rejects.toThrow('never changed or removed')
    }
  })

  /** A row a year and a few of today. */
  async function fill(years: readonly number[]): Promise<readonly Checkpoint[]> {
    const checkpoints: Checkpoint[] = []
    for (const year of years) {
      const entry = { at: yearsAgo(year).toISOString(), requestId: `r${year}`, action: 'draft.check' } as const
      await inOwn((db) => appendAudit(db, tenant, [{ ...entry, input: 'x', findings: year }]))
      const head = await inOwn((db) =>
        db.selectFrom('audit_head').select(['seq', 'hash']).where('tenant', '=', tenant).executeTakeFirstOrThrow(),
      )
      checkpoints.push(signer.sign({ tenant, ...head }, yearsAgo(year)))
    }
    return checkpoints
  }

  const delivered: Checkpoint[] = []
  const cutting = (): Cutting => ({
    db: database.db,
    tenant,
    signer,
    sink: { deliver: async (signed) => void delivered.push(signed) },
    folder,
    subject,
    now: () => NOW,
  })
  const plan = (auditYears: number) => planCut(database.db, { key: tenant, retention: { auditYears } }, NOW)
  const verify = (checkpoints?: readonly Checkpoint[]) =>
    inOwn((db) => verifyChain(db, tenant, { ...(checkpoints && { checkpoints, isSigned }) }))

  test('cuts what is older than the years of the site, after it was archived and signed', async () => {
    const checkpoints = await fill([9, 8, 7, 5, 0])
    const planned = await plan(6)
    expect(planned).toMatchObject({ from: 1, to: 3 })
    if (!planned) throw new TypeError('no plan')
    const file = await cutTrail(cutting(), planned)
    const rows = await inOwn((db) => db.selectFrom('audit').select('seq').orderBy('seq').execute())
    expect(rows.map(({ seq }) => seq)).toEqual([4, 5, 6])
    const third = checkpoints[2]
    expect((await readTrail()).at(-1)).toMatchObject({ action: 'retention.cut', from: 1, to: 3, hash: third?.hash })
    expect(delivered.at(-1)).toMatchObject({ tenant, seq: 3, hash: third?.hash })
    expect(await verify()).toEqual({ ok: true, rows: 3, cut: 3 })
    expect(await verify(checkpoints)).toEqual({ ok: true, rows: 3, covered: 5, cut: 3 })
    const archive = await verifyArchive(file, isSigned)
    expect(archive).toMatchObject({ ok: true, rows: 3, from: 1, statement: { seq: 3, tenant } })
    expect((await readTrail()).at(-1)).toMatchObject({ archive: archive.ok && archive.sha256 })
    // What is left goes on as before.
    await fill([0])
    expect(await verify(checkpoints)).toMatchObject({ ok: true, rows: 4 })
    const exported: number[] = []
    const references = createReferences(REFERENCE_KEY)
    for await (const { seq } of readAuditRows({ db: database.db, references }, { tenant })) exported.push(seq)
    expect(exported).toEqual([4, 5, 6, 7])
    expect(await plan(6)).toBeUndefined()
  })

  test('cuts a second time from where the first ended, in an archive of its own', async () => {
    await fill([9, 8, 7, 0])
    const first = await plan(8)
    expect(first).toMatchObject({ from: 1, to: 1 })
    if (!first) throw new TypeError('no plan')
    await cutTrail(cutting(), first)
    const more = await plan(6)
    expect(more).toMatchObject({ from: 2, to: 3 })
    if (!more) throw new TypeError('no plan')
    expect(await verifyArchive(await cutTrail(cutting(), more), isSigned)).toMatchObject({
      ok: true,
      from: 2,
    })
    expect(await verify([])).toMatchObject({ ok: true, cut: 3 })
  })

  test('keeps a trail for good unless the site says years, and its last row always', async () => {
    await fill([9, 8])
    expect(await planCut(database.db, { key: tenant }, NOW)).toBeUndefined()
    expect(await plan(6)).toMatchObject({ from: 1, to: 1 })
  })

  test('cuts nothing of a trail that is not good, or where no archive can be written', async () => {
    await fill([9, 8, 7, 0])
    const planned = await plan(6)
    if (!planned) throw new TypeError('no plan')
    writeFileSync(path.join(folder, `${tenant}-1-3.ndjson`), 'in the way')
    await expect(cutTrail(cutting(), planned)).rejects.toMatchObject({ code: 'archive' })
    const away = {
      ...cutting(),
      sink: { deliver: () => Promise.reject(new RangeError('away')) },
      folder: tmpdirOf('b'),
    }
    await expect(cutTrail(away, planned)).rejects.toThrow('away')
    expect(await verify()).toEqual({ ok: true, rows: 4 })
    await database.db.transaction().execute(async (transaction) => {
      await sql`select set_config('app.tenant', ${tenant}, true)`.execute(transaction)
      await sql`update audit_head set hash = ${'f'.repeat(64)} where tenant = ${tenant}`.execute(transaction)
    })
    await expect(cutTrail({ ...cutting(), folder: tmpdirOf('c') }, planned)).rejects.toMatchObject({ code: 'not-good' })
    expect(await readTrail()).toHaveLength(4)
  })

  function tmpdirOf(part: string): string {
    return mkdtempSync(path.join(folder, part))
  }

  /** As the owner, with the triggers' permission and nothing signed. */
  async function forge(statement: string, seq: number, hash: string): Promise<void> {
    await database.db.transaction().execute(async (transaction) => {
      await sql`select set_config('app.tenant', ${tenant}, true), set_config('app.retain', 'on', true)`.execute(
        transaction,
      )
      await transaction.insertInto('audit_cut').values({ tenant, seq, hash, statement, at: NOW }).execute()
      await sql`delete from audit where tenant = ${tenant} and seq <= ${seq}`.execute(transaction)
    })
  }

  test('is no way to shorten a trail unseen', async () => {
    const checkpoints = await fill([9, 8, 7, 0])
    const second = checkpoints[1]
    if (!second) throw new TypeError('no checkpoint')
    const { seq, hash } = second
    // Without a cut on record the triggers refuse.
    const plain = database.db.transaction().execute(async (transaction) => {
      await sql`select set_config('app.tenant', ${tenant}, true), set_config('app.retain', 'on', true)`.execute(
        transaction,
      )
      await sql`delete from audit where tenant = ${tenant} and seq = 1`.execute(transaction)
    })
    await expect(plain).rejects.toThrow('never changed or removed')
    // With one that another key has signed, the public key tells; and no row of the trail says so either.
    await forge(formatCut(makeSigner().signCut({ tenant, seq, hash }, NOW)), seq, hash)
    expect(await verify(checkpoints)).toEqual({ ok: false, seq: 2, because: 'cut-not-signed' })
    expect(await verify()).toEqual({ ok: false, seq: 2, because: 'cut-not-told' })
  })

  test('takes no checkpoint for a cut, and no cut of another row', async () => {
    const checkpoints = await fill([9, 8, 7, 0])
    const second = checkpoints[1]
    if (!second) throw new TypeError('no checkpoint')
    const { seq, hash, at, key, signature } = second
    await forge(JSON.stringify({ postilCut: 1, tenant, seq, hash, at, key, signature }), seq, hash)
    expect(await verify(checkpoints)).toEqual({ ok: false, seq: 2, because: 'cut-not-signed' })
    const other = tenant
    tenant = parseTenantKey(`${other}-beside`)
    await fill([9, 8, 7, 0])
    await forge(formatCut(signer.signCut({ tenant: other, seq, hash }, NOW)), seq, hash)
    expect(await verify(checkpoints)).toEqual({ ok: false, seq: 2, because: 'cut-not-signed' })
  })

  test('takes away what a cut that was broken off has left, and no row more', async () => {
    await fill([9, 8, 7, 0])
    const last = await inOwn((db) =>
      db
        .selectFrom('audit')
        .select(['seq', 'hash'])
        .where('tenant', '=', tenant)
        .where('seq', '=', 2)
        .executeTakeFirstOrThrow(),
    )
    await database.db.transaction().execute(async (transaction) => {
      await sql`select set_config('app.tenant', ${tenant}, true)`.execute(transaction)
      const statement = formatCut(signer.signCut({ tenant, ...last }, NOW))
      await transaction
        .insertInto('audit_cut')
        .values({ tenant, ...last, statement, at: NOW })
        .execute()
      const told = {
        at: NOW.toISOString(),
        ...subject,
        action: 'retention.cut',
        from: 1,
        to: 2,
        hash: last.hash,
      } as const
      await appendAudit(transaction, tenant, [{ ...told, archive: 'x' }])
    })
    // Already now the walk begins behind it.
    expect(await verify([])).toMatchObject({ ok: true, rows: 3, cut: 2 })
    expect(await removeCutRows(database.db, tenant)).toBe(2)
    expect(await removeCutRows(database.db, tenant)).toBe(0)
    expect(await verify([])).toMatchObject({ ok: true, rows: 3, cut: 2 })
  })

  test('an archive betrays each change of it', async () => {
    await fill([9, 8, 7, 0])
    const planned = await plan(6)
    if (!planned) throw new TypeError('no plan')
    const file = await cutTrail(cutting(), planned)
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    expect(lines).toHaveLength(4)
    const changed = path.join(folder, 'changed.ndjson')
    const attacks: readonly (readonly string[])[] = [
      // Without its first row it is the archive of a later beginning: that is told by the digest on the trail.
      ...lines.map((_, index) => lines.toSpliced(index, 1)).slice(1),
      lines.map((line) => line.replace('draft.check', 'draft.chock')),
      [lines[1] ?? '', lines[0] ?? '', ...lines.slice(2)],
      [...lines, lines[0] ?? ''],
      [
        ...lines.slice(0, 3),
        formatCut(makeSigner().signCut({ tenant, seq: 3, hash: JSON.parse(lines[2] ?? '').hash }, NOW)),
      ],
    ]
    for (const [index, attack] of attacks.entries()) {
      writeFileSync(changed, `${attack.join('\n')}\n`)
      expect(await verifyArchive(changed, isSigned), `attack ${index} on ${name}`).toMatchObject({ ok: false })
    }
    await expect(verifyArchive(path.join(folder, 'none'))).rejects.toMatchObject({ code: 'archive' })
  })
})
