// Many coders at one list, on both databases: who gets what, and that nobody finishes what another has.

import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { QueueQuestion } from '#coding/contract/queue.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseEncounterId, parseTenantKey } from '#coding/domain/ids.ts'
import { DEFAULT_MODES, type ModeSettings } from '#coding/domain/mode.ts'
import type { QueueItem, QueueStep } from '#coding/domain/queue-item.ts'
import { DEFAULT_WEIGHTS, findPriority } from '#coding/queue/priority.ts'
import { verifyChain } from '#proxy/audit/verify-chain.ts'
import { readChangedQueue, readQueue, takeItemStep, takeNextItem } from '#proxy/coders-queue.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { ProxyError } from '#proxy/errors.ts'
import { asOwner } from '#proxy/store/as-owner.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { addToQueue, applyModes, type QueueEntry, rankAgain } from '#proxy/store/queue-items.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { KEYS, NOW } from './proxy-fixture.ts'
import { anAdding, aQueueEntry, aVisit, LOCK_MS } from './queue-fixture.ts'
import { testEngines } from './store/test-engines.ts'
import type { TestDatabase } from './test-database.ts'

const cipher = createColumnCipher(KEYS.columnKeys)
const tenant = parseTenantKey('hospital')
const QUESTION: QueueQuestion = { view: 'open', sort: 'priority', offset: 0, limit: 200 }
type Who = { readonly actor: string; readonly at?: number }
const NOTHING = { kind: 'finish', outcome: 'nothing-to-code' } as const

/** As what has had its time would go: nothing else takes rows away. */
const emptyList = (db: Pool) =>
  asOwner(db, { tenant, deed: 'retain' }, (transaction) => sql`delete from queue_item`.execute(transaction))

