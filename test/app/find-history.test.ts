import { describe, expect, test, vi } from 'vitest'
import { createHistoryFinder } from '#app/find-history.ts'

const empty = { priorServices: [], priorVisits: [], unseen: [] }

function setUp(readHistory = vi.fn(async () => empty), role = 'coder') {
  const clock = { now: 0 }
  const find = createHistoryFinder({ readHistory, isCoder: () => role === 'coder', now: () => clock.now })
  return { find, readHistory, clock }
}

describe('the history of a patient', () => {
  test('is read for a coder alone', async () => {
    const { find, readHistory } = setUp(undefined, 'provider')
    expect(await find()).toBeUndefined()
    expect(readHistory).not.toHaveBeenCalled()
  })

  test('is read once in five minutes', async () => {
    const { find, readHistory, clock } = setUp()
    await Promise.all([find(), find()])
    clock.now = 299_999
    await find()
    expect(readHistory).toHaveBeenCalledTimes(1)
    clock.now = 300_000
    await find()
    expect(readHistory).toHaveBeenCalledTimes(2)
  })

  test('that cannot be read is unseen in all its parts, and tried again after half a minute', async () => {
    const { find, readHistory, clock } = setUp(vi.fn(() => Promise.reject(new Error('down'))))
    expect((await find())?.unseen.map(({ source }) => source)).toEqual(['billing', 'procedures', 'visits'])
    clock.now = 29_999
    await find()
    expect(readHistory).toHaveBeenCalledTimes(1)
    clock.now = 30_000
    await find()
    expect(readHistory).toHaveBeenCalledTimes(2)
  })
})
