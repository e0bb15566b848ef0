import { describe, expect, test } from 'vitest'
import { getPollDelay } from '#app/features/chart/poll-policy.ts'

const calm = { isVisible: true, hasDraftNote: true, isWatching: false, quietMs: 0, failures: 0 }
const minutes = (count: number) => count * 60_000

describe('the next look at the chart', () => {
  test.each([
    ['comes within the second while a note is written', {}, 500],
    ['stays close for five minutes', { quietMs: minutes(5) - 1 }, 500],
    ['slows down after that', { quietMs: minutes(5) }, 2000],
    ['slows down more when the note lies open', { quietMs: minutes(20) }, 10_000],
    ['is rare after an hour', { quietMs: minutes(60) }, 30_000],
    ['is calm when every note is signed', { hasDraftNote: false }, 5000],
    ['is rare when every note is signed and nothing happens', { hasDraftNote: false, quietMs: minutes(2) }, 30_000],
    ['is calm when the server tells of changes', { isWatching: true }, 5000],
    ['waits after a failure', { failures: 1 }, 2000],
    ['waits longer after each failure', { failures: 3 }, 8000],
    ['never waits longer than half a minute', { failures: 12 }, 30_000],
    ['does not come while nobody can see the panel', { isVisible: false }, undefined],
    ['does not come while hidden, failed or not', { isVisible: false, failures: 2 }, undefined],
  ])('%s', (_name, over, delay) => {
    expect(getPollDelay({ ...calm, ...over })).toBe(delay)
  })
})
