import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CodeSearchRequest } from '#coding/code-sets/dated-code-search.ts'
import { codeSearchAnswer } from '#coding/contract/code-search.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { createTestProxy, fakeEngine, send, signIn, type TestProxy } from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

const asked: CodeSearchRequest[] = []
const hit = {
  code: parseIcd10Code('M17.11'),
  title: 'Unilateral primary osteoarthritis, right knee',
  isBillable: true,
  matched: 'knee',
}

describe('GET /v1/codes/search', () => {
  let database: TestDatabase
  let proxy: TestProxy
  let signed: Awaited<ReturnType<typeof signIn>>

  beforeAll(async () => {
    database = await openPglite()
    const searchCodes = (request: CodeSearchRequest) => {
      asked.push(request)
      return { kind: 'hits', release: 'FY2027', hits: [hit] } as const
    }
    proxy = createTestProxy(database.db, { engine: { ...fakeEngine, searchCodes } })
    signed = await signIn(proxy)
  })
  afterAll(() => database.close())

  const search = (query: string) => send(proxy, { method: 'GET', path: `/v1/codes/search${query}` }, signed)

  test('answers with the hits of the date of service', async () => {
    const response = await search('?q=right%20knee%20oa&on=2026-11-02&limit=5')
    expect(codeSearchAnswer.parse(await response.json())).toMatchObject({ kind: 'hits', hits: [{ code: 'M17.11' }] })
    expect(asked).toEqual([{ query: 'right knee oa', on: '2026-11-02', limit: 5 }])
  })

  test.each([
    ['no query', '?on=2026-11-02'],
    ['an empty query', '?q=&on=2026-11-02'],
    ['no date', '?q=knee'],
    ['a day that does not exist', '?q=knee&on=2026-02-30'],
    ['more hits than anyone reads', '?q=knee&on=2026-11-02&limit=51'],
    ['a parameter it does not know', '?q=knee&on=2026-11-02&url=http://127.0.0.1/'],
    ['a query longer than a line', `?q=${'a'.repeat(201)}&on=2026-11-02`],
  ])('refuses %s', async (_, query) => {
    expect((await search(query)).status).toBe(400)
  })

  test('a clinician does not search procedures', async () => {
    expect((await search('?q=vaccine&on=2026-11-02&set=hcpcs')).status).toBe(403)
    expect((await search('?q=vaccine&on=2026-11-02&set=cpt')).status).toBe(400)
  })

  test('is for people who have signed in', async () => {
    expect((await send(proxy, { method: 'GET', path: '/v1/codes/search?q=knee&on=2026-11-02' })).status).toBe(401)
  })
})
