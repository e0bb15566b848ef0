// Spans reach a real collector on a socket, hold nothing of a chart, and a collector that is away costs nobody anything.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseNoteId } from '#coding/domain/ids.ts'
import { chooseMask } from '#proxy/llm/choose-mask.ts'
import type { LanguageModel } from '#proxy/llm/language-model.ts'
import { createSpanSender } from '#proxy/tracing/send-spans.ts'
import { createTracing, type Span } from '#proxy/tracing/tracing.ts'
import { aMaskSeeds, aRecord, createTestProxy, send, signIn, smartRow } from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

type WireSpan = {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly { readonly key: string; readonly value: object }[]
}

let database: TestDatabase
let collector: Server
const bodies: string[] = []
beforeAll(async () => {
  database = await openPglite()
  collector = createServer((request, response) => {
    let body = `${request.url} ${JSON.stringify(request.headers)} `
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      bodies.push(body)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => {
    collector.listen(0, '127.0.0.1', resolve)
  })
}, 60_000)
afterAll(async () => {
  collector.close()
  await database.close()
})
beforeEach(() => {
  bodies.length = 0
})

const addressOf = (): string => `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
const readSpans = (): readonly WireSpan[] =>
  bodies.flatMap((body) => {
    const { resourceSpans } = JSON.parse(body.slice(body.indexOf('{"resourceSpans"'))) as {
      readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[] }[]
    }
    return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
  })

const TRACE = 'a'.repeat(32)
const PARENT = 'b'.repeat(16)
const [note] = aRecord().notes
if (!note) throw new TypeError('no note')
const record = aRecord({
  notes: [{ ...note, id: parseNoteId('CANARY-NOTE-ID'), text: 'CANARY-NOTE knee osteoarthritis' }],
})

const model: LanguageModel = {
  availability: { state: 'on' },
  identity: { model: 'CANARY-MODEL', promptVersion: '1', promptHash: 'x', schemaHash: 'x' },
  propose: async function* () {
    yield { kind: 'item', item: { kind: 'CANARY-ITEM' } }
    yield { kind: 'end', outcome: { code: 'complete' } }
  },
}

/** An analysis with a model and a refusal, both as a balancer with traces would send them. */
type Work = { readonly statuses: readonly number[]; readonly requestIds: readonly unknown[]; readonly lost: number }

async function work(endpoint: string, headersOfCollector?: Readonly<Record<string, string>>): Promise<Work> {
  let lost = 0
  const onLost = (spans: number): void => {
    lost += spans
  }
  const sender = createSpanSender({
    endpoint,
    onLost,
    everyMs: 60_000,
    ...(headersOfCollector && { headers: headersOfCollector }),
  })
  const proxy = createTestProxy(database.db, {
    model,
    mask: chooseMask(),
    rows: [{ ...smartRow, model: 'allowed' }],
    tracing: createTracing(sender.send),
  })
  const signed = await signIn(proxy, {})
  const headers = { traceparent: `00-${TRACE}-${PARENT}-01` }
  const analysed = await send(proxy, { path: '/v1/analyses', body: { record, maskSeeds: aMaskSeeds }, headers }, signed)
  await analysed.text()
  const sought = await send(proxy, { path: '/v1/codes/CANARY-CODE?q=CANARY-QUERY', method: 'GET', headers }, signed)
  await sought.text()
  await sender.finish()
  const answers = [analysed, sought]
  return {
    statuses: answers.map(({ status }) => status),
    requestIds: answers.map((answer) => answer.headers.get('x-request-id')),
    lost,
  }
}

describe('spans', () => {
  test('of a request and each of its steps reach the collector, in the trace that it came with', async () => {
    const { lost, requestIds } = await work(addressOf())
    expect(lost).toBe(0)
    expect(bodies[0]).toMatch(/^\/v1\/traces /)
    const own = readSpans().filter(({ traceId }) => traceId === TRACE)
    const roots = own.filter(({ name }) => name === 'request')
    expect(roots.map(({ parentSpanId }) => parentSpanId)).toEqual([PARENT, PARENT])
    const steps = own.filter(({ parentSpanId }) => parentSpanId === roots[0]?.spanId)
    expect(new Set(steps.map(({ name }) => name))).toEqual(
      new Set(['session', 'engine', 'audit', 'masking', 'model', 'gate']),
    )
    for (const { startTimeUnixNano, endTimeUnixNano } of own) {
      expect(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true)
    }
    expect(roots[0]?.attributes).toEqual([
      { key: 'http.request.method', value: { stringValue: 'POST' } },
      { key: 'http.route', value: { stringValue: '/v1/analyses' } },
      { key: 'postil.request_id', value: { stringValue: requestIds[0] } },
      { key: 'http.response.status_code', value: { intValue: '200' } },
    ])
  })

  test('hold nothing of a chart, a caller or an answer', async () => {
    await work(addressOf())
    expect(readSpans().length).toBeGreaterThan(6)
    expect(bodies.join('')).not.toMatch(/CANARY|osteoarthritis|Practitioner|DPoP|hospital/)
    const allowed =
      /^(?:http\.(?:request\.method|route|response\.status_code)|postil\.(?:request_id|findings|items|documents))$/
    const keys = readSpans().flatMap(({ attributes }) => attributes.map(({ key }) => key))
    expect(keys.filter((key) => !allowed.test(key))).toEqual([])
  })

  test('are sent with what the collector knows its callers by', async () => {
    await work(addressOf(), { authorization: 'Bearer collector' })
    expect(bodies.every((body) => body.includes('"authorization":"Bearer collector"'))).toBe(true)
  })

  test('are lost without a collector, and the answers are the same', async () => {
    const { statuses } = await work(addressOf())
    const away = await work('http://127.0.0.1:1')
    expect(away.statuses).toEqual(statuses)
    expect(away.lost).toBeGreaterThan(6)
  })

  test('of one request stay apart from those of another under its id, and who does not sample is not traced', () => {
    const sent: Span[] = []
    const tracing = createTracing((span) => void sent.push(span))
    expect(tracing.begin('one')).toBe(true)
    expect(tracing.begin('one')).toBe(false)
    expect(tracing.begin('two', `00-${TRACE}-${PARENT}-00`)).toBe(false)
    tracing.startStep('two', 'engine')()
    expect(sent).toEqual([])
    tracing.forget('one')
    tracing.startStep('one', 'engine')()
    expect(sent).toEqual([])
  })

  test.each([
    '',
    'x',
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `01-${TRACE}-${PARENT}-01`,
  ])('begin a trace of their own for «%s»', (traceparent) => {
    const sent: Span[] = []
    const tracing = createTracing((span) => void sent.push(span))
    tracing.begin('one', traceparent)
    tracing.end('one', {})
    expect(sent[0]?.traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(sent[0]?.traceId).not.toBe(TRACE)
    expect(sent[0]?.parentSpanId).toBeUndefined()
  })
})
