// From finished visits to a report of accuracy: the draw, the blind reading, and what nobody may do.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accuracyAnswer, drawAnswer, secondCodingAnswer, secondCodingList } from '#coding/contract/accuracy.ts'
import { nextAnswer } from '#coding/contract/queue.ts'
import type { SessionRequest } from '#coding/contract/session.ts'
import type { WriteReceipt } from '#coding/contract/write.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseEncounterId, parseTenantKey } from '#coding/domain/ids.ts'
import { drawLot } from '#proxy/accuracy-audit.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { addToQueue } from '#proxy/store/queue-items.ts'
import { listOpenCodings } from '#proxy/store/second-codings.ts'
import { keepReport } from '#proxy/store/site-reports.ts'
import { beginWrite, settleWrite } from '#proxy/store/write-ledger.ts'
import { aDraftClaim } from '../fixtures/fhir/draft-claim.ts'
import {
  aRecord,
  createProofKey,
  createTestProxy,
  ISSUER,
  type ProofKey,
  send,
  signIdToken,
  signIn,
  smartRow,
  type TestProxy,
} from './proxy-fixture.ts'
import { anAdding, aQueueEntry, aSuggestedCoding } from './queue-fixture.ts'
import { testEngines } from './store/test-engines.ts'
import type { TestDatabase } from './test-database.ts'

const MONDAY = parseDateOnly('2026-02-23')
const FINISHED = new Date('2026-02-25T15:00:00Z')
const autoDraft = { visitTypes: ['Office visit'], reviewShare: 0.1, seed: 'kept by the auditor' }
const policy = { perStratum: 6, most: 40, seed: 'kept by the auditor' }
const people = Object.fromEntries(['coder-1', 'coder-2', 'coder-3'].map((id) => [`Practitioner/${id}`, 'coder']))
const roles = { default: 'provider', byFhirUser: { ...people, 'Practitioner/auditor-1': 'auditor' } }
type Signed = { readonly key: ProofKey; readonly token: string }

let sites = 0

