// What a hook answers: the sidebar's questions as cards, from what was sent ahead or may be read, in time or not at all.
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { DEFAULT_LIMITS } from '#proxy/config.ts'
import type { Engine } from '#proxy/engine.ts'
import { createLine } from '#proxy/http/limits-and-headers.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { aRecord, ISSUER, send, signIn, smartRow } from '../proxy-fixture.ts'
import { dumpDatabase, openPglite, type TestDatabase } from '../test-database.ts'
import {
  aHookRequest,
  aNote,
  callHook,
  createHookProxy,
  encounter,
  type HookProxy,
  hookRow,
  NOTE_TEXT,
  prefetch,
  readCards,
  signCall,
  tellFeedback,
  type WireCard,
} from './hook-fixture.ts'

let database: TestDatabase
let proxy: HookProxy
beforeAll(async () => {
  database = await openPglite()
}, 60_000)
afterAll(() => database.close())

const hospital = parseTenantKey('hospital')
let visit = 0
let ids = { patientId: 'patient-1', encounterId: 'encounter-0' }
/** Each test has an encounter of its own: what is asked of one is kept. */
beforeEach(() => {
  visit += 1
  ids = { patientId: 'patient-1', encounterId: `encounter-${visit}` }
  proxy = createHookProxy(database.db)
})

const ours = () => ({ ...encounter, id: ids.encounterId })
const ourNote = (changes: Readonly<Record<string, unknown>> = {}, text = NOTE_TEXT) =>
  aNote({ context: { encounter: [{ reference: `Encounter/${ids.encounterId}` }] }, ...changes }, text)
