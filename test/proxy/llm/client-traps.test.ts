// The traps of the vendor's client (proxy-llm.md 1.9), each from the request of a browser to what is left on its screen.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, vi } from 'vitest'
import type { AnalysisEvent } from '#coding/contract/analysis.ts'
import { chooseMask } from '#proxy/llm/choose-mask.ts'
import { createLog } from '#proxy/log.ts'
import { answer, cut, fail, redirect, silence, stall, startLlmMock, stream } from '../../support/llm-mock/llm-mock.ts'
import {
  closeMessage,
  errorBody,
  formatWireEvent,
  openMessage,
  textDelta,
  writeAnswer,
} from '../../support/llm-mock/wire.ts'
import { createTestProxy, type TestProxy } from '../proxy-fixture.ts'
import {
  allowedRow,
  analyse,
  askFor,
  codesOf,
  createWholeModel,
  findingsOf,
  KNEE_ITEM,
  KNEE_NOTE,
  listAudited,
  openModelWorld,
  readSpend,
  standingOf,
  statusesOf,
  withdrawnOf,
} from './analysis-fixture.ts'
import { engine } from './gate-fixture.ts'
import { testRows } from './reference-rows.ts'

const NOTE = `${KNEE_NOTE}\n2. Zuleika Quillfeather says CANARY-WORD and smiles.`
const whole = writeAnswer([KNEE_ITEM, KNEE_ITEM])
const all = Buffer.byteLength(whole.join(''))
const FIRST_ITEM = [openMessage(), textDelta(`{"items":[${JSON.stringify(KNEE_ITEM)}`)]

const { database, mock } = await openModelWorld()
let proxy: TestProxy
/** What the rules alone say of the note. */
let alone: readonly AnalysisEvent[]
const printed: unknown[] = []
const logged: string[] = []

beforeAll(async () => {
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, name).mockImplementation((...words: unknown[]) => void printed.push(words))
  }
  alone = await analyse(createTestProxy(database.db, { engine }), { note: NOTE })
}, 60_000)
afterAll(() => {
  vi.restoreAllMocks()
})

async function createProxy(times = { idleMs: 200, deadlineMs: 2000 }): Promise<TestProxy> {
  const log = createLog('info', { write: (line: string) => void logged.push(line) })
  const model = await createWholeModel(mock.url, { log, times })
  return createTestProxy(database.db, { engine, model, mask: chooseMask(), log, rows: [allowedRow] })
}

beforeEach(async () => {
  mock.requests.length = 0
  printed.length = 0
  logged.length = 0
  proxy = await createProxy()
})

/** After every row, whatever it was about. */
afterEach(async () => {
  const kept = JSON.stringify(await listAudited(database.db))
  const figures = await (await proxy.app.request('/metrics')).text()
  expect(kept + figures + logged.join('') + JSON.stringify(printed)).not.toMatch(/CANARY|Quillfeather|stairs/)
  for (const { body } of mock.requests) expect(body).not.toContain('Quillfeather')
})

type Expected = {
  readonly outcome: string
  readonly says: string
  /** Why what had been shown was taken back; empty where nothing had been. */
  readonly withdrawn: readonly string[]
  readonly requests: number
  readonly isPaid: boolean
}

async function expectFault(events: readonly AnalysisEvent[], spentBefore: number, expected: Expected): Promise<void> {
  // What the rules found came first, is whole, and is all that stands in the end.
  expect(standingOf(events)).toEqual(findingsOf(alone))
  expect(findingsOf(events).slice(0, findingsOf(alone).length)).toEqual(findingsOf(alone))
  expect(withdrawnOf(events)).toEqual(expected.withdrawn)
  for (const finding of findingsOf(events)) if (finding.source === 'model') expect(finding.provisional).toBe(true)
  expect(statusesOf(events).at(-1)).toMatchObject({
    phase: 'complete',
    model: { state: 'off', reason: expect.stringContaining(expected.says) as string },
  })
  expect(events.at(-1)).toEqual({ event: 'done', data: { findings: findingsOf(alone).length } })
  expect(mock.requests).toHaveLength(expected.requests)
  await expectSettled(spentBefore, expected)
}

async function expectSettled(spentBefore: number, { outcome, isPaid }: Expected): Promise<void> {
  const answered = (await listAudited(database.db)).findLast(({ action }) => action === 'model.answer')
  expect(answered).toMatchObject({ outcome, findings: 0 })
  const spent = (await readSpend(database.db)) - spentBefore
  if (isPaid) expect(spent).toBeGreaterThan(0)
  else expect(spent).toBe(0)
  if (answered?.['costMicroUsd'] !== undefined) expect(answered['costMicroUsd']).toBe(spent)
  const metrics = await (await proxy.app.request('/metrics')).text()
  expect(metrics).toContain(`postil_model_calls_total{outcome="${outcome}"}`)
}

async function meet(reply: ReturnType<typeof answer>, expected: Expected): Promise<void> {
  mock.script(reply)
  const before = await readSpend(database.db)
  await expectFault(await analyse(proxy, { note: NOTE }), before, expected)
}

