// How Postil is used, from what the proxy itself put on record.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '#coding/contract/session.ts'
import { useReportAnswer } from '#coding/contract/use-report.ts'
import { buildFingerprint } from '#coding/domain/fingerprint.ts'
import { parseEncounterId } from '#coding/domain/ids.ts'
import { addDays, findWeek } from '#coding/reports/find-week.ts'
import { type AuditEntry, appendAudit, describeShown } from '#proxy/audit/audit-log.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { changeSecondCoding, insertSecondCodings } from '#proxy/store/second-codings.ts'
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
import { aSecondCoding } from '../queue-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

const DAY_MS = 24 * 3_600_000
const PATH = '/v1/reports/use'

async function enter(proxy: TestProxy, role: Role) {
  const seconds = Math.floor(proxy.clock.now / 1000)
  return signIn(proxy, {
    idToken: signIdToken({
      claims: { fhirUser: `${ISSUER}/Practitioner/${role}-1`, iat: seconds - 5, exp: seconds + 300 },
    }),
  })
}

describe('the report of use', () => {
  /** As many visits, each in a session of its own; more than four, so that they are told. */
  async function use(key: string, visits: number) {
    const proxy = createTestProxy(database.db, { rows: [{ ...smartRow, key }] })
    const record = aRecord({ tenant: proxy.parts.tenants.all[0]?.key ?? aRecord().tenant })
    for (let visit = 0; visit < visits; visit++) {
      const encounterId = parseEncounterId(`${key}-${visit}`)
      proxy.ehr.encounters.set(encounterId, 'Patient/patient-1')
      const claims = { fhirUser: `${ISSUER}/Practitioner/provider-1` }
      const signed = await signIn(proxy, { encounterId, idToken: signIdToken({ claims }) })
      await (await send(proxy, { path: '/v1/analyses', body: { record: { ...record, encounterId } } }, signed)).text()
      const { fingerprint } = aPrompt()
      const body = { fingerprint, findingKind: 'prompt', choice: { kind: 'unable-to-determine' } }
      expect((await send(proxy, { path: '/v1/decisions', body }, signed)).status).toBe(200)
    }
    const day = new Date(proxy.clock.now).toISOString().slice(0, 10)
    const ask = async (from: string, to: string) =>
      useReportAnswer.parse(
        await (
          await send(proxy, { method: 'GET', path: `${PATH}?from=${from}&to=${to}` }, await enter(proxy, 'auditor'))
        ).json(),
      )
    return { proxy, record, day, ask }
  }

  test('counts what was shown and decided once its week is over, and leaves an entry of its reading', async () => {
    const { proxy, record, day, ask } = await use('used-site', 6)
    // The week goes on: what is told of it would differ by a day.
    expect(await ask(day, day)).toMatchObject({ weeks: [] })
    expect(await ask(day, day)).not.toHaveProperty('range')
    proxy.clock.now += 7 * DAY_MS
    const answer = await ask(day, day)
    const monday = findWeek(day)
    expect(answer.range).toEqual({ from: monday, to: addDays(monday, 6) })
    expect(answer.whole.find(({ id }) => id === 'answered')?.told).toEqual({ numerator: 6, denominator: 6 })
    expect(answer.whole.find(({ id }) => id === 'prompts-a-note')?.told).toEqual({ numerator: 6, denominator: 6 })
    expect(answer.families).toMatchObject([{ of: 'prompt', measures: expect.any(Array) }])
    const rows = await database.db.selectFrom('audit').select('entry').where('tenant', '=', record.tenant).execute()
    const reading = rows
      .map(({ entry }): Record<string, unknown> => JSON.parse(entry))
      .findLast(({ action }) => action === 'report.read')
    expect(reading).toMatchObject({ report: 'use', from: monday, to: addDays(monday, 6), role: 'auditor' })
    expect(Number(reading?.['rows'])).toBe(18)
    expect(reading).not.toHaveProperty('patient')
    expect((await ask('2020-01-01', '2020-01-31')).weeks).toEqual([])
  })

  test('knows a question of before findings had references again when it is decided about after', async () => {
    const { proxy, record, day, ask } = await use('older-site', 1)
    const { tenant } = record
    const { references } = proxy.parts
    const bare = buildFingerprint(['older'])
    const entries = Array.from({ length: 6 }, (_, index) => {
      const subject = {
        at: new Date(proxy.clock.now).toISOString(),
        requestId: `r-${index}`,
        encounter: `older-${index}`,
        role: 'provider' as const,
        actor: 'a',
      }
      const shown = describeShown(subject, { ...aPrompt(), fingerprint: bare }, { tenant, references })
      const decided = {
        ...subject,
        action: 'decision',
        fingerprint: references.ofFinding(tenant, bare),
        kind: 'prompt',
        choice: 'unable-to-determine',
      } as const
      // As it was written then.
      return [JSON.stringify({ ...shown, fingerprint: bare }), JSON.stringify(decided)]
    }).flat()
    await database.db.transaction().execute(async (transaction) => {
      await sql`select append_audit(${tenant}, ${entries})`.execute(transaction)
    })
    proxy.clock.now += 7 * DAY_MS
    const { whole } = await ask(day, day)
    expect(whole.find(({ id }) => id === 'answered')?.told).toEqual({ numerator: 7, denominator: 7 })
  })

  test('tells how many final codes a second coder found nothing of, of the weeks that were drawn', async () => {
    const { proxy, record, day, ask } = await use('audited-site', 1)
    const { tenant } = record
    const { cipher } = proxy.parts
    const week = findWeek(day)
    await inTenant(database.db, tenant, async (transaction) => {
      const drawn = Array.from({ length: 6 }, (_, visit) => {
        const content = { ...aSecondCoding.content, final: ['I10', 'E11.9'] }
        return { ...aSecondCoding, id: `case-${visit}`, tenant, encounterRef: `audited-${visit}`, week, content }
      })
      const at = new Date(proxy.clock.now)
      await insertSecondCodings(transaction, drawn, { actor: 'auditor', at, cipher })
      for (const { id } of drawn) {
        const change = { id, state: 'coded', secondCoder: 'second', codes: ['I10', 'J45.909'] } as const
        await changeSecondCoding(transaction, { tenant, actor: 'second', at, cipher }, change)
      }
    })
    proxy.clock.now += 7 * DAY_MS
    const { whole, weeks } = await ask(day, day)
    for (const measures of [whole, weeks[0]?.measures ?? []]) {
      const told = (id: string) => measures.find((one) => one.id === id)?.told
      expect([told('unsupported'), told('audited-accuracy')]).toEqual([
        { numerator: 6, denominator: 12 },
        { numerator: 6, denominator: 12 },
      ])
    }
  })

  test('tells small counts of nobody', async () => {
    const { proxy, day, ask } = await use('small-site', 4)
    proxy.clock.now += 7 * DAY_MS
    const answer = await ask(day, day)
    expect(answer.whole.find(({ id }) => id === 'answered')).toEqual({ id: 'answered' })
    expect(answer.whole.find(({ id }) => id === 'code-accepted')?.told).toEqual({ numerator: 0, denominator: 0 })
    expect(answer.lines).toEqual([])
  })

  test('counts a visit that was read for a card, and no question of a card that came too late', async () => {
    const { proxy, record, day, ask } = await use('card-site', 6)
    const { tenant } = record
    const card = (index: number, outcome: 'whole' | 'late'): AuditEntry[] => {
      const at = new Date(proxy.clock.now).toISOString()
      const subject = {
        at,
        requestId: `hook-${index}`,
        encounter: `card-${index}`,
        role: 'provider' as const,
        actor: 'a',
      }
      const answered = {
        ...subject,
        action: 'hook.answer',
        service: 's',
        cards: 1,
        outcome: 'whole',
        tookMs: 40,
      } as const
      const shown = describeShown(subject, aPrompt(), { tenant, references: proxy.parts.references })
      return [answered, shown, ...(outcome === 'late' ? [{ ...answered, outcome, cards: 0 }] : [])]
    }
    await database.db
      .transaction()
      .execute((transaction) =>
        appendAudit(transaction, tenant, [
          ...Array.from({ length: 5 }, (_, index) => card(index, 'whole')).flat(),
          ...Array.from({ length: 9 }, (_, index) => card(10 + index, 'late')).flat(),
        ]),
      )
    proxy.clock.now += 7 * DAY_MS
    const { whole } = await ask(day, day)
    expect(whole.find(({ id }) => id === 'not-acted-on')?.told).toEqual({ numerator: 5, denominator: 11 })
    expect(whole.find(({ id }) => id === 'card-p50')?.told).toEqual({ numerator: 40, denominator: 14 })
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