const sent = (
  notes: readonly object[] = [ourNote()],
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => ({
  ...prefetch(notes),
  encounter: ours(),
  ...changes,
})
const request = (changes: Readonly<Record<string, unknown>> = {}) =>
  aHookRequest({
    context: { userId: 'Practitioner/provider-1', ...ids },
    prefetch: sent(),
    ...changes,
  })

async function ask(changes: Readonly<Record<string, unknown>> = {}): Promise<readonly WireCard[]> {
  const response = await callHook(proxy, { body: request(changes) })
  expect(response.status).toBe(200)
  return readCards(response)
}

async function listAudit(): Promise<readonly Record<string, unknown>[]> {
  const reference = proxy.parts.references.ofEncounter(hospital, ids.encounterId as never)
  const { rows } = await inTenant(database.db, hospital, (transaction) =>
    sql<{ entry: string }>`select entry from audit where encounter_ref = ${reference} order by seq`.execute(
      transaction,
    ),
  )
  return rows.map(({ entry }) => JSON.parse(entry) as Record<string, unknown>)
}

const override = (card: WireCard | undefined, code = 'not-clinically-relevant') => ({
  card: card?.uuid,
  outcome: 'overridden',
  overrideReason: {
    reason: { code, system: card?.overrideReasons[0]?.system },
    userComment: 'Seen by orthopaedics.',
  },
  outcomeTimestamp: '2026-03-02T10:01:00Z',
})

describe('discovery', () => {
  test('lists one service a hook, each with what it needs', async () => {
    const response = await proxy.app.request('/cds-services')
    const { services } = (await response.json()) as { services: { hook: string; id: string; prefetch: object }[] }
    expect(services.map(({ hook }) => hook)).toEqual([
      'patient-view',
      'encounter-start',
      'encounter-discharge',
      'order-sign',
    ])
    expect(Object.keys(services[0]?.prefetch ?? {})).toEqual(['patient', 'encounter', 'notes', 'diagnoses', 'problems'])
  })

  test('is not there where no site has asked for it', async () => {
    const off = createHookProxy(database.db, { rows: [smartRow] })
    expect((await off.app.request('/cds-services')).status).toBe(404)
  })
})

describe('a card', () => {
  test('asks in the words of the sidebar, shows the words of the note, and leads there', async () => {
    const [card, ...others] = await ask()
    expect(others).toEqual([])
    expect(card).toMatchObject({
      summary: 'Osteoarthritis of the knee – clarification',
      indicator: 'info',
      source: { label: 'Postil', url: 'http://postil.example', topic: { code: 'laterality' } },
      links: [{ type: 'smart', url: 'http://postil.example/launch.html' }],
    })
    expect(card?.detail.split('\n\n')).toEqual([
      '> Osteoarthritis of the knee',
      'The note documents "Osteoarthritis of the knee". Which knee is affected?',
      '- Bilateral\n- Left\n- Right\n- Other\n- Unable to determine',
    ])
    expect(card?.uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(card?.overrideReasons).toHaveLength(5)
    expect(card?.suggestions).toBeUndefined()
  })

  test('opens the same question that the sidebar shows', async () => {
    const [card] = await ask()
    const { key, token } = await signIn(proxy, ids as never)
    const record = aRecord({ encounterId: ids.encounterId as never })
    const notes = record.notes.map((note) => ({ ...note, text: NOTE_TEXT }))
    const sidebar = { method: 'POST', path: '/v1/analyses', body: { record: { ...record, notes } } } as const
    const body = await (await send(proxy, sidebar, { key, token })).text()
    const { prompt } = JSON.parse(card?.links[0]?.appContext ?? '{}') as { prompt: string }
    expect(body).toContain(`"fingerprint":"${prompt}"`)
  })

  test('holds no code and no word about money, whatever the note says', async () => {
    const text = `${NOTE_TEXT}Billing: HCC 18, DRG 470, M17.11, 99214 pays well.\n`
    const cards = JSON.stringify(await ask({ prefetch: sent([ourNote({}, text)]) }))
    expect(cards).not.toMatch(/HCC|DRG|M17|99214|pays/)
  })

  test('is the same when it is asked for again, and on record once', async () => {
    const [first] = await ask()
    const [second] = await ask()
    expect(second).toEqual(first)
    const audit = await listAudit()
    expect(audit.filter(({ action }) => action === 'hook.answer')).toHaveLength(2)
    expect(audit.filter(({ action }) => action === 'item.shown')).toHaveLength(1)
  })

  test('never comes as more than three', async () => {
    const text = `Assessment and plan:
1. Osteoarthritis of the knee.
2. Osteoarthritis of the hip.
3. Rotator cuff tear of the shoulder.
4. Cataract.
5. Heart failure.
6. Carpal tunnel syndrome.
`
    const cards = await ask({ prefetch: sent([ourNote({}, text)]) })
    expect(cards).toHaveLength(3)
  })

  test('says in its indicator that passages differ', async () => {
    const text =
      'HPI: pain of the left knee with osteoarthritis of the left knee.\n\nAssessment:\nOsteoarthritis of the right knee.\n'
    const [card] = await ask({ prefetch: sent([ourNote({}, text)]) })
    expect(card).toMatchObject({ indicator: 'warning', source: { topic: { code: 'conflict' } } })
  })

  test('does not let the words of a note become markup', async () => {
    const text = 'Assessment:\nOsteoarthritis of the [knee](https://evil.example) <b>bold</b> *knee*\n'
    const cards = await ask({ prefetch: sent([ourNote({}, text)]) })
    expect(JSON.stringify(cards)).not.toMatch(/\]\(https|<b>/)
  })
})

describe('no card', () => {
  test('when the note leaves nothing open', async () => {
    expect(await ask({ prefetch: sent([ourNote({}, 'Assessment: osteoarthritis of the right knee.')]) })).toEqual([])
  })

  test('without an encounter', async () => {
    expect(await ask({ context: { userId: 'Practitioner/provider-1', patientId: 'patient-1' } })).toEqual([])
  })

  test.each([
    ['a coder', 'Practitioner/coder-1'],
    ['an auditor', 'Practitioner/auditor-1'],
    ['a patient', 'Patient/patient-1'],
    ['a relative', 'RelatedPerson/r1'],
  ])('for %s', async (_, userId) => {
    expect(await ask({ context: { userId, ...ids } })).toEqual([])
    expect(await listAudit()).toMatchObject([{ action: 'hook.answer', cards: 0, outcome: 'not-provider' }])
  })

  test('where roles come by claim, unless the site says who calls', async () => {
    const roles = {
      byFhirUser: { 'Practitioner/coder-9': 'coder' },
      byClaim: [{ claim: 'groups', value: 'md', role: 'provider' }],
      default: 'none',
    } as const
    const byClaim = { ...hookRow, roles: { ...roles, byClaim: [...roles.byClaim] } }
    const askAs = async (row: typeof byClaim, userId: string) => {
      const response = await callHook(createHookProxy(database.db, { rows: [row] }), {
        body: request({ context: { userId, ...ids } }),
      })
      return ((await response.json()) as { cards: readonly unknown[] }).cards.length
    }
    expect(await askAs(byClaim, 'Practitioner/provider-1')).toBe(0)
    const said = { ...byClaim, cdsHooks: { ...hookRow.cdsHooks, role: 'provider' as const } }
    expect(await askAs(said, 'Practitioner/provider-1')).toBe(1)
    expect(await askAs(said, 'Practitioner/coder-9')).toBe(0)
    expect(await askAs(said, 'Patient/patient-1')).toBe(0)
  })

  test.each(['off', 'shadow'] as const)('in mode %s, whatever was asked before', async (mode) => {
    expect(await ask()).toHaveLength(1)
    const quiet = createHookProxy(database.db, { rows: [{ ...hookRow, modes: { mode, lines: [] } }] })
    const response = await callHook(quiet, { body: request() })
    expect(await response.json()).toEqual({ cards: [] })
    expect((await listAudit()).at(-1)).toMatchObject({ action: 'hook.answer', cards: 0, outcome: mode })
  })

  test('in mode shadow, and on record stands what the cards would have been about', async () => {
    const quiet = createHookProxy(database.db, { rows: [{ ...hookRow, modes: { mode: 'shadow', lines: [] } }] })
    for (const _ of [1, 2]) {
      expect(await (await callHook(quiet, { body: request() })).json()).toEqual({ cards: [] })
    }
    expect(await listAudit()).toMatchObject([
      { action: 'shadow.analysis' },
      { action: 'hook.answer', cards: 0, outcome: 'shadow', unshown: [expect.any(String)] },
      { action: 'hook.answer', cards: 0, outcome: 'shadow' },
    ])
  })

  test('from a psychotherapy note or a Part 2 note', async () => {
    const labelled = (code: string) =>
      ourNote({ meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code }] } })
    expect(await ask({ prefetch: sent([labelled('PSYTHPN')]) })).toEqual([])
    expect(await ask({ prefetch: sent([labelled('42CFRPart2')]) })).toEqual([])
  })

  test('from a note of another patient or of another encounter', async () => {
    expect(await ask({ prefetch: sent([ourNote({ subject: { reference: 'Patient/patient-2' } })]) })).toEqual([])
    const other = ourNote({ context: { encounter: [{ reference: 'Encounter/other' }] } })
    expect(await ask({ prefetch: sent([other]) })).toEqual([])
  })

  test('when the engine fails, and the log says nothing of the note', async () => {
    const engine: Engine = {
      ...proxy.parts.engine,
      analyse: () => {
        throw new TypeError('CANARY')
      },
    }
    const failing = createHookProxy(database.db, { engine })
    const response = await callHook(failing, { body: request() })
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('CANARY')
    expect(failing.logged.join()).not.toContain('CANARY')
  })
})

