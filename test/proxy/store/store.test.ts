import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WriteIntent, WriteReceipt } from '#coding/contract/write.ts'
import type { Decision, DecisionChoice } from '#coding/domain/decision.ts'
import { parseFingerprint, parseTenantKey } from '#coding/domain/ids.ts'
import { type AuditEntry, appendAudit } from '#proxy/audit/audit-log.ts'
import { type ChainVerdict, verifyChain } from '#proxy/audit/verify-chain.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { insertDecision, listDecisions } from '#proxy/store/decisions.ts'
import { readEncounterState } from '#proxy/store/encounter-state.ts'
import { openDatabase } from '#proxy/store/open-database.ts'
import { listRefusedTargets } from '#proxy/store/refused-targets.ts'
import type { Pool, Scope } from '#proxy/store/schema.ts'
import {
  deleteExpired,
  findLaunch,
  findSession,
  insertLaunch,
  insertSession,
  markProofUsed,
} from '#proxy/store/sessions.ts'
import { insertShownFindings, listShownPrompts } from '#proxy/store/shown-findings.ts'
import { beginWrite, findWrite, listWrites, PENDING_MS, settleWrite } from '#proxy/store/write-ledger.ts'
import { aDraftClaim } from '../../fixtures/fhir/draft-claim.ts'
import { aPrompt, KEYS, NOW, REFERENCE_KEY } from '../proxy-fixture.ts'
import { dumpDatabase, type TestDatabase } from '../test-database.ts'
import { createPostgresSchema, hasPostgres, testEngines } from './test-engines.ts'

const crypto = { cipher: createColumnCipher(KEYS.columnKeys), references: createReferences(REFERENCE_KEY) }
const at = new Date(NOW)

