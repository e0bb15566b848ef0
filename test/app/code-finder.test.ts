import { describe, expect, test, vi } from 'vitest'
import { createCodeFinder } from '#app/code-finder.ts'
import type { EmbeddedCodes } from '#app/embedded-codes.ts'
import { ProxyError } from '#app/proxy/errors.ts'
import type { ProxySession } from '#app/proxy/proxy-session.ts'
import type { CodeLookUpAnswer } from '#coding/contract/code-look-up.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'

const on = parseDateOnly('2026-11-02')
const plantar = parseIcd10Code('M72.2')
const named = (basis: 'release' | 'embedded') => ({
  code: plantar,
  title: 'Fibromatosis',
  edition: { codeSet: 'ICD-10-CM', release: 'FY2027', basis },
})
const valid = (basis: 'release' | 'embedded') => ({
  ...named(basis),
  kind: 'valid_billable' as const,
  reason: 'Listed.',
  children: [],
})
const hit = { code: plantar, title: 'Fibromatosis', isBillable: true, matched: 'fibromatosis' }
const embedded: EmbeddedCodes = {
  lookUp: () => valid('embedded'),
  search: () => ({ kind: 'hits', release: 'embedded FY2027', hits: [hit] }),
}
const offline = async (): Promise<never> => {
  throw new ProxyError('offline', 'Postil cannot be reached.')
}

type Session = Pick<ProxySession, 'lookUpCode' | 'searchCodes'>

function setUp(session: Partial<Session> | undefined, loadEmbedded = async () => embedded) {
  const lookUpCode = vi.fn(session?.lookUpCode ?? offline)
  const finder = createCodeFinder({
    findSession: () => session && { lookUpCode, searchCodes: session.searchCodes ?? offline },
    loadEmbedded,
  })
  const search = (query = 'fibro') => finder.search({ query, on, limit: 8 }, new AbortController().signal)
  return { lookUp: () => finder.lookUp(plantar, on), search, lookUpCode }
}

const answering = (answer: CodeLookUpAnswer) => setUp({ lookUpCode: async () => answer })

describe('a typed code', () => {
  test('is judged by the server’s tables', async () => {
    const { lookUp } = answering(valid('release'))
    expect(await lookUp()).toMatchObject({ ok: true, value: { state: 'validated', edition: { basis: 'release' } } })
  })

  test('is asked about once', async () => {
    const { lookUp, lookUpCode } = answering(valid('release'))
    await lookUp()
    await lookUp()
    expect(lookUpCode).toHaveBeenCalledTimes(1)
  })

  test('that was replaced comes with what took its place', async () => {
    const replacedBy = [parseIcd10Code('M67.A01')]
    const terminated = { ...named('release'), kind: 'terminated' as const, reason: 'No longer listed.', replacedBy }
    expect(await answering(terminated).lookUp()).toEqual({
      ok: false,
      problem: { reason: 'No longer listed.', replacedBy },
    })
  })

  const refusals: readonly CodeLookUpAnswer[] = [
    { ...named('release'), kind: 'valid_header', reason: 'A heading.', children: [] },
    { ...named('release'), kind: 'not_yet_valid', reason: 'Not yet listed.', replacedBy: [] },
    { kind: 'invalid', reason: 'Not listed.', edition: named('release').edition },
    { kind: 'no-data', reason: 'No table.' },
    { kind: 'outside-releases', reason: 'No release covers the day.', nearest: 'FY2026' },
  ]
  test.each(refusals)('that is $kind is refused with the reason', async (answer) => {
    expect(await answering(answer).lookUp()).toEqual({ ok: false, problem: { reason: answer.reason, replacedBy: [] } })
  })

  test.each([
    ['before there is a session', undefined],
    ['when the server does not answer', {}],
  ])('is judged by the embedded codes %s', async (_, session) => {
    expect(await setUp(session).lookUp()).toMatchObject({ ok: true, value: { edition: { basis: 'embedded' } } })
  })

  test('is not held against the embedded codes once the server answers again', async () => {
    const { lookUp, lookUpCode } = setUp({})
    await lookUp()
    lookUpCode.mockResolvedValueOnce(valid('release'))
    expect(await lookUp()).toMatchObject({ value: { edition: { basis: 'release' } } })
  })

  test('that nobody can judge is refused with what to do', async () => {
    const { lookUp } = setUp({}, offline)
    expect(await lookUp()).toMatchObject({ ok: false, problem: { reason: expect.stringContaining('Try again') } })
  })
})

describe('a search', () => {
  test('shows what the server found, and says nothing about it', async () => {
    const { search } = setUp({ searchCodes: async () => ({ kind: 'hits', release: 'FY2027', hits: [hit] }) })
    expect(await search()).toEqual({ hits: [hit] })
  })

  test('says so when only the embedded codes were searched', async () => {
    expect(await setUp({}).search()).toEqual({ hits: [hit], notice: expect.stringContaining('does not answer') })
  })

  test('says which release is nearest when none covers the day', async () => {
    const { search } = setUp({ searchCodes: async () => ({ kind: 'outside-releases', nearest: 'FY2026' }) })
    expect(await search()).toEqual({ hits: [], notice: expect.stringContaining('FY2026') })
  })

  test('that was given up does not go on without the server', async () => {
    const loadEmbedded = vi.fn(async () => embedded)
    const stopped = new DOMException('stopped', 'AbortError')
    const { search } = setUp({ searchCodes: () => Promise.reject(stopped) }, loadEmbedded)
    await expect(search()).rejects.toBe(stopped)
    expect(loadEmbedded).not.toHaveBeenCalled()
  })
})