describe('a note that is no plain text', () => {
  const inForm = (contentType: string, text: string) =>
    ourNote({ content: [{ attachment: { contentType, data: Buffer.from(text).toString('base64') } }] })
  test.each([
    ['HTML', 'text/html', '<html><body><p>Assessment:</p><p>Osteoarthritis of the knee.</p></body></html>'],
    ['RTF', 'application/rtf', '{\\rtf1\\ansi Assessment:\\par Osteoarthritis of the knee.\\par}'],
    [
      'C-CDA',
      'application/xml',
      '<ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody><component><section><title>Assessment</title><text><paragraph>Osteoarthritis of the knee.</paragraph></text></section></component></structuredBody></component></ClinicalDocument>',
    ],
  ])('is read as the sidebar reads it: %s', async (_, contentType, text) => {
    const [card] = await ask({ prefetch: sent([inForm(contentType, text)]) })
    expect(card?.summary).toBe('Osteoarthritis of the knee – clarification')
  })

  test('is left to the sidebar as PDF, and nothing new is asked then', async () => {
    expect(await ask({ prefetch: sent([ourNote(), inForm('application/pdf', '%PDF-1.4')]) })).toEqual([])
    expect((await listAudit()).at(-1)).toMatchObject({ outcome: 'partial' })
  })
})

describe('when an order is signed', () => {
  const PLAIN = ourNote({}, 'Telephone call.\n')
  const anOrder = (changes: Readonly<Record<string, unknown>> = {}) => ({
    resourceType: 'ServiceRequest',
    id: 'order-1',
    status: 'draft',
    intent: 'order',
    subject: { reference: 'Patient/patient-1' },
    code: { text: 'Chest X-ray' },
    ...changes,
  })
  const sign = async (order: object, notes: readonly object[] = [PLAIN], through = proxy) => {
    const draftOrders = { resourceType: 'Bundle', type: 'collection', entry: [{ resource: order }] }
    const body = request({
      hook: 'order-sign',
      context: { userId: 'Practitioner/provider-1', ...ids, draftOrders },
      prefetch: sent(notes),
    })
    const response = await callHook(through, { service: 'postil-order-sign', body })
    expect(response.status).toBe(200)
    return readCards(response)
  }

  test('one that names no reason, in a visit that names no condition, is asked about in neutral words', async () => {
    const [card, ...others] = await sign(anOrder())
    expect(others).toEqual([])
    expect(card).toMatchObject({ summary: 'Chest X-ray – clarification', indicator: 'info', links: [] })
    expect(card?.detail.split('\n\n')).toEqual([
      '- Chest X-ray: to be ordered',
      'The order names "Chest X-ray" and no reason for it. For which condition is it meant?',
      '- Other\n- Unable to determine',
    ])
    expect(card?.suggestions).toBeUndefined()
  })

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['names its reason', { reasonCode: [{ text: 'Cough' }] }],
    ['points to its reason', { reasonReference: [{ reference: 'Condition/c1' }] }],
    ['is for another patient', { subject: { reference: 'Patient/patient-2' } }],
    ['has no name', { code: {} }],
    ['screens', { code: { text: 'Screening mammography' } }],
    ['is of a type that is not asked about', { resourceType: 'NutritionOrder' }],
  ])('one that %s is not', async (_, changes) => {
    expect(await sign(anOrder(changes))).toEqual([])
  })

  test('one that the notes explain is not', async () => {
    const cards = await sign(anOrder(), [ourNote()])
    expect(cards.map(({ summary }) => summary)).toEqual(['Osteoarthritis of the knee – clarification'])
  })

  test('what was put away does not come again, and no other hook shows it', async () => {
    const [card] = await sign(anOrder())
    expect(await ask({ prefetch: sent([PLAIN]) })).toEqual([])
    expect((await tellFeedback(proxy, [override(card)], 'postil-order-sign')).status).toBe(200)
    expect(await sign(anOrder())).toEqual([])
  })

  test('words of an order are no way past the lint', async () => {
    expect(await sign(anOrder({ code: { text: '99213 visit to maximize reimbursement' } }))).toEqual([])
    expect(await sign(anOrder({ code: { text: 'Chest X-ray 71046' } }))).toEqual([])
  })
})

