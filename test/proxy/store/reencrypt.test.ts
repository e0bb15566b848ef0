import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { Decision } from '#coding/domain/decision.ts'
import { parseFingerprint, parseTenantKey, type TenantKey } from '#coding/domain/ids.ts'
import { verifyChain } from '#proxy/audit/verify-chain.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { type BatchResult, listResults, recordBatch } from '#proxy/store/batch-results.ts'
import { checkColumnKeys } from '#proxy/store/check-column-keys.ts'
import { listCoders, noteSignIn } from '#proxy/store/coders.ts'
import { insertDecision, listDecisions } from '#proxy/store/decisions.ts'
import { keepFeedbackSpans } from '#proxy/store/feedback-spans.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { appendPromptEvent, readPromptStates } from '#proxy/store/prompt-events.ts'
import { addToQueue } from '#proxy/store/queue-items.ts'
import { countCellsByKey, reencryptTenant } from '#proxy/store/reencrypt.ts'
import { changeSecondCoding, insertSecondCodings, listSecondCodings } from '#proxy/store/second-codings.ts'
import { insertShownFindings, listShownPrompts } from '#proxy/store/shown-findings.ts'
import { keepReport, listReports } from '#proxy/store/site-reports.ts'
import { findVisitFacts, keepVisitFacts } from '#proxy/store/visit-facts.ts'
import { findKeptDraft, keepDraft } from '#proxy/store/work-drafts.ts'
import { insertStep, listSteps } from '#proxy/store/work-steps.ts'
import { beginWrite, findWrite, settleWrite } from '#proxy/store/write-ledger.ts'
import { aDraftClaim } from '../../fixtures/fhir/draft-claim.ts'
import { aPrompt, NOW, REFERENCE_KEY } from '../proxy-fixture.ts'
import { aFeedback, anAdding, aQueueEntry, aSecondCoding, aSuggestedCoding } from '../queue-fixture.ts'
import type { TestDatabase } from '../test-database.ts'
import { testEngines } from './test-engines.ts'

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill).toString('base64') })
const keysOf = (one: { readonly id: string; readonly key: string }) => ({ columnKeys: [one] as const })
const setting = 'POSTIL_COLUMN_KEYS'
const old = createColumnCipher([key('old', 1)])
const both = createColumnCipher([key('new', 2), key('old', 1)])
const fresh = createColumnCipher([key('new', 2)])
const references = createReferences(REFERENCE_KEY)
const at = new Date(NOW)
const prompt = aPrompt()
const DECISIONS = 450
const RESULT: BatchResult = {
  itemRef: 'item',
  encounterRef: 'encounter',
  at,
  result: { codeSet: 'embedded FY2026', findings: [] },
  entry: {
    at: at.toISOString(),
    requestId: 'job',
    action: 'batch.analysis',
    item: 'item',
    input: 'input',
    codeSet: 'embedded FY2026',
    findings: 0,
  },
}
/** One of each other column. */
const CELLS_BESIDE = 15
const FACTS = { types: ['Office visit'], providers: ['Practitioner/ada'], date: parseDateOnly('2026-03-02') }
const PERSON = { user: 'Practitioner/tanaka', name: 'Kenji Tanaka' }
const REPORT = { kind: 'day-end', day: FACTS.date, report: { gaps: 1 } } as const
const WRITE = { key: 'c'.repeat(32), target: 'Claim', payloadSha256: '1'.repeat(64) } as const
const CONTENT = { draft: aDraftClaim(), purpose: 'file' } as const
const RECEIPT = {
  state: 'written' as const,
  payloadSha256: WRITE.payloadSha256,
  issueCodes: [],
  provenance: 'none' as const,
}
const KEPT = { basedOn: 0, draft: { order: [], takenOff: ['20610'], lines: [], recodes: [], entered: [] } }
const HOLD = { kind: 'hold', reason: 'other', comment: 'waits for the films' } as const
const ANALYSED = { kind: 'analysed', source: 'rule', questions: [], answered: [], newResults: ['r'] } as const

const users = testEngines.flatMap(({ name, open, openAsOwner }) => [
  { name: `${name}, as its administrator`, open },
  { name: `${name}, as an owner`, open: openAsOwner },
])

