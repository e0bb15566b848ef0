// Digests of the trail say what the trail says: the same events, and the same report with them as without.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import type { UseEvent } from '#coding/reports/use-event.ts'
import { createUseTally } from '#coding/reports/use-tally.ts'
import { type AuditEntry, appendAudit } from '#proxy/audit/audit-log.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { createFilter, digestUse, readUse } from '#proxy/reports/read-use.ts'
import { BLOCK, decodeBlock, encodeBlock } from '#proxy/reports/use-digest.ts'
import { asOwner } from '#proxy/store/as-owner.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { dropDigests } from '#proxy/store/use-digests.ts'
import { REFERENCE_KEY } from '../proxy-fixture.ts'
import { testEngines } from '../store/test-engines.ts'
import type { TestDatabase } from '../test-database.ts'

const RANGE = { from: '2026-03-02' as never, to: '2026-03-29' as never }
const START = Date.parse('2026-03-02T00:00:00Z')
const MINUTE_MS = 60_000

const at = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
const place = { at: at.map((one) => one.toISOString()), encounter: fc.string({ minLength: 1 }) }
const name = fc.string({ minLength: 1 })
const count = fc.nat(1e9)
const finding = fc.constantFrom('code' as const, 'prompt' as const, 'check' as const)
const wait = fc.record({
  of: fc.constantFrom('first-finding' as const, 'card' as const, 'note-of-batch' as const),
  ms: fc.double({ min: 0, max: 1e6, noNaN: true }).filter((ms) => !Object.is(ms, -0)),
})
const anEvent: fc.Arbitrary<UseEvent> = fc.oneof(
  fc.record(
    { ...place, kind: fc.constant('reading' as const), notes: count, wait },
    { requiredKeys: ['at', 'encounter', 'kind'] },
  ),
  fc.record({ ...place, kind: fc.constant('waited' as const), wait }, { requiredKeys: ['at', 'encounter', 'kind'] }),
  fc.record(
    {
      ...place,
      kind: fc.constant('shown' as const),
      finding,
      fingerprint: name,
      requestId: name,
      direction: fc.constantFrom('add' as const, 'refine' as const, 'remove' as const),
      family: name,
      clinician: name,
    },
    { requiredKeys: ['at', 'encounter', 'kind', 'finding', 'fingerprint', 'requestId'] },
  ),
  fc.record({ ...place, kind: fc.constant('unseen' as const), requestId: name }),
  fc.record(
    {
      ...place,
      kind: fc.constant('moved' as const),
      fingerprint: name,
      became: fc.constantFrom('resolved' as const, 'withdrawn' as const, 'expired' as const, 'open' as const),
      was: name,
    },
    { requiredKeys: ['at', 'encounter', 'kind', 'fingerprint', 'became'] },
  ),
  fc.record(
    {
      ...place,
      kind: fc.constant('decided' as const),
      finding,
      fingerprint: name,
      choice: fc.constantFrom(
        'accept' as const,
        'edit' as const,
        'dismiss' as const,
        'answer' as const,
        'answer-other' as const,
        'unable-to-determine' as const,
        'snooze' as const,
        'send' as const,
        'undo' as const,
      ),
      reason: fc.string(),
    },
    { requiredKeys: ['at', 'encounter', 'kind', 'finding', 'fingerprint', 'choice'] },
  ),
  fc.record({ ...place, kind: fc.constantFrom('ready' as const, 'taken' as const, 'filed' as const) }),
  fc.record(
    {
      ...place,
      kind: fc.constant('model' as const),
      costMicroUsd: count,
      hasFailed: fc.boolean(),
      items: count,
      invented: count,
    },
    { requiredKeys: ['at', 'encounter', 'kind', 'costMicroUsd', 'hasFailed'] },
  ),
)

