// One analysis as a browser has it: a record to `POST /v1/analyses`, the stream read back, and what the proxy kept of it.
import { afterAll, expect } from 'vitest'
import { createEventParser } from '#app/proxy/event-stream.ts'
import { type AnalysisEvent, tryParseAnalysisEvent } from '#coding/contract/analysis.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { createCircuitBreaker } from '#proxy/llm/circuit-breaker.ts'
import { createGuardedModel } from '#proxy/llm/guarded-model.ts'
import type { LanguageModel } from '#proxy/llm/language-model.ts'
import { createSecondTry } from '#proxy/llm/second-try.ts'
import { createWholeDeadline } from '#proxy/llm/whole-deadline.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { type LlmMock, startLlmMock } from '../../support/llm-mock/llm-mock.ts'
import { aMaskSeeds, aRecord, send, signIn, smartRow, type TestProxy } from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'
import { aNote } from './gate-fixture.ts'
import { createTestModel } from './model-fixture.ts'

/** A database and a vendor for all tests of a file, which are closed behind them. */
export async function openModelWorld(): Promise<{ readonly database: TestDatabase; readonly mock: LlmMock }> {
  const [database, mock] = await Promise.all([openPglite(), startLlmMock()])
  afterAll(async () => {
    await database.close()
    await mock.stop()
  })
  return { database, mock }
}

/** A tenant that lets a model read. */
export const allowedRow = { ...smartRow, model: 'allowed' }

/** The rules find the knee without its side; the side stands in other words. */
export const KNEE_NOTE =
  'SUBJECTIVE: It is the right one that hurts on the stairs.\n\nASSESSMENT:\n1. Osteoarthritis of the knee.'
export const KNEE_ITEM = {
  kind: 'diagnosis',
  code: 'M17.11',
  topic: 'none',
  element: 'none',
  quotes: [
    { document: 'note-1', text: 'Osteoarthritis of the knee' },
    { document: 'note-1', text: 'It is the right one that hurts on the stairs' },
  ],
}

type Signed = Awaited<ReturnType<typeof signIn>>

export type Analysis = {
  readonly note?: string
  readonly record?: EncounterRecord
  readonly maskSeeds?: object | undefined
  readonly signed?: Signed
}

export async function askFor(
  proxy: TestProxy,
  { note = KNEE_NOTE, record = aRecord({ notes: [aNote(note)] }), maskSeeds = aMaskSeeds, signed }: Analysis = {},
): Promise<Response> {
  return send(proxy, { path: '/v1/analyses', body: { record, maskSeeds } }, signed ?? (await signIn(proxy, {})))
}

export function parseEvents(bytes: Uint8Array): readonly AnalysisEvent[] {
  return createEventParser()
    .push(bytes)
    .flatMap(({ event, data }) => tryParseAnalysisEvent(event, JSON.parse(data)) ?? [])
}

export async function analyse(proxy: TestProxy, analysis: Analysis = {}): Promise<readonly AnalysisEvent[]> {
  const response = await askFor(proxy, analysis)
  expect(response.status).toBe(200)
  return parseEvents(new Uint8Array(await response.arrayBuffer()))
}

export const findingsOf = (events: readonly AnalysisEvent[]): readonly Finding[] =>
  events.flatMap((event) => (event.event === 'finding' ? [event.data] : []))
export const codesOf = (events: readonly AnalysisEvent[]): string[] =>
  findingsOf(events).flatMap((finding) => (finding.kind === 'code' ? [finding.code.code] : []))
export const statusesOf = (events: readonly AnalysisEvent[]) =>
  events.flatMap((event) => (event.event === 'status' ? [event.data] : []))
export const withdrawnOf = (events: readonly AnalysisEvent[]) =>
  events.flatMap((event) => (event.event === 'withdrawn' ? [event.data.because] : []))

/** What stays on the screen: what was shown and not withdrawn after it. */
export function standingOf(events: readonly AnalysisEvent[]): readonly Finding[] {
  const standing = new Map<string, Finding>()
  for (const event of events) {
    if (event.event === 'finding') standing.set(event.data.fingerprint, event.data)
    else if (event.event === 'withdrawn') standing.delete(event.data.fingerprint)
  }
  return [...standing.values()]
}

/** Of all windows of all people and tenants together. */
export async function readSpend(db: Pool): Promise<number> {
  const rows = await db.selectFrom('limit_window').selectAll().where('subject', '=', 'spend').execute()
  return rows.reduce((sum, { used }) => sum + Number(used), 0)
}

export async function listAudited(db: Pool): Promise<readonly Record<string, unknown>[]> {
  const rows = await db.selectFrom('audit').select('entry').orderBy('seq').execute()
  return rows.map(({ entry }) => JSON.parse(entry) as Record<string, unknown>)
}

/** All that stands around the adapter in a proxy that was started, with times of a test. */
export async function createWholeModel(
  url: string,
  changes: Parameters<typeof createTestModel>[1] = {},
): Promise<LanguageModel> {
  const { model } = await createTestModel(url, changes)
  const guarded = createGuardedModel(model, { breaker: createCircuitBreaker(Date.now), random: () => 0 })
  return createWholeDeadline(createSecondTry(guarded), (changes.times?.deadlineMs ?? 2000) + 500)
}
