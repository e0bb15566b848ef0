/** One middleware for what every answer of the interface needs: a place in the line and its headers. */
import { ProxyError } from '../errors.ts'
import { setHeader } from './answer.ts'
import type { AwaitOthers } from './await-others.ts'
import type { Middleware, ProxyContext } from './context.ts'

export type Entry = 'entered' | 'full' | 'closed'

export type Line = {
  /** Requests inside, streams included. */
  readonly size: () => number
  /** Requests that wait to be let in. */
  readonly waiting: () => number
  /** From now on nobody is let in. */
  readonly close: () => void
  readonly isOpen: () => boolean
  /** At once where there is room, or after a wait. */
  readonly enter: () => Entry | Promise<Entry>
  /**
   * Of a request inside. One that waits for others gives its place away, and takes it back without a wait: sixteen
   * callers who send nothing more, or one EHR that does not answer, would otherwise hold every place there is.
   * @throws ProxyError for the one that has waited longest, where too many wait for the same.
   */
  readonly awaitOthers: AwaitOthers
  /** Its answer is there, or its stream has begun to speak: what it does from now on is waiting, mostly. */
  readonly settle: () => void
  readonly leave: () => void
}

export type LineOptions = {
  /** What is worked on at once: few where this process is what is short, more where it waits for others. */
  readonly atWork?: { readonly busy: number; readonly waiting: number }
  /** Whether the one core of this process has nothing left to give. */
  readonly isBusy?: () => boolean
  readonly now?: () => number
}

/**
 * Busy: one for each connection to the database, since fewer make smaller shared commits (with four an analysis cost half as
 * much again). Twice as many wait for a connection and not for an answer.
 */
const AT_WORK = { busy: 8, waiting: 16 }
/**
 * Controlled delay for requests (after B. Maurer, "Fail at Scale", ACM Queue 13(8), 2015): one may wait for `long`; where
 * that was too much for somebody a moment ago, more comes than can be done, and who is not let in almost at once
 * is sent away. So who is served waits little, from the first second of a crowd on. A database that pauses is given more
 * time: its pauses end, and whoever was sent away would only come again.
 */
const PATIENCE = { busy: { long: 100, short: 5 }, waiting: { long: 1000, short: 50 } }
const CALM_MS = 200
const LOOK_AGAIN_MS = 5
/** Who has it by then keeps the place: a body comes with its head, or a round trip later. */
const AT_ONCE_MS = 25
/** A quarter of the line may wait for bodies, and a quarter for EHRs; the rest is for those who can be served. */
const SLOW_SHARE = 4

type Waiting = { readonly since: number; readonly answer: (entry: Entry) => void }

/** Two limits: `limit` is what fits into memory, inside or waiting. `atWork` is what is worked on; others wait in turn. */
export function createLine(
  limit: number,
  { atWork = AT_WORK, isBusy = createBusyLook(), now = performance.now.bind(performance) }: LineOptions = {},
): Line {
  let size = 0
  let working = 0
  let isOpen = true
  const queue: Waiting[] = []
  let refusedAt = Number.NEGATIVE_INFINITY
  let isLooking = false
  const hasRoom = (): boolean => working < atWork.busy || (working < atWork.waiting && !isBusy())
  const letIn = (): Entry => {
    size += 1
    working += 1
    return 'entered'
  }
  const findPatience = (time: number): number => {
    const { long, short } = isBusy() ? PATIENCE.busy : PATIENCE.waiting
    return time - refusedAt > CALM_MS ? long : short
  }
  /** Sends away who has waited for too long, and lets in who is next. */
  const move = (): void => {
    const time = now()
    const patience = findPatience(time)
    for (let [first] = queue; first; [first] = queue) {
      const isLate = time - first.since > patience
      if (!isLate && !hasRoom()) break
      queue.shift()
      if (isLate) refusedAt = time
      first.answer(isLate ? 'full' : letIn())
    }
    if (queue.length > 0) lookAgain()
  }
  const lookAgain = (): void => {
    if (isLooking) return
    isLooking = true
    setTimeout(() => {
      isLooking = false
      move()
    }, LOOK_AGAIN_MS)
  }
  const slow = { body: new Set<() => void>(), ehr: new Set<() => void>() }
  const yieldPlace = (others: Set<() => void>, sendAway: () => void): void => {
    others.add(sendAway)
    working -= 1
    const [longest] = others
    if (others.size > Math.ceil(limit / SLOW_SHARE)) longest?.()
    move()
  }
  const awaitOthers: AwaitOthers = async (what, value) => {
    const { promise: sentAway, reject } = Promise.withResolvers<never>()
    const sendAway = (): void => {
      slow[what].delete(sendAway)
      reject(busy())
    }
    let isSlow = false
    let look: NodeJS.Immediate | undefined
    const timer = setTimeout(() => {
      // What has come while we were busy ourselves is read first: a crowd must not make everybody look slow.
      look = setImmediate(() => {
        isSlow = true
        yieldPlace(slow[what], sendAway)
      })
    }, AT_ONCE_MS)
    try {
      return await Promise.race([value, sentAway])
    } finally {
      clearTimeout(timer)
      clearImmediate(look)
      slow[what].delete(sendAway)
      if (isSlow) working += 1
    }
  }
  return {
    size: () => size,
    waiting: () => queue.length,
    close: () => {
      isOpen = false
      for (const { answer } of queue.splice(0)) answer('closed')
    },
    isOpen: () => isOpen,
    enter: () => {
      if (!isOpen) return 'closed'
      if (size + queue.length >= limit) return 'full'
      if (queue.length === 0 && hasRoom()) return letIn()
      return new Promise<Entry>((answer) => {
        queue.push({ since: now(), answer })
        lookAgain()
      })
    },
    awaitOthers,
    settle: () => {
      working -= 1
      move()
    },
    leave: () => {
      size -= 1
    },
  }
}

const LOOK_MS = 100
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
    const pass = (entry: Entry): Promise<void> | void => {
      refuse(context, entry)
      context.set('awaitOthers', line.awaitOthers)
      const follow = (): void => followStream(line, context.get('stream'))
      const rest = next()
      return rest ? rest.then<void>(follow) : follow()
    }
    const entry = line.enter()
    return typeof entry === 'string' ? pass(entry) : entry.then<void>(pass)
  }
}

/** @throws ProxyError for who was not let in. */
function refuse(context: ProxyContext, entry: Entry): void {
  switch (entry) {
    case 'closed':
      setHeader(context, 'connection', 'close')
      throw new ProxyError('unavailable', 'Postil is restarting. Try again in a moment.', { retryAfterMs: 2000 })
    case 'full':
      throw busy()
    case 'entered':
  }
}

function busy(): ProxyError {
  return new ProxyError('unavailable', 'Postil is busy. Try again in a moment.', { retryAfterMs: 1000 })
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
