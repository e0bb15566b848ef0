import { describe, expect, test } from 'vitest'
import { validate } from '#sandbox/fhir/validate.ts'
import { aClaim } from '../tiny-record.ts'
import { aFhirBase, BASE } from './fhir-base.ts'

describe('create, read, update, delete', () => {
  test('a create answers 201 with location, entity tag, date and the resource', async () => {
    const { call } = await aFhirBase()
    const { status, headers, json } = await call('POST', '/Claim', { body: aClaim('a') })
    expect(status).toBe(201)
    expect(headers['Location']).toBe(`${BASE}/Claim/${json.id}/_history/${json.meta.versionId}`)
    expect(headers['ETag']).toBe(`W/"${json.meta.versionId}"`)
    expect(Date.parse(headers['Last-Modified'] ?? '')).not.toBeNaN()
    expect(headers['Content-Type']).toBe('application/fhir+json; charset=utf-8')
  })

  test('a create ignores the id of the client', async () => {
    const { call } = await aFhirBase()
    const { status, json } = await call('POST', '/Claim', { body: { ...aClaim('a'), id: 'mine' } })
    expect(status).toBe(201)
    expect(json.id).not.toBe('mine')
  })

  test('PUT to an id that is not there answers 201, then 200', async () => {
    const { call } = await aFhirBase()
    const body = { ...aClaim('a'), id: 'c1' }
    expect((await call('PUT', '/Claim/c1', { body })).status).toBe(201)
    expect((await call('PUT', '/Claim/c1', { body })).status).toBe(200)
  })

  test.each([
    ['an id that differs from the URL', '/Claim/c1', { ...aClaim('a'), id: 'c2' }],
    ['another type', '/Patient/c1', { ...aClaim('a'), id: 'c1' }],
    ['no resource', '/Claim/c1', ['x']],
  ])('PUT with %s answers 400', async (_, url, body) => {
    const { call } = await aFhirBase()
    expect((await call('PUT', url, { body })).status).toBe(400)
  })

  test('a deleted resource is gone (410), one that never was is not found (404)', async () => {
    const { call } = await aFhirBase()
    expect((await call('DELETE', '/Condition/cond1')).status).toBe(204)
    expect((await call('GET', '/Condition/cond1')).status).toBe(410)
    expect((await call('GET', '/Condition/never')).status).toBe(404)
    expect((await call('GET', '/Nothing/never')).status).toBe(404)
  })

  test('a deleted resource is no longer found, and comes back with PUT', async () => {
    const { call, find } = await aFhirBase()
    const { json } = await call('GET', '/Condition/cond1')
    await call('DELETE', '/Condition/cond1')
    expect(await find('/Condition?patient=p1')).toEqual([])
    expect((await call('PUT', '/Condition/cond1', { body: json })).status).toBe(201)
    expect(await find('/Condition?patient=p1')).toEqual(['cond1'])
  })

  test('HEAD answers as GET; other methods are refused', async () => {
    const { call } = await aFhirBase()
    expect((await call('HEAD', '/Patient/p1')).headers['ETag']).toBeDefined()
    expect((await call('TRACE', '/Patient/p1')).status).toBe(405)
  })
})

