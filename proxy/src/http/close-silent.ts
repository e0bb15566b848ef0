import type { Socket } from 'node:net'
import type { ServerType } from '@hono/node-server'

/** Node's own limits begin with the first byte: a connection that never sends one would be kept for ever. */
export function closeSilent(server: ServerType, afterMs: number): void {
  server.on('connection', (socket: Socket) => socket.setTimeout(afterMs))
  server.on('request', ({ socket }: { readonly socket: Socket }) => socket.setTimeout(0))
}
