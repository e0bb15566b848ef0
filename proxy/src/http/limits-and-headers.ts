/** One middleware for what every answer of the interface needs: a place in the line and its headers. */
import { ProxyError } from '../errors.ts'
import { setHeader } from './answer.ts'
import type { Middleware } from './context.ts'

export type Line = {
  /** Requests inside, streams included. */
  readonly size: () => number
  /** From now on nobody is let in. */
  readonly close: () => void
  readonly isOpen: () => boolean
  readonly enter: () => 'entered' | 'full' | 'closed'
  /** Its answer is there, or its stream has begun to speak: what it does from now on is waiting, mostly. */
  readonly settle: () => void
  readonly leave: () => void
}

export type LineOptions = {
  /** What may be worked on at once while there is too much: few where this process is what is short, more where it waits. */
  readonly atWork?: { readonly busy: number; readonly waiting: number }
  /** Whether the one core of this process has nothing left to give. */
  readonly isBusy?: () => boolean
  readonly now?: () => number
}

/** Twice as many as there are connections to the database wait for one, not for an answer. */
const AT_WORK = { busy: 4, waiting: 16 }
/** A crowd that is gone by then (a clinic that opens its charts at eight) is served, however long each has to wait. */
const PATIENCE_MS = 3000
/** Shedding ends when nobody had to be refused for so long. */
const CALM_MS = 1000

/**
 * Two limits: `limit` is what fits into memory, always. `atWork` keeps waits short when more comes than can be done:
 * once more than that has been under way for a while without a pause, no more than that is let in.
 */
export function createLine(
  limit: number,
  { atWork = AT_WORK, isBusy = createBusyLook(), now = Date.now }: LineOptions = {},
): Line {
  let size = 0
  let working = 0
  let isOpen = true
  let crowdedSince: number | undefined
  let refusedAt: number | undefined
  const isTooMuch = (): boolean => {
    const time = now()
    if (refusedAt !== undefined && time - refusedAt > CALM_MS) refusedAt = undefined
    if (working < atWork.busy || (working < atWork.waiting && !isBusy())) return false
    crowdedSince ??= time
    if (refusedAt === undefined && time - crowdedSince <= PATIENCE_MS) return false
    refusedAt = time
    return true
  }
  return {
    size: () => size,
    close: () => {
      isOpen = false
    },
    isOpen: () => isOpen,
    enter: () => {
      if (!isOpen) return 'closed'
      if (size >= limit || isTooMuch()) return 'full'
      size += 1
      working += 1
      return 'entered'
    },
    settle: () => {
      working -= 1
      if (working < atWork.busy) crowdedSince = undefined
    },
    leave: () => {
      size -= 1
    },
  }
}

const LOOK_MS = 250
const NEARLY_ALL = 0.85

/** By the share of the last moments in which the event loop did not wait. */
function createBusyLook(): () => boolean {
  let last = performance.eventLoopUtilization()
  let at = performance.now()
  let isBusy = false
  return () => {
    const time = performance.now()
    if (time - at < LOOK_MS) return isBusy
    const current = performance.eventLoopUtilization()
    isBusy = performance.eventLoopUtilization(current, last).utilization > NEARLY_ALL
    last = current
    at = time
    return isBusy
  }
}

export function limitsAndHeaders(line: Line): Middleware {
  return function enterLine(context, next) {
    setHeader(context, 'cache-control', 'no-store')
    setHeader(context, 'x-content-type-options', 'nosniff')
    setHeader(context, 'referrer-policy', 'no-referrer')
    switch (line.enter()) {
      case 'closed':
        setHeader(context, 'connection', 'close')
        throw new ProxyError('unavailable', 'Postil is restarting. Try again in a moment.', { retryAfterMs: 2000 })
      case 'full':
        throw new ProxyError('unavailable', 'Postil is busy. Try again in a moment.', { retryAfterMs: 1000 })
      case 'entered': {
        const follow = (): void => followStream(line, context.get('stream'))
        const rest = next()
        return rest ? rest.then<void>(follow) : follow()
      }
    }
  }
}

function followStream(
  line: Line,
  stream: { readonly begun: Promise<void>; readonly ended: Promise<void> } | undefined,
): void {
  if (stream) {
    void stream.begun.finally(line.settle)
    void stream.ended.finally(line.leave)
  } else {
    line.settle()
    line.leave()
  }
}