const broken = {
  outcome: 'cut',
  says: 'the connection to the model broke',
  withdrawn: ['stream-incomplete'],
  requests: 1,
  isPaid: true,
}
const stalled = { ...broken, outcome: 'stalled', says: 'the model stopped answering' }
const overloaded = { ...broken, outcome: 'overloaded', says: 'the model is overloaded' }

describe('what the client of the vendor would let pass', () => {
  testRows('### 1.9', {
    'server closes cleanly mid-stream': async () => {
      // All but the last event: the list is closed, and only `message_stop` is missing.
      await meet(cut(whole, all - 60, 'clean'), broken)
    },
    'RST mid-stream': async () => {
      await meet(cut(whole, all - 60, 'reset'), broken)
    },
    '`error` event mid-stream': async () => {
      const error = `event: error\ndata: ${errorBody('overloaded_error', 'CANARY overloaded')}\n\n`
      await meet(stream([...FIRST_ITEM, error]), overloaded)
      // Before the first item it is asked once more, and the answer is whole.
      mock.requests.length = 0
      mock.script(stream([openMessage(), error]), answer([KNEE_ITEM]))
      const events = await analyse(await createProxy(), { note: NOTE })
      expect(codesOf(events)).toEqual([...codesOf(alone), 'M17.11'])
      expect(withdrawnOf(events)).toEqual([])
      expect(mock.requests).toHaveLength(2)
    },
    'caller aborts': async () => {
      mock.script(stall(FIRST_ITEM, true))
      const slow = await createProxy({ idleMs: 20_000, deadlineMs: 20_000 })
      const [before, left] = [await readSpend(database.db), mock.leftEarly()]
      const reader = (await askFor(slow, { note: NOTE })).body?.getReader()
      const reading = (async () => {
        while ((await reader?.read())?.done === false);
      })()
      await expect.poll(() => mock.requests.length, { timeout: 5000 }).toBe(1)
      await reader?.cancel()
      await reading
      await expect.poll(() => mock.leftEarly(), { timeout: 2000 }).toBe(left + 1)
      const last = async () => (await listAudited(database.db)).at(-1)
      await expect.poll(async () => (await last())?.['action'], { timeout: 5000 }).toBe('model.answer')
      expect(await last()).toMatchObject({ outcome: 'aborted', findings: 0 })
      expect((await readSpend(database.db)) - before).toBe((await last())?.['costMicroUsd'])
    },
    'stall after first delta, `timeout: 2000`': async () => {
      for (const hasPings of [false, true]) {
        mock.requests.length = 0
        const left = mock.leftEarly()
        await meet(stall(FIRST_ITEM, hasPings), stalled)
        await expect.poll(() => mock.leftEarly(), { timeout: 2000 }).toBe(left + 1)
      }
    },
    'no headers, timeout 1 s, default retries': async () => {
      proxy = await createProxy({ idleMs: 5000, deadlineMs: 300 })
      await meet(silence, { ...broken, outcome: 'deadline', says: 'the model took too long', withdrawn: [] })
    },
    '429 retry-after 3': async () => {
      const started = performance.now()
      const reply = fail(429, ['rate_limit_error', 'CANARY'], { 'retry-after': '3' })
      await meet(reply, { ...broken, outcome: 'rate-limited', says: 'busy', withdrawn: [], isPaid: false })
      expect(performance.now() - started).toBeLessThan(2500)
    },
    '307 redirect (tested with non-stream `create`)': async () => {
      const elsewhere = await startLlmMock()
      await meet(redirect(`${elsewhere.url}/v1/messages`), {
        ...broken,
        outcome: 'redirected',
        says: 'another address',
        withdrawn: [],
        isPaid: false,
      })
      expect(elsewhere.requests).toEqual([])
      expect(logged.join('')).toContain('model needs an operator')
      await elsewhere.stop()
    },
    'malformed SSE data': async () => {
      const bad = 'event: content_block_delta\ndata: {"CANARY-WORD": broken\n\n'
      await meet(stream([...FIRST_ITEM, bad]), { ...broken, outcome: 'malformed', says: 'could not be read' })
      expect(printed).toEqual([])
    },
    'log level debug (non-stream `create`)': async () => {
      vi.stubEnv('ANTHROPIC_LOG', 'debug')
      mock.script(answer([KNEE_ITEM]))
      proxy = await createProxy()
      expect(codesOf(await analyse(proxy, { note: NOTE }))).toContain('M17.11')
      expect(printed).toEqual([])
      expect(logged.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['request', 'request'])
      vi.unstubAllEnvs()
    },
    'unknown event': async () => {
      const hint = formatWireEvent('content_block_hint', { type: 'content_block_hint', text: 'x'.repeat(100_000) })
      const list = JSON.stringify({ items: [KNEE_ITEM] })
      mock.script(stream([openMessage(), hint, textDelta(list), hint, closeMessage()]))
      const events = await analyse(proxy, { note: NOTE })
      expect(codesOf(events)).toEqual([...codesOf(alone), 'M17.11'])
      expect(statusesOf(events).at(-1)).toMatchObject({ phase: 'complete', model: { state: 'on' } })
    },
  })
})
