import { describe, expect, test } from 'vitest'
import { aClaim } from '../tiny-record.ts'
import { aFhirBase, BASE } from './fhir-base.ts'

const claimUrn = 'urn:uuid:11111111-1111-4111-8111-111111111111'
const deviceUrn = 'urn:uuid:22222222-2222-4222-8222-222222222222'

function draft(value: string) {
  const provenance = {
    resourceType: 'Provenance',
    target: [{ reference: claimUrn }],
    recorded: '2026-11-02T10:05:01Z',
    agent: [{ who: { reference: deviceUrn } }],
  }
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        fullUrl: deviceUrn,
        resource: { resourceType: 'Device', identifier: [{ value: 'postil' }] },
        request: { method: 'POST', url: 'Device', ifNoneExist: 'identifier=postil' },
      },
      {
        fullUrl: claimUrn,
        resource: aClaim(value),
        request: { method: 'POST', url: 'Claim', ifNoneExist: `identifier=urn:sandbox:draft|${value}` },
      },
      { resource: provenance, request: { method: 'POST', url: 'Provenance', ifNoneExist: `target=${claimUrn}` } },
    ],
  }
}

describe('a transaction', () => {
  test('stores all of a draft with references between the entries, and the second time nothing', async () => {
    const { call, store, find } = await aFhirBase()
    const first = await call('POST', '/', { body: draft('a') })
    const second = await call('POST', '/', { body: draft('a') })
    const statuses = ({ json }: typeof first) =>
      json.entry.map(({ response }: { response: { status: string } }) => response.status)
    expect([first.status, statuses(first), statuses(second)]).toEqual([
      200,
      ['201', '201', '201'],
      ['200', '200', '200'],
    ])
    const [claim] = [...store.current('Claim').values()]
    expect(await find(`/Provenance?target=Claim/${claim?.id}`)).toHaveLength(1)
    expect([store.current('Device').size, store.current('Claim').size, store.current('Provenance').size]).toEqual([
      1, 1, 1,
    ])
  })

  test('gives every entry its location, entity tag and date', async () => {
    const { call } = await aFhirBase()
    const { json } = await call('POST', '/', { body: draft('a') })
    const { response, resource, fullUrl } = json.entry[1]
    expect(fullUrl).toBe(`${BASE}/Claim/${resource.id}`)
    expect(response).toMatchObject({
      location: `${BASE}/Claim/${resource.id}/_history/${resource.meta.versionId}`,
      etag: `W/"${resource.meta.versionId}"`,
      lastModified: resource.meta.lastUpdated,
    })
  })

  test('that fails leaves nothing: no create, no update, no deletion, no version, no trace in searches', async () => {
    const { call, store, find } = await aFhirBase()
    const { json: encounter } = await call('GET', '/Encounter/enc1')
    const { json: condition } = await call('GET', '/Condition/cond1')
    const entry = [
      { request: { method: 'DELETE', url: 'Observation/obs1' } },
      { resource: aClaim('a'), request: { method: 'POST', url: 'Claim' } },
      { resource: { ...encounter, status: 'cancelled' }, request: { method: 'PUT', url: 'Encounter/enc1' } },
      {
        resource: { ...condition, subject: { reference: 'Patient/p2' } },
        request: { method: 'PUT', url: 'Condition/cond1' },
      },
      { resource: { resourceType: 'Claim', id: 'c9', status: 'draft' }, request: { method: 'PUT', url: 'Claim/c9' } },
    ]
    const answer = await call('POST', '/', { body: { resourceType: 'Bundle', type: 'transaction', entry } })
    expect([answer.status, answer.json.resourceType]).toEqual([400, 'OperationOutcome'])
    expect(store.current('Claim').size).toBe(0)
    expect((await call('GET', '/Encounter/enc1')).json).toEqual(encounter)
    expect((await call('GET', '/Encounter/enc1/_history')).json.total).toBe(1)
    expect((await call('GET', '/Observation/obs1')).status).toBe(200)
    expect(await find('/Condition?patient=p1')).toEqual(['cond1'])
    expect(await find('/Condition?patient=p2')).toEqual(['cond2'])
    expect(await find('/Claim?patient=p1')).toEqual([])
  })

  test('with a stale ifMatch in one entry answers 412 and changes nothing', async () => {
    const { call } = await aFhirBase()
    const { json: encounter } = await call('GET', '/Encounter/enc1')
    const entry = [
      { resource: aClaim('a'), request: { method: 'POST', url: 'Claim' } },
      { resource: encounter, request: { method: 'PUT', url: 'Encounter/enc1', ifMatch: 'W/"old"' } },
    ]
    expect((await call('POST', '/', { body: { resourceType: 'Bundle', type: 'transaction', entry } })).status).toBe(412)
    expect((await call('GET', '/Claim?patient=p1')).json.total).toBe(0)
  })

  test('does not swallow a write that comes at the same time', async () => {
    const { call, store } = await aFhirBase()
    const entry = [
      { resource: aClaim('a'), request: { method: 'POST', url: 'Claim' } },
      { resource: { resourceType: 'Claim' }, request: { method: 'POST', url: 'Claim' } },
    ]
    const [failed, written] = await Promise.all([
      call('POST', '/', { body: { resourceType: 'Bundle', type: 'transaction', entry } }),
      call('POST', '/Claim', { body: aClaim('b') }),
    ])
    expect([failed.status, written.status]).toEqual([400, 201])
    expect(store.current('Claim').size).toBe(1)
  })
})

describe('a batch', () => {
  test('lets each entry succeed or fail for itself', async () => {
    const { call } = await aFhirBase()
    const entry = [
      { request: { method: 'GET', url: 'Encounter?patient=p1' } },
      { request: { method: 'GET', url: 'Encounter/none' } },
      { resource: { resourceType: 'Claim' }, request: { method: 'POST', url: 'Claim' } },
      { resource: aClaim('a'), request: { method: 'POST', url: 'Claim' } },
      { resource: { ...aClaim('b'), id: 'c9' }, request: { method: 'PUT', url: 'Claim/c9' } },
    ]
    const { status, json } = await call('POST', '/', { body: { resourceType: 'Bundle', type: 'batch', entry } })
    expect(status).toBe(200)
    expect(json.entry.map(({ response }: { response: { status: string } }) => response.status)).toEqual([
      '200',
      '404',
      '400',
      '201',
      '201',
    ])
    expect(json.entry[0].resource.entry[0].fullUrl).toBe(`${BASE}/Encounter/enc1`)
  })
})

test.each([
  ['a collection', { resourceType: 'Bundle', type: 'collection', entry: [] }],
  ['another resource', aClaim('a')],
])('%s posted to the base answers 400', async (_, body) => {
  const { call } = await aFhirBase()
  expect((await call('POST', '/', { body })).status).toBe(400)
})
