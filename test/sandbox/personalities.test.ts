// Each EHR that the sandbox can be does what public sources say of its kind, and says so at /metadata.
import type { CapabilityStatement, Resource } from '@medplum/fhirtypes'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { mapCapabilities } from '#fhir-mappers/capability-statement.ts'
import { validate } from '#sandbox/fhir/validate.ts'
import { EHR_KINDS } from '#sandbox/personalities/ehr-kind.ts'
import { WRITE_FAULTS } from '#sandbox/personalities/flaky.ts'
import type { Sandbox } from '#sandbox/start-sandbox.ts'
import { aFhirBase } from './fhir/fhir-base.ts'
import { aSandbox } from './smart/smart-client.ts'
import { aClaim, tinyRecord } from './tiny-record.ts'

const aCondition = {
  resourceType: 'Condition',
  subject: { reference: 'Patient/p1' },
  code: { text: 'Cough' },
} satisfies Resource
const aTask = { resourceType: 'Task', status: 'requested', intent: 'order' } satisfies Resource

describe('every EHR', () => {
  test.each(EHR_KINDS)('%s: a valid statement, and a 4xx to every create that it does not list', async (ehr) => {
    const { call } = await aFhirBase({ ehr })
    const statement: CapabilityStatement = (await call('GET', '/metadata')).json
    expect(validate(statement)).toEqual([])
    const mapped = mapCapabilities(statement)
    if (!mapped.ok) throw new Error('no statement')
    for (const type of ['Claim', 'ChargeItem', 'Task', 'Provenance', 'Device']) {
      if (mapped.value.resources.get(type)?.interactions.has('create')) continue
      expect([404, 405]).toContain((await call('POST', `/${type}`, { body: { resourceType: type } })).status)
    }
  })
})

describe('epic', () => {
  test('has neither Claim nor ChargeItem, not even to read', async () => {
    const { call } = await aFhirBase({ ehr: 'epic' })
    expect((await call('GET', '/Claim?patient=p1')).status).toBe(404)
    expect((await call('POST', '/ChargeItem', { body: {} })).status).toBe(404)
  })

  test('lists Task, and refuses it with 403 and nothing in it', async () => {
    const { call } = await aFhirBase({ ehr: 'epic' })
    const { json } = await call('GET', '/metadata')
    const task = (json as CapabilityStatement).rest?.[0]?.resource?.find(({ type }) => type === 'Task')
    expect(task?.interaction?.map(({ code }) => code)).toContain('create')
    expect(await call('POST', '/Task', { body: aTask })).toMatchObject({ status: 403, text: '' })
  })

  test('answers a create with 201, nothing in it and a relative Location, and files a second one when asked again', async () => {
    const { call, store } = await aFhirBase({ ehr: 'epic' })
    const headers = { 'if-none-exist': 'identifier=one' }
    const body = { ...aCondition, identifier: [{ value: 'one' }] }
    const before = store.current('Condition').size
    const first = await call('POST', '/Condition', { body, headers })
    await call('POST', '/Condition', { body, headers })
    expect([first.status, first.text]).toEqual([201, ''])
    expect(first.headers['Location']).toMatch(/^Condition\/[^/]+$/)
    expect(store.current('Condition').size).toBe(before + 2)
    const asked = await call('POST', '/Condition', { body, headers: { prefer: 'return=representation' } })
    expect(asked.json).toMatchObject({ resourceType: 'Condition' })
  })

  test('has no versions, no updates, no bundles', async () => {
    const { call } = await aFhirBase({ ehr: 'epic' })
    const read = await call('GET', '/Patient/p1')
    expect(read.headers).not.toHaveProperty('ETag')
    expect(read.json.meta).not.toHaveProperty('versionId')
    expect((await call('GET', '/Patient')).json.entry[0].resource.meta).not.toHaveProperty('versionId')
    expect((await call('PUT', '/Patient/p1', { body: read.json })).status).toBe(405)
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry: [] }
    expect((await call('POST', '/', { body: bundle })).status).toBe(405)
  })
})

