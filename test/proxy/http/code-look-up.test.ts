import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CodeLookUp } from '#coding/code-sets/look-up-with-children.ts'
import { codeLookUpAnswer } from '#coding/contract/code-look-up.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { createTestProxy, fakeEngine, send, signIn, type TestProxy } from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

const edition = { codeSet: 'ICD-10-CM', release: 'FY2027', basis: 'release' } as const
const named = (code: string) => ({ code: parseIcd10Code(code), title: `Title of ${code}`, edition })

const ANSWERS: Readonly<Record<string, CodeLookUp>> = {
  'M17.11': {
    ...named('M17.11'),
    kind: 'valid_billable',
    reason: 'FY2027 lists it as valid for submission.',
    sourceLine: 31_234,
    children: [],
  },
  'M17.1': {
    ...named('M17.1'),
    kind: 'valid_header',
    reason: 'It is a heading in FY2027: choose among M17.10, M17.11, M17.12.',
    children: [{ code: parseIcd10Code('M17.11'), title: 'Right', isBillable: true }],
  },
  'M72.2': {
    ...named('M72.2'),
    kind: 'terminated',
    reason: 'FY2027 no longer lists it.',
    replacedBy: [parseIcd10Code('M67.A01')],
  },
  'M67.A01': { ...named('M67.A01'), kind: 'not_yet_valid', reason: 'Not listed yet.', replacedBy: [] },
  'Z99.99': { kind: 'invalid', reason: 'FY2027 does not list it.', edition },
  'A00.0': { kind: 'no-data', reason: 'No ICD-10-CM release is loaded.' },
  'A00.1': { kind: 'outside-releases', reason: 'The nearest is FY2026.', nearest: 'FY2026' },
}

describe('GET /v1/codes/:code', () => {
  let database: TestDatabase
  let proxy: TestProxy
  let signed: Awaited<ReturnType<typeof signIn>>
  const asked: string[] = []

  beforeAll(async () => {
    database = await openPglite()
    const lookUp: typeof fakeEngine.lookUp = (code, on) => {
      asked.push(`${code} ${on}`)
      return ANSWERS[code] ?? { kind: 'no-data', reason: 'not in this test' }
    }
    proxy = createTestProxy(database.db, { engine: { ...fakeEngine, lookUp } })
    signed = await signIn(proxy)
  })
  afterAll(() => database.close())

  const lookUp = (path: string) => send(proxy, { method: 'GET', path: `/v1/codes/${path}` }, signed)

  test.each(Object.entries(ANSWERS))('says all that is known of %s', async (code, answer) => {
    const response = await lookUp(`${code}?on=2026-11-02`)
    expect(response.status).toBe(200)
    expect(codeLookUpAnswer.parse(await response.json())).toEqual(answer)
  })

  test('takes a code as people type it', async () => {
    await lookUp('m1711?on=2026-11-02')
    expect(asked.at(-1)).toBe('M17.11 2026-11-02')
  })

  test.each([
    ['what is no code', 'knee%20pain?on=2026-11-02'],
    ['a code that is too long', 'M17.11111?on=2026-11-02'],
    ['no date', 'M17.11'],
    ['a day that does not exist', 'M17.11?on=2026-02-30'],
    ['a parameter it does not know', 'M17.11?on=2026-11-02&url=http://127.0.0.1/'],
  ])('refuses %s', async (_, path) => {
    expect((await lookUp(path)).status).toBe(400)
  })

  test('is for people who have signed in', async () => {
    expect((await send(proxy, { method: 'GET', path: '/v1/codes/M17.11?on=2026-11-02' })).status).toBe(401)
  })
})
