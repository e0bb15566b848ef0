// A server that speaks the model's wire protocol and fails in every way that the real one has. Only tests know it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { closeMessage, describeModel, errorBody, openMessage, PING, textDelta, writeAnswer } from './wire.ts'

type Reply = (response: ServerResponse, request: MockRequest) => Promise<void> | void

export type MockRequest = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type LlmMock = {
  readonly url: string
  /** Requests to the messages route, in order. */
  readonly requests: MockRequest[]
  /** How many answers were left by their reader before they ended. */
  readonly leftEarly: () => number
  /** What the next requests get; the last one stays. */
  readonly script: (...replies: readonly Reply[]) => void
  readonly describe: (changes: Readonly<Record<string, unknown>> | number) => void
  readonly stop: () => Promise<void>
}

export async function startLlmMock(): Promise<LlmMock> {
  const requests: MockRequest[] = []
  let replies: readonly Reply[] = [answer([])]
  let description: Readonly<Record<string, unknown>> | number = {}
  let left = 0
  const server = createServer((incoming, response) => {
    response.on('close', () => {
      if (!response.writableEnded) left += 1
    })
    void readBody(incoming).then(async (body) => {
      const { method = '', url = '', headers } = incoming
      const request = { method, path: url, headers, body }
      const model = /^\/v1\/models\/([^/?]+)$/.exec(url)?.[1]
      if (method === 'GET' && model !== undefined) {
        if (typeof description === 'number') await fail(description, ['api_error', 'no'])(response, request)
        else sendJson(response, { status: 200, body: JSON.stringify(describeModel(model, description)) })
        return
      }
      requests.push(request)
      const [next = answer([]), ...rest] = replies
      if (rest.length > 0) replies = rest
      await next(response, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    leftEarly: () => left,
    script: (...next) => {
      replies = next
    },
    describe: (changes) => {
      description = changes
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

type Sent = { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }

function sendJson(response: ServerResponse, { status, body, headers }: Sent): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_mock', ...headers })
  response.end(body)
}

function open(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_mock' })
}

/** Everything of an answer at once, or piece by piece. */
export function stream(pieces: readonly string[], pauseMs = 0): Reply {
  return async (response) => {
    open(response)
    for (const piece of pieces) {
      if (response.destroyed) return
      response.write(piece)
      if (pauseMs > 0) await wait(pauseMs)
    }
    response.end()
  }
}

export const answer = (items: readonly unknown[], pauseMs = 0): Reply => stream(writeAnswer(items), pauseMs)

/** What the model wrote, whatever it is, and why it stopped. */
export const text = (written: string, stopReason = 'end_turn'): Reply =>
  stream([openMessage(), textDelta(written), closeMessage(stopReason)])

export function fail(
  status: number,
  [type, message]: readonly [string, string],
  headers: Record<string, string> = {},
): Reply {
  return (response) => sendJson(response, { status, body: errorBody(type, message, headers['x-error-code']), headers })
}

/** The same bytes up to a place, then the end of the connection: `clean` as if it were over, else reset. */
export function cut(pieces: readonly string[], at: number, how: 'clean' | 'reset'): Reply {
  const bytes = Buffer.from(pieces.join('')).subarray(0, at)
  return (response) => {
    open(response)
    response.flushHeaders()
    if (how === 'clean') response.end(bytes)
    else if (bytes.length === 0) response.destroy()
    else response.write(bytes, () => setTimeout(() => response.socket?.resetAndDestroy(), 5))
  }
}

/** Pieces, then silence; with pings the connection looks alive. */
export function stall(pieces: readonly string[], hasPings: boolean): Reply {
  return async (response) => {
    open(response)
    response.flushHeaders()
    for (const piece of pieces) response.write(piece)
    while (hasPings && !response.destroyed) {
      response.write(PING)
      await wait(20)
    }
  }
}

/** Not even headers. */
export const silence: Reply = () => undefined

export const redirect =
  (location: string): Reply =>
  (response) => {
    response.writeHead(307, { location }).end()
  }

/** One byte a write, and a write a turn of the loop. */
export function dribble(pieces: readonly string[]): Reply {
  return async (response) => {
    open(response)
    for (const byte of Buffer.from(pieces.join(''))) {
      if (response.destroyed) return
      response.write(Buffer.of(byte))
      await new Promise((resolve) => setImmediate(resolve))
    }
    response.end()
  }
}
