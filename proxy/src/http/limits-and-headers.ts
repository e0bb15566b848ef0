/**
 * One middleware for what every answer of the interface needs: a place in the line and its headers.
 * The stock `secureHeaders`, `cors` and `bodyLimit` of Hono together cost three quarters of its throughput
 * (proxy-llm reference 2.2, measured); this costs an eighth.
 */
import { ProxyError } from '../errors.ts'
import { setHeader } from './answer.ts'
import type { Middleware } from './context.ts'

export type Line = {
  /** Requests in work, streams included. */
  readonly size: () => number
  /** From now on nobody is let in. */
  readonly close: () => void
  readonly isOpen: () => boolean
  readonly enter: () => 'entered' | 'full' | 'closed'
  readonly leave: () => void
}

export function createLine(limit: number): Line {
  let size = 0
  let isOpen = true
  return {
    size: () => size,
    close: () => {
      isOpen = false
    },
    isOpen: () => isOpen,
    enter: () => {
      if (!isOpen) return 'closed'
      if (size >= limit) return 'full'
      size += 1
      return 'entered'
    },
    leave: () => {
      size -= 1
    },
  }
}

export function limitsAndHeaders(line: Line): Middleware {
  return async function enterLine(context, next) {
    setHeader(context, 'cache-control', 'no-store')
    setHeader(context, 'x-content-type-options', 'nosniff')
    setHeader(context, 'referrer-policy', 'no-referrer')
    switch (line.enter()) {
      case 'closed':
        setHeader(context, 'connection', 'close')
        throw new ProxyError('unavailable', 'Postil is restarting. Try again in a moment.', { retryAfterMs: 2000 })
      case 'full':
        throw new ProxyError('unavailable', 'Postil is busy. Try again in a moment.', { retryAfterMs: 1000 })
      case 'entered':
        try {
          await next()
        } finally {
          const end = context.get('streamEnd')
          if (end !== undefined) void end.finally(line.leave)
          else line.leave()
        }
    }
  }
}
