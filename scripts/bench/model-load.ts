// A model that streams slowly on this machine, and readers of it: directly, or through the proxy.
import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { VISIT_ELEMENTS } from '#proxy/llm/answer-schema.ts'
import { createItemScanner } from '#proxy/llm/item-scanner.ts'
import { aMaskSeeds } from '../../test/proxy/proxy-fixture.ts'
import { closeMessage, openMessage, textDelta } from '../../test/support/llm-mock/wire.ts'
import { TENANT } from './proxy-for-bench.ts'
import { buildRecord } from './records.ts'
import type { BenchSession } from './signed-load.ts'

export const ITEMS = 12
const sentences = Array.from({ length: ITEMS }, (_, index) => `Point ${index} was talked over with her today.`)
export const NOTE = `ASSESSMENT AND PLAN: ${sentences.join(' ')}`
const items = sentences.map((text, index) => ({
  kind: 'visit',
  code: '',
  topic: 'none',
  element: VISIT_ELEMENTS[index + 1],
  quotes: [{ document: 'note-1', text }],
}))

export type Look = (onItem: () => void) => Promise<void>

/** An answer of all items, one after each pause. */
export async function writeItems(response: ServerResponse, pauseMs: number, onWritten: () => void): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(openMessage() + textDelta('{"items":['))
  for (const [index, item] of items.entries()) {
    await wait(pauseMs)
    onWritten()
    response.write(textDelta(`${index === 0 ? '' : ','}${JSON.stringify(item)}`))
  }
  response.end(textDelta(']}') + closeMessage())
}

/** @param note what the model is sent; what it does with it is up to who plays it. */
export async function askDirectly(url: string, note = NOTE): Promise<Look> {
  const response = await fetch(`${url}/v1/messages`, { method: 'POST', body: JSON.stringify({ note }) })
  const scanner = createItemScanner()
  return (onItem) =>
    readLines(response, (line) => {
      if (!line.startsWith('data: ')) return
      const data = JSON.parse(line.slice(6)) as { readonly delta?: { readonly text?: string } }
      for (const _ of scanner.push(data.delta?.text ?? '')) onItem()
    })
}

/** As the sidebar does: sent away because there is too much to do, it comes back after a second or two. */
export async function askProxy(url: string, session: BenchSession, note = NOTE): Promise<Look> {
  session.versions += 1
  const body = JSON.stringify({
    record: buildRecord(note, { ...session, tenant: TENANT }, session.versions),
    maskSeeds: aMaskSeeds,
  })
  const address = `${url}/v1/analyses`
  const ask = async (): Promise<Response> => {
    const issuedAt = Math.floor(Date.now() / 1000)
    const dpop = await session.key.prove({ method: 'POST', url: address, token: session.token, issuedAt })
    const headers = { 'content-type': 'application/json', authorization: `DPoP ${session.token}`, dpop }
    return fetch(address, { method: 'POST', headers, body })
  }
  let response = await ask()
  for (let tried = 1; tried < 3 && response.status === 503; tried++) {
    await response.body?.cancel()
    await wait(1000 * (1 + Math.random()))
    response = await ask()
  }
  return async (onItem) => {
    let isComplete = false
    await readLines(response, (line) => {
      if (line.startsWith('data: ') && line.includes('"rule":"visit-element"')) onItem()
      if (line === 'event: done') isComplete = true
    })
    if (!isComplete) throw new Error(`An analysis did not come to its end (${response.status}).`)
  }
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
