import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { ServerType } from '@hono/node-server'

export type SilentLimits = {
  /** Without a request. */
  readonly idleMs: number
  /** With an answer that is written to its end, of which nothing is taken. */
  readonly readerMs: number
}

/**
 * Node's own limits begin with the first byte of a request and end with its last: a connection that never sends one, or
 * whose answer nobody reads, would be kept for ever. A reader who takes something, however little, is not silent to Node.
 */
export function closeSilent(server: ServerType, { idleMs, readerMs }: SilentLimits): void {
  server.on('connection', (socket: Socket) => socket.setTimeout(idleMs))
  // Before the answer, which may be there at once.
  server.prependListener('request', ({ socket }: { readonly socket: Socket }, response: ServerResponse) => {
    // An answer to the request before may still wait for its reader.
    if (socket.writableLength === 0) socket.setTimeout(0)
    response.once('prefinish', () => socket.setTimeout(readerMs))
  })
}