describe('a request is refused', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['for another server', { fhirServer: 'https://evil.example/fhir' }, 'fhirServer'],
    ['with a token and no server', { fhirServer: undefined, fhirAuthorization: authorization() }, 'fhirServer'],
    ['with a token of another patient', { fhirAuthorization: authorization('patient-2') }, 'fhirAuthorization.patient'],
    ['with a token that is no Bearer', { fhirAuthorization: { ...authorization(), token_type: 'MAC' } }, 'token_type'],
    [
      'with a token that breaks a header',
      { fhirAuthorization: { ...authorization(), access_token: 'a\r\nb' } },
      'access_token',
    ],
    ['without a context', { context: undefined }, 'context'],
    [
      'with a patient that is a path',
      { context: { userId: 'Practitioner/p', patientId: '../x', encounterId: 'e' } },
      'patientId',
    ],
    ['with a user that is a path', { context: { userId: '../Practitioner/p', patientId: 'p' } }, 'userId'],
    ['without an instance', { hookInstance: undefined }, 'hookInstance'],
    ['for a hook that is not known', { hook: 'order-select' }, 'hook'],
  ])('%s', async (_, changes, place) => {
    const response = await callHook(proxy, { body: request(changes) })
    expect(response.status).toBe(400)
    expect(((await response.json()) as { message: string }).message).toContain(place)
    expect(proxy.hookEhr.asked.filter((url) => !url.endsWith('jwks.json'))).toEqual([])
  })

  test('but not for what an EHR writes as null where it has nothing', async () => {
    const nothing = { fhirAuthorization: null, extension: null }
    expect(
      await ask({ ...nothing, context: { userId: 'Practitioner/provider-1', ...ids, draftOrders: null } }),
    ).toHaveLength(1)
    const context = { userId: 'Practitioner/provider-1', ...ids, encounterId: null }
    expect(await ask({ ...nothing, context })).toEqual([])
  })

  test('for a hook of another service', async () => {
    expect((await callHook(proxy, { body: request({ hook: 'order-sign' }) })).status).toBe(400)
  })

  test('when it is no JSON, or not called JSON', async () => {
    expect((await callHook(proxy, { body: '{' })).status).toBe(400)
  })

  test('for an encounter of another patient, and nothing is kept', async () => {
    const foreign = { ...ours(), subject: { reference: 'Patient/patient-2' } }
    const response = await callHook(proxy, { body: request({ prefetch: sent([ourNote()], { encounter: foreign }) }) })
    expect(response.status).toBe(400)
    expect(await listAudit()).toEqual([])
  })

  test('for an encounter with another id', async () => {
    const other = { ...ours(), id: 'encounter-x' }
    const response = await callHook(proxy, { body: request({ prefetch: sent([ourNote()], { encounter: other }) }) })
    expect(response.status).toBe(400)
  })

  test('beyond the share of the tenant', async () => {
    const limited = createHookProxy(database.db, {
      rows: [{ ...hookRow, key: 'limited', limits: { requestsPerMinutePerPerson: 1 } }],
    })
    const answers = [await callHook(limited), await callHook(limited)]
    expect(answers.map(({ status }) => status)).toEqual([200, 429])
  })

  test('for a service that is not there', async () => {
    expect((await callHook(proxy, { service: 'other' })).status).toBe(404)
  })
})

function authorization(patient?: string): Record<string, unknown> {
  return {
    access_token: 'ehr-token',
    token_type: 'Bearer',
    expires_in: 300,
    scope: 'user/*.rs',
    subject: 'postil',
    ...(patient !== undefined && { patient }),
  }
}

