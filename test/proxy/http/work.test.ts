// A coder's work on an encounter: held, resumed, released where role and site allow it, and its history.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workAnswer } from '#coding/contract/work.ts'
import { type EncounterId, parseEncounterId } from '#coding/domain/ids.ts'
import { verifyChain } from '#proxy/audit/verify-chain.ts'
import { aDraftClaim } from '../../fixtures/fhir/draft-claim.ts'
import { aPrompt, aRecord, createTestProxy, send, signIdToken, signIn, smartRow } from '../proxy-fixture.ts'
import { dumpDatabase, openPglite, type TestDatabase } from '../test-database.ts'

let database: TestDatabase
let encounters = 0
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

type Signed = Awaited<ReturnType<typeof signIn>>

/** What stands for it is checked elsewhere: the engine here finds nothing. */
function aFiling(encounterId: EncounterId) {
  const record = aRecord({ encounterId })
  const supportingNotes = record.notes.map(({ id, version }) => ({ id, version }))
  const { patientId, dateOfService } = record
  const draft = aDraftClaim({ patientId, encounterId, dateOfService, supportingNotes })
  return { content: { draft, purpose: 'file' }, basis: { record } }
}
const FHIR_USER = 'https://ehr.example/fhir/Practitioner'

/** A proxy, an encounter of its own, and two coders and a provider who have opened it. */
async function open({ coderMayRelease = true } = {}) {
  encounters += 1
  const encounterId = parseEncounterId(`work-${encounters}`)
  const roles = {
    default: 'provider',
    byFhirUser: { 'Practitioner/coder-1': 'coder', 'Practitioner/coder-2': 'coder' },
  }
  const proxy = createTestProxy(database.db, { rows: [{ ...smartRow, roles, coderMayRelease }] })
  proxy.ehr.encounters.set(encounterId, 'Patient/patient-1')
  const enter = (id: string) =>
    signIn(proxy, { encounterId, idToken: signIdToken({ claims: { sub: id, fhirUser: `${FHIR_USER}/${id}` } }) })
  const coder = await enter('coder-1')
  const other = await enter('coder-2')
  const provider = await enter('doctor-1')
  const filing = aFiling(encounterId)
  const take = (step: object, by = coder) => send(proxy, { path: '/v1/work', body: step }, by)
  const release = { kind: 'release', basis: filing.basis }
  const read = async (by = coder) =>
    workAnswer.parse(await (await send(proxy, { method: 'GET', path: '/v1/work' }, by)).json())
  const file = async (state: 'written' | 'unknown' = 'written') => {
    const key = String(encounters).padStart(31, '0') + (state === 'written' ? 'a' : 'b')
    const payloadSha256 = '1'.repeat(64)
    await send(proxy, { path: '/v1/writes', body: { key, target: 'Claim', payloadSha256, ...filing } }, coder)
    const receipt = { state, payloadSha256, issueCodes: [], provenance: 'none' }
    await send(proxy, { method: 'PUT', path: `/v1/writes/${key}`, body: receipt }, coder)
  }
  return { proxy, coder, other, provider, take, read, file, filing, release }
}

