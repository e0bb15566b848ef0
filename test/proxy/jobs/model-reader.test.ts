// A model reads what nobody has open: masked, paid for, on record, through the gate; without it the rules stand.
import { beforeEach, expect, test } from 'vitest'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { createModelReader, type ModelReaderParts } from '#proxy/jobs/model-reader.ts'
import { createAnswerMemory } from '#proxy/llm/answer-memory.ts'
import { chooseMask } from '#proxy/llm/choose-mask.ts'
import type { LanguageModel } from '#proxy/llm/language-model.ts'
import { createLog } from '#proxy/log.ts'
import { createMetrics } from '#proxy/metrics.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { parseTenants } from '#proxy/tenants.ts'
import { answer, cut } from '../../support/llm-mock/llm-mock.ts'
import { writeAnswer } from '../../support/llm-mock/wire.ts'
import { KNEE_ITEM, openModelWorld } from '../llm/analysis-fixture.ts'
import { aNote, engine } from '../llm/gate-fixture.ts'
import { createTestModel } from '../llm/model-fixture.ts'
import { aMaskSeeds, aRecord, KEYS, NOW, REFERENCE_KEY, smartRow } from '../proxy-fixture.ts'

const NOTE =
  'SUBJECTIVE: Zuleika Quillfeather says it is the right one that hurts on the stairs.\n\nASSESSMENT:\n1. Osteoarthritis of the knee.'
const item = {
  ...KNEE_ITEM,
  quotes: [
    { document: 'note-1', text: 'Osteoarthritis of the knee' },
    { document: 'note-1', text: 'it is the right one that hurts on the stairs' },
  ],
}
const DAY_MS = 24 * 60 * 60_000
const KEPT_MS = 10 * 60_000

const { database, mock } = await openModelWorld()
let model: LanguageModel
beforeEach(async () => {
  mock.requests.length = 0
  mock.script(answer([item]), answer([item]))
  model = (await createTestModel(mock.url)).model
})

/** A tenant of its own for each test, so that nobody has spent its money. */
let tenants = 0
function createReader(row: object = {}, changes: Partial<ModelReaderParts> = {}) {
  tenants += 1
  const whole = { ...smartRow, key: `site-${tenants}`, model: 'allowed', ...row }
  const [tenant] = parseTenants({ tenants: [whole] }, 'production')
  if (!tenant) throw new TypeError('The fixture has no tenant.')
  const now = changes.now ?? (() => NOW)
  const read = createModelReader({
    answers: createAnswerMemory({ cipher: createColumnCipher(KEYS.columnKeys), now, keptMs: KEPT_MS }),
    db: database.db,
    references: createReferences(REFERENCE_KEY),
    model,
    engine,
    mask: chooseMask(),
    spendLimits: { tenantPerDay: 1e9, personPerDay: 1 },
    usdPerDay: 100,
    log: createLog('silent'),
    metrics: createMetrics(),
    now: () => NOW,
    tenant,
    ...changes,
  })
  const record: EncounterRecord = aRecord({ tenant: tenant.key, notes: [aNote(NOTE)] })
  const found = engine.analyse(record).findings
  return {
    tenant,
    found,
    read: (requestId = 'job', changed: Partial<EncounterRecord> = {}) =>
      read({
        record: { ...record, ...changed },
        found,
        maskSeeds: aMaskSeeds,
        requestId,
        input: 'x',
        describe: (at) => ({ at: at.toISOString(), requestId, actor: 'batch' }),
      }),
  }
}

const listAudit = async (tenant: Parameters<typeof inTenant>[1]): Promise<readonly string[]> =>
  inTenant(database.db, tenant, async (transaction) =>
    (await transaction.selectFrom('audit').select('entry').orderBy('seq').execute()).map(({ entry }) => entry),
  )

test('adds what passes the gate to what the rules say, and puts question and answer on record', async () => {
  const { read, tenant, found } = createReader()
  const reading = await read()
  if (reading.kind !== 'read') throw new TypeError(`Not read: ${reading.because}`)
  const added = reading.findings.filter(({ fingerprint }) => !found.some((one) => one.fingerprint === fingerprint))
  expect(added).toMatchObject([{ kind: 'code', code: { code: 'M17.11' }, source: 'model' }])
  const entries = await listAudit(tenant.key)
  expect(entries.map((entry) => (JSON.parse(entry) as { readonly action: string }).action)).toEqual([
    'model.ask',
    'model.answer',
  ])
  expect(entries.join()).toContain('"actor":"batch"')
})

const readTrail = async (tenant: Parameters<typeof inTenant>[1]): Promise<readonly object[]> =>
  (await listAudit(tenant)).map((entry) => {
    const { action, requestId, costMicroUsd, repeated } = JSON.parse(entry)
    return { action, requestId, isPaid: costMicroUsd > 0, isRepeated: repeated === true }
  })

