/** One middleware for what every answer of the interface needs: a place in the line and its headers. */
import { ProxyError } from '../errors.ts'
import { setHeader } from './answer.ts'
import type { Others } from './await-others.ts'
import { createFindAddress } from './client-address.ts'
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
   * @param findAddress whose request it is, asked for where it has to wait.
   * @throws ProxyError where too many wait for the same: for the one that has waited longest, of the address that has
   * most of them.
   */
  readonly awaitOthers: <Value>(what: Others, value: Promise<Value>, findAddress?: () => string) => Promise<Value>
  /** Its answer is there, or its stream has begun to speak: what it does from now on is waiting, mostly. */
  readonly settle: () => void
  readonly leave: () => void
}

export type LineOptions = {
  /** What is worked on at once: few where this process is what is short, fewer in a crowd, more where it waits for others. */
  readonly atWork?: { readonly crowd?: number; readonly busy: number; readonly waiting: number }
  /** Whether the one core of this process has nothing left to give. */
  readonly isBusy?: () => boolean
  readonly now?: () => number
}

/**
 * Busy: one for each connection to the database, since fewer make smaller shared commits. Twice as many wait for a
 * connection and not for an answer. In a crowd that stays, those at work take turns on the one core, so each is the slower
 * the more they are, whatever a request takes on this machine: one on the core and one with the database take little longer
 * than one alone. A seventh to a third fewer are served than with eight, each in a third of the time.
 */
const AT_WORK = { crowd: 2, busy: 8, waiting: 16 }
/** Where the core has time in a crowd all the same, since a database is slow, there is one place more, and again. */
const RAISE_MS = 100
/**
 * Controlled delay for requests (after B. Maurer, "Fail at Scale", ACM Queue 13(8), 2015): one may wait for `long`; where
 * that was too much for somebody a moment ago, more comes than can be done, and who is not let in almost at once is sent
 * away. Where that has gone on for longer than a wave of sign-ins (a crowd), the last to come is next: those before have
 * used up their patience, and who is served has waited hardly at all. A database that pauses is given more time: its
 * pauses end, and whoever was sent away would only come again.
 */
const PATIENCE = { busy: { long: 100, short: 5 }, waiting: { long: 1000, short: 50 } }
const CALM_MS = 200
const LOOK_AGAIN_MS = 5
/** Who has it by then keeps the place: a body comes with its head, or a round trip later. */
const AT_ONCE_MS = 25
/** A quarter of the line may wait for bodies, and a quarter for EHRs; the rest is for those who can be served. */
const SLOW_SHARE = 4

/** One that others keep waiting, for whom that is, and how it ends when too many do. */
type Slow = { readonly address: string; readonly sendAway: () => void }
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
  let refusingSince = Number.NEGATIVE_INFINITY
  const isRefusing = (time: number): boolean => time - refusedAt <= CALM_MS
  const isCrowded = (time: number): boolean => isRefusing(time) && time - refusingSince > CALM_MS
  const findCrowdPlaces = createCrowdPlaces({ ...AT_WORK, ...atWork })
  const hasRoom = (time: number): boolean => {
    const isCoreBusy = isBusy()
    // Kept up while there is none, so that a crowd that waits for the database keeps its places.
    const places = findCrowdPlaces(time, isCoreBusy)
    if (isCrowded(time)) return working < places
    return working < (isCoreBusy ? atWork.busy : atWork.waiting)
  }
  const letIn = (): Entry => {
    size += 1
    working += 1
    return 'entered'
  }
  const findPatience = (time: number): number => {
    const { long, short } = isBusy() ? PATIENCE.busy : PATIENCE.waiting
    return isRefusing(time) ? short : long
  }
  /** Sends away who has waited for too long, and lets in who is next. */
  const move = (): void => {
    const time = now()
    const patience = findPatience(time)
    for (let [first] = queue; first; [first] = queue) {
      const isLate = time - first.since > patience
      if (isLate) {
        queue.shift()
        if (!isRefusing(time)) refusingSince = time
        refusedAt = time
        first.answer('full')
      } else if (hasRoom(time)) {
        const next = isCrowded(time) ? queue.pop() : queue.shift()
        next?.answer(letIn())
      } else break
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
  const slow = { body: new Set<Slow>(), ehr: new Set<Slow>() }
  const yieldPlace = (others: Set<Slow>, one: Slow): void => {
    others.add(one)
    working -= 1
    if (others.size > Math.ceil(limit / SLOW_SHARE)) findLongestOfMost(others)?.sendAway()
    move()
  }
  const awaitOthers: Line['awaitOthers'] = async (what, value, findAddress = nobodyKnows) => {
    const { promise: sentAway, reject } = Promise.withResolvers<never>()
    let one: Slow | undefined
    const beSlow = (): void => {
      one = {
        address: findAddress(),
        sendAway: () => {
          if (one) slow[what].delete(one)
          reject(busy())
        },
      }
      yieldPlace(slow[what], one)
    }
    let look: NodeJS.Immediate | undefined
    const timer = setTimeout(() => {
      // What has come while we were busy ourselves is read first: a crowd must not make everybody look slow.
      look = setImmediate(beSlow)
    }, AT_ONCE_MS)
    try {
      return await Promise.race([value, sentAway])
    } finally {
      clearTimeout(timer)
      clearImmediate(look)
      if (one) {
        slow[what].delete(one)
        working += 1
      }
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
      if (queue.length === 0 && hasRoom(now())) return letIn()
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

type Places = { readonly crowd: number; readonly busy: number; readonly waiting: number }

/** @returns how many may be at work in a crowd: few, and more by and by while the core has time. */
function createCrowdPlaces({ crowd, busy, waiting }: Places): (time: number, isCoreBusy: boolean) => number {
  const least = Math.min(crowd, busy)
  let places = waiting
  let changedAt = Number.NEGATIVE_INFINITY
  return (time, isCoreBusy) => {
    if (isCoreBusy) {
      places = least
      changedAt = time
    } else if (time - changedAt >= RAISE_MS) {
      places = Math.min(places + 1, waiting)
      changedAt = time
    }
    return places
  }
}

const nobodyKnows = (): string => 'unknown'

/**
 * In the order of their coming. Whoever has most of the places loses one, so that nobody can take those of others by asking
 * often; among callers with as many, and where one address is everybody, it is who has waited longest.
 */
function findLongestOfMost(others: ReadonlySet<Slow>): Slow | undefined {
  const counts = new Map<string, number>()
  for (const { address } of others) counts.set(address, (counts.get(address) ?? 0) + 1)
  const most = Math.max(...counts.values())
  return [...others].find(({ address }) => counts.get(address) === most)
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

/** @param findAddress whose places a request takes that waits for others. */
export function limitsAndHeaders(line: Line, findAddress = createFindAddress(0)): Middleware {
  return function enterLine(context, next) {
    setHeader(context, 'cache-control', 'no-store')
    setHeader(context, 'x-content-type-options', 'nosniff')
    setHeader(context, 'referrer-policy', 'no-referrer')
    const pass = (entry: Entry): Promise<void> | void => {
      refuse(context, entry)
      const findOwn = (): string => findAddress(context)
      context.set('awaitOthers', (what, value) => line.awaitOthers(what, value, findOwn))
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