describe('a hold', () => {
  test('stands for every coder, with its reason and its words, until somebody goes on', async () => {
    const { take, read, other } = await open()
    const response = await take({ kind: 'hold', reason: 'awaiting-provider', comment: 'asked for the side' })
    expect(response.status).toBe(200)
    const held = { kind: 'held', reason: 'awaiting-provider', comment: 'asked for the side' }
    expect((await read(other)).standing).toEqual(held)
    await take({ kind: 'resume' }, other)
    expect((await read()).standing).toEqual({ kind: 'open' })
  })

  test('keeps its words out of log and tables', async () => {
    const { proxy, take } = await open()
    await take({ kind: 'hold', reason: 'other', comment: 'CANARY-COMMENT' })
    expect(proxy.logged.join('')).not.toContain('CANARY-COMMENT')
    expect(await dumpDatabase(database.db)).not.toContain('CANARY-COMMENT')
  })

  test.each([
    [{ kind: 'hold' }, 400],
    [{ kind: 'hold', reason: 'because' }, 400],
    [{ kind: 'resume' }, 409],
    [{ kind: 'reopen' }, 409],
  ])('%j on open work is %i', async (step, status) => {
    const { take, read } = await open()
    expect((await take(step)).status).toBe(status)
    expect((await read()).history).toEqual([])
  })

  test('is not a clinician’s to set or to see', async () => {
    const { proxy, provider, take } = await open()
    expect((await take({ kind: 'hold', reason: 'other' }, provider)).status).toBe(403)
    expect((await send(proxy, { method: 'GET', path: '/v1/work' }, provider)).status).toBe(403)
  })
})

describe('a release', () => {
  test('needs a draft that was filed', async () => {
    const { take, read, file, release } = await open()
    expect((await take(release)).status).toBe(409)
    await file()
    expect((await take(release)).status).toBe(200)
    expect((await read()).standing).toEqual({ kind: 'released' })
  })

  test('waits until every outcome is known', async () => {
    const { take, file, release } = await open()
    await file()
    await file('unknown')
    const response = await take(release)
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ message: 'A write has an unknown outcome. Look in the EHR first.' })
  })

  test('is the site’s to allow', async () => {
    const { take, read, file, release } = await open({ coderMayRelease: false })
    await file()
    expect((await read()).mayRelease).toBe(false)
    expect((await take(release)).status).toBe(403)
    expect((await read()).standing).toEqual({ kind: 'open' })
  })

  test('is one coder’s: the second is told that it was released', async () => {
    const { take, file, other, read, release } = await open()
    await file()
    const answers = await Promise.all([take(release), take(release, other)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    expect((await read()).history.filter(({ kind }) => kind === 'step')).toHaveLength(1)
  })
})

