import { describe, expect, test, vi } from 'vitest'
import { createFilingFetcher } from '#app/ehr/filing/fetch-filing.ts'

const filing = { fileDraft: async () => ({ kind: 'queued', reason: 'test' }) }
const part = { openFiling: () => filing }

/** Only what is fetched is looked at here. */
function setUp(fetchPart: () => Promise<unknown>) {
  return createFilingFetcher({} as never, {} as never, fetchPart as never)
}

describe('the part of the page that writes', () => {
  test('is fetched once, however often it is asked for', async () => {
    const fetchPart = vi.fn(async () => part)
    const fetcher = setUp(fetchPart)
    fetcher.prepare()
    expect(await Promise.all([fetcher.get(), fetcher.get()])).toEqual([filing, filing])
    expect(await fetcher.attempt(async (one) => one === (filing as never))).toBe(true)
    expect(fetchPart).toHaveBeenCalledTimes(1)
  })

  test('that cannot be fetched writes nothing and says what to do; the next click tries again', async () => {
    const work = vi.fn(async () => 'written')
    const fetchPart = vi.fn().mockRejectedValueOnce(new TypeError('offline')).mockResolvedValue(part)
    const fetcher = setUp(fetchPart)
    const outcome = await fetcher.attempt(work)
    expect(outcome).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('Nothing was sent') })
    expect(work).not.toHaveBeenCalled()
    expect(await fetcher.attempt(work)).toBe('written')
  })

  test('is asked for ahead without a sound when it cannot be had, and says so to whoever needs it', async () => {
    const fetcher = setUp(async () => Promise.reject(new TypeError('offline')))
    fetcher.prepare()
    await expect(fetcher.get()).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('Try again'),
    })
  })
})