/** Few visits and findings, on days before, in and after the range, in the order of their times. */
const aTrail = fc
  .array(
    fc.tuple(anEvent, fc.integer({ min: -5, max: 60 }), fc.nat(3), fc.nat(2)).map(([event, day, visit, finding]) => ({
      ...event,
      ...('fingerprint' in event && { fingerprint: `f${finding}` }),
      ...('was' in event && { was: `f${(finding + 1) % 3}` }),
      ...('requestId' in event && { requestId: `r${finding}` }),
      encounter: `e${visit}`,
      at: new Date(START + day * 24 * 60 * MINUTE_MS).toISOString(),
    })),
    { minLength: 1, maxLength: 60 },
  )
  .map((events) => events.toSorted((one, other) => one.at.localeCompare(other.at)))

test('what is not made of the weeks after the range changes no figure', () => {
  const tell = (events: readonly object[]) => {
    const tally = createUseTally(RANGE)
    for (const event of events) tally.take(event as UseEvent)
    return tally.finish()
  }
  let left = 0
  fc.assert(
    fc.property(aTrail, (events) => {
      const isWanted = createFilter(RANGE.to)
      const wanted = events.filter(({ at: when, ...event }) => isWanted({ ...event, at: Date.parse(when) }))
      left += events.length - wanted.length
      expect(tell(wanted)).toEqual(tell(events))
    }),
    { numRuns: 500 },
  )
  expect(left).toBeGreaterThan(100)
})

describe('a digest', () => {
  test('gives every event back as it was', () => {
    fc.assert(
      fc.property(fc.array(anEvent), fc.nat(1000), (events, block) => {
        const numbered = events.map((event, index) => ({ seq: block * BLOCK + 1 + index, event }))
        expect(decodeBlock(encodeBlock(numbered, block) ?? '', block)).toEqual(numbered)
      }),
    )
  })

  test('is not made of a time that it would write in another way', () => {
    const event = { at: '2026-03-02T09:00:00+01:00', encounter: 'e', kind: 'taken' } as const
    expect(encodeBlock([{ seq: 1, event }], 0)).toBeUndefined()
  })

  test.each([
    ['no JSON', 'x'],
    ['another format', '{"format":0,"texts":[],"cells":[]}'],
    ['half a row', '{"format":1,"texts":["e"],"cells":[1,2,3]}'],
    ['words for numbers', '{"format":1,"texts":["e"],"cells":["1","2","3","4","5","6","7","8","9","10"]}'],
    ['a kind that is none', '{"format":1,"texts":["e"],"cells":[1,0,99,0,-1,-1,-1,-1,-1,-1]}'],
    ['a text that is not there', '{"format":1,"texts":[],"cells":[1,0,7,0,-1,-1,-1,-1,-1,-1]}'],
  ])('is none: %s', (_, content) => {
    expect(decodeBlock(content, 0)).toBeUndefined()
  })
})

const cipher = createColumnCipher([{ id: 'k', key: Buffer.alloc(32, 1).toString('base64') }])
const references = createReferences(REFERENCE_KEY)

/** Of all kinds, a minute apart, so that two blocks are a good week. */
function anEntry(index: number): AuditEntry {
  const visit = Math.floor(index / 8)
  const subject = {
    at: new Date(START + index * MINUTE_MS).toISOString(),
    requestId: `r${index}`,
    actor: `a${visit % 7}`,
    role: 'provider',
    patient: `p${visit}`,
    encounter: `e${visit}`,
  } as const
  const entries = [
    {
      action: 'analysis',
      input: 'i',
      codeSet: 'c',
      model: 'off',
      findings: 1,
      withdrawn: 0,
      notes: 2,
      firstFindingMs: 210,
    },
    { action: 'item.shown', kind: 'prompt', family: 'laterality', fingerprint: `q${visit}` },
    { action: 'item.shown', kind: 'code', direction: 'add', family: 'Eye', fingerprint: `c${visit}` },
    { action: 'decision', kind: 'code', choice: 'accept', fingerprint: `c${visit}` },
    { action: 'question', became: 'resolved', fingerprint: `q${visit}` },
    { action: 'queue', step: 'add' },
    { action: 'queue', step: 'take' },
    { action: 'write.receipt', outcome: 'written' },
  ]
  return { ...subject, ...entries[index % 8] } as unknown as AuditEntry
}