describe('what was not sent ahead', () => {
  const page = (...resources: readonly object[]) => ({
    resourceType: 'Bundle',
    type: 'searchset',
    entry: resources.map((resource) => ({ resource })),
  })

  function serve(notes: readonly object[] = [ourNote()]): void {
    const { resources } = proxy.hookEhr
    resources.set(`Encounter/${ids.encounterId}`, ours())
    resources.set('Patient/patient-1', sent()['patient'])
    resources.set('DocumentReference?patient=patient-1&category=clinical-note', page(...notes))
    resources.set('Condition?patient=patient-1&category=encounter-diagnosis', page())
    resources.set('Condition?patient=patient-1&category=problem-list-item', page())
  }

  test('is read with the token, at the configured server alone', async () => {
    serve()
    const cards = await ask({ prefetch: undefined, fhirAuthorization: authorization() })
    expect(cards).toHaveLength(1)
    expect(proxy.hookEhr.asked.filter((url) => !url.endsWith('jwks.json'))).toHaveLength(5)
    expect(proxy.hookEhr.asked.every((url) => url.startsWith(ISSUER) || url.endsWith('jwks.json'))).toBe(true)
  })

  test('is asked for with 412 where there is no token', async () => {
    for (const missing of ['encounter', 'notes']) {
      const { [missing]: _, ...rest } = sent()
      const response = await callHook(proxy, { body: request({ prefetch: rest }) })
      expect(response.status).toBe(412)
      expect(await response.json()).toMatchObject({ code: 'needs-data' })
    }
    expect((await callHook(proxy, { body: request({ prefetch: undefined }) })).status).toBe(412)
  })

  test('is asked for with 412 where the token is dead or the EHR answers with an error', async () => {
    const dead = { ...authorization(), access_token: 'dead' }
    const response = await callHook(proxy, { body: request({ prefetch: undefined, fhirAuthorization: dead }) })
    expect(response.status).toBe(412)
  })

  test('is read even where the EHR sent its refusal instead', async () => {
    serve()
    const refused = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'forbidden' }] }
    const cards = await ask({ prefetch: sent([], { notes: refused }), fhirAuthorization: authorization() })
    expect(cards).toHaveLength(1)
  })

  test('of the problem list may answer, so nothing new is asked without it', async () => {
    const { problems: _, ...rest } = sent()
    expect(await ask({ prefetch: rest })).toEqual([])
    expect(await listAudit()).toMatchObject([{ action: 'hook.answer', outcome: 'partial' }])
  })

  test('of a note is read from its Binary, at the configured server alone', async () => {
    const attachment = (url: string) => ourNote({ content: [{ attachment: { contentType: 'text/plain', url } }] })
    proxy.hookEhr.resources.set('Binary/b1', {
      resourceType: 'Binary',
      contentType: 'text/plain',
      data: Buffer.from(NOTE_TEXT).toString('base64'),
    })
    for (const url of ['https://evil.example/Binary/b1', `${ISSUER}/../Binary/b1`, 'Binary/..', 'Patient/patient-1']) {
      expect(await ask({ prefetch: sent([attachment(url)]), fhirAuthorization: authorization() })).toEqual([])
    }
    expect(proxy.hookEhr.asked.filter((url) => !url.endsWith('jwks.json'))).toEqual([])
    expect(await ask({ prefetch: sent([attachment('Binary/b1')]), fhirAuthorization: authorization() })).toHaveLength(1)
  })

  test('keeps what was asked before, as long as its words may still be there', async () => {
    expect(await ask()).toHaveLength(1)
    const unread = ourNote({ content: [{ attachment: { contentType: 'text/plain', url: 'Binary/b1' } }] })
    expect(await ask({ prefetch: sent([unread]) })).toHaveLength(1)
    expect(await ask({ prefetch: sent([ourNote({}, 'Assessment: a cold.')]) })).toEqual([])
  })

  test('of a list that goes on is not taken for the whole', async () => {
    const long = { ...page(ourNote()), link: [{ relation: 'next', url: `${ISSUER}/more` }] }
    expect(await ask({ prefetch: sent([], { notes: long }) })).toEqual([])
  })
})

