/** The pace of one server, kept by every process on the database together. */
import type { TenantKey } from '#coding/domain/ids.ts'
import type { Pool } from '../store/schema.ts'
import { pauseServer, takeTurns } from '../store/server-pace.ts'
import { JobError } from './errors.ts'

/** At most so many starts a second, evenly spread; and none before a server that asked for a pause is ready again. */
export type Pace = {
  /**
   * Resolves when the next request may start.
   * @throws JobError `throttled` when the server wants a longer pause than this.
   */
  readonly next: (longestPauseMs?: number) => Promise<void>
  /** For everybody who asks this server. */
  readonly pause: (ms: number) => Promise<void>
}

/** For a request that waits for no turn. */
export const UNPACED: Pace = { next: async () => undefined, pause: async () => undefined }

export type PaceParts = {
  readonly db: Pool
  readonly tenant: TenantKey
  /** Its base. */
  readonly server: string
  readonly perSecond: number
  readonly now: () => number
  readonly wait: (ms: number) => Promise<unknown>
}

/**
 * Turns are taken for so long ahead at once, so that a fast pace costs four statements a second and not one a request;
 * and what was heard of a pause is good for as long.
 */
const AHEAD_MS = 250

type Waiting = {
  readonly longestPauseMs: number
  readonly resolve: () => void
  readonly reject: (cause: unknown) => void
}

export function createPace({ db, tenant, server, perSecond, now, wait }: PaceParts): Pace {
  const place = { tenant, server }
  const gapMs = 1000 / perSecond
  const most = Math.max(1, Math.floor(AHEAD_MS / gapMs))
  let waiting: Waiting[] = []
  let isServing = false
  let pausedUntil = 0
  let askedAt = 0

  const refuseWhoCannotWait = (): void => {
    const retryAfterMs = pausedUntil - now()
    const [refused, patient] = partition(waiting, ({ longestPauseMs }) => retryAfterMs > longestPauseMs)
    waiting = patient
    for (const { reject } of refused) reject(new JobError('throttled', { retryAfterMs, isFromPace: true }))
  }
  const take = async (count: number): Promise<number> => {
    const { startsInMs, pausedMs } = await takeTurns(db, place, { count, gapMs })
    askedAt = now()
    if (pausedMs > 0) pausedUntil = Math.max(pausedUntil, askedAt + pausedMs)
    return askedAt + startsInMs
  }
  const isPaused = async (): Promise<boolean> => {
    if (pausedUntil <= now() && now() - askedAt > AHEAD_MS) await take(0)
    return pausedUntil > now()
  }
  /** @returns at the last turn, or at a pause, which turns that were taken before do not go ahead of. */
  const serveTurns = async (): Promise<void> => {
    const count = Math.min(most, waiting.length)
    const first = await take(count)
    for (let turn = 0; turn < count; turn++) {
      const early = first + turn * gapMs - now()
      if (early > 0) await wait(early)
      if (await isPaused()) return
      waiting.shift()?.resolve()
    }
  }
  const serve = async (): Promise<void> => {
    if (isServing) return
    isServing = true
    try {
      while (waiting.length > 0) {
        refuseWhoCannotWait()
        if (waiting.length === 0) break
        if (pausedUntil > now()) await wait(pausedUntil - now())
        else await serveTurns()
      }
    } catch (cause) {
      for (const { reject } of waiting.splice(0)) reject(cause)
    } finally {
      isServing = false
    }
  }
  return {
    next: (longestPauseMs = Number.POSITIVE_INFINITY) =>
      new Promise((resolve, reject) => {
        waiting.push({ longestPauseMs, resolve, reject })
        // Also while the others wait for the end of a pause.
        refuseWhoCannotWait()
        void serve()
      }),
    pause: async (ms) => {
      pausedUntil = Math.max(pausedUntil, now() + ms)
      refuseWhoCannotWait()
      await pauseServer(db, place, ms)
    },
  }
}

function partition(all: readonly Waiting[], isFirst: (one: Waiting) => boolean): readonly [Waiting[], Waiting[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))]
}
