// A thousand attacks on a chain by somebody who holds the database and knows how hashes are made. Seeded, so each run is the same.
import { generateKeyPairSync } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { appendAudit, GENESIS_HASH, hashEntry } from '#proxy/audit/audit-log.ts'
import { type Checkpoint, createCheckpointSigner, createCheckpointVerifier } from '#proxy/audit/checkpoint.ts'
import { type ChainVerdict, verifyChain } from '#proxy/audit/verify-chain.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import type { Database } from '#proxy/store/schema.ts'
import { NOW } from '../proxy-fixture.ts'
import { testEngines } from '../store/test-engines.ts'
import type { TestDatabase } from '../test-database.ts'

const TRIALS = 1000
const ROWS = 40
const tenant = parseTenantKey('hospital')
const { privateKey } = generateKeyPairSync('ed25519')
const signer = createCheckpointSigner(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())

type Row = { seq: number; entry: string; previous_hash: string; hash: string }

/** Mulberry32: small, seeded, good enough to choose victims. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const kinds = ['edit', 'delete', 'reorder', 'truncate', 'insert'] as const
/** How much the attacker repairs: nothing, the row's own hash, or numbers and hashes to the end and the head as well. */
const repairs = ['nothing', 'own hash', 'whole chain'] as const
type Attack = { readonly kind: (typeof kinds)[number]; readonly repair: (typeof repairs)[number] }