describe('versions', () => {
  test('If-Match with the current version updates, with an old one answers 412', async () => {
    const { call } = await aFhirBase()
    const first = await call('GET', '/Encounter/enc1')
    const body = { ...first.json, status: 'in-progress' }
    const headers = { 'if-match': first.headers['ETag'] ?? '' }
    expect((await call('PUT', '/Encounter/enc1', { body, headers })).status).toBe(200)
    const stale = await call('PUT', '/Encounter/enc1', { body, headers })
    expect([stale.status, stale.json.resourceType]).toEqual([412, 'OperationOutcome'])
    const patch = { body: '[]', headers: { ...headers, 'content-type': 'application/json-patch+json' } }
    expect((await call('PATCH', '/Encounter/enc1', patch)).status).toBe(412)
    expect((await call('DELETE', '/Encounter/enc1', { headers })).status).toBe(412)
  })

  test('If-Match about a resource that is not there answers 412, and creates nothing', async () => {
    const { call, store } = await aFhirBase()
    const answer = await call('PUT', '/Claim/c9', {
      body: { ...aClaim('a'), id: 'c9' },
      headers: { 'if-match': 'W/"1"' },
    })
    expect([answer.status, store.current('Claim').size]).toEqual([412, 0])
  })

  test('an If-Match that is no entity tag is refused, not ignored', async () => {
    const { call } = await aFhirBase()
    const { json } = await call('GET', '/Encounter/enc1')
    expect((await call('PUT', '/Encounter/enc1', { body: json, headers: { 'if-match': '1' } })).status).toBe(400)
  })

  test('If-None-Match with the current version answers 304', async () => {
    const { call } = await aFhirBase()
    const { headers } = await call('GET', '/Patient/p1')
    const again = await call('GET', '/Patient/p1', { headers: { 'if-none-match': headers['ETag'] ?? '' } })
    expect([again.status, again.text]).toEqual([304, ''])
  })

  test('history is newest first, however often it is read, and holds the deletion', async () => {
    const { call } = await aFhirBase()
    const { json } = await call('GET', '/Encounter/enc1')
    await call('PUT', '/Encounter/enc1', { body: { ...json, status: 'in-progress' } })
    await call('DELETE', '/Encounter/enc1')
    await call('PUT', '/Encounter/enc1', { body: { ...json, status: 'cancelled' } })
    for (let reading = 0; reading < 3; reading += 1) {
      const history = await call('GET', '/Encounter/enc1/_history')
      const entries: { request: { method: string }; resource?: { status: string } }[] = history.json.entry
      expect(history.json.total).toBe(4)
      expect(entries.map(({ request, resource }) => resource?.status ?? request.method)).toEqual([
        'cancelled',
        'DELETE',
        'in-progress',
        'finished',
      ])
    }
  })

  test('an old version can be read', async () => {
    const { call } = await aFhirBase()
    const { json } = await call('GET', '/Encounter/enc1')
    await call('PUT', '/Encounter/enc1', { body: { ...json, status: 'in-progress' } })
    const old = await call('GET', `/Encounter/enc1/_history/${json.meta.versionId}`)
    expect([old.status, old.json.status]).toEqual([200, 'finished'])
    expect((await call('GET', '/Encounter/enc1/_history/none')).status).toBe(404)
  })
})

describe('conditional create', () => {
  const condition = (value: string) => ({ 'if-none-exist': `identifier=urn:sandbox:draft|${value}` })

  test('answers 201, then 200 with the one that is there, then 412 when there are several', async () => {
    const { call, store } = await aFhirBase()
    const first = await call('POST', '/Claim', { body: aClaim('a'), headers: condition('a') })
    const second = await call('POST', '/Claim', { body: aClaim('a'), headers: condition('a') })
    expect([first.status, second.status]).toEqual([201, 200])
    expect(second.json.id).toBe(first.json.id)
    expect(second.headers['Location']).toBe(first.headers['Location'])
    await call('POST', '/Claim', { body: aClaim('a') })
    expect((await call('POST', '/Claim', { body: aClaim('a'), headers: condition('a') })).status).toBe(412)
    expect(store.current('Claim').size).toBe(2)
  })

  test('a plus in an identifier is a plus, raw or encoded, alone or in a transaction', async () => {
    const { call, store } = await aFhirBase()
    const entry = {
      resource: aClaim('a+b'),
      request: { method: 'POST', url: 'Claim', ifNoneExist: 'identifier=urn:sandbox:draft|a+b' },
    }
    await call('POST', '/Claim', { body: aClaim('a+b'), headers: condition('a+b') })
    await call('POST', '/Claim', { body: aClaim('a+b'), headers: condition('a%2Bb') })
    await call('POST', '/', { body: { resourceType: 'Bundle', type: 'transaction', entry: [entry] } })
    expect(store.current('Claim').size).toBe(1)
  })

  test.each(['colour=red', '_count=1'])('a condition that selects nothing (%s) is refused', async (text) => {
    const { call, store } = await aFhirBase()
    const answer = await call('POST', '/Claim', { body: aClaim('a'), headers: { 'if-none-exist': text } })
    expect([answer.status, store.current('Claim').size]).toEqual([400, 0])
  })

  test('twenty at once create one', async () => {
    const { call, store } = await aFhirBase()
    const body = aClaim('a')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call('POST', '/Claim', { body, headers: condition('a') })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(store.current('Claim').size).toBe(1)
  })
})

