/** Reads the encounter again and again at the pace of `poll-policy.ts`, one read at a time. */
import type { EncounterReading } from '../../ehr/session-types.ts'
import { isSameRecord } from './is-same-record.ts'
import { getPollDelay } from './poll-policy.ts'

/** Left to the server and the page between two looks, however long the last one took. */
const BREATH_MS = 100

type Dependencies = {
  readonly read: (signal: AbortSignal) => Promise<EncounterReading>
  /** `changed` says whether the record differs from the one before. */
  readonly onReading: (reading: EncounterReading, changed: boolean) => void
  /** @returns whether it is worth trying again. */
  readonly onProblem: (error: unknown) => boolean
  readonly isVisible: () => boolean
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export type ChartFollower = {
  readonly start: () => void
  /** Looks at once: somebody came back to the panel, the network returned, or something was written. */
  readonly nudge: () => void
  /** Whether the server tells of changes by itself. */
  readonly setWatching: (isWatching: boolean) => void
  readonly stop: () => void
}

export function createChartFollower({ read, onReading, onProblem, isVisible, now }: Dependencies): ChartFollower {
  const life = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isReading = false
  let wasNudged = false
  let isWatching = false
  let quietSince = now()
  let failures = 0
  let last: EncounterReading | undefined

  async function look(): Promise<void> {
    isReading = true
    wasNudged = false
    const startedAt = now()
    const goOn = await readOnce()
    isReading = false
    if (goOn && !life.signal.aborted) schedule(startedAt)
  }

  async function readOnce(): Promise<boolean> {
    try {
      const reading = await read(life.signal)
      if (life.signal.aborted) return false
      const changed = last === undefined || !isSameRecord(last.record, reading.record)
      if (changed) quietSince = now()
      last = reading
      failures = 0
      onReading(reading, changed)
      return true
    } catch (error) {
      if (life.signal.aborted) return false
      failures += 1
      return onProblem(error)
    }
  }

  /** The pace counts from look to look, so that a slow server does not make the panel slower still. */
  function schedule(startedAt: number): void {
    const delay = getPollDelay({
      isVisible: isVisible(),
      hasDraftNote: last?.record.notes.some(({ status }) => status === 'draft') ?? false,
      isWatching,
      quietMs: now() - quietSince,
      failures,
    })
    if (wasNudged) void look()
    else if (delay !== undefined) timer = setTimeout(() => void look(), Math.max(startedAt + delay - now(), BREATH_MS))
  }

  function nudge(): void {
    if (life.signal.aborted) return
    quietSince = now()
    wasNudged = true
    if (isReading) return
    clearTimeout(timer)
    void look()
  }

  return {
    start: nudge,
    nudge,
    setWatching: (next) => {
      isWatching = next
      if (!next) nudge()
    },
    stop: () => {
      clearTimeout(timer)
      life.abort()
    },
  }
}