describe('a draft of a coder', () => {
  const KEY = 'f'.repeat(32)

  async function openWriting() {
    const all = await open()
    let count = 0
    const begin = async (by: Signed, over: object = {}) => {
      count += 1
      const payloadSha256 = String(count).padStart(64, '0')
      const intent = { key: KEY, target: 'Claim', payloadSha256, ...all.filing, ...over }
      const response = await send(all.proxy, { path: '/v1/writes', body: intent }, by)
      return { status: response.status, body: (await response.json()) as { message?: string }, payloadSha256 }
    }
    const settle = (by: Signed, payloadSha256: string, state = 'written') =>
      send(
        all.proxy,
        {
          method: 'PUT',
          path: `/v1/writes/${KEY}`,
          body: {
            state,
            payloadSha256,
            issueCodes: [],
            provenance: 'none',
            ...(state === 'written' && { remoteId: 'Claim/1' }),
          },
        },
        by,
      )
    const write = async (by: Signed, over: object = {}) => {
      const begun = await begin(by, over)
      if (begun.status === 200) await settle(by, begun.payloadSha256)
      return begun
    }
    const withdraw = { content: { ...all.filing.content, purpose: 'withdraw' } }
    return { ...all, begin, settle, write, withdraw }
  }

  test('is not written over by a clinician, who is told so', async () => {
    const { write, coder, provider, read } = await openWriting()
    await write(coder)
    const { status, body } = await write(provider)
    expect(status).toBe(409)
    expect(body.message).toMatch(/A coder has filed this draft/)
    expect((await read()).history).toMatchObject([{ kind: 'write', deed: 'file', state: 'written', role: 'coder' }])
  })

  test('whose outcome nobody knows is not written over either', async () => {
    const { begin, settle, write, coder, provider } = await openWriting()
    const { payloadSha256 } = await begin(coder)
    expect((await write(provider)).status).toBe(409)
    await settle(coder, payloadSha256, 'unknown')
    expect((await write(provider)).status).toBe(409)
    await settle(coder, payloadSha256, 'rejected')
    expect((await write(provider)).status).toBe(200)
  })

  test('a clinician’s own draft is theirs, until a coder has filed it', async () => {
    const { write, coder, provider, withdraw } = await openWriting()
    expect((await write(provider)).status).toBe(200)
    expect((await write(provider)).status).toBe(200)
    expect((await write(coder)).status).toBe(200)
    expect((await write(provider, withdraw)).status).toBe(409)
    expect((await write(coder, withdraw)).status).toBe(200)
    expect((await write(provider)).status).toBe(200)
  })

  test.each(['hold', 'release'])('%s: nobody files over it', async (step) => {
    const { write, take, coder, provider, read, release } = await openWriting()
    await write(coder)
    await take(step === 'hold' ? { kind: 'hold', reason: 'other' } : release)
    for (const by of [coder, provider]) expect((await write(by)).status).toBe(409)
    expect((await read()).history.filter(({ kind }) => kind === 'write')).toHaveLength(1)
  })

  test('that was released is signed off by a coder alone', async () => {
    const { write, take, coder, provider, filing, release } = await openWriting()
    await write(coder)
    await take(release)
    const signedOff = { content: { ...filing.content, draft: { ...filing.content.draft, signedOff: true } } }
    expect((await write(provider, signedOff)).status).toBe(409)
    expect((await write(coder, signedOff)).status).toBe(200)
  })

  test('goes nowhere from a screen that another coder has overtaken', async () => {
    const { proxy, write, coder, other } = await openWriting()
    const draft = { order: [], takenOff: [], lines: [], recodes: [], entered: [] }
    const keep = (basedOn: number) =>
      send(proxy, { method: 'PUT', path: '/v1/work/draft', body: { basedOn, draft } }, other)
    await keep(0)
    await keep(1)
    const { status, body } = await write(coder, { basedOn: 1 })
    expect(status).toBe(409)
    expect(body.message).toMatch(/Somebody else has changed this draft/)
    expect((await write(other, { basedOn: 2 })).status).toBe(200)
  })

  test('is filed no more once it was withdrawn, and what happened stays in the history', async () => {
    const { write, take, coder, withdraw, read, release } = await openWriting()
    await write(coder)
    await write(coder)
    await write(coder, withdraw)
    expect((await take(release)).status).toBe(409)
    await write(coder)
    expect((await take(release)).status).toBe(200)
    const { history } = await read()
    expect(history.flatMap((one) => (one.kind === 'write' ? [one.deed] : []))).toEqual([
      'file',
      'file',
      'withdraw',
      'file',
    ])
  })

  test('a question to the author is no filed draft', async () => {
    const { write, take, coder, read, release } = await openWriting()
    expect((await write(coder, { content: undefined, target: 'Task' })).status).toBe(200)
    expect((await take(release)).status).toBe(409)
    expect((await read()).history).toMatchObject([{ kind: 'write', deed: 'query', state: 'written' }])
  })

  test('a question may be sent while the encounter is on hold', async () => {
    const { write, take, coder } = await openWriting()
    await take({ kind: 'hold', reason: 'awaiting-provider' })
    expect((await write(coder, { content: undefined, target: 'Task' })).status).toBe(200)
  })
})