const readSpent = async (tenant: Parameters<typeof inTenant>[1]): Promise<readonly number[]> =>
  inTenant(database.db, tenant, async (transaction) =>
    (await transaction.selectFrom('limit_window').select('used').where('subject', '=', 'spend.batch').execute()).map(
      ({ used }) => Number(used),
    ),
  )

test('notes of one visit share one reading: asked and paid for once, the same findings, and on record for each', async () => {
  const { read, tenant } = createReader()
  const [one, other] = await Promise.all([read('job-1'), read('job-2')])
  expect(one.kind).toBe('read')
  expect(other).toEqual(one)
  const spent = await readSpent(tenant.key)
  // Found on another page of the search, so worked on in another turn.
  expect(await read('job-3')).toEqual(one)
  expect(mock.requests).toHaveLength(1)
  expect(await readTrail(tenant.key)).toEqual([
    { action: 'model.ask', requestId: 'job-1', isPaid: false, isRepeated: false },
    { action: 'model.answer', requestId: 'job-1', isPaid: true, isRepeated: false },
    { action: 'model.answer', requestId: 'job-2', isPaid: false, isRepeated: true },
    { action: 'model.answer', requestId: 'job-3', isPaid: false, isRepeated: true },
  ])
  expect(spent.some((value) => value > 0)).toBe(true)
  expect(await readSpent(tenant.key)).toEqual(spent)
})

test('a chart that has changed is read again, and so is one after the time that an answer is kept', async () => {
  let now = NOW
  const { read } = createReader({}, { now: () => now })
  await read()
  await read('job-2', { notes: [{ ...aNote(NOTE), version: '2' }] })
  expect(mock.requests).toHaveLength(2)
  mock.script(answer([item]))
  now += KEPT_MS
  await read('job-3')
  expect(mock.requests).toHaveLength(3)
})

test('an answer that broke off is shared by the notes that waited for it, and by no later one', async () => {
  mock.script(cut(writeAnswer([item]), 12, 'reset'), cut(writeAnswer([item]), 12, 'reset'))
  const { read, tenant } = createReader()
  const [one, other] = await Promise.all([read('job-1'), read('job-2')])
  expect(one).toMatchObject({ kind: 'rules-alone' })
  expect(other).toEqual(one)
  expect(await readTrail(tenant.key)).toHaveLength(2)
  mock.script(answer([item]))
  expect(await read('job-3')).toMatchObject({ kind: 'read' })
})

test('sends nothing that is not masked', async () => {
  const { read } = createReader()
  await read()
  expect(mock.requests).toHaveLength(1)
  const sent = JSON.stringify(mock.requests)
  expect(sent).toContain('hurts on the stairs')
  expect(sent).not.toMatch(/Zuleika|Quillfeather/)
})

test('keeps within what the batch may spend in a day, and asks again the next', async () => {
  let now = NOW
  const { read, found } = createReader({}, { usdPerDay: 0.000001, now: () => now })
  expect(found.length).toBeGreaterThan(0)
  const because = "today's spending limit of the batch is reached"
  expect(await read()).toEqual({ kind: 'rules-alone', because })
  expect(await read()).toEqual({ kind: 'rules-alone', because })
  expect(mock.requests).toHaveLength(0)
  const other = createReader({}, { now: () => now })
  expect(await other.read()).toMatchObject({ kind: 'read' })
  now += DAY_MS
  expect(await other.read()).toMatchObject({ kind: 'read' })
})

test('spends no more than the tenant has, whatever the batch may', async () => {
  const { read } = createReader({ limits: { modelUsdPerDay: 0 } })
  expect(await read()).toMatchObject({ kind: 'rules-alone' })
  expect(mock.requests).toHaveLength(0)
})

test.each([
  ['is not allowed for the site', { model: 'off' }, 'it is not allowed for this site'],
  ['is not for visits that are only watched', { modes: { mode: 'shadow', lines: [] } }, undefined],
])('a model that %s is not asked', async (_, row, because) => {
  const { read } = createReader(row)
  expect(await read()).toEqual({ kind: 'rules-alone', ...(because !== undefined && { because }) })
  expect(mock.requests).toHaveLength(0)
})

test('an answer that breaks off counts for nothing', async () => {
  mock.script(cut(writeAnswer([item]), 12, 'reset'), cut(writeAnswer([item]), 12, 'reset'))
  const { read } = createReader()
  expect(await read()).toMatchObject({ kind: 'rules-alone', because: expect.any(String) })
})

test('without masking nothing is sent', async () => {
  const { read } = createReader({}, { mask: () => undefined as never })
  expect(await read()).toMatchObject({
    kind: 'rules-alone',
    because: expect.stringContaining('nothing was sent'),
  })
  expect(mock.requests).toHaveLength(0)
})