describe('other conditions', () => {
  test('conditional update creates, updates, then refuses several', async () => {
    const { call } = await aFhirBase()
    const put = () => call('PUT', '/Claim?identifier=urn:sandbox:draft|a', { body: aClaim('a') })
    expect([(await put()).status, (await put()).status]).toEqual([201, 200])
    await call('POST', '/Claim', { body: aClaim('a') })
    expect((await put()).status).toBe(412)
  })

  test('conditional delete takes the one that matches, and is content with none', async () => {
    const { call } = await aFhirBase()
    expect((await call('DELETE', '/Condition?patient=p1')).status).toBe(204)
    expect((await call('GET', '/Condition/cond1')).status).toBe(410)
    expect((await call('DELETE', '/Condition?patient=p1')).status).toBe(204)
    expect((await call('DELETE', '/Patient?gender=male,female')).status).toBe(412)
  })

  test.each(['PUT', 'PATCH', 'DELETE'])('%s without any condition is refused', async (method) => {
    const { call, store } = await aFhirBase()
    const headers = { 'content-type': method === 'PATCH' ? 'application/json-patch+json' : 'application/json' }
    const body = method === 'PATCH' ? '[]' : { resourceType: 'Organization', name: 'x' }
    expect((await call(method, '/Organization', { body, headers })).status).toBe(400)
    expect(store.has('Organization', 'org1')).toBe(true)
  })
})

describe('what is asked back', () => {
  test.each([
    ['return=minimal', ''],
    ['return=OperationOutcome', 'OperationOutcome'],
    ['return=representation', 'Claim'],
  ])('Prefer: %s', async (prefer, type) => {
    const { call } = await aFhirBase()
    const { status, json, headers } = await call('POST', '/Claim', { body: aClaim('a'), headers: { prefer } })
    expect([status, json?.resourceType ?? '']).toEqual([201, type])
    expect(headers['Location']).toBeDefined()
  })
})