describe('an answer', () => {
  test('is empty rather than late, and the record says that nothing was seen', async () => {
    const slow = createHookProxy(database.db, { hooks: { answerMs: 150 } })
    // The keys are known by then.
    await callHook(slow, { body: request({ context: { userId: 'Patient/patient-1', ...ids } }) })
    slow.hookEhr.delayMs = 400
    const unread = ourNote({ content: [{ attachment: { contentType: 'text/plain', url: 'Binary/b1' } }] })
    const begun = performance.now()
    const response = await callHook(slow, {
      body: request({ prefetch: sent([unread]), fhirAuthorization: authorization() }),
    })
    expect(performance.now() - begun).toBeLessThan(390)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ cards: [] })
  })

  test('that waits for an EHR keeps nobody else out', async () => {
    // Who is let in late for want of this process's time is another matter.
    const line = createLine(DEFAULT_LIMITS.requestsInFlight, { isBusy: () => false })
    const slow = createHookProxy(database.db, { line })
    const unread = ourNote({ content: [{ attachment: { contentType: 'text/plain', url: 'Binary/b1' } }] })
    const read = { prefetch: sent([unread]), fhirAuthorization: authorization() }
    await callHook(slow, { body: request({ context: { userId: 'Patient/patient-1', ...ids } }) })
    slow.hookEhr.delayMs = 1500
    // More than are worked on at once; a machine that is busy may send some of them away before.
    const calls: ReturnType<typeof callHook>[] = []
    const countAsked = (): number => slow.hookEhr.asked.filter((url) => url.endsWith('/Binary/b1')).length
    while (countAsked() < 20 && calls.length < 200) {
      calls.push(callHook(slow, { body: request(read) }))
      await wait(20)
    }
    const asked = await Promise.all([1, 2, 3].map(() => slow.app.request('/v1/open-servers')))
    expect(asked.map(({ status }) => status)).toEqual([200, 200, 200])
    const answered = (await Promise.all(calls)).filter(({ status }) => status === 200)
    expect(answered.length).toBeGreaterThanOrEqual(20)
  })

  test('does not wait for the keys of an EHR', async () => {
    const slow = createHookProxy(database.db, { hooks: { answerMs: 100 } })
    slow.hookEhr.delayMs = 1000
    const begun = performance.now()
    expect((await callHook(slow, { body: request() })).status).toBe(503)
    expect(performance.now() - begun).toBeLessThan(500)
  })

  test('is not given where it cannot be put on record', async () => {
    const failing = createHookProxy(database.db)
    await database.db.executeQuery(sql`alter table hook_card rename to hook_card_away`.compile(database.db))
    try {
      const response = await callHook(failing, { body: request() })
      expect(response.status).toBe(500)
      expect(await response.text()).not.toContain('knee')
    } finally {
      await database.db.executeQuery(sql`alter table hook_card_away rename to hook_card`.compile(database.db))
    }
    expect(await listAudit()).toEqual([])
  })
})

describe('feedback', () => {
  test('puts a question away for good: in cards and in the sidebar', async () => {
    const [card] = await ask()
    const response = await tellFeedback(proxy, [override(card)])
    expect(await response.json()).toEqual({ recorded: 1, repeated: 0, unknown: 0 })
    expect(await ask()).toEqual([])
    expect(await ask({ context: { userId: 'Practitioner/provider-2', ...ids } })).toEqual([])
    const signed = await signIn(proxy, ids as never)
    const { questions, decisions } = (await (
      await send(proxy, { method: 'GET', path: '/v1/prompts' }, signed)
    ).json()) as { questions: unknown; decisions: unknown }
    expect(questions).toMatchObject([{ state: { kind: 'dismissed', reason: 'not-clinically-relevant' } }])
    expect(decisions).toMatchObject([{ choice: { kind: 'dismiss', comment: 'Seen by orthopaedics.' } }])
  })

  test('is taken once, however often it is told', async () => {
    const [card] = await ask()
    const told = [override(card), override(card)]
    expect(await (await tellFeedback(proxy, told)).json()).toEqual({ recorded: 1, repeated: 1, unknown: 0 })
    expect(await (await tellFeedback(proxy, told)).json()).toEqual({ recorded: 0, repeated: 2, unknown: 0 })
    const audit = await listAudit()
    expect(audit.filter(({ action }) => action === 'decision')).toHaveLength(1)
  })

  test('without one of our reasons is another reason', async () => {
    const [card] = await ask()
    await tellFeedback(proxy, [{ card: card?.uuid, outcome: 'overridden', outcomeTimestamp: '2026-03-02T10:01:00Z' }])
    expect((await listAudit()).at(-1)).toMatchObject({ action: 'decision', choice: 'dismiss', reason: 'other' })
  })

  test('is taken where an EHR writes null for what nobody said', async () => {
    const [card] = await ask()
    const told = { card: card?.uuid, outcome: 'overridden', outcomeTimestamp: '2026-03-02T10:01:00Z' }
    const response = await tellFeedback(proxy, [{ ...told, overrideReason: null, acceptedSuggestions: null }])
    expect(await response.json()).toEqual({ recorded: 1, repeated: 0, unknown: 0 })
  })

  test('that a card was accepted answers nothing: the note does', async () => {
    const [card] = await ask()
    await tellFeedback(proxy, [{ card: card?.uuid, outcome: 'accepted', outcomeTimestamp: '2026-03-02T10:01:00Z' }])
    expect(await ask()).toHaveLength(1)
    expect(
      (await listAudit()).some(({ action, outcome }) => action === 'hook.feedback' && outcome === 'accepted'),
    ).toBe(true)
  })

  test('about a card that is not ours, or of another service, is not taken', async () => {
    const [card] = await ask()
    const unknown = { ...override(card), card: '00000000-0000-8000-8000-000000000000' }
    expect((await tellFeedback(proxy, [unknown])).status).toBe(404)
    expect((await tellFeedback(proxy, [override(card)], 'postil-order-sign')).status).toBe(404)
    expect(await (await tellFeedback(proxy, [override(card), unknown])).json()).toMatchObject({
      recorded: 1,
      unknown: 1,
    })
  })

  test('of another tenant does not reach it', async () => {
    const [card] = await ask()
    const path = '/cds-services/postil-open-questions/feedback'
    const claims = { iss: 'https://cloud.example', tenant: 'clinic', sub: 'app' }
    const token = signCall(path, { claims, header: { jku: 'https://cloud.example/jwks' } })
    expect((await callHook(proxy, { path, token, body: { feedback: [override(card)] } })).status).toBe(404)
    expect(await ask()).toHaveLength(1)
  })

  test.each<[string, object]>([
    ['an outcome that is not known', { outcome: 'ignored' }],
    ['no time', { outcomeTimestamp: undefined }],
    ['a time in words', { outcomeTimestamp: 'now' }],
    ['a card that is no id', { card: '../x' }],
  ])('is refused for %s', async (_, changes) => {
    const [card] = await ask()
    expect((await tellFeedback(proxy, [{ ...override(card), ...changes }])).status).toBe(400)
  })

  test('is refused in shadow mode', async () => {
    const [card] = await ask()
    const quiet = createHookProxy(database.db, { rows: [{ ...hookRow, modes: { mode: 'shadow', lines: [] } }] })
    expect((await tellFeedback(quiet, [override(card)])).status).toBe(403)
  })
})

