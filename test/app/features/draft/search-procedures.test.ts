import { expect, test, vi } from 'vitest'
import { createProcedureSearch } from '#app/features/draft/search-procedures.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'

const { signal } = new AbortController()

function setUp(answer: unknown) {
  const ask = vi.fn(async (_call: { readonly path: string }) => answer)
  return { ask, search: createProcedureSearch(ask, parseDateOnly('2026-11-02')) }
}

test('asks for codes of the day, and offers what is found', async () => {
  const { ask, search } = setUp({ kind: 'hits', release: '2026', hits: [{ code: 'G0439', title: 'A visit' }] })
  expect(await search('annual visit', signal)).toEqual({
    hits: [{ code: 'G0439', title: 'A visit', isBillable: true, matched: 'A visit' }],
  })
  expect(ask.mock.calls[0]?.[0].path).toBe('/v1/codes/search?q=annual+visit&on=2026-11-02&set=hcpcs&limit=8')
})

test('a CPT number is not searched, because no list of them is held', async () => {
  const { ask, search } = setUp(undefined)
  expect(await search('99213', signal)).toEqual({ hits: [], isUncounted: true })
  expect(ask).not.toHaveBeenCalled()
})

test.each([
  [{ kind: 'no-data' }, /No table of HCPCS is loaded/],
  [{ kind: 'outside-releases', nearest: '2025' }, /nearest is 2025/],
])('%j: says so, and counts nothing', async (answer, notice) => {
  expect(await setUp(answer).search('vaccine', signal)).toMatchObject({
    hits: [],
    isUncounted: true,
    notice: expect.stringMatching(notice),
  })
})

test('an answer that is none offers nothing', async () => {
  expect(await setUp({ hits: 1 }).search('vaccine', signal)).toEqual({ hits: [], isUncounted: true })
})