describe('content types', () => {
  test.each(['application/fhir+json', 'application/json', 'application/fhir+json; charset=UTF-8'])(
    '%s is taken',
    async (type) => {
      const { call } = await aFhirBase()
      expect((await call('POST', '/Claim', { body: aClaim('a'), headers: { 'content-type': type } })).status).toBe(201)
    },
  )

  test.each([
    ['XML', 415, { body: '<Claim/>', headers: { 'content-type': 'application/fhir+xml' } }],
    ['a form', 415, { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['malformed JSON', 400, { body: '{"resourceType":' }],
    ['an empty body', 400, { body: '', headers: { 'content-type': 'application/json' } }],
    ['JSON that is no resource', 400, { body: '"Claim"' }],
    ['null', 400, { body: 'null' }],
    ['an answer in XML only', 406, { body: '{}', headers: { accept: 'application/fhir+xml' } }],
  ])('%s answers %i with an outcome', async (_, status, options) => {
    const { call } = await aFhirBase()
    const answer = await call('POST', '/Claim', options)
    expect([answer.status, answer.json.resourceType]).toEqual([status, 'OperationOutcome'])
  })
})

describe('Binary', () => {
  test.each([undefined, 'text/rtf', '*/*'])('is sent as it is when %s is accepted', async (accept) => {
    const { call } = await aFhirBase()
    const answer = await call('GET', '/Binary/bin1', { headers: accept === undefined ? {} : { accept } })
    expect(answer.headers['Content-Type']).toBe('text/rtf')
    expect(answer.text).toBe('{\\rtf1 note 1}')
    expect(answer.headers['Content-Security-Policy']).toContain('sandbox')
  })

  test('is a resource when FHIR is accepted', async () => {
    const { call } = await aFhirBase()
    const { json } = await call('GET', '/Binary/bin1', { headers: { accept: 'application/fhir+json' } })
    expect(json.resourceType).toBe('Binary')
  })

  test('can be created from its content', async () => {
    const { call } = await aFhirBase()
    const created = await call('POST', '/Binary', { body: 'plain words', headers: { 'content-type': 'text/plain' } })
    expect(created.status).toBe(201)
    expect((await call('GET', `/Binary/${created.json.id}`)).text).toBe('plain words')
  })
})

describe('the capability statement', () => {
  test('says what each base does with Claim, and nothing that it does not do', async () => {
    const full = await aFhirBase()
    const charges = await aFhirBase({ ehr: 'charges' })
    const { json } = await full.call('GET', '/metadata')
    const claimOf = (statement: { rest: { resource: { type: string; interaction: { code: string }[] }[] }[] }) =>
      statement.rest[0]?.resource.find(({ type }) => type === 'Claim')?.interaction.map(({ code }) => code)
    expect(json).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', kind: 'instance' })
    expect(claimOf(json)).toContain('create')
    expect(json.rest[0].interaction).toContainEqual({ code: 'transaction' })
    const limited = (await charges.call('GET', '/metadata')).json
    expect(validate(json).concat(validate(limited))).toEqual([])
    expect(claimOf(limited)).toEqual(['read', 'vread', 'history-instance', 'search-type'])
    expect(limited.rest[0].interaction).toBeUndefined()
  })

  test('the base for charges refuses Claim writes and bundles with 405, and takes ChargeItems', async () => {
    const { call, store } = await aFhirBase({ ehr: 'charges' })
    const body = aClaim('a')
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource: body, request: { method: 'POST', url: 'Claim' } }],
    }
    expect((await call('POST', '/Claim', { body })).status).toBe(405)
    expect((await call('PUT', '/Claim/c1', { body: { ...body, id: 'c1' } })).status).toBe(405)
    expect((await call('POST', '/', { body: bundle })).status).toBe(405)
    expect((await call('GET', '/Claim?patient=p1')).status).toBe(200)
    expect(store.current('Claim').size).toBe(0)
    const charge = {
      resourceType: 'ChargeItem',
      status: 'planned',
      code: { text: 'x' },
      subject: { reference: 'Patient/p1' },
    }
    expect((await call('POST', '/ChargeItem', { body: charge })).status).toBe(201)
  })

  test('every search parameter it lists can be searched', async () => {
    const { call } = await aFhirBase()
    const { json } = await call('GET', '/metadata')
    const samples: Record<string, string> = {
      date: '2026',
      number: '1',
      quantity: '1',
      reference: 'x',
      string: 'x',
      token: 'x',
      uri: 'x',
    }
    const resources: { type: string; searchParam: { name: string; type: string }[] }[] = json.rest[0].resource
    const failures = []
    for (const { type, searchParam } of resources) {
      for (const { name, type: kind } of searchParam) {
        const answer = await call('GET', `/${type}?${name}=${samples[kind]}`, {
          headers: { prefer: 'handling=strict' },
        })
        if (answer.status !== 200) failures.push(`${type}.${name} (${kind}): ${answer.text}`)
      }
    }
    expect(failures).toEqual([])
  })
})