describe('oracle', () => {
  const charge = {
    resourceType: 'ChargeItem',
    status: 'unknown',
    code: { coding: [{ code: '1' }] },
    subject: { reference: 'Patient/p1' },
    context: { reference: 'Encounter/enc1' },
    occurrenceDateTime: '2026-11-02',
    quantity: { value: 1 },
  }
  const parameters = (resource: unknown) => ({
    resourceType: 'Parameters',
    parameter: [
      { name: 'transactionId', valueUuid: 'urn:uuid:0f9de7b6-0000-4000-8000-000000000001' },
      { name: 'chargeItem', resource },
    ],
  })

  test('posts a charge at once by $create, says nothing of it, and takes it back by $credit', async () => {
    const { call, store } = await aFhirBase({ ehr: 'oracle' })
    expect((await call('POST', '/ChargeItem', { body: charge })).status).toBe(405)
    const planned = await call('POST', '/ChargeItem/$create', { body: parameters({ ...charge, status: 'planned' }) })
    expect(planned.status).toBe(400)
    const posted = await call('POST', '/ChargeItem/$create', { body: parameters(charge) })
    expect([posted.status, posted.text]).toEqual([200, ''])
    const [kept] = store.current('ChargeItem').values()
    expect(kept).toMatchObject({ status: 'billable' })
    const credit = (parameter: object[]) =>
      call('POST', `/ChargeItem/${kept?.id}/$credit`, { body: { resourceType: 'Parameters', parameter } })
    expect((await credit([])).status).toBe(400)
    const transaction = { name: 'transactionId', valueUuid: 'urn:uuid:1d2f8f4e-7a4b-4d0f-8a36-5d6c2d3f4a5b' }
    expect((await credit([transaction])).status).toBe(200)
    expect(store.current('ChargeItem').get(kept?.id ?? '')).toMatchObject({ status: 'not-billable' })
    // A charge is taken back once.
    expect((await credit([transaction])).status).toBe(400)
  })

  test('elsewhere there is no such operation', async () => {
    const { call } = await aFhirBase()
    expect((await call('POST', '/ChargeItem/$create', { body: parameters(charge) })).status).toBe(404)
  })

  test.each([
    ['/DocumentReference?patient=p1&date=ge2026-11-01', 400],
    ['/DocumentReference?patient=p1&date=ge2026-11-01T00:00:00Z', 200],
    ['/ChargeItem?patient=p1', 400],
    ['/ChargeItem?context=Encounter/enc1', 400],
    ['/ChargeItem?context=Encounter/enc1&-status=billable', 200],
  ])('%s answers %i', async (url, status) => {
    const { call } = await aFhirBase({ ehr: 'oracle' })
    expect((await call('GET', url)).status).toBe(status)
  })

  test('takes final documents only', async () => {
    const { call } = await aFhirBase({ ehr: 'oracle' })
    const body = {
      resourceType: 'DocumentReference',
      status: 'current',
      docStatus: 'preliminary',
      content: [{ attachment: { contentType: 'text/plain', data: 'eA==' } }],
    }
    expect((await call('POST', '/DocumentReference', { body })).status).toBe(400)
    expect((await call('POST', '/DocumentReference', { body: { ...body, docStatus: 'final' } })).status).toBe(201)
  })
})

test.each([
  ['oracle', 10],
  ['hapi', 20],
] as const)('%s: pages of %i, and a next link that says nothing of the search', async (ehr, size) => {
  const many = Array.from({ length: 45 }, (_, at) => ({ ...aCondition, id: `many-${at}` }))
  const { call } = await aFhirBase({ ehr, resources: [...tinyRecord(), ...many] })
  const seen: string[] = []
  let url: string | undefined = '/Condition?patient=p1&_sort=_id'
  let pages = 0
  while (url !== undefined) {
    const { json } = await call('GET', url)
    seen.push(...json.entry.map(({ resource }: { resource: Resource }) => resource.id))
    const next: string | undefined = json.link.find(({ relation }: { relation: string }) => relation === 'next')?.url
    if (next !== undefined) expect(next).not.toContain('patient')
    url = next?.slice(next.indexOf('/Condition'))
    pages += 1
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(pages).toBe(Math.ceil(seen.length / size))
})

describe('over HTTP', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await aSandbox({ ehr: 'epic' })
    return () => sandbox.stop()
  })
  afterEach(() => {
    sandbox.faults = undefined
  })

  const metadata = async () => (await fetch(`${sandbox.url}/fhir/metadata`)).json()
  const post = (identifier: string) =>
    fetch(`${sandbox.url}/open/fhir/Claim`, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify(aClaim(identifier)),
    })

  test('starts as the EHR of its option, and becomes another from one request to the next', async () => {
    expect((await metadata()).software.name).toBe('Epic')
    sandbox.become('hapi')
    expect((await metadata()).software.name).toBe('HAPI FHIR Server')
  })

  test('slow: answers after a while', async () => {
    sandbox.become('slow')
    const start = performance.now()
    await metadata()
    expect(performance.now() - start).toBeGreaterThan(600)
  })

  test.each(WRITE_FAULTS.map((fault) => [JSON.stringify(fault).slice(0, 40), fault] as const))(
    'a fault stores what it says it stores: %s',
    async (name, fault) => {
      sandbox.faults = ({ path }) => (path === '/open/fhir/Claim' ? fault : undefined)
      const answer = await post(name).catch(() => undefined)
      const isAfter = fault === 'drop-after' || (typeof fault === 'object' && fault.isAfter === true)
      expect(answer?.status).toBe(typeof fault === 'string' ? undefined : fault.status)
      sandbox.faults = undefined
      expect(
        (await sandbox.search('Claim')).filter((claim) => JSON.stringify(claim).includes(JSON.stringify(name))),
      ).toHaveLength(isAfter ? 1 : 0)
    },
  )

  test('flaky: every second write fails, each in its own way, and the sign-in is left alone', async () => {
    sandbox.become('flaky')
    const statuses: (number | undefined)[] = []
    for (let at = 0; at < WRITE_FAULTS.length * 2; at++) {
      const answer = await fetch(`${sandbox.url}/fhir/Claim`, { method: 'POST' }).catch(() => undefined)
      statuses.push(answer?.status)
    }
    expect(statuses.filter((_, at) => at % 2 === 0)).toEqual(
      WRITE_FAULTS.map((fault) => (typeof fault === 'string' ? undefined : fault.status)),
    )
    expect((await metadata()).resourceType).toBe('CapabilityStatement')
  })
})
