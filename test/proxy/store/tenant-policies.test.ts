// Row-level security: what the database itself refuses when a query forgets to say whose rows it wants.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseFingerprint, parseTenantKey, type TenantKey } from '#coding/domain/ids.ts'
import { appendAudit } from '#proxy/audit/audit-log.ts'
import { verifyChain } from '#proxy/audit/verify-chain.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { createSpend } from '#proxy/limits/spend.ts'
import { asOwner } from '#proxy/store/as-owner.ts'
import { recordBatch } from '#proxy/store/batch-results.ts'
import { createExportProgress } from '#proxy/store/bulk-exports.ts'
import { noteSignIn } from '#proxy/store/coders.ts'
import { insertDecision } from '#proxy/store/decisions.ts'
import { keepReadUntil } from '#proxy/store/ehr-subscriptions.ts'
import { keepFeedbackSpans } from '#proxy/store/feedback-spans.ts'
import { insertHookCards, insertHookFeedback } from '#proxy/store/hook-cards.ts'
import { hasTenantRole, inTenant } from '#proxy/store/in-tenant.ts'
import { appendPromptEvent, readPromptStates } from '#proxy/store/prompt-events.ts'
import { addToQueue } from '#proxy/store/queue-items.ts'
import { noteAnswer } from '#proxy/store/refused-targets.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { insertAuditWeek, insertSecondCodings } from '#proxy/store/second-codings.ts'
import { takeTurns } from '#proxy/store/server-pace.ts'
import { insertShownFindings } from '#proxy/store/shown-findings.ts'
import { keepReport } from '#proxy/store/site-reports.ts'
import { keepDigest } from '#proxy/store/use-digests.ts'
import { keepVisitFacts } from '#proxy/store/visit-facts.ts'
import { keepDraft } from '#proxy/store/work-drafts.ts'
import { insertStep } from '#proxy/store/work-steps.ts'
import { takeTaskPen } from '#proxy/store/work-tasks.ts'
import { beginWrite } from '#proxy/store/write-ledger.ts'
import { aDraft, aPrompt, aRecord, createTestProxy, KEYS, NOW, REFERENCE_KEY, send, signIn } from '../proxy-fixture.ts'
import { aFeedback, anAdding, aQueueEntry, aSecondCoding, aSuggestedCoding } from '../queue-fixture.ts'
import type { TestDatabase } from '../test-database.ts'
import { openPgliteAsRoleMaker, openPgliteWithLateRole, testEngines } from './test-engines.ts'

const at = new Date(NOW)
const monday = parseDateOnly('2026-02-23')
const [one, two] = [parseTenantKey('one'), parseTenantKey('two')]
const crypto = { cipher: createColumnCipher(KEYS.columnKeys), references: createReferences(REFERENCE_KEY) }
const TABLES = [
  'batch_result',
  'visit_facts',
  'queue_item',
  'queue_task',
  'hook_card',
  'hook_feedback',
  'site_report',
  'ehr_subscription',
  'server_pace',
  'bulk_export',
  'refused_target',
  'suggested_coding',
  'feedback_span',
  'audit_week',
  'second_coding',
  'audit',
  'audit_head',
  'audit_cut',
  'coder',
  'use_digest',
  'decision',
  'prompt_event',
  'work_step',
  'work_draft',
  'shown_finding',
  'write',
  'write_event',
  'limit_window',
]

