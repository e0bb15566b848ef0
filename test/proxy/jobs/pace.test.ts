// One pace a server, whoever asks: instances on one database, and real processes, one of which is killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { createPace, type Pace } from '#proxy/jobs/pace.ts'
import { createPostgresDialect } from '#proxy/store/dialects.ts'
import { migrate } from '#proxy/store/migrate.ts'
import { createPostgresSchema, hasPostgres, testEngines } from '../store/test-engines.ts'
import type { TestDatabase } from '../test-database.ts'

const [hospital, clinic] = [parseTenantKey('hospital'), parseTenantKey('clinic')]
/** A timer, a statement and the machine's other work may delay a start, and so bring two closer together. */
const LATE_MS = 60

/** The most starts in any stretch of so long. */
function findMost(starts: readonly number[], stretchMs: number): number {
  const sorted = starts.toSorted((one, other) => one - other)
  return Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + stretchMs).length))
}

describe.each(testEngines)('a pace on $name', ({ open }) => {
  let database: TestDatabase
  let turn = 0
  beforeAll(async () => {
    database = await open()
  }, 60_000)
  afterAll(() => database.close())

  const openPaces = (perSecond: number, second = hospital): readonly [Pace, Pace, Pace] => {
    turn += 1
    const server = `https://ehr-${turn}.example/fhir`
    const openPace = (tenant = hospital): Pace =>
      createPace({ db: database.db, tenant, server, perSecond, now: Date.now, wait })
    return [openPace(), openPace(second), openPace()]
  }
  const ask = async (pace: Pace, times: number): Promise<readonly number[]> =>
    Promise.all(Array.from({ length: times }, () => pace.next().then(Date.now)))

  test('is of two instances together', async () => {
    const [one, other] = openPaces(100)
    const starts = (await Promise.all([ask(one, 60), ask(other, 60)])).flat()
    expect(starts).toHaveLength(120)
    expect(findMost(starts, 500)).toBeLessThanOrEqual(50 + LATE_MS / 10 + 1)
    // And no slower than it may be.
    expect(Math.max(...starts) - Math.min(...starts)).toBeLessThan(1190 + 600)
  })

  test('is of one tenant: another asks its own server beside it', async () => {
    const [one, other] = openPaces(5, clinic)
    const began = Date.now()
    await Promise.all([ask(one, 2), ask(other, 2)])
    expect(Date.now() - began).toBeLessThan(600)
  })

  test('a pause that one was asked for holds the other, also for turns that it had taken', async () => {
    const [one, other] = openPaces(20)
    const heard: number[] = []
    const asking = Promise.all(Array.from({ length: 20 }, () => other.next().then(() => heard.push(Date.now()))))
    await ask(one, 1)
    const pausedAt = Date.now()
    await one.pause(1500)
    await asking
    // What it was told within the last quarter of a second is believed.
    const meanwhile = heard.filter((at) => at > pausedAt + 250 + LATE_MS && at < pausedAt + 1500)
    expect(meanwhile).toEqual([])
    expect(heard).toHaveLength(20)
    expect(findMost(heard, 500)).toBeLessThanOrEqual(10 + 2)
  })

  test('whoever cannot wait for the end of a pause hears how long it is, and takes no turn', async () => {
    const [one, other, third] = openPaces(1)
    await one.pause(100_000)
    await expect(other.next(60_000)).rejects.toMatchObject({
      code: 'throttled',
      retryAfterMs: expect.toSatisfy((ms) => ms > 90_000 && ms <= 100_000),
    })
    await other.pause(10)
    await expect(one.next(60_000)).rejects.toMatchObject({ code: 'throttled' })
    await sql`update server_pace set paused_until = now()`.execute(database.db)
    const began = Date.now()
    await third.next(60_000)
    expect(Date.now() - began).toBeLessThan(900)
  })

  test('many turns are taken with one statement', async () => {
    const statements: string[] = []
    const db = database.db.withPlugin({
      transformQuery: ({ node }) => {
        statements.push(node.kind)
        return node
      },
      transformResult: async ({ result }) => result,
    })
    const pace = createPace({
      db,
      tenant: hospital,
      server: 'https://fast.example',
      perSecond: 1000,
      now: Date.now,
      wait,
    })
    await ask(pace, 500)
    // The first by itself, then as many as fit into a quarter of a second; a look for the role; late machines ask again.
    expect(statements.length).toBeLessThanOrEqual(10)
  })
})

describe.skipIf(!hasPostgres)('processes on one database', () => {
  const CHILD = path.resolve(import.meta.dirname, 'pace-child.ts')
  let schema: Awaited<ReturnType<typeof createPostgresSchema>>
  const children: ChildProcess[] = []
  beforeAll(async () => {
    schema = await createPostgresSchema()
    await (await migrate(createPostgresDialect(schema.url), 'test')).destroy()
  }, 60_000)
  // Else they would still ask at a second try.
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })
  afterAll(() => schema.drop())

  const start = (...options: readonly string[]) => {
    const child = spawn(process.execPath, [CHILD, schema.url, ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    const starts: number[] = []
    let pausedAt: number | undefined
    createInterface(child.stdout).on('line', (line) => {
      if (line === 'paused') pausedAt = Date.now()
      else starts.push(Number(line))
    })
    return { child, starts, findPause: () => pausedAt }
  }

  test('never ask faster together, wait for a pause that one was asked for, and go on when one is killed', async () => {
    const [one, other] = [start('40'), start('40', '20', '2000')]
    await expect.poll(() => other.findPause(), { timeout: 20_000 }).toBeDefined()
    const pausedAt = other.findPause() ?? 0
    await wait(3500)
    one.child.kill('SIGKILL')
    await once(one.child, 'exit')
    const killedAt = Date.now()
    await wait(1500)
    const starts = [...one.starts, ...other.starts]
    expect(starts.filter((at) => at > pausedAt + 250 + LATE_MS && at < pausedAt + 1900)).toEqual([])
    expect(findMost(starts, 1000)).toBeLessThanOrEqual(40 + 1 + LATE_MS / 25)
    expect(one.starts.filter((at) => at > pausedAt + 2000).length).toBeGreaterThan(5)
    // Alone it has the whole pace: nothing is held for the one that is gone.
    expect(other.starts.filter((at) => at > killedAt + 500).length).toBeGreaterThan(30)
  }, 60_000)
})