describe.each(testEngines)('the store on $name', ({ open }) => {
  let database: TestDatabase
  let db: Pool
  let tenants = 0
  beforeAll(async () => {
    database = await open()
    db = database.db
  })
  afterAll(() => database.close())

  /** Of a tenant of its own, so that no test sees another's rows. */
  const aScope = (): Scope => {
    tenants += 1
    return { tenant: parseTenantKey(`tenant-${tenants}`), encounterRef: 'encounter-ref' }
  }

  test('gives whole numbers, bytes and dates in one form, whatever the driver', async () => {
    const { rows } = await sql<{
      big: unknown
      day: unknown
      bytes: unknown
      instant: unknown
    }>`select 9007199254740991::int8 as big, '2026-03-02'::date as day, '\\x00ff'::bytea as bytes,
      '2026-03-02T10:00:00Z'::timestamptz as instant`.execute(db)
    expect(rows[0]?.big).toBe(9007199254740991)
    expect(rows[0]?.day).toBe('2026-03-02')
    expect(rows[0]?.bytes).toEqual(new Uint8Array([0, 255]))
    expect(rows[0]?.instant).toEqual(at)
  })

  describe('sessions', () => {
    const aSession = (scope: Scope) => ({
      ...scope,
      actor: 'actor',
      role: 'provider' as const,
      patientRef: 'patient-ref',
      tokenHash: `token-${scope.tenant}`,
      keyThumbprint: 'key',
      createdAt: at,
      expiresAt: new Date(NOW + 600_000),
    })
    const proof = (hash: string) => ({ hash, expiresAt: new Date(NOW + 120_000) })

    test('are found by token and key, once a proof', async () => {
      const session = aSession(aScope())
      await insertSession(db, session)
      const { tokenHash, tenant } = session
      const found = await findSession(db, { tokenHash, keyThumbprint: 'key' }, proof(`a-${tenant}`))
      expect(found).toEqual({
        tenant,
        actor: 'actor',
        role: 'provider',
        patientRef: 'patient-ref',
        encounterRef: 'encounter-ref',
        expiresAt: session.expiresAt,
      })
      expect(await findSession(db, { tokenHash, keyThumbprint: 'key' }, proof(`a-${tenant}`))).toBe('replayed')
      expect(await findSession(db, { tokenHash, keyThumbprint: 'other' }, proof(`b-${tenant}`))).toBeUndefined()
    })

    test('take a proof once, also when it comes twenty times at once', async () => {
      const session = aSession(aScope())
      await insertSession(db, session)
      const { tokenHash, tenant } = session
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => findSession(db, { tokenHash, keyThumbprint: 'key' }, proof(`race-${tenant}`))),
      )
      expect(answers.filter((answer) => answer !== 'replayed')).toHaveLength(1)
      expect(await markProofUsed(db, proof(`race-${tenant}`))).toBe(false)
    })

    test('and launches are forgotten a day after they end', async () => {
      const scope = aScope()
      const session = aSession(scope)
      const credentialHash = `credential-${scope.tenant}`
      const launch = { ...session, credentialHash, startedAt: at, renewableUntil: new Date(NOW + 1000) }
      await insertSession(db, session)
      expect(await insertLaunch(db, launch)).toBe(true)
      expect(await insertLaunch(db, { ...launch, keyThumbprint: 'other' })).toBe(false)
      await deleteExpired(db, new Date(NOW + 3_600_000))
      expect(await findLaunch(db, credentialHash)).toMatchObject({ keyThumbprint: 'key' })
      await deleteExpired(db, new Date(NOW + 25 * 3_600_000))
      expect(await findLaunch(db, credentialHash)).toBeUndefined()
    })
  })

  describe('decisions', () => {
    const knee = parseFingerprint('knee')
    const decide = async (scope: Scope, choice: DecisionChoice, fingerprint = knee): Promise<Decision> => {
      const decision: Decision = { fingerprint, findingKind: 'prompt', choice, by: 'actor', at: at.toISOString() }
      await insertDecision(db, { ...scope, decision }, crypto.cipher)
      return decision
    }

    test('count by the newest a fingerprint, and only in their encounter', async () => {
      const scope = aScope()
      await decide(scope, { kind: 'accept' })
      const newest = await decide(scope, { kind: 'dismiss', reason: 'other', comment: 'seen elsewhere' })
      const heart = await decide(scope, { kind: 'accept' }, parseFingerprint('heart'))
      await decide({ ...scope, encounterRef: 'another' }, { kind: 'unable-to-determine' })
      expect(await listDecisions(db, scope, crypto.cipher)).toEqual([newest, heart])
    })

    test('are taken back one after the other', async () => {
      const scope = aScope()
      const first = await decide(scope, { kind: 'accept' })
      await decide(scope, { kind: 'unable-to-determine' })
      await decide(scope, { kind: 'undo' })
      expect(await listDecisions(db, scope, crypto.cipher)).toEqual([first])
      await decide(scope, { kind: 'undo' })
      await decide(scope, { kind: 'undo' })
      expect(await listDecisions(db, scope, crypto.cipher)).toEqual([])
    })

    test.each([
      ['another person', sql`actor = 'somebody-else'`],
      ['another hour', sql`at = at + interval '1 hour'`],
    ])('do not open for %s than who made them, then', async (_, change) => {
      const scope = aScope()
      await decide(scope, { kind: 'accept' })
      // As one could who holds the database.
      await sql`alter table decision disable trigger user`.execute(db)
      await sql`update decision set ${change} where tenant = ${scope.tenant}`.execute(db)
      await sql`alter table decision enable trigger user`.execute(db)
      await expect(listDecisions(db, scope, crypto.cipher)).rejects.toMatchObject({ code: 'not-authentic' })
    })

    test('are read with what was asked in one look at the encounter', async () => {
      const scope = aScope()
      const accepted = await decide(scope, { kind: 'accept' })
      expect((await readEncounterState(db, scope, crypto.cipher)).decisions).toEqual([accepted])
    })

    test('keep what a person typed unreadable in the table', async () => {
      await decide(aScope(), { kind: 'answer-other', text: 'CANARY-ANSWER' })
      expect(await dumpDatabase(db)).not.toContain('CANARY-ANSWER')
    })
  })

  describe('shown findings', () => {
    test('are new to a person once for the same words', async () => {
      const scope = aScope()
      const show = (actor: string, quote: string) =>
        insertShownFindings(db, { ...scope, actor, at, findings: [aPrompt('knee', quote)] }, crypto)
      expect(await show('one', 'left knee')).toHaveLength(1)
      expect(await show('one', 'left knee')).toHaveLength(0)
      expect(await show('two', 'left knee')).toHaveLength(1)
      expect(await show('one', 'both knees')).toHaveLength(1)
      expect(await listShownPrompts(db, scope, crypto.cipher)).toHaveLength(2)
      expect(await dumpDatabase(db)).not.toMatch(/left knee|both knees/)
    })

    test('can be read again as they were asked, without those still open', async () => {
      const scope = aScope()
      const [left, both] = [aPrompt('knee', 'left knee'), aPrompt('knee', 'both knees')]
      await insertShownFindings(db, { ...scope, actor: 'one', at, findings: [left, both] }, crypto)
      const { listShown } = await readEncounterState(db, scope, crypto.cipher)
      expect(listShown(new Set([both.fingerprint]))).toEqual([left])
      expect(listShown(new Set())).toEqual(await listShownPrompts(db, scope, crypto.cipher))
    })

    test('cannot be a prompt without its words and its lint record', async () => {
      const row = { ...aScope(), fingerprint: 'f', kind: 'prompt' }
      const insert = sql`insert into shown_finding (tenant, encounter_ref, fingerprint, finding_kind, content_ref, actor, at)
        values (${row.tenant}, ${row.encounterRef}, ${row.fingerprint}, ${row.kind}, 'c', 'a', ${at})`
      await expect(insert.execute(db)).rejects.toThrow('check constraint')
    })
  })

  describe('the write ledger', () => {
    const intent: WriteIntent = { key: 'a'.repeat(32), target: 'Claim', payloadSha256: '1'.repeat(64) }
    const written: WriteReceipt = {
      state: 'written',
      payloadSha256: intent.payloadSha256,
      remoteId: 'Claim/1',
      remoteSha256: '2'.repeat(64),
      versionId: '1',
      issueCodes: [],
      provenance: 'written',
    }
    const person = { actor: 'actor', role: 'coder' as const, at, cipher: crypto.cipher }
    const content = { draft: aDraftClaim(), purpose: 'file' as const }
    const begin = (scope: Scope, changes: Partial<WriteIntent> = {}) =>
      beginWrite(db, { ...scope, intent: { ...intent, ...changes } }, person)
    const settle = (scope: Scope, changes: Partial<WriteReceipt> = {}) =>
      db
        .transaction()
        .execute((trx) => settleWrite(trx, { ...scope, key: intent.key, receipt: { ...written, ...changes } }, person))

    describe('what the EHR refused', () => {
      const DAY = 24 * 60 * 60_000
      const listFor = ({ tenant }: Scope, who = 'actor', after = 0) =>
        listRefusedTargets(db, { tenant, actor: who, at: new Date(NOW + after) })
      const refuse = async (scope: Scope, httpStatus: number, changes: Partial<WriteIntent> = { content }) => {
        await begin(scope, changes)
        const { payloadSha256, issueCodes, provenance } = written
        const receipt = { state: 'rejected' as const, payloadSha256, issueCodes, provenance, httpStatus }
        await settleWrite(db, { ...scope, key: intent.key, receipt }, person)
      }

      test.each([
        [404, ['Claim'], ['Claim']],
        [405, ['Claim'], ['Claim']],
        // Of what this person may do.
        [403, ['Claim'], []],
        [422, [], []],
        [429, [], []],
      ])('%i is passed over for a day: by whoever was refused %j, by others %j', async (status, own, others) => {
        const scope = aScope()
        await refuse(scope, status)
        expect(await listFor(scope)).toEqual(own)
        expect(await listFor(scope, 'somebody')).toEqual(others)
        expect(await listFor(scope, 'actor', DAY - 1)).toEqual(own)
        expect(await listFor(scope, 'actor', DAY)).toEqual([])
        expect(await listFor(aScope())).toEqual([])
      })

      test('is tried again by everybody once it was taken', async () => {
        const scope = aScope()
        await refuse(scope, 405)
        await begin(scope, { content })
        await settle(scope)
        expect(await listFor(scope)).toEqual([])
      })

      test('is no question, and no change of a draft that stands there', async () => {
        const scope = aScope()
        await refuse(scope, 405, {})
        expect(await listFor(scope)).toEqual([])
        await begin(scope, { content })
        await settle(scope)
        await begin(scope, { content, payloadSha256: '3'.repeat(64) })
        await settle(scope, { state: 'rejected', httpStatus: 405, payloadSha256: '3'.repeat(64) })
        expect(await listFor(scope)).toEqual([])
      })
    })

    test('gives the pen to one of fifty who ask at once', async () => {
      const scope = aScope()
      const answers = await Promise.all(Array.from({ length: 50 }, () => begin(scope)))
      expect(answers.filter(({ outcome }) => outcome === 'go')).toHaveLength(1)
    })

    test('gives the pen for an update to one of fifty, with what the EHR holds', async () => {
      const scope = aScope()
      await begin(scope)
      await settle(scope)
      const changed = { payloadSha256: '3'.repeat(64) }
      const answers = await Promise.all(Array.from({ length: 50 }, () => begin(scope, changed)))
      const winners = answers.filter(({ outcome }) => outcome === 'go')
      expect(winners).toHaveLength(1)
      expect(winners[0]?.row).toMatchObject({ state: 'pending', remoteId: 'Claim/1', versionId: '1', ...changed })
    })

    test.each([
      ['is written', 'written', 'taken'],
      ['was rejected', 'rejected', 'go'],
      ['is unknown', 'unknown', 'taken'],
    ] as const)('when a write %s, the same again is answered', async (_, state, outcome) => {
      const scope = aScope()
      await begin(scope)
      await settle(scope, { state })
      expect(await begin(scope)).toMatchObject({ outcome })
    })

    test('never lets an unknown outcome be written over, even with other content', async () => {
      const scope = aScope()
      await begin(scope)
      await settle(scope, { state: 'unknown' })
      expect(await begin(scope, { payloadSha256: '4'.repeat(64) })).toMatchObject({ outcome: 'taken' })
    })

    test.each([
      ['written', 'written', true],
      ['written', 'rejected', false],
      ['written', 'unknown', false],
      ['unknown', 'written', true],
      ['unknown', 'rejected', true],
      ['rejected', 'rejected', true],
      ['rejected', 'written', false],
    ] as const)('what is %s can become %s: %s', async (first, second, ok) => {
      const scope = aScope()
      await begin(scope)
      await settle(scope, { state: first })
      expect(await settle(scope, { state: second })).toMatchObject({ ok })
    })

    test('refuses a receipt for other content, and for a write that never began', async () => {
      const scope = aScope()
      expect(await settle(scope)).toEqual({ ok: false, problem: 'no-such-write' })
      await begin(scope)
      expect(await settle(scope, { payloadSha256: '5'.repeat(64) })).toEqual({ ok: false, problem: 'other-payload' })
    })

    test('keeps what a draft said, encrypted, and beside it the newest that stands in the EHR', async () => {
      const scope = aScope()
      const find = () => findWrite(db, { ...scope, key: intent.key }, person)
      expect(await find()).toBeUndefined()
      await begin(scope, { content })
      expect(await find()).toMatchObject({ row: { state: 'pending' }, content })
      const remote = [{ resourceType: 'Claim', id: '1' }]
      await settle(scope, { remote })
      const next = { draft: aDraftClaim({ lines: [] }), purpose: 'file' as const }
      await begin(scope, { content: next, payloadSha256: '3'.repeat(64) })
      await settle(scope, { state: 'rejected', payloadSha256: '3'.repeat(64), remote: [] })
      expect(await find()).toMatchObject({ content: next, filed: { content, remote } })
      const dump = JSON.stringify(await dumpDatabase(db))
      expect(dump).not.toContain(content.draft.diagnoses[0]?.evidence[0]?.quote ?? 'no quote')
      expect(dump).not.toContain('"resourceType')
    })

    test('calls a write unknown when its browser has not reported in time', async () => {
      const scope = aScope()
      await begin(scope)
      const [intime] = await listWrites(db, scope, new Date(NOW + PENDING_MS))
      const [late] = await listWrites(db, scope, new Date(NOW + PENDING_MS + 1))
      expect([intime?.state, late?.state]).toEqual(['pending', 'unknown'])
    })

    test('keeps one encounter from another', async () => {
      const scope = aScope()
      await begin(scope)
      const other = { ...scope, encounterRef: 'another' }
      expect(await begin(other)).toMatchObject({ outcome: 'go' })
      expect(await listWrites(db, other, at)).toHaveLength(1)
    })
  })

  describe('the audit', () => {
    const entry = (number: number): AuditEntry => ({
      at: at.toISOString(),
      requestId: `request-${number}`,
      action: 'draft.check',
      input: 'x',
      findings: number,
    })
    const append = (scope: Scope, entries: readonly AuditEntry[]) =>
      db.transaction().execute((trx) => appendAudit(trx, scope.tenant, entries))
    /** As somebody with the keys of the database would. */
    const tamper = async (statement: string): Promise<void> => {
      await db.transaction().execute(async (trx) => {
        await sql`alter table audit disable trigger user`.execute(trx)
        await sql.raw(statement).execute(trx)
        await sql`alter table audit enable trigger user`.execute(trx)
      })
    }

    test('is one unbroken chain a tenant, however many write at once', async () => {
      const [scope, other] = [aScope(), aScope()]
      await Promise.all(
        Array.from({ length: 30 }, (_, number) => append(number % 3 ? scope : other, [entry(number), entry(number)])),
      )
      expect(await verifyChain(db, scope.tenant)).toEqual({ ok: true, rows: 40 })
      expect(await verifyChain(db, other.tenant)).toEqual({ ok: true, rows: 20 })
    })

    test('is found whole while others write to it', async () => {
      const scope = aScope()
      const writing = Promise.all(Array.from({ length: 20 }, (_, number) => append(scope, [entry(number)])))
      const verdicts = await Promise.all(Array.from({ length: 20 }, () => verifyChain(db, scope.tenant)))
      await writing
      expect(verdicts.filter(({ ok }) => !ok)).toEqual([])
    })

    test('knows no row that its transaction took back', async () => {
      const scope = aScope()
      await append(scope, [entry(1)])
      const failing = db.transaction().execute(async (trx) => {
        await appendAudit(trx, scope.tenant, [entry(2)])
        throw new TypeError('the effect failed')
      })
      await expect(failing).rejects.toThrow('the effect failed')
      expect(await verifyChain(db, scope.tenant)).toEqual({ ok: true, rows: 1 })
    })

    test.each(['audit', 'decision', 'shown_finding'])('refuses to change, remove or empty %s', async (table) => {
      const scope = aScope()
      await append(scope, [entry(1)])
      await insertShownFindings(db, { ...scope, actor: 'a', at, findings: [aPrompt()] }, crypto)
      const decision: Decision = {
        fingerprint: parseFingerprint('f'),
        findingKind: 'code',
        choice: { kind: 'accept' },
        by: 'a',
        at: at.toISOString(),
      }
      await insertDecision(db, { ...scope, decision }, crypto.cipher)
      for (const statement of [`update ${table} set tenant = 'x'`, `delete from ${table}`, `truncate ${table}`]) {
        await expect(sql.raw(statement).execute(db)).rejects.toThrow('never changed or removed')
      }
    })

    const tampered: readonly (readonly [string, (tenant: string) => string, Partial<ChainVerdict>])[] = [
      [
        'an edit',
        (t) => `update audit set entry = replace(entry, 'request-2', 'request-9') where tenant = '${t}' and seq = 2`,
        { seq: 2, because: 'changed' },
      ],
      [
        'an edit with a fresh hash',
        (t) =>
          `update audit set entry = replace(entry, 'request-2', 'request-9'), hash = encode(sha256(convert_to(
            previous_hash || E'\\n2\\n' || replace(entry, 'request-2', 'request-9'), 'UTF8')), 'hex') where tenant = '${t}' and seq = 2`,
        { seq: 3, because: 'changed' },
      ],
      [
        'an edit of the newest row with a fresh hash',
        (t) =>
          `update audit set entry = '{}', hash = encode(sha256(convert_to(previous_hash || E'\\n4\\n{}', 'UTF8')), 'hex') where tenant = '${t}' and seq = 4`,
        { seq: 4, because: 'changed' },
      ],
      ['a removal', (t) => `delete from audit where tenant = '${t}' and seq = 2`, { seq: 2, because: 'missing' }],
      [
        'a cut-off tail',
        (t) => `delete from audit where tenant = '${t}' and seq > 3`,
        { seq: 4, because: 'truncated' },
      ],
      ['everything gone', (t) => `delete from audit where tenant = '${t}'`, { seq: 1, because: 'truncated' }],
    ]
    test.each(tampered)('betrays %s', async (_, statement, verdict) => {
      const scope = aScope()
      await append(scope, [1, 2, 3, 4].map(entry))
      await tamper(statement(scope.tenant))
      expect(await verifyChain(db, scope.tenant)).toEqual({ ok: false, ...verdict })
    })

    test('betrays two rows that changed places', async () => {
      const scope = aScope()
      await append(scope, [1, 2, 3].map(entry))
      await tamper(
        `update audit set seq = case seq when 1 then 12 else 11 end where tenant = '${scope.tenant}' and seq < 3`,
      )
      await tamper(`update audit set seq = seq - 10 where tenant = '${scope.tenant}' and seq > 10`)
      expect(await verifyChain(db, scope.tenant)).toMatchObject({ ok: false, seq: 1 })
    })
  })
})

test.skipIf(!hasPostgres)(
  'a database that cuts a connection in a transaction fails that transaction, and not the process',
  async () => {
    const { url, drop } = await createPostgresSchema()
    const pool = await openDatabase({ kind: 'postgres', url })
    const cut = pool.db.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction)
      await pool.runSql('select pg_terminate_backend($1)', [rows[0]?.pid])
      await new Promise((resolve) => setTimeout(resolve, 200))
      await sql`select 1`.execute(transaction)
    })
    await expect(cut).rejects.toThrow()
    await expect(pool.runSql('select 1 as one')).resolves.toMatchObject({ rows: [{ one: 1 }] })
    await pool.close()
    await drop()
  },
)