describe.each(testEngines)('the accuracy audit on $name', ({ open }) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  /** A site of its own with so many visits that coder-1 has finished in the week. */
  async function openSite(visits: number, codes: (index: number) => readonly string[] = () => ['I10']) {
    sites += 1
    const tenant = parseTenantKey(`audited-${sites}`)
    const proxy = createTestProxy(database.db, {
      rows: [{ ...smartRow, key: tenant, roles, accuracyAudit: policy, autoDraft }],
    })
    const { cipher, references } = proxy.parts
    const firstCoder = references.ofActor(tenant, `${ISSUER}/Practitioner/coder-1`)
    await inTenant(database.db, tenant, async (transaction) => {
      for (let index = 0; index < visits; index++) {
        const encounterId = parseEncounterId(`enc-${sites}-${index}`)
        const encounterRef = references.ofEncounter(tenant, encounterId)
        proxy.ehr.encounters.set(encounterId, 'Patient/patient-1')
        const suggested = aSuggestedCoding({
          encounterId,
          serviceLine: index % 2 === 0 ? 'Cardiology' : 'Emergency',
          codes: codes(index).map((code) => ({ code, confidence: 0.95 })),
        })
        await addToQueue(transaction, anAdding({ tenant, cipher }), [
          aQueueEntry({ encounterRef, encounterId, suggested }),
        ])
        const scope = { tenant, encounterRef }
        const draft = aDraftClaim()
        const [diagnosis] = draft.diagnoses
        if (!diagnosis) throw new TypeError('The fixture has no diagnosis.')
        const intent = { key: 'd'.repeat(32), target: 'Claim', payloadSha256: '1'.repeat(64) } as const
        const filed = { ...draft, lines: [], diagnoses: [diagnosis] }
        const person = { actor: firstCoder, role: 'coder' as const, at: FINISHED, cipher }
        await beginWrite(
          transaction,
          { ...scope, intent: { ...intent, content: { draft: filed, purpose: 'file' } } },
          person,
        )
        const receipt: WriteReceipt = {
          state: 'written',
          payloadSha256: intent.payloadSha256,
          issueCodes: [],
          provenance: 'none',
        }
        await settleWrite(transaction, { ...scope, key: intent.key, receipt }, person)
        await transaction
          .updateTable('queue_item')
          .set({ state: 'finished', reason: 'filed', actor: firstCoder, at: FINISHED })
          .where('tenant', '=', tenant)
          .where('encounter_ref', '=', encounterRef)
          .execute()
      }
    })
    const idTokenOf = (id: string) => signIdToken({ claims: { sub: id, fhirUser: `${ISSUER}/Practitioner/${id}` } })
    const enter = async (id: string): Promise<Signed> => {
      const key = await createProofKey()
      const body: SessionRequest = {
        kind: 'smart-person',
        issuer: ISSUER,
        idToken: idTokenOf(id),
        accessToken: 'access-token',
      }
      const response = await send(proxy, { path: '/v1/session', body }, { key })
      const { session } = (await response.json()) as { session: string }
      return { key, token: session }
    }
    return { proxy, tenant, enter, idTokenOf }
  }

  const draw = (proxy: TestProxy, by: Signed, week: string = MONDAY) =>
    send(proxy, { path: '/v1/reports/accuracy/draw', body: { week } }, by)
  const listFor = async (proxy: TestProxy, by: Signed) => {
    const response = await send(proxy, { method: 'GET', path: '/v1/second-coding' }, by)
    const text = await response.text()
    return { text, cases: secondCodingList.parse(JSON.parse(text)).cases }
  }
  const step = (proxy: TestProxy, by: Signed, [id, body]: readonly [string | undefined, object]) =>
    send(proxy, { path: `/v1/second-coding/${id}`, body }, by)

  test('is drawn once a week, by lot, and can be drawn again from the seed by anybody who has it', async () => {
    const { proxy, tenant, enter } = await openSite(30)
    const auditor = await enter('auditor-1')
    const drawn = drawAnswer.parse(await (await draw(proxy, auditor)).json())
    expect(drawn.week).toEqual({ week: MONDAY, population: 30, drawn: 12, coded: 0, withdrawn: 0 })
    const again = drawAnswer.parse(await (await draw(proxy, auditor)).json())
    expect(again).toEqual(drawn)
    const rows = await inTenant(database.db, tenant, (transaction) =>
      transaction.selectFrom('second_coding').select(['encounter_ref', 'stratum_size']).execute(),
    )
    expect(rows.every(({ stratum_size }) => stratum_size === 15)).toBe(true)
    const all = await inTenant(database.db, tenant, (transaction) =>
      transaction.selectFrom('queue_item').select(['encounter_ref', 'service_line']).execute(),
    )
    // Every drawn visit has a lower lot than any that was not, in its stratum.
    const lots = all.map(({ encounter_ref }) => ({
      isDrawn: rows.some((row) => row.encounter_ref === encounter_ref),
      lot: drawLot(policy.seed, MONDAY, encounter_ref),
    }))
    expect(lots.filter(({ isDrawn }) => isDrawn)).toHaveLength(12)
    const entries = await inTenant(database.db, tenant, (transaction) =>
      transaction.selectFrom('audit').select('entry').execute(),
    )
    const draws = entries
      .map(({ entry }): Record<string, unknown> => JSON.parse(entry))
      .filter(({ action }) => action === 'accuracy.draw')
    expect(draws).toMatchObject([{ week: MONDAY, population: 30, drawn: 12, perStratum: 6, role: 'auditor' }])
    expect(JSON.stringify(entries)).not.toContain(policy.seed)
  })

  test.each([
    ['a week that goes on', '2026-03-02', 400],
    ['a day that is no Monday', '2026-02-24', 400],
  ])('refuses %s', async (_, week, status) => {
    const { proxy, enter } = await openSite(1)
    expect((await draw(proxy, await enter('auditor-1'), week)).status).toBe(status)
  })

  test('keeps the first coder, and whoever has seen the suggestions, from coding a visit a second time', async () => {
    const { proxy, enter, idTokenOf, tenant } = await openSite(2)
    await draw(proxy, await enter('auditor-1'))
    expect((await listFor(proxy, await enter('coder-1'))).cases).toEqual([])
    const second = await enter('coder-2')
    const { cases } = await listFor(proxy, second)
    expect(cases).toHaveLength(2)
    const first = await enter('coder-1')
    expect((await step(proxy, first, [cases[0]?.id, { kind: 'take' }])).status).toBe(404)
    // coder-3 opens one of the visits as usual, and is shown what was suggested.
    const encounterId = parseEncounterId(`enc-${sites}-0`)
    const opened = await signIn(proxy, { encounterId, idToken: idTokenOf('coder-3') })
    const record = aRecord({ tenant, encounterId })
    await (await send(proxy, { path: '/v1/analyses', body: { record } }, opened)).text()
    const third = await listFor(proxy, await enter('coder-3'))
    expect(third.cases).toHaveLength(1)
  })

  test.each(['/v1/work', '/v1/writes', '/v1/prompts'])(
    'keeps whoever could read %s of a visit from coding it a second time',
    async (path) => {
      const { proxy, enter, idTokenOf } = await openSite(2)
      await draw(proxy, await enter('auditor-1'))
      const encounterId = parseEncounterId(`enc-${sites}-0`)
      const opened = await signIn(proxy, { encounterId, idToken: idTokenOf('coder-3') })
      expect((await send(proxy, { method: 'GET', path }, opened)).status).toBe(200)
      expect((await listFor(proxy, await enter('coder-3'))).cases).toHaveLength(1)
      expect((await listFor(proxy, await enter('coder-2'))).cases).toHaveLength(2)
    },
  )

  test('gives the second coder no suggestion by any way until they are done', async () => {
    const { proxy, enter, idTokenOf, tenant } = await openSite(1, () => ['E11.22'])
    const gaps = [
      { kind: 'procedure-without-line', reference: `Encounter/enc-${sites}-0`, code: '20610' },
      { kind: 'finished-uncoded', reference: 'Encounter/another' },
    ]
    const kept = { tenant, kind: 'day-end', day: parseDateOnly('2026-02-24'), actor: 'batch', at: FINISHED } as const
    await inTenant(database.db, tenant, (transaction) =>
      keepReport(transaction, { ...kept, report: { providers: [], gaps, unread: [] } }, proxy.parts.cipher),
    )
    await draw(proxy, await enter('auditor-1'))
    const encounterId = parseEncounterId(`enc-${sites}-0`)
    const second = await enter('coder-2')
    const { cases, text } = await listFor(proxy, second)
    expect(text).not.toMatch(/E11|confidence|enc-|patient/)
    const taken = await step(proxy, second, [cases[0]?.id, { kind: 'take' }])
    const answer = secondCodingAnswer.parse(await taken.clone().json())
    expect(answer.case?.place?.encounterId).toBe(encounterId)
    expect(await taken.text()).not.toMatch(/E11|confidence|0\.9/)
    for (const path of ['/v1/work', '/v1/prompts', '/v1/writes']) {
      expect([path, (await send(proxy, { method: 'GET', path }, second)).status]).toEqual([path, 403])
    }
    const body: SessionRequest = {
      kind: 'smart',
      issuer: ISSUER,
      idToken: idTokenOf('coder-2'),
      accessToken: 'access-token',
      patientId: aRecord().patientId,
      encounterId,
    }
    const refused = await send(proxy, { path: '/v1/session', body }, { key: await createProofKey() })
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain('blind')
    const listed = await send(
      proxy,
      { method: 'GET', path: '/v1/queue?view=finished&sort=priority&offset=0&limit=50' },
      second,
    )
    expect(await listed.text()).not.toContain(encounterId)
    const dayEnd = await send(
      proxy,
      { method: 'GET', path: '/v1/reports/day-end?from=2026-02-24&to=2026-02-24' },
      second,
    )
    const told = await dayEnd.text()
    expect(told).toContain('Encounter/another')
    expect(told).not.toContain('20610')

    expect((await step(proxy, second, [cases[0]?.id, { kind: 'finish', codes: ['E11.9'] }])).status).toBe(200)
    // Final, and open to them from now on.
    expect((await step(proxy, second, [cases[0]?.id, { kind: 'finish', codes: ['I10'] }])).status).toBe(404)
    const opened = await send(
      proxy,
      { path: '/v1/session', body: { ...body, idToken: idTokenOf('coder-2') } },
      { key: await createProofKey() },
    )
    expect(opened.status).toBe(200)
  })

  test('never puts a visit into the hands of who reads it blind, although its chart has changed since', async () => {
    const { proxy, enter, tenant } = await openSite(2)
    const { cipher, references } = proxy.parts
    await draw(proxy, await enter('auditor-1'))
    const [second, third] = [await enter('coder-2'), await enter('coder-3')]
    const [one] = (await listFor(proxy, second)).cases
    const taken = secondCodingAnswer.parse(await (await step(proxy, second, [one?.id, { kind: 'take' }])).json())
    const encounterId = taken.case?.place?.encounterId ?? parseEncounterId('none')
    const encounterRef = references.ofEncounter(tenant, encounterId)
    const change = (input: string) =>
      inTenant(database.db, tenant, (transaction) =>
        addToQueue(transaction, anAdding({ tenant, cipher }), [aQueueEntry({ encounterRef, encounterId, input })]),
      )
    const next = async (by: Signed) =>
      nextAnswer.parse(await (await send(proxy, { path: '/v1/queue/next', body: {} }, by)).json()).item
    const pick = (by: Signed, version: number, kind: string) =>
      send(proxy, { path: `/v1/queue/${encounterRef}`, body: { version, step: { kind } } }, by)
    const setItem = (set: { assigned_to?: string | null; locked_by?: string; locked_until?: Date }) =>
      inTenant(database.db, tenant, (transaction) =>
        transaction.updateTable('queue_item').set(set).where('encounter_ref', '=', encounterRef).execute(),
      )
    expect(await change('changed')).toBe(1)
    // Open and free, then given to them by name, then left by somebody.
    expect(await next(second)).toBeUndefined()
    await setItem({ assigned_to: references.ofActor(tenant, `${ISSUER}/Practitioner/coder-2`) })
    expect(await next(second)).toBeUndefined()
    await setItem({ assigned_to: null, locked_by: 'gone', locked_until: new Date(0) })
    expect(await next(second)).toBeUndefined()
    for (const kind of ['take', 'give-back', 'resume']) {
      const refused = await pick(second, 2, kind)
      expect([kind, refused.status]).toEqual([kind, 404])
      expect(await refused.text()).not.toMatch(/confidence|priority|enc-/)
    }
    // Everybody else is given it, and so are they once they are done.
    const given = await next(third)
    expect(given?.encounterId).toBe(encounterId)
    expect((await pick(third, given?.version ?? 0, 'give-back')).status).toBe(200)
    expect((await step(proxy, second, [one?.id, { kind: 'finish', codes: ['I10'] }])).status).toBe(200)
    expect((await next(second))?.encounterId).toBe(encounterId)
  })

  test('lets one coder have one visit, and gives it to others when it was given back or left for a day', async () => {
    const { proxy, enter, tenant } = await openSite(2)
    await draw(proxy, await enter('auditor-1'))
    const [second, third] = [await enter('coder-2'), await enter('coder-3')]
    const [one, two] = (await listFor(proxy, second)).cases
    expect((await step(proxy, second, [one?.id, { kind: 'take' }])).status).toBe(200)
    expect((await step(proxy, second, [two?.id, { kind: 'take' }])).status).toBe(409)
    expect((await step(proxy, third, [one?.id, { kind: 'take' }])).status).toBe(404)
    expect((await step(proxy, third, [two?.id, { kind: 'finish', codes: [] }])).status).toBe(409)
    expect((await step(proxy, second, [one?.id, { kind: 'give-back' }])).status).toBe(200)
    expect((await listFor(proxy, third)).cases).toHaveLength(2)
    await step(proxy, second, [one?.id, { kind: 'take' }])
    const later = {
      tenant,
      actor: 'somebody',
      at: new Date(proxy.clock.now + 25 * 60 * 60_000),
      cipher: proxy.parts.cipher,
    }
    const left = await inTenant(database.db, tenant, (transaction) => listOpenCodings(transaction, later))
    expect(new Set(left.map(({ id }) => id))).toEqual(new Set([one?.id, two?.id]))
  })

  test('tells an auditor how often the second coder agreed, and nothing of fewer than five visits', async () => {
    const { proxy, enter } = await openSite(12)
    const auditor = await enter('auditor-1')
    await draw(proxy, auditor)
    const second = await enter('coder-2')
    const read = async () => {
      const path = '/v1/reports/accuracy?from=2026-02-23&to=2026-03-01'
      return accuracyAnswer.parse(await (await send(proxy, { method: 'GET', path }, auditor)).json())
    }
    const [filedCode] = aDraftClaim().diagnoses.map(({ code }) => String(code.code))
    const { cases } = await listFor(proxy, second)
    for (const [index, { id }] of cases.entries()) {
      if (index === 4) expect((await read()).report.final).toEqual({})
      await step(proxy, second, [id, { kind: 'take' }])
      const codes = index < 3 ? ['Z00.00'] : [filedCode]
      expect((await step(proxy, second, [id, { kind: 'finish', codes }])).status).toBe(200)
    }
    const { weeks, report, autoDraft: drafts } = await read()
    // Of suggestions by the software of now nothing was audited, so nothing is laid out.
    expect(drafts).toEqual({ target: 0.95, bases: [] })
    expect(weeks).toEqual([{ week: MONDAY, population: 12, drawn: 12, coded: 12, withdrawn: 0 }])
    expect(report.final.told?.agreed).toMatchObject({ hits: 9, of: 12, visits: 12 })
    expect(report.final.told?.unsupported).toMatchObject({ hits: 3, of: 12 })
    expect(report.suggested.told?.agreed.hits).toBe(filedCode === 'I10' ? 9 : 0)
  })
})