/** One of the fields, what stands between them, or one more or less. */
function forge(entry: string, random: (below: number) => number): string {
  const edits = [
    entry.replace(/"findings":\d+/, `"findings":${1000 + random(1000)}`),
    entry.replace(/"requestId":"r/, '"requestId":"s'),
    entry.replace('T10:', 'T09:'),
    entry.replace('"draft.check"', '"risk.review"'),
    entry.replace('{', '{ '),
    entry.replace('}', ',"patient":"somebody"}'),
    entry.replace(/"input":"x",/, ''),
    entry.replace(/"input":"x","findings":(\d+)/, '"findings":$1,"input":"x"'),
  ]
  return edits[random(edits.length)] ?? entry
}

function tamper(rows: readonly Row[], { kind, repair }: Attack, random: (below: number) => number): Row[] {
  const at = random(rows.length)
  const changed = rows.map((row) => ({ ...row }))
  const row = changed[at]
  if (!row) return changed
  const forged = forge(row.entry, random)
  if (kind === 'edit') row.entry = forged
  if (kind === 'delete') changed.splice(at, 1)
  if (kind === 'truncate') changed.splice(at)
  if (kind === 'insert') changed.splice(at, 0, { ...row, entry: forged })
  if (kind === 'reorder') {
    const other = changed[(at + 1 + random(rows.length - 1)) % rows.length]
    if (other) [row.entry, other.entry] = [other.entry, row.entry]
  }
  if (kind === 'insert' || repair === 'whole chain') for (const [index, one] of changed.entries()) one.seq = index + 1
  if (repair === 'own hash') row.hash = hashEntry(row.previous_hash, row.seq, row.entry)
  if (repair === 'whole chain') rehash(changed)
  return changed
}

function rehash(rows: Row[]): void {
  let previous = GENESIS_HASH
  for (const row of rows) {
    row.previous_hash = previous
    row.hash = hashEntry(previous, row.seq, row.entry)
    previous = row.hash
  }
}

/** As somebody who may switch triggers off. */
async function replaceChain(db: Database, rows: readonly Row[], movesHead: boolean): Promise<void> {
  await sql`set local session_replication_role = replica`.execute(db)
  await db.deleteFrom('audit').execute()
  if (rows.length > 0)
    await db
      .insertInto('audit')
      .values(rows.map((row) => ({ tenant, ...row })))
      .execute()
  const last = rows.at(-1) ?? { seq: 0, hash: GENESIS_HASH }
  if (movesHead) await db.updateTable('audit_head').set({ seq: last.seq, hash: last.hash }).execute()
}

describe.each(testEngines)('an audit chain on $name', ({ open }) => {
  let database: TestDatabase
  let original: Row[]
  const checkpoints: Checkpoint[] = []
  beforeAll(async () => {
    database = await open()
    for (let number = 1; number <= ROWS; number++) {
      await inTenant(database.db, tenant, (transaction) =>
        appendAudit(transaction, tenant, [
          {
            at: new Date(NOW + number).toISOString(),
            requestId: `r${number}`,
            action: 'draft.check',
            input: 'x',
            findings: number,
          },
        ]),
      )
      if (number % 10 === 0) checkpoints.push(await signEnd(number))
    }
    original = await database.db
      .selectFrom('audit')
      .select(['seq', 'entry', 'previous_hash', 'hash'])
      .orderBy('seq')
      .execute()
  })
  afterAll(() => database.close())

  async function signEnd(number: number): Promise<Checkpoint> {
    const { seq, hash } = await database.db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow()
    return signer.sign({ tenant, seq, hash }, new Date(NOW + number))
  }

  async function attack(rows: readonly Row[], movesHead: boolean, witnesses = checkpoints): Promise<ChainVerdict> {
    return undo(async (transaction) => {
      await replaceChain(transaction, rows, movesHead)
      return verifyChain(transaction, tenant, { checkpoints: witnesses })
    })
  }

  async function undo(work: (transaction: Database) => Promise<ChainVerdict>): Promise<ChainVerdict> {
    let verdict: ChainVerdict | undefined
    await database.db
      .transaction()
      .execute(async (transaction) => {
        verdict = await work(transaction)
        throw new RangeError('undo')
      })
      .catch((error: unknown) => {
        if (!(error instanceof RangeError)) throw error
      })
    if (!verdict) throw new TypeError('no verdict')
    return verdict
  }

  test('that nobody touched is good, to its last row', async () => {
    expect(await attack(original, true)).toEqual({ ok: true, rows: ROWS, covered: ROWS })
  })

  test(`betrays every one of ${TRIALS} changes`, async () => {
    const random = createRandom(20261121)
    const missed: string[] = []
    const tried = new Map<string, number>()
    for (let trial = 0; trial < TRIALS; trial++) {
      const kind = kinds[trial % kinds.length] ?? 'edit'
      const repair = repairs[Math.floor(trial / kinds.length) % repairs.length] ?? 'nothing'
      const rows = tamper(original, { kind, repair }, random)
      if (JSON.stringify(rows) === JSON.stringify(original)) throw new TypeError(`trial ${trial} changed nothing`)
      const verdict = await attack(rows, repair === 'whole chain')
      tried.set(`${kind}, ${repair}`, (tried.get(`${kind}, ${repair}`) ?? 0) + 1)
      if (verdict.ok) missed.push(`${trial}: ${kind}, ${repair}`)
    }
    expect(missed).toEqual([])
    expect(tried.size).toBe(kinds.length * repairs.length)
    expect([...tried.values()].reduce((sum, one) => sum + one, 0)).toBe(TRIALS)
  }, 120_000)

  test.each(['entry', 'previous_hash', 'hash', 'seq', 'action', 'actor', 'encounter_ref'])(
    'betrays a change of %s alone, in whichever row',
    async (column) => {
      const computed = ['action', 'actor', 'encounter_ref'].includes(column)
      const values: Readonly<Record<string, unknown>> = { seq: ROWS + 5, entry: original[0]?.entry.replace('r1', 'r0') }
      for (const victim of [1, ROWS / 2, ROWS]) {
        const verdict = await undo(async (transaction) => {
          await sql`set local session_replication_role = replica`.execute(transaction)
          const name = sql.ref(column)
          if (computed) await sql`alter table audit alter column ${name} drop expression`.execute(transaction)
          await sql`update audit set ${name} = ${values[column] ?? 'forged'} where seq = ${victim}`.execute(transaction)
          return verifyChain(transaction, tenant)
        })
        expect(verdict, `row ${victim}`).toMatchObject({ ok: false, seq: victim })
      }
    },
  )

  test('betrays a head that was moved, and a chain that was given to another tenant', async () => {
    for (const change of [{ seq: ROWS + 1 }, { seq: ROWS - 1 }, { hash: 'f'.repeat(64) }]) {
      const verdict = await undo(async (transaction) => {
        await transaction.updateTable('audit_head').set(change).execute()
        return verifyChain(transaction, tenant)
      })
      expect(verdict, JSON.stringify(change)).toMatchObject({ ok: false })
    }
    const other = parseTenantKey('other')
    const verdict = await undo(async (transaction) => {
      await sql`set local session_replication_role = replica`.execute(transaction)
      await sql`update audit set tenant = ${other}`.execute(transaction)
      await sql`update audit_head set tenant = ${other}`.execute(transaction)
      return verifyChain(transaction, tenant, { checkpoints })
    })
    expect(verdict).toEqual({ ok: false, seq: 1, because: 'truncated' })
  })

  test.each([
    ['the first row', 1, { seq: 10, because: 'not-as-signed', after: 0 }],
    ['the last row', ROWS, { seq: 40, because: 'not-as-signed', after: 30 }],
  ])('names where to look when %s was rewritten with everything after it', async (_, seq, expected) => {
    const rows = original.map((row) => ({ ...row, ...(row.seq === seq && { entry: row.entry.replace('r', 'R') }) }))
    rehash(rows)
    expect(await attack(rows, true)).toEqual({ ok: false, ...expected })
    // What the checkpoints are for: without them, a chain that was made anew looks like one.
    expect(await attack(rows, true, [])).toMatchObject({ ok: true })
  })

  test('betrays a tail that was cut off together with its head', async () => {
    expect(await attack(original.slice(0, 33), true)).toEqual({ ok: false, seq: 34, because: 'truncated' })
    expect(await attack([], true)).toEqual({ ok: false, seq: 1, because: 'truncated' })
  })

  test('betrays a hole that is longer than a page of the walk', async () => {
    const rows = original.map((row) => ({ ...row, seq: row.seq > 5 ? row.seq + 3000 : row.seq }))
    expect(await attack(rows, false, [])).toEqual({ ok: false, seq: 6, because: 'missing' })
  })

  test('can be walked from a checkpoint, and to a date', async () => {
    const range = { checkpoints, since: new Date(NOW + 25), until: new Date(NOW + 35) }
    expect(await verifyChain(database.db, tenant, range)).toEqual({ ok: true, rows: 15, covered: 30 })
  })

  test('is truncated when it was brought back from a backup, and good up to the time of that', async () => {
    const verify = (until: number) =>
      undo(async (transaction) => {
        await replaceChain(transaction, original.slice(0, 33), true)
        return verifyChain(transaction, tenant, { checkpoints, until: new Date(NOW + until) })
      })
    expect(await verify(39)).toEqual({ ok: true, rows: 33, covered: 30 })
    // What was signed by then has to be there.
    expect(await verify(40)).toEqual({ ok: false, seq: 34, because: 'truncated' })
  })

  test('refuses a checkpoint that another key signed, or that was changed', () => {
    const verifies = createCheckpointVerifier([signer.publicKeyPem])
    const [good] = checkpoints
    if (!good) throw new TypeError('no checkpoint')
    const strange = createCheckpointSigner(
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ).sign(good, new Date(NOW))
    expect(verifies(good)).toBe(true)
    for (const bad of [
      { ...good, seq: 9 },
      { ...good, hash: 'f'.repeat(64) },
      strange,
      { ...strange, key: good.key },
    ]) {
      expect(verifies(bad)).toBe(false)
    }
  })
})
