// The coders' list over HTTP: a session of a person alone, what it is closed to, and how the sidebar follows the list.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problem } from '#coding/contract/problem.ts'
import { nextAnswer, queueCoders, queuePage, queueStepAnswer } from '#coding/contract/queue.ts'
import type { SessionRequest } from '#coding/contract/session.ts'
import { parseEncounterId } from '#coding/domain/ids.ts'
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
} from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

let database: TestDatabase
let visits = 0
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

const roles = {
  default: 'provider',
  byFhirUser: { 'Practitioner/coder-1': 'coder', 'Practitioner/coder-2': 'coder', 'Practitioner/head-1': 'admin' },
}
const LIST = '/v1/queue?view=open&sort=priority&offset=0&limit=50'
type Signed = { readonly key: ProofKey; readonly token: string }

/** A site of its own with one signed encounter that somebody has looked at. */
async function open() {
  visits += 1
  const encounterId = parseEncounterId(`queue-${visits}`)
  const row = { ...smartRow, key: `site-${visits}`, roles, coderMayRelease: true }
  const proxy = createTestProxy(database.db, { rows: [row] })
  proxy.ehr.encounters.set(encounterId, 'Patient/patient-1')
  const idTokenOf = (id: string, name?: string) =>
    signIdToken({ claims: { sub: id, fhirUser: `${ISSUER}/Practitioner/${id}`, ...(name !== undefined && { name }) } })
  const enter = (id: string, name?: string) => signIn(proxy, { encounterId, idToken: idTokenOf(id, name) })
  const doctor = await enter('doctor-1')
  const [note] = aRecord().notes
  const notes = note ? [{ ...note, status: 'signed' as const }] : []
  const record = aRecord({ tenant: row.key as ReturnType<typeof aRecord>['tenant'], encounterId, notes })
  await (await send(proxy, { path: '/v1/analyses', body: { record } }, doctor)).text()
  return { proxy, encounterId, idTokenOf, enter, doctor }
}

async function signInAlone(
  proxy: TestProxy,
  { idToken, key }: { readonly idToken: string; readonly key: ProofKey },
  accessToken = 'access-token',
): Promise<Response> {
  const body: SessionRequest = { kind: 'smart-person', issuer: ISSUER, idToken, accessToken }
  return send(proxy, { path: '/v1/session', body }, { key })
}

async function readToken(response: Response): Promise<string> {
  const { session } = (await response.json()) as { session: string }
  return session
}

const next = async (proxy: TestProxy, by: Signed) =>
  nextAnswer.parse(await (await send(proxy, { path: '/v1/queue/next', body: {} }, by)).json()).item

describe('what another coder has', () => {
  const draft = { order: [], takenOff: [], lines: [], recodes: [], entered: [] }
  const keep = { method: 'PUT', path: '/v1/work/draft', body: { basedOn: 0, draft } } as const
  const begin = (key: string) =>
    ({
      path: '/v1/writes',
      body: { key: key.repeat(32), target: 'Claim', payloadSha256: '1'.repeat(64) },
    }) as const

  test('is filed, and its draft kept, by nobody else, whoever opened the chart', async () => {
    const { proxy, enter, doctor } = await open()
    const [one, two] = [await enter('coder-1'), await enter('coder-2')]
    expect((await send(proxy, begin('a'), two)).status).toBe(200)
    await next(proxy, one)
    for (const sent of [begin('b'), keep]) {
      const refused = await send(proxy, sent, two)
      expect(refused.status).toBe(423)
      const { code, message } = problem.parse(await refused.json())
      expect([code, message]).toEqual(['locked', expect.stringMatching(/for 20 more minutes/)])
      expect((await send(proxy, sent, one)).status).toBe(200)
    }
    expect((await send(proxy, begin('c'), doctor)).status).toBe(200)
  })

  test('is everybody’s again once it is given back', async () => {
    const { proxy, enter } = await open()
    const one = await enter('coder-1')
    const item = await next(proxy, one)
    const step = { version: item?.version, step: { kind: 'give-back' } }
    expect((await send(proxy, { path: `/v1/queue/${item?.id}`, body: step }, one)).status).toBe(200)
    expect((await send(proxy, begin('a'), await enter('coder-2'))).status).toBe(200)
  })
})

