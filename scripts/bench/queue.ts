// Two hundred coders at one list of ten thousand encounters: five minutes of their work, in real time unless
// POSTIL_BENCH_QUEUE_SECONDS says otherwise, so that each has an encounter for some five seconds; and then the same
// list again by coders who never look at what they get. What is asked most is "next"; what must never happen is two
// finishing one.
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseEncounterId, parsePatientId, parseTenantKey, type TenantKey } from '#coding/domain/ids.ts'
import { DEFAULT_MODES } from '#coding/domain/mode.ts'
import type { QueueItem, QueueStep } from '#coding/domain/queue-item.ts'
import { DEFAULT_WEIGHTS } from '#coding/queue/priority.ts'
import { type QueueParts, type QueueVisit, takeItemStep, takeNextItem } from '#proxy/coders-queue.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { ProxyError } from '#proxy/errors.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { addToQueue, type QueueEntry } from '#proxy/store/queue-items.ts'
import { withPostgres } from './databases.ts'
import { atLeast, atMost, type Figure, type Part } from './figure.ts'
import { percentile } from './statistics.ts'

const CODERS = 200
const ITEMS = 10_000
const SECONDS = Number(process.env['POSTIL_BENCH_QUEUE_SECONDS'] ?? 300)
/** Short against the run, so that some locks run out under their owner. */
const LOCK_MS = (SECONDS * 1000) / 20
/** A coder's turns in the run, so that the list is worked off by its end. */
const TURNS = (1.1 * ITEMS) / CODERS
/** How many of a hundred turns end otherwise than with a finish. */
const OTHERWISE = { 'give-back': 4, hold: 3, 'walk-away': 3 }

type Pace = { readonly name: string; readonly seconds: number; readonly thinkMs: number }
const PACES: readonly Pace[] = [
  { name: '', seconds: SECONDS, thinkMs: (SECONDS * 1000) / TURNS },
  { name: 'without a pause: ', seconds: SECONDS / 5, thinkMs: 0 },
]

type Tally = {
  readonly nextMs: number[]
  readonly stepMs: number[]
  /** Who was told that they have finished which. */
  readonly finished: Map<string, number>
  refused: number
}

export const queue: Part = {
  name: 'queue',
  varies: false,
  run: (say) =>
    withPostgres(async (db) => {
      const key = randomBytes(32).toString('base64')
      const parts = { db, cipher: createColumnCipher([{ id: 'k1', key }]) }
      const figures: Figure[] = []
      for (const [index, pace] of PACES.entries()) {
        const tenant = parseTenantKey(`bench-${index}`)
        await fill(parts, tenant)
        say(`${pace.name}${CODERS} coders, ${ITEMS} encounters, ${pace.seconds} s`)
        figures.push(...(await measure(parts, tenant, pace)))
      }
      return figures
    }),
}