describe.each(testEngines)('the coders’ list on $name', ({ open }) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    await emptyList(database.db)
  })

  const parts = () => ({ db: database.db, cipher })
  const add = (...entries: readonly QueueEntry[]) =>
    inTenant(database.db, tenant, (transaction) => addToQueue(transaction, anAdding(), entries))
  const many = (count: number): readonly QueueEntry[] =>
    Array.from({ length: count }, (_, index) =>
      aQueueEntry({
        encounterRef: `e${index}`,
        encounterId: parseEncounterId(`encounter-${index}`),
        facts: { confidence: index / count, serviceLine: index % 2 === 0 ? 'Emergency' : 'Outpatient' },
      }),
    )
  const next = (actor: string, at = NOW) => takeNextItem(parts(), aVisit({ actor, at: new Date(at) }))
  const step = (item: QueueItem, one: QueueStep, { actor, at = NOW }: Who) =>
    takeItemStep(parts(), aVisit({ actor, at: new Date(at) }), {
      encounterRef: item.id,
      version: item.version,
      step: one,
    })
  const read = (question: Partial<QueueQuestion> = {}, actor = 'coder-a') =>
    readQueue(parts(), aVisit({ actor }), { ...QUESTION, ...question })

  test('gives the most urgent first, and to each coder another', async () => {
    await add(...many(4))
    const given = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((actor) => next(actor)))
    expect(given.map((item) => item?.encounterId ?? 'none').toSorted((a, b) => a.localeCompare(b))).toEqual([
      'encounter-0',
      'encounter-1',
      'encounter-2',
      'encounter-3',
      'none',
    ])
    const [first] = (await read({ view: 'locked' })).items
    expect(first?.encounterId).toBe('encounter-0')
  })

  test('tells whoever has seen a page that it stands, with no word of it and no entry; what has changed is told and on record', async () => {
    await add(...many(3))
    const look = (seen: string, actor = 'coder-a', later = 0) =>
      readChangedQueue(parts(), aVisit({ actor, at: new Date(NOW + later) }), { ...QUESTION, seen })
    const countReads = () =>
      inTenant(database.db, tenant, async (transaction) => {
        const rows = await transaction.selectFrom('audit').select('action').where('action', '=', 'queue.read').execute()
        return rows.length
      })
    const { version, total } = await read()
    const before = await countReads()
    // Priorities have risen meanwhile, alike for all.
    expect(await look(version, 'coder-a', 60_000)).toBeUndefined()
    expect(await countReads()).toBe(before)
    const given = await next('coder-b')
    const changed = await look(version)
    expect([changed?.total, await countReads()]).toEqual([total - 1, before + 1])
    expect(await look(changed?.version ?? '')).toBeUndefined()
    // A lock that runs out brings it back without anybody's doing.
    expect((await look(changed?.version ?? '', 'coder-a', LOCK_MS + 1))?.items.map(({ id }) => id)).toContain(given?.id)
    // What somebody else has seen, and another question, are not theirs.
    expect(await look(version, 'coder-b')).toBeDefined()
    const finished = { ...QUESTION, view: 'finished', seen: version } as const
    expect(await readChangedQueue(parts(), aVisit({ actor: 'coder-a' }), finished)).toBeDefined()
  })

  test('computes the priority that the formula gives, also after other weights', async () => {
    const entry = aQueueEntry({ facts: { serviceLine: 'Emergency', confidence: 0.25, complexity: 0.5 } })
    await add(entry)
    const [before] = (await read()).items
    expect(before?.priority).toBeCloseTo(findPriority(entry.facts, DEFAULT_WEIGHTS, NOW), 6)
    const weights = { doubt: 1, complexity: -2, day: 3, lines: { Emergency: 100 } }
    const again = () => inTenant(database.db, tenant, (transaction) => rankAgain(transaction, tenant, weights))
    expect([await again(), await again()]).toEqual([1, 0])
    const visit = aVisit({ rules: { weights, modes: DEFAULT_MODES, lockMs: LOCK_MS } })
    const [after] = (await readQueue(parts(), visit, QUESTION)).items
    expect(after?.priority).toBeCloseTo(findPriority(entry.facts, weights, NOW), 6)
  })

  test('lets nobody finish with a lock that has run out, and gives the item to another', async () => {
    await add(aQueueEntry())
    const mine = await next('slow')
    if (!mine) throw new TypeError('There is one.')
    const late = NOW + LOCK_MS
    await expect(step(mine, NOTHING, { actor: 'slow', at: late })).rejects.toThrow(/do not have/)
    const theirs = await next('quick', late)
    if (!theirs) throw new TypeError('There is one.')
    await expect(step(mine, NOTHING, { actor: 'slow', at: late })).rejects.toThrow(/do not have/)
    const done = await step(theirs, NOTHING, { actor: 'quick', at: late })
    expect(done.state).toEqual({ kind: 'finished', outcome: 'nothing-to-code' })
    await expect(step(done, NOTHING, { actor: 'slow', at: late })).rejects.toThrow(/finished/)
  })

  test('does not take a step about an older state', async () => {
    await add(aQueueEntry())
    const mine = await next('a')
    if (!mine) throw new TypeError('There is one.')
    await add(aQueueEntry({ input: 'an addendum' }))
    await expect(step(mine, NOTHING, { actor: 'a' })).rejects.toThrow(/has changed/)
    const [fresh] = (await read({ view: 'mine' }, 'a')).items
    expect(fresh?.version).toBe(mine.version + 1)
  })

  test('brings a finished encounter back when its notes change, and only then', async () => {
    await add(aQueueEntry())
    const mine = await next('a')
    if (!mine) throw new TypeError('There is one.')
    await step(mine, NOTHING, { actor: 'a' })
    expect(await add(aQueueEntry())).toBe(0)
    expect((await read()).total).toBe(0)
    expect(await add(aQueueEntry({ input: 'an addendum' }))).toBe(1)
    expect((await read()).total).toBe(1)
  })

  test('keeps what was given to one from all others', async () => {
    await add(...many(2))
    const [, second] = (await read()).items
    if (!second) throw new TypeError('There are two.')
    await takeItemStep(parts(), aVisit({ role: 'admin', actor: 'head' }), {
      encounterRef: second.id,
      version: second.version,
      step: { kind: 'assign', to: 'b' },
    })
    const [forB, forA, none] = [await next('b'), await next('a'), await next('a')]
    expect([forB?.id, forA?.id === second.id, none]).toEqual([second.id, false, undefined])
  })

  test('lets nobody hoard', async () => {
    await add(...many(11))
    for (let count = 0; count < 10; count++) await next('a')
    await expect(next('a')).rejects.toThrow(/10 encounters already/)
    expect((await next('b'))?.id).toBe('e10')
  })

  test('is not returned without a question, nor called filed without a draft', async () => {
    await add(aQueueEntry())
    const mine = await next('a')
    if (!mine) throw new TypeError('There is one.')
    await expect(step(mine, { kind: 'return' }, { actor: 'a' })).rejects.toThrow(/No question was sent/)
    await expect(step(mine, { kind: 'finish', outcome: 'filed' }, { actor: 'a' })).rejects.toThrow(/No draft/)
    expect((await read({ view: 'mine' }, 'a')).items[0]?.version).toBe(mine.version)
  })

  test('is filtered and sorted by the database', async () => {
    await add(...many(6), aQueueEntry({ encounterRef: 'odd', facts: { disagreements: { unsupported: 2 } } }))
    const ids = async (question: Partial<QueueQuestion>) => (await read(question)).items.map(({ id }) => id)
    expect(await ids({ line: 'Emergency' })).toEqual(['e0', 'e2', 'e4'])
    expect(await ids({ disagree: 'any' })).toEqual(['odd'])
    expect(await ids({ disagree: 'unsupported' })).toEqual(['odd'])
    expect(await ids({ disagree: 'model-alone' })).toEqual([])
    expect(await ids({ sort: 'confidence', limit: 2, offset: 1 })).toEqual(['e1', 'e2'])
    expect(await read({ limit: 1 })).toMatchObject({ total: 7, lines: ['Emergency', 'Outpatient'], me: 'coder-a' })
  })

  test('ends with every item finished once, whatever many coders do at the same time', {
    timeout: 60_000,
  }, async () => {
    const move = fc.constantFrom('finish', 'finish', 'give-back', 'hold', 'walk-away', 'twice', 'steal')
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 20, maxLength: 60 }), async (moves) => {
        await emptyList(database.db)
        await add(...many(8))
        const finishedBy = new Map<string, string[]>()
        const finish = async (item: QueueItem, actor: string, at: number) => {
          const done = await step(item, NOTHING, { actor, at }).catch(expectRefusal)
          if (done) finishedBy.set(item.id, [...(finishedBy.get(item.id) ?? []), actor])
        }
        await Promise.all(
          moves.map(async (what, index) => {
            const actor = `coder-${index % 5}`
            const item = await next(actor).catch(expectRefusal)
            if (!item) return
            if (what === 'finish') await finish(item, actor, NOW)
            if (what === 'give-back') await step(item, { kind: 'give-back' }, { actor }).catch(expectRefusal)
            if (what === 'hold') await step(item, { kind: 'hold', reason: 'other' }, { actor }).catch(expectRefusal)
            if (what === 'twice') await Promise.all([finish(item, actor, NOW), finish(item, actor, NOW)])
            if (what === 'steal') await Promise.all([finish(item, 'thief', NOW), finish(item, actor, NOW)])
          }),
        )
        // Whoever walked away still believes to have it; the locks have run out and somebody else finishes.
        for (let left = await next('last', NOW + LOCK_MS); left; left = await next('last', NOW + LOCK_MS)) {
          await finish(left, 'last', NOW + LOCK_MS)
        }
        const { total } = await read({ view: 'finished' })
        const held = (await read({ view: 'held' })).total
        expect([...finishedBy.values()].every((actors) => actors.length === 1 && actors[0] !== 'thief')).toBe(true)
        expect([total, held + total]).toEqual([finishedBy.size, 8])
      }),
      { numRuns: 12 },
    )
    const verdict = await inTenant(database.db, tenant, (transaction) => verifyChain(transaction, tenant))
    expect(verdict.ok).toBe(true)
  })

  test('has nothing of visits that the site has switched off or only watches, until it does so no more', async () => {
    const visit = (serviceLine: string) => ({
      serviceLine,
      types: [],
      providers: [],
      date: parseDateOnly('2026-03-01'),
    })
    await add(
      aQueueEntry({ encounterRef: 'heart', facts: { serviceLine: 'Heart', confidence: 0 }, visit: visit('Heart') }),
      aQueueEntry({ encounterRef: 'bone', visit: visit('Bone') }),
      aQueueEntry({ encounterRef: 'nobody-knows' }),
    )
    const [heart] = (await read({ line: 'Heart' })).items
    if (!heart) throw new TypeError('There is one.')
    const settle = (modes: ModeSettings) =>
      inTenant(database.db, tenant, (transaction) => applyModes(transaction, { tenant, modes, cipher }))
    const ids = async (question: Partial<QueueQuestion> = {}) =>
      (await read(question)).items.map(({ id }) => id).toSorted((a, b) => a.localeCompare(b))
    const watched: ModeSettings = { mode: 'assisted', lines: [{ serviceLine: 'heart', mode: 'shadow' }] }
    expect([await settle(watched), await settle(watched)]).toEqual([3, 0])
    expect(await ids()).toEqual(['bone'])
    expect(await read()).toMatchObject({ total: 1, lines: ['Outpatient'] })
    await expect(step(heart, { kind: 'take' }, { actor: 'a' })).rejects.toThrow(/not on the list/)
    expect([(await next('a'))?.id, await next('a')]).toEqual(['bone', undefined])
    await settle({ mode: 'off', lines: [] })
    expect(await ids({ view: 'locked' })).toEqual([])
    await settle({ mode: 'assisted', lines: [] })
    expect(await ids({ view: 'locked' })).toEqual(['bone'])
    expect(await ids()).toEqual(['heart', 'nobody-knows'])
    expect((await next('b'))?.id).toBe('heart')
  })

  test('brings back what waits for a provider when the notes change, and keeps other holds', async () => {
    await add(...many(2))
    const [first, second] = [await next('a'), await next('a')]
    if (!first || !second) throw new TypeError('There are two.')
    const held = await step(first, { kind: 'hold', reason: 'awaiting-provider' }, { actor: 'a' })
    expect(held.since).toBe(new Date(NOW).toISOString())
    await step(second, { kind: 'hold', reason: 'second-opinion' }, { actor: 'a' })
    await add(...many(2).map((entry) => ({ ...entry, input: 'an addendum' })))
    expect((await read()).items.map(({ id, since }) => [id, since])).toEqual([[first.id, undefined]])
    expect((await read({ view: 'held' })).items.map(({ id }) => id)).toEqual([second.id])
  })

  test('says of what was prepared that it was, until the notes change', async () => {
    await add(aQueueEntry({ prepared: 'review' }))
    expect((await read()).items).toMatchObject([{ prepared: 'review' }])
    await add(aQueueEntry({ input: 'other notes' }))
    expect((await read()).items[0]).not.toHaveProperty('prepared')
  })

  test('keeps no id of the EHR in the open', async () => {
    await add(aQueueEntry())
    const { rows } = await sql`select * from queue_item`.execute(database.db)
    expect(JSON.stringify(rows)).not.toMatch(/patient-1|encounter-1/)
  })
})

function expectRefusal(error: unknown): undefined {
  if (!(error instanceof ProxyError && error.code === 'conflict')) throw error
}
