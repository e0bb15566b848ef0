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
import { countAged, countHeldBack, deleteAged, listPeriods } from '#proxy/retention/aged-rows.ts'
import { verifyArchive } from '#proxy/retention/archive.ts'
import { type Cutting, cutTrail, planCut, removeCutRows } from '#proxy/retention/cut-trail.ts'
import { AGED_KINDS, type AgedKind, PERIODS } from '#proxy/retention/periods.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { lockAudit } from '#proxy/store/queue-items.ts'
import type { Database, Schema } from '#proxy/store/schema.ts'
import { parseTenants } from '#proxy/tenants.ts'
import { REFERENCE_KEY, smartRow } from '../proxy-fixture.ts'
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
  test('are what it has said, and the default where it has said nothing', () => {
    const defaults = AGED_KINDS.map((of) => ({ of, before: daysAgo(PERIODS[of].days) }))
    expect(listPeriods({}, NOW)).toEqual(defaults)
    const said = listPeriods({ retention: { promptDays: 40, feedbackDays: 'for-good' } }, NOW)
    expect(said).toContainEqual({ of: 'prompts', before: daysAgo(40) })
    expect(said.map(({ of }) => of)).toEqual(AGED_KINDS.filter((of) => of !== 'feedback'))
  })

  test.each(AGED_KINDS)('of %s may be the least, and no day less', (of) => {
    const { setting, least } = PERIODS[of]
    const parse = (said: unknown) =>
      parseTenants({ tenants: [{ ...smartRow, retention: { [setting]: said } }] }, 'sandbox')
    for (const said of [least, 'for-good']) expect(() => parse(said)).not.toThrow()
    expect(() => parse(least - 1)).toThrow(setting)
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
  type OfVisit = { [Table in keyof Schema]: 'encounter_ref' extends keyof Schema[Table] ? Table : never }[keyof Schema]
  const countOf = async (table: OfVisit): Promise<readonly string[]> => {
    const { rows } = await inOwn((db) =>
      sql<{ one: string }>`select encounter_ref as one from ${sql.table(table)}`.execute(db),
    )
    return rows.map(({ one }) => one)
  }

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

  const insert = (table: keyof Schema, row: Readonly<Record<string, unknown>>) =>
    inOwn((db) => {
      const all = { tenant, actor: 'a', ...row }
      const columns = sql.join(Object.keys(all).map((name) => sql.ref(name)))
      return sql`insert into ${sql.table(table)} (${columns}) values (${sql.join(Object.values(all))})`.execute(db)
    })

  const listItem = (encounter_ref: string, state: string, at: Date) =>
    insert('queue_item', {
      ...{ encounter_ref, state, at, place: 'cell', input: 'i', service_line: 'l', service_date: '2016-01-01' },
      ...{ finished_at: at, confidence: 1, complexity: 1, counts: '{}', disagreements: '{}', rank: 1, weights: 'w' },
      version: 1,
    })

  const write = (encounter_ref: string, state: string, at: Date) =>
    insert('write', {
      ...{ encounter_ref, state, at, key: 'k', target: 'Claim', payload_sha256: 'p', issue_codes: '[]' },
      ...{ provenance: 'none', content: 'cell' },
    })

  /** Everything that a coder may have done about a visit, and the outcome of its last write. */
  async function work(encounter_ref: string, at: Date, { item = 'finished', written = 'written' } = {}): Promise<void> {
    await listItem(encounter_ref, item, at)
    await insert('queue_task', { encounter_ref, at, key: 'k', version: 1, state: 'written' })
    await insert('work_step', { encounter_ref, at, step: 'cell' })
    await insert('work_draft', { encounter_ref, at, revision: 1, draft: 'cell' })
    await write(encounter_ref, written, at)
    const event = { key: 'k', target: 'Claim', deed: 'file', state: written, role: 'coder' }
    await insert('write_event', { encounter_ref, at, ...event })
  }

  const draw = (encounter_ref: string, at: Date, { week = '2026-02-23', state = 'coded' } = {}) =>
    insert('second_coding', {
      ...{ encounter_ref, at, week, state, id: `${week} ${encounter_ref}`, stratum_size: 1 },
      ...{ first_coder: 'first', content: 'cell' },
    })

  const WORKED = ['queue_item', 'queue_task', 'work_step', 'work_draft', 'write', 'write_event'] as const

  test('deletes the work on a visit as a whole, and none that is open, uncertain, drawn or of late', async () => {
    const old = daysAgo(4000)
    await work('done', old)
    await write('filed-by-its-author', 'written', old)
    await work('open', old, { item: 'open' })
    await work('held', old, { item: 'held' })
    await work('returned', old, { item: 'returned' })
    await work('unsure', old, { written: 'unknown' })
    await work('never-told', old, { written: 'pending' })
    await work('drawn', old)
    await draw('drawn', old, { state: 'waiting' })
    await work('decided-since', old)
    await askAndDecide('decided-since', daysAgo(10))
    await work('written-since', old)
    await insert('write_event', {
      ...{ encounter_ref: 'written-since', at: daysAgo(10), key: 'k', target: 'Claim', deed: 'withdraw' },
      ...{ state: 'written', role: 'coder' },
    })
    const aged = { tenant, of: 'work', before: daysAgo(3653) } as const
    expect(await countAged(database.db, aged)).toBe(7)
    expect(await countHeldBack(database.db, aged)).toBe(6)
    expect(await deleteOld('work', aged.before)).toBe(7)
    const left = ['decided-since', 'drawn', 'held', 'never-told', 'open', 'returned', 'unsure', 'written-since']
    for (const table of WORKED) expect([...new Set(await countOf(table))].toSorted(), table).toEqual(left)
    expect(await readTrail()).toMatchObject([{ action: 'retention.delete', of: 'work', rows: 7 }])
    expect(await deleteOld('work', aged.before)).toBe(0)
  })

  test('leaves what was asked and decided while a coder is not done, or a second one reads', async () => {
    for (const encounter of ['free', 'open', 'drawn']) await askAndDecide(encounter, daysAgo(100))
    await insert('visit_facts', { encounter_ref: 'free', at: daysAgo(100), facts: 'cell' })
    await insert('visit_facts', { encounter_ref: 'looked-at', at: daysAgo(10), facts: 'cell' })
    await askAndDecide('looked-at', daysAgo(100))
    await listItem('open', 'open', daysAgo(100))
    await draw('drawn', daysAgo(100), { state: 'taken' })
    expect(await deleteOld('prompts', daysAgo(60))).toBe(4)
    expect((await countOf('decision')).toSorted()).toEqual(['drawn', 'looked-at', 'open'])
    expect(await countOf('visit_facts')).toEqual(['looked-at'])
  })

  test('takes nothing of a visit about which somebody does something at that moment', async () => {
    await work('done', daysAgo(4000))
    await work('taken-up', daysAgo(4000))
    let deleting: Promise<number> | undefined
    await inOwn(async (db) => {
      await lockAudit(db, tenant)
      deleting = deleteOld('work', daysAgo(3653))
      // So long that it has found both, where the database lets it; it waits for the lock.
      await new Promise((resolve) => setTimeout(resolve, 300))
      await sql`update write set state = 'pending', at = ${NOW} where tenant = ${tenant} and encounter_ref = 'taken-up'`.execute(
        db,
      )
    })
    expect(await deleting).toBe(6)
    for (const table of WORKED) expect(await countOf(table), table).toEqual(['taken-up'])
  })

  test('deletes reports, cards and leftovers by their age, and an audited week as a whole', async () => {
    const [old, late] = [daysAgo(2000), daysAgo(10)]
    for (const [name, at] of Object.entries({ old, late })) {
      await insert('site_report', { kind: 'day-end', day: name, content: 'cell', at })
      await insert('bulk_export', { question: name, state: 'cell', at })
      await insert('refused_target', { target: name, at })
      await insert('coder', { actor: name, person: 'cell', at })
      await insert('audit_week', { week: name, population: 2, drawn: 2, at: old })
      await draw('one', old, { week: name })
      await draw('two', at, { week: name })
    }
    const card = { service: 's', patient_ref: 'p', fingerprint: 'f', finding_kind: 'prompt' }
    for (const id of ['quiet', 'answered', 'worked-on'])
      await insert('hook_card', { ...card, id, encounter_ref: id, at: old })
    await askAndDecide('worked-on', late)
    const answer = async (id: string, at: Date) =>
      inOwn((db) =>
        db.insertInto('hook_feedback').values({ tenant, card: id, outcome: 'accepted', outcome_at: at, at }).execute(),
      )
    await answer('quiet', old)
    await answer('answered', late)
    const told = async (of: AgedKind) => {
      const aged = { tenant, of, before: daysAgo(365) }
      const counted = await countAged(database.db, aged)
      expect(await deleteOld(of, aged.before), of).toBe(counted)
      return counted
    }
    expect([await told('reports'), await told('leftovers'), await told('second-codings'), await told('cards')]).toEqual(
      [1, 3, 3, 2],
    )
    const names = async (table: keyof Schema, column: string) => {
      const { rows } = await inOwn((db) =>
        sql<{ one: string }>`select ${sql.ref(column)} as one from ${sql.table(table)}`.execute(db),
      )
      return rows.map(({ one }) => one).toSorted()
    }
    expect(await names('site_report', 'day')).toEqual(['late'])
    expect(await names('bulk_export', 'question')).toEqual(['late'])
    expect(await names('refused_target', 'target')).toEqual(['late'])
    expect(await names('coder', 'actor')).toEqual(['late'])
    expect(await names('audit_week', 'week')).toEqual(['late'])
    expect(await names('second_coding', 'week')).toEqual(['late', 'late'])
    expect(await names('hook_card', 'id')).toEqual(['answered', 'worked-on'])
    expect(await names('hook_feedback', 'card')).toEqual(['answered'])
  })

  test('has no jobs where nothing was ever queued', async () => {
    expect(await countAged(database.db, { tenant, of: 'jobs', before: NOW })).toBe(0)
  })

  test('lets nobody delete what is append-only by the way, the owner neither', async () => {
    await askAndDecide('old', daysAgo(100))
    await work('old', daysAgo(4000))
    const remove = (table: string) =>
      database.db.transaction().execute(async (transaction) => {
        await sql`select set_config('app.tenant', ${tenant}, true)`.execute(transaction)
        await sql`delete from ${sql.table(table)}`.execute(transaction)
      })
    for (const table of ['decision', 'prompt_event', 'shown_finding', ...WORKED]) {
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
