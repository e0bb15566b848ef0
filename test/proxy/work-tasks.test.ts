// Who writes the Task of a list's item, and what of it is on record.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queuePage } from '#coding/contract/queue.ts'
import { type WorkTaskReceipt, workTaskPen } from '#coding/contract/work-task.ts'
import { parseEncounterId } from '#coding/domain/ids.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { aRecord, createTestProxy, ISSUER, send, signIdToken, signIn, smartRow } from './proxy-fixture.ts'
import { openPglite, type TestDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

const KEY = 'c'.repeat(32)
const roles = { default: 'provider', byFhirUser: { 'Practitioner/coder-1': 'coder', 'Practitioner/coder-2': 'coder' } }
let sites = 0

/** A site with one encounter on its list, and two coders in it. */
async function open(workTasks?: boolean) {
  sites += 1
  const encounterId = parseEncounterId(`task-${sites}`)
  const row = { ...smartRow, key: `tasks-${sites}`, roles, ...(workTasks !== undefined && { workTasks }) }
  const proxy = createTestProxy(database.db, { rows: [row] })
  proxy.ehr.encounters.set(encounterId, 'Patient/patient-1')
  const enter = (id: string) =>
    signIn(proxy, {
      encounterId,
      idToken: signIdToken({ claims: { sub: id, fhirUser: `${ISSUER}/Practitioner/${id}` } }),
    })
  const [one, two] = [await enter('coder-1'), await enter('coder-2')]
  const [note] = aRecord().notes
  const notes = note ? [{ ...note, status: 'signed' as const }] : []
  const tenant = row.key as ReturnType<typeof aRecord>['tenant']
  const record = aRecord({ tenant, encounterId, notes })
  await (await send(proxy, { path: '/v1/analyses', body: { record } }, one)).text()
  const list = await send(proxy, { method: 'GET', path: '/v1/queue?view=here&sort=priority&offset=0&limit=1' }, one)
  const [item] = queuePage.parse(await list.json()).items
  if (!item) throw new Error('Nothing is on the list')
  const path = `/v1/queue/${item.id}/task`
  const begin = (who: typeof one) => send(proxy, { path, body: { key: KEY } }, who)
  const take = async (who: typeof one) => workTaskPen.parse(await (await begin(who)).json())
  const settle = (who: typeof one, receipt: Omit<WorkTaskReceipt, 'key'>) =>
    send(proxy, { method: 'PUT', path, body: { key: KEY, ...receipt } }, who)
  const step = (version: number, kind: string) =>
    send(proxy, { path: `/v1/queue/${item.id}`, body: { version, step: { kind } } }, one)
  const listWrites = async () => {
    const rows = await inTenant(database.db, tenant, (transaction) =>
      transaction.selectFrom('audit').select('entry').orderBy('seq').execute(),
    )
    return rows
      .map(({ entry }) => JSON.parse(entry) as Record<string, unknown>)
      .filter(({ action }) => action === 'write.intent' || action === 'write.receipt')
  }
  return { proxy, one, two, item, begin, take, settle, step, listWrites }
}

test('one screen has the pen; what it wrote is known to the next, and every turn is on the trail', async () => {
  const { one, two, item, take, settle, step, listWrites } = await open(true)
  expect(await take(one)).toMatchObject({ outcome: 'go', isMine: false, isUncertain: false, item: { id: item.id } })
  expect(await take(two)).toEqual({ outcome: 'busy' })
  expect((await settle(two, { state: 'written', remoteId: 'Task/other' })).status).toBe(409)
  expect((await settle(one, { state: 'written', remoteId: 'Task/1', versionId: '1' })).status).toBe(200)
  expect(await take(two)).toEqual({ outcome: 'done' })
  expect((await step(item.version, 'take')).status).toBe(200)
  const pen = await take(one)
  expect(pen).toMatchObject({ outcome: 'go', isMine: true, remoteId: 'Task/1', versionId: '1', isUncertain: false })
  await settle(one, { state: 'rejected', httpStatus: 412 })
  expect(await take(one)).toMatchObject({ outcome: 'go', remoteId: 'Task/1', versionId: '1' })
  const writes = await listWrites()
  expect(writes.map(({ action, outcome }) => `${String(action)} ${String(outcome)}`)).toEqual([
    'write.intent go',
    'write.intent taken',
    'write.receipt written',
    'write.intent go',
    'write.receipt rejected',
    'write.intent go',
  ])
  expect(writes.every(({ encounter, target }) => encounter === item.id && target === 'Task')).toBe(true)
})

test('a screen that does not report leaves an end that nobody knows', async () => {
  const { proxy, one, two, take, settle } = await open(true)
  await take(one)
  proxy.clock.now += 121_000
  expect(await take(two)).toMatchObject({ outcome: 'go', isUncertain: true })
  expect((await settle(one, { state: 'written', remoteId: 'Task/1' })).status).toBe(409)
  await settle(two, { state: 'unknown' })
  expect(await take(two)).toMatchObject({ outcome: 'go', isUncertain: true })
})

test.each([undefined, false])('a site whose switch is %s has none written', async (workTasks) => {
  const { one, begin, settle, listWrites } = await open(workTasks)
  expect((await begin(one)).status).toBe(409)
  expect((await settle(one, { state: 'unknown' })).status).toBe(409)
  expect(await listWrites()).toEqual([])
})
