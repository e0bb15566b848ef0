import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createProxyClient } from '#app/proxy/proxy-client.ts'
import type { AnalysisEvent } from '#coding/contract/analysis.ts'
import type { WriteReceipt } from '#coding/contract/write.ts'
import type { Engine } from '#proxy/engine.ts'
import {
  aKneeCode,
  aRecord,
  aSessionRequest,
  createTestProxy,
  fakeEngine,
  ISSUER,
  NOW,
  ORIGIN,
} from './proxy-fixture.ts'
import { openPglite, type TestDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
  database = await openPglite()
})
afterAll(async () => {
  vi.useRealTimers()
  await database.close()
})

async function collect(events: AsyncIterable<AnalysisEvent>): Promise<AnalysisEvent[]> {
  const collected: AnalysisEvent[] = []
  for await (const event of events) collected.push(event)
  return collected
}

test('one encounter passes from the exchange to the receipt of its draft', async () => {
  const analyse: Engine['analyse'] = (record) => {
    const { findings, state } = fakeEngine.analyse(record)
    return { findings: findings.length > 0 ? findings : [aKneeCode()], state }
  }
  const proxy = createTestProxy(database.db, { engine: { ...fakeEngine, analyse } })
  const client = createProxyClient({ baseUrl: ORIGIN, fetch: proxy.fetch })
  expect(await client.getTenant(ISSUER)).toMatchObject({ tenant: 'hospital', clientId: 'postil-client' })
  const session = await client.openSession(await aSessionRequest())
  expect(session).toMatchObject({ role: 'provider', tenant: 'hospital' })

  const first = await collect(session.analyse(aRecord()))
  expect(first.map(({ event }) => event)).toEqual(['decisions', 'prompts', 'status', 'finding', 'status', 'done'])
  const finding = first.flatMap((event) => (event.event === 'finding' ? [event.data] : []))[0]
  if (!finding) throw new TypeError('no finding')

  const { questions, ...decided } = await session.decide({
    fingerprint: finding.fingerprint,
    findingKind: 'prompt',
    choice: { kind: 'answer', option: 'right' },
  })
  expect(decided.by).toBe(session.actor)
  expect(questions?.map(({ state }) => state.kind)).toEqual(['answered'])

  const text = 'Assessment: right knee osteoarthritis.'
  const [note] = aRecord().notes
  if (!note) throw new TypeError('no note')
  const second = await collect(session.analyse(aRecord({ notes: [{ ...note, version: '2', text }] })))
  expect(second.map(({ event }) => event)).toEqual([
    'decisions',
    'prompts',
    'status',
    'finding',
    'withdrawn',
    'status',
    'done',
  ])
  expect(second[0]).toEqual({ event: 'decisions', data: [decided] })
  expect(second[4]).toEqual({
    event: 'withdrawn',
    data: { fingerprint: finding.fingerprint, because: 'resolved' },
  })

  const intent = { key: 'a'.repeat(32), target: 'Claim', payloadSha256: 'b'.repeat(64) } as const
  expect(await session.ledger.begin(intent)).toMatchObject({ outcome: 'go', row: { state: 'pending' } })
  expect(await session.ledger.begin(intent)).toMatchObject({ outcome: 'taken' })
  const receipt: WriteReceipt = {
    state: 'written',
    payloadSha256: 'b'.repeat(64),
    remoteId: 'claim-1',
    issueCodes: [],
    provenance: 'written',
  }
  expect(await session.ledger.settle(intent.key, receipt)).toMatchObject({ state: 'written', remoteId: 'claim-1' })
  expect(await session.ledger.list()).toMatchObject([{ key: intent.key, state: 'written' }])
})
