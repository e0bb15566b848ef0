// How much later a finding is seen through the proxy than by somebody who reads the same local server directly.
import { VISIT_ELEMENTS } from '#proxy/llm/answer-schema.ts'
import { createItemScanner } from '#proxy/llm/item-scanner.ts'
import { aMaskSeeds } from '../../test/proxy/proxy-fixture.ts'
import { type LlmMock, startLlmMock } from '../../test/support/llm-mock/llm-mock.ts'
import { closeMessage, openMessage, textDelta } from '../../test/support/llm-mock/wire.ts'
import { startChild } from './child.ts'
import { listDatabases } from './databases.ts'
import { atMost, type Figure, type Part } from './figure.ts'
import { TENANT } from './proxy-for-bench.ts'
import { buildRecord } from './records.ts'
import { type BenchSession, openSessions } from './signed-load.ts'
import { median, percentile } from './statistics.ts'

const CHILD = new URL('./relay-child.ts', import.meta.url)
const ITEMS = 12
const ROUNDS = 15
const WARM_ROUNDS = 5
const PAUSE_MS = 25

const sentences = Array.from({ length: ITEMS }, (_, index) => `Point ${index} was talked over with her today.`)
const NOTE = `ASSESSMENT AND PLAN: ${sentences.join(' ')}`
const items = sentences.map((text, index) => ({
  kind: 'visit',
  code: '',
  topic: 'none',
  element: VISIT_ELEMENTS[index + 1],
  quotes: [{ document: 'note-1', text }],
}))

export const relay: Part = {
  name: 'relay',
  varies: true,
  run: async () => {
    const mock = await startLlmMock()
    const databases = await listDatabases()
    const figures: Figure[] = []
    for (const { name, url, drop } of databases) {
      const child = await startChild(CHILD, mock.url, ...(url === undefined ? [] : [url]))
      const [session] = await openSessions(child.url, 1)
      if (!session) throw new TypeError('The proxy gave no session.')
      const relayed: number[] = []
      const direct: number[] = []
      for (let round = 0; round < WARM_ROUNDS + ROUNDS; round++) {
        const late = await readThrough(mock, () => askProxy(child.url, session))
        const early = await readThrough(mock, () => askDirectly(mock.url))
        if (round < WARM_ROUNDS) continue
        relayed.push(...late)
        direct.push(...early)
      }
      await child.stop()
      await drop()
      figures.push(
        {
          name: `added to a finding, p50, ${name}`,
          value: median(relayed) - median(direct),
          unit: 'ms',
          bar: atMost(1),
          note: `${relayed.length} of ${ITEMS * ROUNDS} seen; provisional until stored and audited; direct ${median(direct).toFixed(2)} ms`,
        },
        {
          name: `added to a finding, p99, ${name}`,
          value: percentile(relayed, 0.99) - percentile(direct, 0.99),
          unit: 'ms',
        },
      )
    }
    await mock.stop()
    return figures
  },
}

type Look = (onItem: () => void) => Promise<void>

/** @returns for each item, how long after it was written it was seen. */
async function readThrough(mock: LlmMock, open: () => Promise<Look>): Promise<readonly number[]> {
  const written: number[] = []
  mock.script(async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(openMessage() + textDelta('{"items":['))
    for (const [index, item] of items.entries()) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      written.push(performance.now())
      response.write(textDelta(`${index === 0 ? '' : ','}${JSON.stringify(item)}`))
    }
    response.end(textDelta(']}') + closeMessage())
  })
  const seen: number[] = []
  const look = await open()
  await look(() => seen.push(performance.now()))
  return seen.slice(0, written.length).map((at, index) => at - (written[index] ?? at))
}

async function askDirectly(url: string): Promise<Look> {
  const response = await fetch(`${url}/v1/messages`, { method: 'POST', body: '{}' })
  const scanner = createItemScanner()
  return (onItem) =>
    readLines(response, (line) => {
      if (!line.startsWith('data: ')) return
      const data = JSON.parse(line.slice(6)) as { readonly delta?: { readonly text?: string } }
      for (const _ of scanner.push(data.delta?.text ?? '')) onItem()
    })
}

async function askProxy(url: string, session: BenchSession): Promise<Look> {
  session.versions += 1
  const body = JSON.stringify({
    record: buildRecord(NOTE, { ...session, tenant: TENANT }, session.versions),
    maskSeeds: aMaskSeeds,
  })
  const address = `${url}/v1/analyses`
  const issuedAt = Math.floor(Date.now() / 1000)
  const dpop = await session.key.prove({ method: 'POST', url: address, token: session.token, issuedAt })
  const headers = { 'content-type': 'application/json', authorization: `DPoP ${session.token}`, dpop }
  const response = await fetch(address, { method: 'POST', headers, body })
  return (onItem) =>
    readLines(response, (line) => {
      if (line.startsWith('data: ') && line.includes('"rule":"visit-element"')) onItem()
    })
}

async function readLines(response: Response, onLine: (line: string) => void): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  }
}
