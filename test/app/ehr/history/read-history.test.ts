// Earlier services on servers that offer, refuse, fail, page and ask for searches of their own.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signIn } from '../support/launch-from-smart-server.ts'
import { aBundle, type SmartServer, startSmartServer, TOKEN_RESPONSE } from '../support/smart-server.ts'

let server: SmartServer

beforeEach(async () => {
  server = await startSmartServer()
  for (const type of ['Claim', 'ChargeItem', 'Procedure', 'Encounter', 'PractitionerRole']) {
    server.routes[`GET /fhir/${type}`] = { body: aBundle([]) }
  }
})
afterEach(() => server.stop())

const CPT = 'http://www.ama-assn.org/go/cpt'
const claim = {
  resourceType: 'Claim',
  id: 'c1',
  status: 'active',
  use: 'claim',
  patient: { reference: 'Patient/p1' },
  billablePeriod: { start: '2026-03-01' },
  item: [{ sequence: 1, productOrService: { coding: [{ system: CPT, code: '99213' }] } }],
}

async function read() {
  const { connection } = await signIn(server)
  return (await connection.readClaimFacts()).history
}

const paths = (part: string) => server.seen.map(({ path }) => path).filter((path) => path.includes(part))

describe('earlier services', () => {
  test('are asked for this patient alone, and say where they stand', async () => {
    server.routes['GET /fhir/Claim'] = {
      body: aBundle([claim, { ...claim, id: 'c2', patient: { reference: 'Patient/p2' } }]),
    }
    const history = await read()
    expect(history.priorServices).toMatchObject([{ code: '99213', date: '2026-03-01', from: 'claim' }])
    for (const part of ['/Claim?', '/ChargeItem?', '/Procedure?', '/Encounter?']) {
      const [path] = paths(part)
      expect(new URLSearchParams(path?.split('?')[1]).get('patient')).toBe('p1')
    }
    expect(history.unseen).toEqual([])
  })

  test.each([
    [404, 'not-offered'],
    [403, 'not-allowed'],
    [500, 'failed'],
    [400, 'failed'],
  ] as const)('claims and charges that answer %i are unseen: %s', async (status, because) => {
    server.routes['GET /fhir/Claim'] = { status }
    server.routes['GET /fhir/ChargeItem'] = { status }
    expect((await read()).unseen).toEqual([{ source: 'billing', because }])
  })

  test('charges are enough where there are no claims', async () => {
    server.routes['GET /fhir/Claim'] = { status: 404 }
    expect((await read()).unseen).toEqual([])
  })

  test('a part that failed is named beside one that was read', async () => {
    server.routes['GET /fhir/Claim'] = { status: 502 }
    server.routes['GET /fhir/Procedure'] = { status: 500 }
    expect((await read()).unseen).toEqual([
      { source: 'billing', because: 'failed' },
      { source: 'procedures', because: 'failed' },
    ])
  })

  test('a server that finds charges by visit only is asked so', async () => {
    server.routes['GET /fhir/Claim'] = { status: 404 }
    server.routes['GET /fhir/Encounter'] = {
      body: aBundle([
        { resourceType: 'Encounter', id: 'e0', status: 'finished', subject: { reference: 'Patient/p1' } },
      ]),
    }
    server.routes['GET /fhir/ChargeItem'] = ({ path }) =>
      path.includes('context=') ? { body: aBundle([]) } : { status: 400 }
    expect((await read()).unseen).toEqual([{ source: 'billing', because: 'recent-only' }])
    const query = new URLSearchParams(paths('/ChargeItem?').at(-1)?.split('?')[1])
    expect([query.get('context'), query.get('-status')]).toEqual(['e0', 'billable'])
  })

  test('more than five pages are said to be too many', async () => {
    server.routes['GET /fhir/Claim'] = ({ path }) => {
      const page = Number(new URLSearchParams(path.split('?')[1]).get('page') ?? '1')
      return { body: aBundle([{ ...claim, id: `c${page}` }], `${server.base}/Claim?page=${page + 1}`) }
    }
    const { priorServices, unseen } = await read()
    expect(paths('/Claim')).toHaveLength(5)
    expect([priorServices.length, unseen]).toEqual([5, [{ source: 'billing', because: 'too-many' }]])
  })

  test('a sign-in without the scope asks nothing', async () => {
    server.routes['POST /token'] = {
      body: { ...TOKEN_RESPONSE, scope: 'launch openid patient/Encounter.rs patient/Patient.r' },
    }
    const { unseen } = await read()
    expect(unseen).toEqual([
      { source: 'billing', because: 'not-allowed' },
      { source: 'procedures', because: 'not-allowed' },
    ])
    expect([...paths('/Claim'), ...paths('/ChargeItem'), ...paths('/Procedure')]).toEqual([])
  })
})

describe('who ordered', () => {
  const order = { resourceType: 'ServiceRequest', id: 's1', subject: { reference: 'Patient/p1' } }
  const procedure = {
    resourceType: 'Procedure',
    id: 'x',
    status: 'completed',
    subject: { reference: 'Patient/p1' },
    basedOn: [{ reference: 'ServiceRequest/s1' }],
  }

  test.each([
    ['is read from the order of a procedure', 'Patient/p1', { reference: 'Practitioner/d1', npi: '1234567893' }],
    ['is not taken from another patient’s order', 'Patient/p2', undefined],
  ])('%s', async (_, reference, provider) => {
    server.routes['GET /fhir/Procedure'] = { body: aBundle([procedure]) }
    server.routes['GET /fhir/ServiceRequest/s1'] = {
      body: { ...order, subject: { reference }, requester: { reference: 'Practitioner/d1' } },
    }
    const identifier = [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' }]
    server.routes['GET /fhir/Practitioner/d1'] = { body: { resourceType: 'Practitioner', id: 'd1', identifier } }
    const { connection } = await signIn(server)
    expect((await connection.readClaimFacts()).filing.orderingProvider).toEqual(provider)
  })
})