describe('the history', () => {
  test('says who decided, held and filed, taken-back decisions among it, the oldest first', async () => {
    const { proxy, coder, provider, take, read, file } = await open()
    const { fingerprint } = aPrompt()
    const decide = (choice: object, by = coder) =>
      send(proxy, { path: '/v1/decisions', body: { fingerprint, findingKind: 'code', choice, about: 'I10' } }, by)
    await decide({ kind: 'accept' }, provider)
    proxy.clock.now += 1000
    await decide({ kind: 'undo' })
    proxy.clock.now += 1000
    await take({ kind: 'hold', reason: 'second-opinion' })
    proxy.clock.now += 1000
    await take({ kind: 'resume' })
    proxy.clock.now += 1000
    await file()
    const { history } = await read()
    expect(history).toMatchObject([
      { kind: 'decision', choice: { kind: 'accept' }, about: 'I10', role: 'provider' },
      { kind: 'decision', choice: { kind: 'undo' }, about: 'I10', role: 'coder' },
      { kind: 'step', step: { kind: 'hold', reason: 'second-opinion' }, role: 'coder' },
      { kind: 'step', step: { kind: 'resume' } },
      { kind: 'write', target: 'Claim', deed: 'file', state: 'written', role: 'coder' },
    ])
    expect(new Set(history.map(({ by }) => by)).size).toBe(2)
  })

  test('is of this encounter alone', async () => {
    const one = await open()
    await one.take({ kind: 'hold', reason: 'other' })
    expect((await (await open()).read()).history).toEqual([])
  })

  test('is in the audit, which verifies', async () => {
    const { proxy, take } = await open()
    await take({ kind: 'hold', reason: 'awaiting-documentation', comment: 'no operative note yet' })
    const rows = await database.db.selectFrom('audit').select('entry').execute()
    const steps = rows.map(({ entry }) => JSON.parse(entry) as Record<string, unknown>)
    expect(steps).toContainEqual(
      expect.objectContaining({ action: 'work', step: 'hold', reason: 'awaiting-documentation', role: 'coder' }),
    )
    expect(JSON.stringify(steps)).not.toContain('operative')
    const [tenant] = proxy.parts.tenants.all
    if (!tenant) throw new Error('no tenant')
    expect(await verifyChain(database.db, tenant.key)).toMatchObject({ ok: true })
  })
})

describe('the draft of a coder', () => {
  const EMPTY = { order: [], takenOff: [], lines: [], recodes: [], entered: [] }

  async function openKeeping() {
    const all = await open()
    const keep = (basedOn: number, draft: object, by = all.coder) =>
      send(all.proxy, { method: 'PUT', path: '/v1/work/draft', body: { basedOn, draft } }, by)
    return { ...all, keep }
  }

  test('is there for the next coder as it was left', async () => {
    const { keep, read, other } = await openKeeping()
    expect((await read()).kept).toBeUndefined()
    const draft = { ...EMPTY, order: ['M17.11'], takenOff: ['20610'] }
    expect(await (await keep(0, draft)).json()).toEqual({ revision: 1 })
    expect((await read(other)).kept).toEqual({ revision: 1, draft })
  })

  test('is never written over by somebody who has not seen it', async () => {
    const { keep, read, other } = await openKeeping()
    await keep(0, { ...EMPTY, takenOff: ['one'] })
    expect((await keep(0, { ...EMPTY, takenOff: ['two'] }, other)).status).toBe(409)
    expect((await read()).kept?.draft?.takenOff).toEqual(['one'])
    expect((await keep(1, { ...EMPTY, takenOff: ['two'] }, other)).status).toBe(200)
    expect((await read()).kept).toMatchObject({ revision: 2, draft: { takenOff: ['two'] } })
  })

  test('stands in no table and no log in words', async () => {
    const { proxy, keep } = await openKeeping()
    expect((await keep(0, { ...EMPTY, takenOff: ['CANARY-DRAFT'] })).status).toBe(200)
    expect(proxy.logged.join('')).not.toContain('CANARY-DRAFT')
    expect(await dumpDatabase(database.db)).not.toContain('CANARY-DRAFT')
  })

  test.each([[{ ...EMPTY, more: 1 }], [{ ...EMPTY, order: ['not a code'] }], [{ order: [] }]])(
    '%j is refused',
    async (draft) => {
      const { keep, provider } = await openKeeping()
      expect((await keep(0, draft)).status).toBe(400)
      expect((await keep(0, EMPTY, provider)).status).toBe(403)
    },
  )
})