test('a question that was dismissed in the sidebar does not come as a card', async () => {
  const [card] = await ask()
  const signed = await signIn(proxy, ids as never)
  const { prompt } = JSON.parse(card?.links[0]?.appContext ?? '{}') as { prompt: string }
  const body = { fingerprint: prompt, findingKind: 'prompt', choice: { kind: 'dismiss', reason: 'already-documented' } }
  expect((await send(proxy, { path: '/v1/decisions', body }, signed)).status).toBe(200)
  expect(await ask()).toEqual([])
})

test('what a chart says stands in no log, no figure and no cell', async () => {
  const text = `${NOTE_TEXT}CANARY-NOTE\n`
  const patient = { ...(sent()['patient'] as object), name: [{ family: 'CANARY-NAME' }] }
  const [card] = await ask({ prefetch: sent([ourNote({}, text)], { patient }) })
  await tellFeedback(proxy, [{ ...override(card), overrideReason: { userComment: 'CANARY-COMMENT' } }])
  const metrics = await (await proxy.app.request('/metrics')).text()
  expect(metrics).toContain('postil_hook_cards_total{service="postil-open-questions"} 1')
  const dump = await dumpDatabase(database.db)
  for (const place of [metrics, dump, proxy.logged.join()]) {
    expect(place).not.toMatch(/CANARY/)
    expect(place).not.toContain('patient-1')
  }
})

