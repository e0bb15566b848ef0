import { expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { gatherCalls } from '#proxy/store/gather-calls.ts'

const tenant = parseTenantKey('one')

/** Refuses what is named so, with the code of the database. */
function createGathering(code: string) {
  const batches: (readonly string[])[] = []
  const call = gatherCalls<string, string>(async (_tenant, calls) => {
    batches.push(calls)
    await Promise.resolve()
    if (calls.includes('bad')) throw Object.assign(new Error('refused'), { code })
    return calls.map((one) => `${one} done`)
  })
  return { batches, call }
}

test('what comes while one is under way goes together, and nobody is answered before his own', async () => {
  const { batches, call } = createGathering('')
  const answers = await Promise.all(['a', 'b', 'c'].map((one) => call(tenant, one)))
  expect(answers).toEqual(['a done', 'b done', 'c done'])
  expect(batches).toEqual([['a'], ['b', 'c']])
})

test('one that the database refuses does not take the others with it', async () => {
  const { batches, call } = createGathering('23505')
  const settled = await Promise.allSettled(['a', 'b', 'bad', 'c'].map((one) => call(tenant, one)))
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(batches).toEqual([['a'], ['b', 'bad', 'c'], ['b'], ['bad'], ['c']])
})

test.each(['ECONNRESET', '57P01', '08006'])('nobody is tried again when nobody knows (%s)', async (code) => {
  const { batches, call } = createGathering(code)
  const settled = await Promise.allSettled(['a', 'b', 'bad'].map((one) => call(tenant, one)))
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect(batches).toEqual([['a'], ['b', 'bad']])
})
