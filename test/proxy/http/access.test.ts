// Every endpoint of the interface against every role.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '#coding/contract/session.ts'
import { ACCESS, type Endpoint } from '#proxy/http/access.ts'
import { ENDPOINT_REQUESTS } from '../endpoint-requests.ts'
import { createTestProxy, ISSUER, send, signIdToken, signIn, smartRow } from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

const ROLES: readonly Role[] = ['provider', 'coder', 'auditor', 'admin']
/** Written out once more, so that a slip in the table of the product is seen here. */
const MAY: Readonly<Record<Endpoint, string>> = {
  'POST /v1/analyses': 'provider coder',
  'POST /v1/drafts/check': 'provider coder',
  'POST /v1/risk-review': 'coder auditor',
  'POST /v1/risk-review/remarks': 'coder auditor',
  'POST /v1/decisions': 'provider coder',
  'GET /v1/prompts': 'provider coder',
  'GET /v1/work': 'coder auditor',
  'POST /v1/work': 'coder',
  'PUT /v1/work/draft': 'coder',
  'GET /v1/queue': 'coder auditor admin',
  'GET /v1/queue/coders': 'coder admin',
  'POST /v1/queue/next': 'coder',
  'POST /v1/queue/:item': 'coder admin',
  'POST /v1/queue/:item/task': 'coder admin',
  'PUT /v1/queue/:item/task': 'coder admin',
  'POST /v1/writes': 'provider coder',
  'PUT /v1/writes/:key': 'provider coder',
  'GET /v1/writes': 'provider coder auditor',
  'GET /v1/writes/:key': 'provider coder auditor',
  'GET /v1/reports/day-end': 'coder auditor admin',
  'GET /v1/reports/use': 'auditor admin',
  'GET /v1/reports/shadow': 'auditor admin',
  'GET /v1/reports/accuracy': 'auditor admin',
  'POST /v1/reports/accuracy/draw': 'auditor admin',
  'GET /v1/reports/feedback': 'admin',
  'GET /v1/second-coding': 'coder',
  'POST /v1/second-coding/:case': 'coder',
  'GET /v1/codes/search': 'provider coder auditor admin',
  'GET /v1/codes/:code': 'provider coder auditor admin',
}
const endpoints = Object.keys(ENDPOINT_REQUESTS) as Endpoint[]

describe('access', () => {
  test('is said of every endpoint but the public ones', () => {
    const proxy = createTestProxy(database.db)
    const routes = proxy.app.routes
      .filter(({ method, path }) => method !== undefined && path.startsWith('/v1/'))
      .map(({ method, path }) => `${method} ${path}`)
    const open = ['POST /v1/session', 'GET /v1/tenants/:iss', 'GET /v1/open-servers']
    expect(new Set(routes)).toEqual(new Set([...open, ...Object.keys(ACCESS)]))
  })

  test.each(endpoints.flatMap((endpoint) => ROLES.map((role) => [endpoint, role] as const)))(
    'to %s as %s is as the table says',
    async (endpoint, role) => {
      const fhirUser = `Practitioner/${role}-9`
      const roles = { default: 'none', byFhirUser: { [fhirUser]: role } }
      const proxy = createTestProxy(database.db, { rows: [{ ...smartRow, roles }] })
      const idToken = signIdToken({ claims: { fhirUser: `${ISSUER}/${fhirUser}` } })
      const signed = await signIn(proxy, { idToken })
      const { sent, status } = ENDPOINT_REQUESTS[endpoint]
      const response = await send(proxy, sent, signed)
      expect(response.status).toBe(MAY[endpoint].split(' ').includes(role) ? status : 403)
    },
  )

  test.each([
    ['provider', 403],
    ['coder', 200],
  ] as const)('a charge that is posted at once, by a %s: %i', async (role, status) => {
    const fhirUser = `Practitioner/${role}-10`
    const proxy = createTestProxy(database.db, {
      rows: [{ ...smartRow, roles: { default: 'none', byFhirUser: { [fhirUser]: role } } }],
    })
    const signed = await signIn(proxy, { idToken: signIdToken({ claims: { fhirUser: `${ISSUER}/${fhirUser}` } }) })
    const { sent } = ENDPOINT_REQUESTS['POST /v1/writes']
    const key = role === 'coder' ? 'c'.repeat(32) : 'd'.repeat(32)
    const body = { ...(sent.body as object), key, target: 'ChargeItem.$create' }
    expect((await send(proxy, { ...sent, body }, signed)).status).toBe(status)
  })
})
