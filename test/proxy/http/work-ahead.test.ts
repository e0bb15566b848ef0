import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseEncounterId } from '#coding/domain/ids.ts'
import type { Engine } from '#proxy/engine.ts'
import type { Pool } from '#proxy/store/schema.ts'
import {
  aRecord,
  createProofKey,
  createTestProxy,
  type DpopChanges,
  fakeEngine,
  send,
  signIn,
  smartRow,
} from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

let database: TestDatabase
let db: Pool
beforeAll(async () => {
  database = await openPglite()
  db = database.db
})
afterAll(() => database.close())

const record = aRecord()

/** A proxy whose engine counts, and a session in which one analysis has been asked for. */
async function openAnalysed(changes: { readonly row?: object; readonly engine?: Engine['analyse'] } = {}) {
  let times = 0
  const analyse: Engine['analyse'] = (one) => {
    times += 1
    return (changes.engine ?? fakeEngine.analyse)(one)
  }
  const proxy = createTestProxy(db, {
    engine: { ...fakeEngine, analyse },
    rows: [{ ...smartRow, ...changes.row }],
  })
  const signed = await signIn(proxy)
  type Asked = { readonly body?: unknown; readonly changes?: DpopChanges; readonly token?: string }
  const ask = async ({ body = { record }, token = signed.token, ...more }: Asked = {}) => {
    const response = await send(proxy, { path: '/v1/analyses', body }, { key: signed.key, token, ...more })
    return { status: response.status, text: await response.text() }
  }
  const first = await ask()
  expect(first.status).toBe(200)
  times = 0
  return { proxy, signed, ask, first, countTimes: () => times }
}

const countAudited = async (): Promise<number> => (await db.selectFrom('audit').select('seq').execute()).length

describe('work ahead', () => {
  test('is used: the rules read once, and say the same', async () => {
    const { ask, first, countTimes } = await openAnalysed()
    const again = await ask()
    expect(again).toEqual(first)
    expect(countTimes()).toBe(1)
  })

  test('is thrown away, with nothing on record, where the signature is bad', async () => {
    const { proxy, signed, countTimes } = await openAnalysed()
    const before = await countAudited()
    // By another key, whose public half is said to be that of the session.
    const stranger = await signIn(proxy)
    const forged = { ...stranger.key, jwk: signed.key.jwk }
    const response = await send(proxy, { path: '/v1/analyses', body: { record } }, { key: forged, token: signed.token })
    expect([response.status, await response.text()]).toEqual([401, expect.not.stringContaining('event:')])
    expect(countTimes()).toBe(1)
    const steps = (await db.selectFrom('audit').select('entry').orderBy('seq').execute()).slice(before)
    expect(steps.filter(({ entry }) => entry.includes('"action":"analysis"'))).toEqual([])
  })

  test('is not begun for another key than that of the session, nor for a session without an analysis', async () => {
    const { proxy, signed, countTimes } = await openAnalysed()
    const stranger = { key: await createProofKey(), token: signed.token }
    expect((await send(proxy, { path: '/v1/analyses', body: { record } }, stranger)).status).toBe(401)
    const other = await signIn(proxy)
    const response = await send(proxy, { path: '/v1/analyses', body: 'no JSON' }, other)
    expect([response.status, countTimes()]).toEqual([400, 0])
  })

  test('is not begun for much text, which is analysed all the same', async () => {
    const { ask, countTimes } = await openAnalysed()
    const notes = record.notes.map((note) => ({ ...note, text: `${note.text}${' '.repeat(40_000)}` }))
    const response = await ask({ body: { record: { ...record, notes } } })
    expect([response.status, countTimes()]).toEqual([200, 1])
  })

  test('says of a bad body what is said without it, and only to whoever is let in', async () => {
    const { ask, countTimes } = await openAnalysed()
    expect((await ask({ body: '{"record": 1, "record": 2}' })).status).toBe(400)
    expect((await ask({ body: 'no JSON', changes: { claims: { jti: 'short' } } })).status).toBe(401)
    expect(countTimes()).toBe(0)
  })

  test('does not open another encounter', async () => {
    const { ask } = await openAnalysed()
    const before = await countAudited()
    const body = { record: aRecord({ encounterId: parseEncounterId('another') }) }
    expect((await ask({ body })).status).toBe(403)
    const steps = (await db.selectFrom('audit').select('entry').orderBy('seq').execute()).slice(before)
    expect(steps.filter(({ entry }) => entry.includes('"action":"analysis"'))).toEqual([])
  })

  test('fails once where the engine fails, and the answer says so', async () => {
    let isBroken = false
    const { ask, countTimes } = await openAnalysed({
      engine: (one) => {
        if (isBroken) throw new TypeError('broken')
        return fakeEngine.analyse(one)
      },
    })
    isBroken = true
    const response = await ask()
    expect([response.status, countTimes()]).toEqual([200, 1])
    expect(response.text).toContain('"code":"internal"')
  })
})