/** A row of the tenant in every table. */
async function fill(db: Pool, tenant: TenantKey): Promise<void> {
  const scope = { tenant, encounterRef: 'encounter' }
  await inTenant(db, tenant, async (transaction) => {
    await appendAudit(transaction, tenant, [
      { at: at.toISOString(), requestId: 'r', action: 'draft.check', input: 'x', findings: 0 },
    ])
    const decision = {
      fingerprint: parseFingerprint('f'),
      findingKind: 'code' as const,
      choice: { kind: 'accept' as const },
      by: 'a',
      at: at.toISOString(),
    }
    await insertDecision(transaction, { ...scope, decision }, crypto.cipher)
    const before = await readPromptStates(transaction, scope, crypto.cipher)
    const event = { kind: 'analysed', source: 'rule', questions: [], answered: [], newResults: ['r'] } as const
    await appendPromptEvent(transaction, { ...scope, before, event, actor: 'a', at }, crypto.cipher)
    await insertShownFindings(transaction, { ...scope, actor: 'a', at, findings: [aPrompt()] }, crypto)
    await insertStep(transaction, { ...scope, step: { kind: 'resume' }, role: 'coder', actor: 'a', at }, crypto.cipher)
    await addToQueue(transaction, anAdding({ tenant }), [aQueueEntry({ suggested: aSuggestedCoding() })])
    const task = { ...scope, key: 'c'.repeat(32), version: 1, actor: 'a', at }
    await takeTaskPen(transaction, task)
    await keepFeedbackSpans(transaction, { ...scope, actor: 'a', at, ...crypto }, [aFeedback])
    await insertAuditWeek(transaction, { tenant, week: monday, population: 1, drawn: 1, actor: 'a', at })
    await insertSecondCodings(transaction, [{ ...scope, ...aSecondCoding }], { actor: 'a', at, ...crypto })
    const request = { basedOn: 0, draft: { order: [], takenOff: [], lines: [], recodes: [], entered: [] } }
    await keepDraft(transaction, { ...scope, request, actor: 'a', at }, crypto.cipher)
    const facts = { types: ['Office visit'], providers: [], date: parseDateOnly('2026-03-02') }
    const report = { tenant, kind: 'day-end' as const, day: facts.date, report: {}, actor: 'a', at }
    await keepReport(transaction, report, crypto.cipher)
    await keepVisitFacts(transaction, { ...scope, facts, actor: 'a', at }, crypto.cipher)
    const about = { service: 's', fingerprint: parseFingerprint('f'), findingKind: 'prompt' as const }
    const card = { ...scope, ...about, id: 'card', patientRef: 'patient', actor: 'a' }
    await noteSignIn(transaction, { tenant, actor: 'a', role: 'coder', person: { user: 'u' }, at }, crypto.cipher)
    await keepDigest(transaction, { tenant, block: 0, size: 1, content: 'c' })
    await insertHookCards(transaction, [card], at)
    await insertHookFeedback(transaction, card, { outcome: 'accepted', outcomeAt: at, at })
    const intent = { key: 'b'.repeat(32), target: 'Claim' as const, payloadSha256: '1'.repeat(64) }
    const receipt = { state: 'rejected' as const, httpStatus: 405 }
    await noteAnswer(transaction, { tenant, actor: 'a', target: 'Claim', receipt, at })
    await beginWrite(transaction, { ...scope, intent }, { actor: 'a', role: 'coder', at, cipher: crypto.cipher })
  })
  await asOwner(db, { tenant, deed: 'retain' }, (transaction) =>
    transaction.insertInto('audit_cut').values({ tenant, seq: 0, hash: 'x', statement: 'x', at }).execute(),
  )
  const entry = {
    at: at.toISOString(),
    requestId: 'job',
    action: 'batch.analysis',
    item: 'item',
    input: 'x',
    codeSet: 'embedded',
    findings: 0,
  } as const
  const result = { codeSet: 'embedded', findings: [] }
  await recordBatch({ db, ...crypto }, tenant, [{ itemRef: 'item', encounterRef: 'encounter', at, result, entry }])
  await keepReadUntil(db, tenant, { until: at, at })
  const progress = createExportProgress({ db, cipher: crypto.cipher, tenant, question: 'q', now: () => NOW })
  await progress.keep({ status: 'https://ehr.example/job', begunAt: at.toISOString(), files: {} })
  await takeTurns(db, { tenant, server: 'https://ehr.example/fhir' }, { count: 1, gapMs: 1 })
  const spend = createSpend({ db, now: () => NOW })
  await spend.reserve({ tenant, actor: 'a', amount: 1, limits: { tenantPerDay: 9, personPerDay: 9 } })
}

const users = [
  ...testEngines.flatMap(({ name, open, openAsOwner }) => [
    { name: `${name}, as its administrator`, open, isRole: true },
    { name: `${name}, as an owner who may not make roles`, open: openAsOwner, isRole: false },
  ]),
  { name: 'PGlite, as a user who may make roles', open: openPgliteAsRoleMaker, isRole: true },
  { name: 'PGlite, where an administrator made the role later', open: openPgliteWithLateRole, isRole: true },
]