describe.each(users)('rotation of keys on $name', ({ name, open }) => {
  let database: TestDatabase
  let tenants = 0
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  const decisionAbout = (number: number): Decision => ({
    fingerprint: parseFingerprint(`f${number}`),
    findingKind: 'prompt',
    choice: { kind: 'dismiss', reason: 'other', comment: `words ${number}` },
    by: 'actor',
    at: at.toISOString(),
  })

  async function fill(decisions: number): Promise<TenantKey> {
    tenants += 1
    const tenant = parseTenantKey(`rotated-${tenants}`)
    const scope = { tenant, encounterRef: 'encounter' }
    await inTenant(database.db, tenant, async (transaction) => {
      for (let number = 0; number < decisions; number++) {
        await insertDecision(transaction, { ...scope, decision: decisionAbout(number) }, old)
      }
      const showing = { ...scope, actor: 'actor', at, findings: [prompt] }
      await insertShownFindings(transaction, showing, { cipher: old, references })
      const before = await readPromptStates(transaction, scope, old)
      const happening = { ...scope, before, event: ANALYSED, actor: 'actor', at }
      await appendPromptEvent(transaction, happening, old)
      await keepDraft(transaction, { ...scope, request: KEPT, actor: 'actor', at }, old)
      await insertStep(transaction, { ...scope, step: HOLD, role: 'coder', actor: 'actor', at }, old)
      await keepVisitFacts(transaction, { ...scope, facts: FACTS, actor: 'actor', at }, old)
      await keepReport(transaction, { ...REPORT, tenant, actor: 'actor', at }, old)
      await noteSignIn(transaction, { tenant, actor: 'actor', role: 'coder', person: PERSON, at }, old)
      await addToQueue(transaction, anAdding({ tenant, cipher: old }), [
        aQueueEntry({ encounterRef: 'encounter', suggested: aSuggestedCoding() }),
      ])
      await keepFeedbackSpans(transaction, { ...scope, actor: 'actor', at, cipher: old }, [aFeedback])
      await insertSecondCodings(transaction, [{ ...scope, ...aSecondCoding }], { actor: 'actor', at, cipher: old })
      const reader = { tenant, actor: 'second', at, cipher: old }
      await changeSecondCoding(transaction, reader, {
        id: 'case',
        state: 'coded',
        secondCoder: 'second',
        codes: ['I10'],
      })
      const person = { actor: 'actor', role: 'coder' as const, at, cipher: old }
      await beginWrite(transaction, { ...scope, intent: { ...WRITE, content: CONTENT } }, person)
      await settleWrite(
        transaction,
        { ...scope, key: WRITE.key, receipt: { ...RECEIPT, remote: [{ id: 'r' }] } },
        person,
      )
    })
    await recordBatch({ db: database.db, cipher: old }, tenant, [RESULT])
    return tenant
  }

  const rotate = (tenant: TenantKey, onProgress?: (cells: number) => void) =>
    reencryptTenant(database.db, { tenant, cipher: both, now: () => NOW, ...(onProgress && { onProgress }) })

  test('makes every value readable without the old key, says how far it is, and is on record', async () => {
    const tenant = await fill(DECISIONS)
    const progress: number[] = []
    expect(await rotate(tenant, (cells) => progress.push(cells))).toBe(DECISIONS + CELLS_BESIDE)
    expect(progress.at(-1)).toBe(DECISIONS + CELLS_BESIDE)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect([...(await countCellsByKey(database.db, tenant))]).toEqual([['new', DECISIONS + CELLS_BESIDE]])
    const scope = { tenant, encounterRef: 'encounter' }
    expect(await listResults({ db: database.db, cipher: fresh }, scope)).toEqual([{ ...RESULT.result, at }])
    await inTenant(database.db, tenant, async (transaction) => {
      const decisions = await listDecisions(transaction, scope, fresh)
      expect(decisions.toSorted((a, b) => a.fingerprint.localeCompare(b.fingerprint, 'en', { numeric: true }))).toEqual(
        Array.from({ length: DECISIONS }, (_, number) => decisionAbout(number)),
      )
      expect(await listShownPrompts(transaction, scope, fresh)).toEqual([prompt])
      expect((await readPromptStates(transaction, scope, fresh)).lifecycle.results).toEqual(['r'])
      expect(await findVisitFacts(transaction, scope, fresh)).toEqual(FACTS)
      const range = { tenant, kind: REPORT.kind, from: FACTS.date, to: FACTS.date }
      expect((await listReports(transaction, range, fresh)).map(({ report }) => report)).toEqual([REPORT.report])
      expect(await listCoders(transaction, { tenant, now: at }, fresh)).toMatchObject([{ name: PERSON.name }])
      const weeks = { tenant, from: aSecondCoding.week, to: aSecondCoding.week }
      const [coding] = await listSecondCodings(transaction, weeks, fresh)
      expect(coding).toMatchObject({ blind: ['I10'], content: aSecondCoding.content })
      expect(await findKeptDraft(transaction, scope, fresh)).toEqual({ revision: 1, draft: KEPT.draft })
      expect((await listSteps(transaction, scope, fresh)).map(({ step }) => step)).toEqual([HOLD])
      expect(await findWrite(transaction, { ...scope, key: WRITE.key }, { cipher: fresh, at })).toMatchObject({
        content: CONTENT,
        filed: { content: CONTENT, remote: [{ id: 'r' }] },
      })
      expect(await verifyChain(transaction, tenant)).toEqual({ ok: true, rows: 3 })
      const { entry } = await transaction
        .selectFrom('audit')
        .select('entry')
        .orderBy('seq', 'desc')
        .executeTakeFirstOrThrow()
      expect(JSON.parse(entry)).toMatchObject({ action: 'key.rotate', key: 'new', cells: DECISIONS + CELLS_BESIDE })
    })
    expect(await rotate(tenant)).toBe(0)
  })

  test('keys that open all that is stored are enough to start with', async () => {
    const tenants = [await fill(2)]
    await expect(checkColumnKeys(database.db, { keys: keysOf(key('old', 1)), tenants, setting })).resolves.toBe(true)
    const keys = { ...keysOf(key('new', 2)), lostColumnKeys: ['old'] }
    await expect(checkColumnKeys(database.db, { keys, tenants, setting })).resolves.toBe(true)
  })

  test('a key that is missing keeps from starting, even if one value alone has it', async () => {
    const tenant = await fill(2)
    await rotate(tenant)
    const check = () => checkColumnKeys(database.db, { keys: keysOf(key('new', 2)), tenants: [tenant], setting })
    await expect(check()).resolves.toBe(true)
    await inTenant(database.db, tenant, (transaction) =>
      insertDecision(transaction, { tenant, encounterRef: 'encounter', decision: decisionAbout(9) }, old),
    )
    await expect(check()).rejects.toThrow(/^POSTIL_COLUMN_KEYS: lacks the key old, .*behind the first one.*id:lost/)
    await expect(check()).rejects.toMatchObject({ name: 'ConfigError', setting })
  })

  test('another key under the id of the one that wrote keeps from starting', async () => {
    const tenants = [await fill(1)]
    const checking = checkColumnKeys(database.db, { keys: keysOf(key('old', 3)), tenants, setting })
    await expect(checking).rejects.toThrow(/^POSTIL_COLUMN_KEYS: holds another key under the id old/)
    const ofFolder = checkColumnKeys(database.db, { keys: keysOf(key('old', 3)), tenants })
    await expect(ofFolder).rejects.toThrow(/^POSTIL_DATA_DIR: holds a keys\.json that.*Bring back/)
  })

  // The embedded database keeps no time, and is small.
  if (!name.includes('PGlite')) {
    test('tables that cannot be walked in time hold no start', async () => {
      const tenants = [await fill(1)]
      await database.db.transaction().execute(async (transaction) => {
        await sql`lock table decision in access exclusive mode`.execute(transaction)
        const checking = checkColumnKeys(database.db, { keys: keysOf(key('new', 2)), tenants, budgetMs: 50 })
        await expect(checking).resolves.toBe(false)
      })
    })
  }

  test('leaves the values of other tenants alone', async () => {
    const [one, two] = [await fill(2), await fill(2)]
    await rotate(one)
    expect([...(await countCellsByKey(database.db, two))]).toEqual([['old', 2 + CELLS_BESIDE]])
  })

  test('stops with a typed error at a value whose key is not there, and changes nothing of that batch', async () => {
    const tenant = await fill(3)
    const cipher = fresh
    const stopped = reencryptTenant(database.db, { tenant, cipher, now: () => NOW })
    await expect(stopped).rejects.toMatchObject({ name: 'CryptoError', code: 'unknown-key' })
    expect([...(await countCellsByKey(database.db, tenant))]).toEqual([['old', 3 + CELLS_BESIDE]])
  })

  test('opens no other way to change what is append-only', async () => {
    const tenant = await fill(1)
    const change = (statement: string) =>
      database.db.transaction().execute(async (transaction) => {
        await sql`select set_config('app.tenant', ${tenant}, true), set_config('app.reencrypt', 'on', true)`.execute(
          transaction,
        )
        await sql.raw(statement).execute(transaction)
      })
    for (const statement of [
      `update decision set actor = 'x'`,
      `update decision set choice = 'x', at = now()`,
      `update work_step set actor = 'x'`,
      'delete from work_step',
      `update shown_finding set lint_version = 'x'`,
      'delete from decision',
      `update audit set entry = 'x'`,
    ]) {
      // Of the audit there is no row yet, so nothing is changed and nothing refused.
      if (statement.includes('audit')) await rotate(tenant)
      await expect(change(statement)).rejects.toThrow('never changed or removed')
    }
  })

  // An owner who may not make roles has none to work with; the triggers are all that holds it.
  if (name.includes('administrator')) {
    test('is not open to the role that the proxy works with', async () => {
      const tenant = await fill(1)
      const changing = inTenant(database.db, tenant, async (transaction) => {
        await sql`select set_config('app.reencrypt', 'on', true)`.execute(transaction)
        await sql`update decision set choice = 'x'`.execute(transaction)
      })
      await expect(changing).rejects.toThrow('permission denied')
    })
  }
})