describe('suggestions before discharge', () => {
  const SIGNED =
    'Assessment and plan:\n1. Essential hypertension, at goal.\n2. Osteoarthritis of the right knee. Exercises.\n'
  const signed = (text = SIGNED, changes: Readonly<Record<string, unknown>> = {}) =>
    ourNote({ docStatus: 'final', ...changes }, text)
  const discharge = async (prefetched: Record<string, unknown>, rows: readonly object[] = [suggesting]) => {
    const hospitalProxy = createHookProxy(database.db, { rows })
    const service = 'postil-encounter-discharge'
    const body = request({ hook: 'encounter-discharge', prefetch: prefetched })
    return readCards(await callHook(hospitalProxy, { service, body }))
  }
  const suggesting = { ...hookRow, cdsHooks: { ...hookRow.cdsHooks, suggestDiagnoses: true } }
  const condition = (code: string, text: string) => ({
    resourceType: 'Condition',
    id: `condition-${code}`,
    category: [{ coding: [{ code: 'encounter-diagnosis' }] }],
    clinicalStatus: { coding: [{ code: 'active' }] },
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code }], text },
    subject: { reference: 'Patient/patient-1' },
    encounter: { reference: `Encounter/${ids.encounterId}` },
  })
  const listed = (...conditions: readonly object[]) => ({
    resourceType: 'Bundle',
    entry: conditions.map((resource) => ({ resource })),
  })

  test.each([
    ['epic', 'urn:oid:2.16.840.1.113883.6.90'],
    ['oracle', 'http://hl7.org/fhir/sid/icd-10-cm'],
  ] as const)('name the codes as %s takes them', async (vendor, system) => {
    const [card] = await discharge(sent([signed()]), [{ ...suggesting, vendor }])
    const systems = card?.suggestions?.flatMap(({ actions }) =>
      actions.map(({ resource }) => (resource['code'] as { coding: { system: string }[] }).coding[0]?.system),
    )
    expect(new Set(systems)).toEqual(new Set([system]))
  })

  test('offer what the signed note states in full, one by one, in its own words and without a code on the screen', async () => {
    const [card, ...others] = await discharge(sent([signed()]))
    expect(others).toEqual([])
    expect(card).toMatchObject({
      summary: 'The signed note and the diagnoses of this visit differ',
      indicator: 'info',
      selectionBehavior: 'any',
    })
    const resources = card?.suggestions?.flatMap(({ actions }) => actions.map(({ resource }) => resource)) ?? []
    expect(
      resources
        .map(({ code }) => (code as { coding: { code: string }[] }).coding[0]?.code)
        .toSorted((a, b) => String(a).localeCompare(String(b))),
    ).toEqual(['I10', 'M17.11'])
    expect(resources[0]).toMatchObject({
      resourceType: 'Condition',
      meta: { security: [{ code: 'AIAST' }] },
      subject: { reference: 'Patient/patient-1' },
      encounter: { reference: `Encounter/${ids.encounterId}` },
    })
    const screen = JSON.stringify([card?.summary, card?.detail, card?.suggestions?.map(({ label }) => label)])
    expect(screen).not.toMatch(/I10|M17|DRG|HCC|payment|should|must/)
    expect(card?.suggestions?.every(({ actions }) => actions.every(({ type }) => type === 'create'))).toBe(true)
  })

  test('say with the same weight what the list holds and no note does', async () => {
    const [card] = await discharge(sent([signed()], { diagnoses: listed(condition('J45.909', 'Asthma')) }))
    expect(card?.detail).toContain('On the list, and not found in the notes:\n\n- Asthma')
  })

  test.each<[string, () => Record<string, unknown>]>([
    ['of a draft', () => sent([signed(SIGNED, { docStatus: 'preliminary' })])],
    [
      'of a nurse’s note',
      () => sent([signed(SIGNED, { type: { coding: [{ system: 'http://loinc.org', code: '34746-8' }] } })]),
    ],
    ['while a question about it is open', () => sent([signed('Assessment: osteoarthritis of the knee.')])],
    ['of what is uncertain', () => sent([signed('Assessment: possible osteoarthritis of the right knee.')])],
    ['of what is denied', () => sent([signed('Assessment: no osteoarthritis of the right knee.')])],
    [
      'of what the list has in a code of the same category',
      () =>
        sent([signed('Assessment: osteoarthritis of the right knee.')], {
          diagnoses: listed(condition('M17.9', 'Knee OA')),
        }),
    ],
    [
      'when a note could not be read',
      () =>
        sent([
          signed(),
          signed(SIGNED, {
            id: 'note-2',
            content: [{ attachment: { contentType: 'application/pdf', data: 'JVBER' } }],
          }),
        ]),
    ],
  ])('are not made %s', async (_, prefetched) => {
    const cards = await discharge(prefetched())
    expect(cards.flatMap(({ suggestions = [] }) => suggestions)).toEqual([])
  })

  test('are not made where the site has not asked for them, nor by another hook', async () => {
    expect(await discharge(sent([signed()]), [hookRow])).toEqual([])
    const other = createHookProxy(database.db, { rows: [suggesting] })
    expect(await readCards(await callHook(other, { body: request({ prefetch: sent([signed()]) }) }))).toEqual([])
  })

  test('that were taken or put away are not made again', async () => {
    const service = 'postil-encounter-discharge'
    const [card] = await discharge(sent([signed()]))
    const [first] = card?.suggestions ?? []
    const taken = {
      card: card?.uuid,
      outcome: 'accepted',
      acceptedSuggestions: [{ id: first?.uuid }],
      outcomeTimestamp: '2026-03-02T10:01:00Z',
    }
    expect((await tellFeedback(proxy, [taken], service)).status).toBe(200)
    const audit = await listAudit()
    expect(audit.filter(({ action }) => action === 'decision')).toMatchObject([{ kind: 'code', choice: 'accept' }])
    const [again] = await discharge(sent([signed()]))
    expect(again?.suggestions).toHaveLength((card?.suggestions?.length ?? 0) - 1)
    await tellFeedback(proxy, [override(again)], service)
    expect(await discharge(sent([signed()]))).toEqual([])
  })
})
