import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { EncounterReading } from '#app/ehr/session-types.ts'
import { createChartFollower } from '#app/features/chart/follow-chart.ts'
import { aNote, aReading, aRecord } from '../builders.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const withNote = (version: string, sha = version) =>
  aReading({ record: aRecord({ notes: [aNote({ version, sha256: sha.repeat(64).slice(0, 64) })] }) })

function setUp(read: (signal: AbortSignal) => Promise<EncounterReading>) {
  const seen: boolean[] = []
  const page = { visible: true }
  const reads = vi.fn(read)
  const follower = createChartFollower({
    read: reads,
    onReading: (_reading, changed) => seen.push(changed),
    onProblem: () => true,
    isVisible: () => page.visible,
    now: Date.now,
  })
  return { follower, reads, seen, page }
}

describe('following the chart', () => {
  test('says only of a new version that the record changed', async () => {
    const readings = [withNote('1'), withNote('1'), withNote('2')]
    const { follower, seen } = setUp(async () => readings.shift() ?? withNote('2'))
    follower.start()
    await vi.advanceTimersByTimeAsync(1100)
    expect(seen).toEqual([true, false, true])
    follower.stop()
  })

  test('never reads twice at once, and a nudge during a read is not lost', async () => {
    let open = 0
    let most = 0
    const { follower, reads } = setUp(async () => {
      open += 1
      most = Math.max(most, open)
      await new Promise((resolve) => setTimeout(resolve, 300))
      open -= 1
      return withNote('1')
    })
    follower.start()
    follower.nudge()
    await vi.advanceTimersByTimeAsync(301)
    expect(reads).toHaveBeenCalledTimes(2)
    expect(most).toBe(1)
    follower.stop()
  })

  test('rests while hidden and looks at once when nudged', async () => {
    const { follower, reads, page } = setUp(async () => withNote('1'))
    page.visible = false
    follower.start()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(reads).toHaveBeenCalledTimes(1)
    page.visible = true
    follower.nudge()
    await vi.advanceTimersByTimeAsync(0)
    expect(reads).toHaveBeenCalledTimes(2)
    follower.stop()
  })

  test('gives up when told that it is not worth trying again', async () => {
    const read = vi.fn(async () => Promise.reject(new TypeError('gone')))
    const follower = createChartFollower({
      read,
      onReading: () => {},
      onProblem: () => false,
      isVisible: () => true,
      now: Date.now,
    })
    follower.start()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(read).toHaveBeenCalledTimes(1)
  })

  test('says nothing more after it was stopped, and ends the read that is under way', async () => {
    let given: AbortSignal | undefined
    const { follower, seen } = setUp(async (signal) => {
      given = signal
      await new Promise((resolve) => setTimeout(resolve, 300))
      return withNote('1')
    })
    follower.start()
    follower.stop()
    await vi.advanceTimersByTimeAsync(1000)
    expect(given?.aborted).toBe(true)
    expect(seen).toEqual([])
  })
})
