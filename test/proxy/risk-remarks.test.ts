// Remarks on risk categories leave only once that is on record, and never for a clinician.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '#coding/contract/session.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { createTestProxy, ISSUER, send, signIdToken, signIn, smartRow, type TestProxy } from './proxy-fixture.ts'
import { openPglite, type TestDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

let sites = 0
function aProxy(): TestProxy {
  sites += 1
  return createTestProxy(database.db, { rows: [{ ...smartRow, key: `remarks-${sites}` }] })
}
const enter = (proxy: TestProxy, role: Role) =>
  signIn(proxy, { idToken: signIdToken({ claims: { fhirUser: `${ISSUER}/Practitioner/${role}-1` } }) })

async function listExports(proxy: TestProxy) {
  const [tenant] = proxy.parts.tenants.all
  if (!tenant) throw new Error('No tenant')
  const rows = await inTenant(database.db, tenant.key, (transaction) =>
    transaction.selectFrom('audit').select('entry').orderBy('seq').execute(),
  )
  return rows
    .map(({ entry }) => JSON.parse(entry) as Record<string, unknown>)
    .filter(({ action }) => action === 'risk.export')
}

const REMARK = { model: 'CMS-HCC V28', category: '37', remark: 'assessed-present' }
const ask = (proxy: TestProxy, session: Awaited<ReturnType<typeof enter>>, body: object) =>
  send(proxy, { path: '/v1/risk-review/remarks', body }, session)

test('a coder’s export is on the trail with form and number, and nothing of what it says', async () => {
  const proxy = aProxy()
  const session = await enter(proxy, 'coder')
  expect((await ask(proxy, session, { format: 'fhir', remarks: [REMARK] })).status).toBe(200)
  expect((await ask(proxy, session, { format: 'csv', remarks: [REMARK, { ...REMARK, category: '38' }] })).status).toBe(
    200,
  )
  const entries = await listExports(proxy)
  expect(entries).toMatchObject([
    { format: 'fhir', remarks: 1, role: 'coder', encounter: expect.any(String) },
    { format: 'csv', remarks: 2 },
  ])
  expect(entries[0]?.['content']).not.toBe(entries[1]?.['content'])
  expect(JSON.stringify(entries)).not.toContain('assessed-present')
})

test('a clinician is refused, and so are words in place of codes, or no remark at all', async () => {
  const proxy = aProxy()
  expect((await ask(proxy, await enter(proxy, 'provider'), { format: 'fhir', remarks: [REMARK] })).status).toBe(403)
  const session = await enter(proxy, 'coder')
  for (const remarks of [[], [{ ...REMARK, category: 'Jane Doe' }], [{ ...REMARK, words: 'x' }]]) {
    expect((await ask(proxy, session, { format: 'fhir', remarks })).status).toBe(400)
  }
  expect(await listExports(proxy)).toEqual([])
})
