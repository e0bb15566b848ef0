import { describe, expect, test, vi } from 'vitest'
import { createClaimFactsFinder } from '#app/find-claim-facts.ts'

const empty = { history: { priorServices: [], priorVisits: [], unseen: [] }, filing: {} }

function setUp(readClaimFacts = vi.fn(async () => empty), role = 'coder') {
  const clock = { now: 0 }
  const find = createClaimFactsFinder({ readClaimFacts, isCoder: () => role === 'coder', now: () => clock.now })
  return { find, readClaimFacts, clock }
}

describe('what a claim asks beside the chart', () => {
  test('is read for a coder alone', async () => {
    const { find, readClaimFacts } = setUp(undefined, 'provider')
    expect(await find()).toBeUndefined()
    expect(readClaimFacts).not.toHaveBeenCalled()
  })

  test('is read once in five minutes', async () => {
    const { find, readClaimFacts, clock } = setUp()
    await Promise.all([find(), find()])
    clock.now = 299_999
    await find()
    expect(readClaimFacts).toHaveBeenCalledTimes(1)
    clock.now = 300_000
    await find()
    expect(readClaimFacts).toHaveBeenCalledTimes(2)
  })

  test('that cannot be read is unseen in all its parts, and tried again after half a minute', async () => {
    const { find, readClaimFacts, clock } = setUp(vi.fn(() => Promise.reject(new Error('down'))))
    expect((await find())?.history.unseen.map(({ source }) => source)).toEqual(['billing', 'procedures', 'visits'])
    clock.now = 29_999
    await find()
    expect(readClaimFacts).toHaveBeenCalledTimes(1)
    clock.now = 30_000
    await find()
    expect(readClaimFacts).toHaveBeenCalledTimes(2)
  })
})