async function measure(parts: QueueParts, tenant: TenantKey, pace: Pace): Promise<readonly Figure[]> {
  const tally: Tally = { nextMs: [], stepMs: [], finished: new Map(), refused: 0 }
  const from = performance.now()
  const until = from + pace.seconds * 1000
  const closing = new AbortController()
  const shared = { tenant, pace, until, closed: closing.signal, tally }
  const coders = Array.from({ length: CODERS }, (_, index) => ({ ...shared, actor: `c${index}` }))
  await Promise.all(coders.map((coder) => work(parts, coder)))
  closing.abort()
  const tookMs = performance.now() - from
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from queue_item where tenant = ${tenant} and state = 'finished'`.execute(parts.db)
  return describe(tally, { pace, tookMs, stored: rows[0]?.count ?? 0 })
}

async function fill({ db, cipher }: QueueParts, tenant: TenantKey): Promise<void> {
  const finishedAt = Date.parse('2026-03-01T00:00:00Z')
  const entries = Array.from({ length: ITEMS }, (_, index): QueueEntry => {
    return {
      encounterRef: `encounter-${index}`,
      patientId: parsePatientId(`p-${index}`),
      encounterId: parseEncounterId(`e-${index}`),
      input: 'notes',
      facts: {
        serviceLine: index % 3 === 0 ? 'Emergency' : 'Outpatient',
        serviceDate: parseDateOnly('2026-03-01'),
        finishedAt: new Date(finishedAt - index * 60_000).toISOString(),
        confidence: ((index * 37) % 100) / 100,
        complexity: ((index * 53) % 100) / 100,
        counts: { codes: 4, questions: 1, checks: 0 },
        disagreements: index % 5 === 0 ? { unsupported: 1 } : {},
      },
    }
  })
  const adding = {
    tenant,
    actor: 'batch',
    requestId: 'bench',
    at: new Date(),
    weights: DEFAULT_WEIGHTS,
    modes: DEFAULT_MODES,
    cipher,
  }
  await inTenant(db, tenant, (transaction) => addToQueue(transaction, adding, entries))
}

type Coder = {
  readonly tenant: TenantKey
  readonly actor: string
  readonly pace: Pace
  readonly until: number
  /** Once all have gone home nobody comes back. */
  readonly closed: AbortSignal
  readonly tally: Tally
}

/** Takes, looks at it for a while, and finishes; now and then gives back, holds, or walks away and comes back too late. */
async function work(parts: QueueParts, coder: Coder): Promise<void> {
  const { pace, until, tally } = coder
  await wait(Math.random() * pace.thinkMs)
  while (performance.now() < until) {
    const item = await timed(tally.nextMs, () => takeNextItem(parts, visitOf(coder))).catch(expectRefusal)
    if (!item) {
      if (pace.thinkMs === 0) return
      await wait(pace.thinkMs)
      continue
    }
    const ending = chooseEnding()
    if (ending === 'walk-away') void comeBackTooLate(parts, coder, item)
    if (pace.thinkMs > 0) await wait(2 * Math.random() * pace.thinkMs)
    if (ending !== 'walk-away') await end(parts, coder, { item, step: ending })
  }
}

type Ending = { readonly item: QueueItem; readonly step: QueueStep }

async function end(parts: QueueParts, coder: Coder, { item, step }: Ending): Promise<void> {
  const { tally } = coder
  const request = { encounterRef: item.id, version: item.version, step }
  const done = await timed(tally.stepMs, () => takeItemStep(parts, visitOf(coder), request)).catch(expectRefusal)
  if (!done) tally.refused += 1
  else if (step.kind === 'finish') tally.finished.set(item.id, (tally.finished.get(item.id) ?? 0) + 1)
}

async function comeBackTooLate(parts: QueueParts, coder: Coder, item: QueueItem): Promise<void> {
  await wait(LOCK_MS * 1.2)
  if (performance.now() < coder.until && !coder.closed.aborted) await end(parts, coder, { item, step: FINISH })
}

const FINISH: QueueStep = { kind: 'finish', outcome: 'nothing-to-code' }

function chooseEnding(): QueueStep | 'walk-away' {
  const draw = Math.random() * 100
  if (draw < OTHERWISE['give-back']) return { kind: 'give-back' }
  if (draw < OTHERWISE['give-back'] + OTHERWISE.hold) return { kind: 'hold', reason: 'other' }
  return draw < 10 ? 'walk-away' : FINISH
}

function visitOf({ tenant, actor }: Coder): QueueVisit {
  const rules = { weights: DEFAULT_WEIGHTS, modes: DEFAULT_MODES, lockMs: LOCK_MS }
  return { tenant, actor, role: 'coder', encounterRef: '', requestId: 'bench', at: new Date(), rules }
}

async function timed<Value>(times: number[], ask: () => Promise<Value>): Promise<Value> {
  const from = performance.now()
  try {
    return await ask()
  } finally {
    times.push(performance.now() - from)
  }
}

function expectRefusal(error: unknown): undefined {
  if (!(error instanceof ProxyError && error.code === 'conflict')) throw error
}

type Outcome = { readonly pace: Pace; readonly tookMs: number; readonly stored: number }

function describe({ nextMs, stepMs, finished, refused }: Tally, { pace, tookMs, stored }: Outcome): readonly Figure[] {
  const double = [...finished.values()].filter((times) => times > 1).length
  const turns = Math.round((nextMs.length + stepMs.length) / (tookMs / 1000))
  const note = `${CODERS} coders, ${ITEMS} encounters, PostgreSQL, with audit; ${nextMs.length} asked, ${turns} calls a second`
  const isPaced = pace.thinkMs > 0
  const figures: readonly Figure[] = [
    { name: 'p95 of next', value: percentile(nextMs, 0.95), unit: 'ms', ...(isPaced && { bar: atMost(50) }), note },
    { name: 'p50 of next', value: percentile(nextMs, 0.5), unit: 'ms' },
    { name: 'longest next', value: percentile(nextMs, 1), unit: 'ms' },
    { name: 'p95 of a step', value: percentile(stepMs, 0.95), unit: 'ms', note: `${refused} rightly refused` },
    { name: 'encounters finished twice', value: double, unit: '', bar: atMost(0) },
    {
      name: 'finished in the store and told so',
      value: stored === finished.size ? 1 : 0,
      unit: '',
      bar: atLeast(1),
      note: `${stored} in the store, ${finished.size} told`,
    },
  ]
  return figures.map((figure) => ({ ...figure, name: `${pace.name}${figure.name}` }))
}