describe.each(users)('the policies on $name', ({ name, open, isRole }) => {
  let database: TestDatabase
  let db: Pool
  beforeAll(async () => {
    database = await open()
    db = database.db
    await fill(db, one)
    await fill(db, two)
  })
  afterAll(() => database.close())

  test('are worked under as the role of tenants, where there may be one', async () => {
    expect(await hasTenantRole(db)).toBe(isRole)
    const { rows } = await inTenant(db, one, (transaction) =>
      sql<{ role: string }>`select current_user as role`.execute(transaction),
    )
    expect(rows[0]?.role === 'postil_tenant').toBe(isRole)
  })

  const tenantsIn = (table: string) =>
    inTenant(db, one, async (transaction) => {
      const { rows } = await sql<{ tenant: string }>`select distinct tenant from ${sql.table(table)}`.execute(
        transaction,
      )
      return rows.map(({ tenant }) => tenant)
    })

  test('cover every table that names a tenant, except those that are found by a secret', async () => {
    const { rows } = await sql<{ table_name: string }>`
      select table_name from information_schema.columns
      where table_schema = current_schema() and column_name = 'tenant' order by table_name`.execute(db)
    const named = rows.map(({ table_name }) => table_name)
    expect(named.filter((table) => !['launch', 'session'].includes(table)).toSorted()).toEqual(TABLES.toSorted())
  })

  test('hold the owner as well, of every table but those that are found by a secret', async () => {
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class
      where relnamespace = current_schema()::regnamespace and relkind = 'r' and relname not like 'kysely_%'
        and not (relrowsecurity and relforcerowsecurity) order by relname`.execute(db)
    expect(rows.map(({ name: table }) => table)).toEqual(['launch', 'session', 'used_proof'])
  })

  test.each(TABLES)('show of %s only the rows of the tenant, without any where-clause', async (table) => {
    expect(await tenantsIn(table)).toEqual(['one'])
  })

  test('let no row of another tenant in', async () => {
    const smuggling = inTenant(db, one, (transaction) =>
      transaction
        .insertInto('audit')
        .values({ tenant: two, seq: 2, entry: '{}', previous_hash: 'x', hash: 'y' })
        .execute(),
    )
    await expect(smuggling).rejects.toThrow('row-level security')
  })

  test('let no row of another tenant be changed', async () => {
    await inTenant(db, one, (transaction) => sql`update write set actor = 'thief'`.execute(transaction))
    const left = await inTenant(db, two, (transaction) => transaction.selectFrom('write').select('actor').execute())
    expect(left).toEqual([{ actor: 'a' }])
  })

  test('are over with the transaction, also when it fails', async () => {
    await expect(inTenant(db, one, () => Promise.reject(new TypeError('no')))).rejects.toThrow('no')
    const { rows } = await sql<{ tenant: string; role: string }>`
      select current_setting('app.tenant', true) as tenant, current_setting('role') as role`.execute(db)
    expect(rows[0]?.tenant ?? '').toBe('')
    expect(rows[0]?.role).not.toBe('postil_tenant')
  })

  test.each(['update audit set entry = entry', 'delete from audit', 'truncate audit', 'delete from decision'])(
    'refuse «%s» in the name of a tenant',
    async (statement) => {
      const trying = inTenant(db, one, (transaction) => sql.raw(statement).execute(transaction))
      await expect(trying).rejects.toThrow(/permission denied|never changed or removed/)
    },
  )

  test('let the role of tenants delete nothing after its time either', async () => {
    const deeds = [
      'delete from decision',
      'delete from audit',
      "insert into audit_cut values ('one', 1, 'x', 'x', now())",
    ]
    for (const deed of isRole ? deeds : []) {
      const trying = inTenant(db, one, async (transaction) => {
        await sql`select set_config('app.retain', 'on', true)`.execute(transaction)
        await sql.raw(deed).execute(transaction)
      })
      await expect(trying, deed).rejects.toThrow('permission denied')
    }
  })

  test('let the whole interface work', async () => {
    const proxy = createTestProxy(db)
    const signed = await signIn(proxy)
    const requests = [
      { path: '/v1/analyses', body: { record: aRecord() } },
      { path: '/v1/drafts/check', body: { record: aRecord(), draft: aDraft() } },
      {
        path: '/v1/decisions',
        body: { fingerprint: aPrompt().fingerprint, findingKind: 'prompt', choice: { kind: 'unable-to-determine' } },
      },
      { path: '/v1/writes', body: { key: 'a'.repeat(32), target: 'Claim', payloadSha256: '1'.repeat(64) } },
      { method: 'GET', path: '/v1/writes' },
    ] as const
    for (const request of requests) {
      const response = await send(proxy, request, signed)
      expect([request.path, response.status]).toEqual([request.path, 200])
      expect(await response.text()).not.toContain('audit-unavailable')
    }
    const hospital = parseTenantKey('hospital')
    const verdict = await inTenant(db, hospital, (transaction) => verifyChain(transaction, hospital))
    expect(verdict).toMatchObject({ ok: true })
    expect(verdict.ok && verdict.rows).toBeGreaterThanOrEqual(5)
  })

  if (name.includes('owner')) {
    test('show nothing to who says no tenant', async () => {
      for (const table of TABLES) {
        expect((await sql`select 1 from ${sql.table(table)}`.execute(db)).rows).toEqual([])
      }
    })
  }
})