describe.each(testEngines)('the trail and its digests, on $name', ({ open }) => {
  let database: TestDatabase
  let tenants = 0
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  async function fill(rows: number) {
    tenants += 1
    const tenant = parseTenantKey(`digested-${tenants}`)
    const source = { db: database.db, cipher, references, tenant }
    const append = (from: number, until: number) =>
      inTenant(database.db, tenant, async (transaction) => {
        for (let index = from; index < until; index += 1000) {
          const many = Array.from({ length: Math.min(1000, until - index) }, (_, place) => anEntry(index + place))
          await appendAudit(transaction, tenant, many)
        }
      })
    await append(0, rows)
    return { tenant, source, append }
  }
  type Filled = Awaited<ReturnType<typeof fill>>

  async function read({ source }: Filled): Promise<readonly UseEvent[]> {
    const events: UseEvent[] = []
    for await (const page of readUse(source, RANGE)) events.push(...page)
    return events
  }
  const listDigests = ({ tenant }: Filled) =>
    inTenant(database.db, tenant, (transaction) =>
      transaction.selectFrom('use_digest').select(['block', 'hash', 'content']).orderBy('block').execute(),
    )
  const change = ({ tenant }: Filled, row: { readonly content?: string; readonly hash?: string }) =>
    inTenant(database.db, tenant, (transaction) =>
      transaction.updateTable('use_digest').set(row).where('block', '=', 0).execute(),
    )

  test('say the same, before and after, and what is appended later is told too', async () => {
    const filled = await fill(2 * BLOCK + 100)
    const fromTrail = await read(filled)
    expect(fromTrail).toHaveLength(2 * BLOCK + 100)
    // The last hundred rows are no whole block.
    expect((await listDigests(filled)).map(({ block }) => block)).toEqual([0, 1])
    expect(await read(filled)).toEqual(fromTrail)
    await filled.append(2 * BLOCK + 100, 2 * BLOCK + 110)
    expect(await read(filled)).toHaveLength(2 * BLOCK + 110)
  }, 60_000)

  test('a digest is read in place of the trail, while it is of this trail and can be read', async () => {
    const filled = await fill(BLOCK)
    const made: number[] = []
    await digestUse(filled.source, () => void made.push(1))
    await digestUse(filled.source, () => void made.push(2))
    expect(made).toEqual([1])
    const [digest] = await listDigests(filled)
    const whole = await read(filled)
    expect(whole).toHaveLength(BLOCK)
    const short = encodeBlock([{ seq: 1, event: { at: '2026-03-02T00:00:00.000Z', encounter: 'e', kind: 'taken' } }], 0)
    await change(filled, { content: short ?? '' })
    expect(await read(filled)).toHaveLength(1)
    for (const wrong of [{ content: 'broken' }, { content: short ?? '', hash: 'of another trail' }]) {
      await change(filled, wrong)
      expect(await read(filled)).toEqual(whole)
      expect(await listDigests(filled)).toEqual([digest])
    }
  }, 60_000)

  test.each([
    [BLOCK - 1, [1]],
    [BLOCK, [1]],
    [BLOCK + 1, []],
  ])(
    'of a trail that was cut after row %i, no digest holds what has gone',
    async (until, left) => {
      const filled = await fill(2 * BLOCK)
      await digestUse(filled.source)
      const { tenant } = filled
      await asOwner(database.db, { tenant, deed: 'retain' }, (transaction) =>
        dropDigests(transaction, { tenant, until, size: BLOCK }),
      )
      expect((await listDigests(filled)).map(({ block }) => block)).toEqual(left)
    },
    60_000,
  )
})
