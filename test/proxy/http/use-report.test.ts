// How Postil is used, from what the proxy itself put on record.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '#coding/contract/session.ts'
import { useReportAnswer } from '#coding/contract/use-report.ts'
import {
  aPrompt,
  aRecord,
  createTestProxy,
  ISSUER,
  send,
  signIdToken,
  signIn,
  smartRow,
  type TestProxy,
} from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

const PATH = '/v1/reports/use'

async function enter(proxy: TestProxy, role: Role) {
  return signIn(proxy, { idToken: signIdToken({ claims: { fhirUser: `${ISSUER}/Practitioner/${role}-1` } }) })
}

describe('the report of use', () => {
  test('counts what was shown and decided, tells small counts of nobody, and leaves an entry of its reading', async () => {
    const proxy = createTestProxy(database.db, { rows: [{ ...smartRow, key: 'used-site' }] })
    const record = aRecord({ tenant: proxy.parts.tenants.all[0]?.key ?? aRecord().tenant })
    const provider = await enter(proxy, 'provider')
    await (await send(proxy, { path: '/v1/analyses', body: { record } }, provider)).text()
    const body = { fingerprint: aPrompt().fingerprint, findingKind: 'prompt', choice: { kind: 'unable-to-determine' } }
    expect((await send(proxy, { path: '/v1/decisions', body }, provider)).status).toBe(200)
    const today = new Date(proxy.clock.now).toISOString().slice(0, 10)
    const auditor = await enter(proxy, 'auditor')
    const ask = (from: string, to: string) =>
      send(proxy, { method: 'GET', path: `${PATH}?from=${from}&to=${to}` }, auditor)
    const answer = useReportAnswer.parse(await (await ask(today, today)).json())
    // One visit and one question: too few to tell.
    expect(answer.whole.find(({ id }) => id === 'answered')).toEqual({ id: 'answered' })
    expect(answer.whole.find(({ id }) => id === 'code-accepted')?.told).toEqual({ numerator: 0, denominator: 0 })
    expect(answer.weeks).toHaveLength(1)
    const rows = await database.db.selectFrom('audit').select('entry').where('tenant', '=', record.tenant).execute()
    const reading = rows
      .map(({ entry }): Record<string, unknown> => JSON.parse(entry))
      .find(({ action }) => action === 'report.read')
    expect(reading).toMatchObject({ report: 'use', from: today, to: today, role: 'auditor' })
    expect(Number(reading?.['rows'])).toBeGreaterThanOrEqual(3)
    expect(reading).not.toHaveProperty('patient')
    const before = useReportAnswer.parse(await (await ask('2020-01-01', '2020-01-31')).json())
    expect(before.weeks).toEqual([])
  })

  test.each([
    '',
    '?from=2026-03-02',
    '?from=2026-03-02&to=2026-03-01',
    '?from=x&to=y',
    '?from=2020-01-01&to=2026-01-01',
  ])('refuses the range "%s" with what to ask instead', async (query) => {
    const proxy = createTestProxy(database.db, { rows: [{ ...smartRow, key: 'used-site-2' }] })
    const response = await send(proxy, { method: 'GET', path: `${PATH}${query}` }, await enter(proxy, 'auditor'))
    expect(response.status).toBe(400)
    expect(JSON.stringify(await response.json())).toContain('Ask for at most')
  })
})