describe('a session of a person alone', () => {
  test('reads the list and works from it, and is closed to everything about an encounter', async () => {
    const { proxy, idTokenOf, encounterId } = await open()
    const key = await createProofKey()
    const by = { key, token: await readToken(await signInAlone(proxy, { idToken: idTokenOf('coder-1'), key })) }
    const page = queuePage.parse(await (await send(proxy, { method: 'GET', path: LIST }, by)).json())
    expect(page.items.map((item) => item.encounterId)).toEqual([encounterId])
    const item = await next(proxy, by)
    const step = { version: item?.version, step: { kind: 'finish', outcome: 'nothing-to-code' } }
    const done = await send(proxy, { path: `/v1/queue/${item?.id}`, body: step }, by)
    expect(queueStepAnswer.parse(await done.json()).item.state.kind).toBe('finished')
    for (const path of ['/v1/work', '/v1/prompts', '/v1/writes']) {
      expect((await send(proxy, { method: 'GET', path }, by)).status).toBe(403)
    }
  })

  test('opens encounters of the same launch, each only when the EHR shows it', async () => {
    const { proxy, idTokenOf, encounterId } = await open()
    const key = await createProofKey()
    const idToken = idTokenOf('coder-1')
    await signInAlone(proxy, { idToken, key })
    const enter = (id: string, patientId = 'patient-1') =>
      send(
        proxy,
        {
          path: '/v1/session',
          body: { kind: 'smart', issuer: ISSUER, idToken, accessToken: 'access-token', patientId, encounterId: id },
        },
        { key },
      )
    expect([(await enter(encounterId)).status, (await enter('encounter-2', 'patient-2')).status]).toEqual([200, 200])
    // Another patient's, and one that the EHR does not show.
    expect([(await enter(encounterId, 'patient-2')).status, (await enter('secret-9')).status]).toEqual([403, 403])
  })

  test('is not for whoever charts, nor with a dead token, nor with a launch that has a patient', async () => {
    const { proxy, idTokenOf, encounterId } = await open()
    const key = await createProofKey()
    expect((await signInAlone(proxy, { idToken: idTokenOf('doctor-1'), key })).status).toBe(403)
    const dead = await signInAlone(proxy, { idToken: idTokenOf('coder-1'), key }, 'dead-token')
    // The fake EHR answers 401 to it.
    expect(dead.status).toBe(401)
    const idToken = idTokenOf('coder-1')
    const bound = await signIn(proxy, { encounterId, idToken })
    expect((await signInAlone(proxy, { idToken, key: bound.key })).status).toBe(403)
  })
})

describe('the sidebar and the list', () => {
  test('do not let one coder release what another has', async () => {
    const { proxy, enter } = await open()
    const [one, two] = [await enter('coder-1'), await enter('coder-2')]
    await next(proxy, one)
    const body = { kind: 'hold', reason: 'second-opinion' }
    const refused = await send(proxy, { path: '/v1/work', body }, two)
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('Another coder has')])
    expect((await send(proxy, { path: '/v1/work', body }, one)).status).toBe(200)
    const held = await send(proxy, { method: 'GET', path: LIST.replace('view=open', 'view=held') }, two)
    expect(queuePage.parse(await held.json()).total).toBe(1)
    const here = await send(proxy, { method: 'GET', path: LIST.replace('view=open', 'view=here') }, two)
    expect(queuePage.parse(await here.json()).items[0]?.state).toEqual({ kind: 'held', reason: 'second-opinion' })
  })

  test('an administrator gives an encounter to a coder whom the site knows, and to nobody else', async () => {
    const { proxy, enter } = await open()
    const [head, one, two] = [await enter('head-1'), await enter('coder-1'), await enter('coder-2')]
    const page = queuePage.parse(await (await send(proxy, { method: 'GET', path: LIST }, head)).json())
    const [item] = page.items
    const give = (to: string) =>
      send(
        proxy,
        { path: `/v1/queue/${item?.id}`, body: { version: item?.version, step: { kind: 'assign', to } } },
        head,
      )
    expect((await give('Practitioner/stranger')).status).toBe(409)
    expect((await give('Practitioner/coder-2')).status).toBe(200)
    expect([await next(proxy, one), (await next(proxy, two))?.id]).toEqual([undefined, item?.id])
  })

  test('who codes here is told to whoever may give something to one of them, of their own site, with the EHR’s name', async () => {
    const { proxy, enter, doctor } = await open()
    const elsewhere = await open()
    await elsewhere.enter('coder-1', 'Somebody Else')
    const head = await enter('head-1', 'Head of Coding')
    const one = await enter('coder-1', 'Kenji Tanaka')
    await enter('coder-2')
    const ask = (by: Signed) => send(proxy, { method: 'GET', path: '/v1/queue/coders' }, by)
    for (const by of [head, one]) {
      const { coders } = queueCoders.parse(await (await ask(by)).json())
      expect(coders.map(({ name, person }) => [name, person])).toEqual([
        [undefined, `${ISSUER}/Practitioner/coder-2`],
        ['Kenji Tanaka', `${ISSUER}/Practitioner/coder-1`],
      ])
    }
    expect((await ask(doctor)).status).toBe(403)
    const [item] = queuePage.parse(await (await send(proxy, { method: 'GET', path: LIST }, head)).json()).items
    const step = { kind: 'assign', to: `${ISSUER}/Practitioner/coder-2` }
    const given = await send(proxy, { path: `/v1/queue/${item?.id}`, body: { version: item?.version, step } }, head)
    expect(given.status).toBe(200)
  })

  test('a page beyond what may be asked is refused', async () => {
    const { proxy, enter } = await open()
    const coder = await enter('coder-1')
    for (const wrong of ['limit=201', 'limit=0', 'offset=-1', 'view=all', 'sort=name', 'disagree=money', 'x=1']) {
      const path = `/v1/queue?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(LIST.split('?')[1])), ...Object.fromEntries(new URLSearchParams(wrong)) })}`
      expect((await send(proxy, { method: 'GET', path }, coder)).status).toBe(400)
    }
  })
})
