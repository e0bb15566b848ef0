import { describe, expect, test } from 'vitest'
import { aClaim } from '../tiny-record.ts'
import { aFhirBase, onStore } from './fhir-base.ts'

const claim = (key: '1' | '2') => ({ ...aClaim('a', key), id: 'c1' })
const entryFor = (body: object) => ({ resource: body, request: { method: 'POST', url: 'Claim' } })

describe('a scope opens its own interactions on its own types, and no others', () => {
  const cases: readonly [string, string, number][] = [
    ['patient/Encounter.r', 'GET /Encounter/enc1', 200],
    ['patient/Encounter.r', 'GET /Encounter/enc1/_history', 200],
    ['patient/Encounter.s', 'GET /Encounter/enc1', 403],
    ['patient/Encounter.s', 'GET /Encounter?patient=p1', 200],
    ['patient/Encounter.r', 'GET /Encounter?patient=p1', 403],
    ['patient/Encounter.rs', 'GET /Condition?patient=p1', 403],
    ['patient/Encounter.read', 'GET /Encounter?patient=p1', 200],
    ['patient/Encounter.read', 'DELETE /Encounter/enc1', 403],
    ['patient/Encounter.write', 'DELETE /Encounter/enc1', 204],
    ['patient/Encounter.write', 'GET /Encounter/enc1', 403],
    ['patient/Encounter.*', 'GET /Encounter/enc1', 200],
    ['patient/*.rs', 'GET /Condition/cond1', 200],
    ['patient/*.cruds', 'DELETE /Condition/cond1', 204],
    ['user/*.rs', 'GET /Practitioner/prac1', 200],
    ['user/Practitioner.r', 'GET /Practitioner/prac1', 200],
    ['patient/*.rs', 'GET /Practitioner/prac1', 403],
    ['openid fhirUser launch', 'GET /Patient/p1', 403],
    ['patient/Encounter.sr', 'GET /Encounter/enc1', 403],
    ['system/*.rs', 'GET /Encounter/enc1', 403],
    ['', 'GET /Encounter/enc1', 403],
  ]
  test.each(cases)('"%s": %s → %i', async (scopes, request, status) => {
    const { call } = await aFhirBase({ scopes, patientId: 'p1' })
    const [method = '', url = ''] = request.split(' ')
    const answer = await call(method, url)
    expect(answer.status).toBe(status)
    if (status === 403) {
      expect(answer.json.resourceType).toBe('OperationOutcome')
      expect(answer.headers['WWW-Authenticate']).toContain('insufficient_scope')
    }
  })

  test('create and update have letters of their own', async () => {
    const { store } = await aFhirBase()
    const creator = onStore(store, { scopes: 'user/Claim.c', patientId: 'p1' })
    const editor = onStore(store, { scopes: 'user/Claim.u', patientId: 'p1' })
    expect((await editor.call('PUT', '/Claim/c1', { body: claim('1') })).status).toBe(403)
    expect((await creator.call('PUT', '/Claim/c1', { body: claim('1') })).status).toBe(201)
    expect((await creator.call('PUT', '/Claim/c1', { body: claim('1') })).status).toBe(403)
    expect((await editor.call('PUT', '/Claim/c1', { body: claim('1') })).status).toBe(200)
  })

  test('a granular scope reaches only what its query matches', async () => {
    const { call } = await aFhirBase({ scopes: 'user/DocumentReference.c?category=clinical-note', patientId: 'p1' })
    const note = {
      resourceType: 'DocumentReference',
      status: 'current',
      subject: { reference: 'Patient/p1' },
      content: [{ attachment: { contentType: 'text/plain', data: 'eA==' } }],
    }
    expect((await call('POST', '/DocumentReference', { body: note })).status).toBe(403)
    const category = [{ coding: [{ code: 'clinical-note' }] }]
    expect((await call('POST', '/DocumentReference', { body: { ...note, category } })).status).toBe(201)
  })
})

describe('patient scopes end at the patient', () => {
  const scopes = 'patient/*.cruds'

  test.each([
    ['GET', '/Patient/p2'],
    ['GET', '/Encounter/enc2'],
    ['GET', '/Encounter/enc2/_history'],
    ['GET', '/Binary/bin2'],
    ['GET', '/Patient/p2/$everything'],
    ['DELETE', '/Encounter/enc2'],
  ])('%s %s → 403', async (method, url) => {
    const { call, store } = await aFhirBase({ scopes, patientId: 'p1' })
    expect((await call(method, url)).status).toBe(403)
    expect(store.has('Encounter', 'enc2')).toBe(true)
  })

  test('a Binary is reached through the document that attaches it', async () => {
    const { call } = await aFhirBase({ scopes: 'patient/Binary.r', patientId: 'p1' })
    expect((await call('GET', '/Binary/bin1')).text).toContain('note 1')
  })

  test.each([
    '/Encounter',
    '/Encounter?patient=p2,p1',
    '/Encounter?_has:Condition:encounter:code=M17.9',
    '/Encounter?date=gt2000',
  ])('%s finds only that patient, and counts only that patient', async (url) => {
    const { call, find } = await aFhirBase({ scopes, patientId: 'p1' })
    expect(await find(url)).toEqual(['enc1'])
    expect((await call('GET', url)).json.total).toBe(1)
  })

  test('a hidden resource cannot be guessed at through a chain or a reverse chain', async () => {
    const open = await aFhirBase()
    await open.call('PUT', '/Condition/cond1', {
      body: { ...(await open.call('GET', '/Condition/cond1')).json, asserter: { reference: 'Practitioner/prac1' } },
    })
    const { find } = onStore(open.store, { scopes: 'patient/Condition.rs patient/Patient.rs', patientId: 'p1' })
    expect(await open.find('/Condition?asserter:Practitioner.name=Moreau')).toEqual(['cond1'])
    expect(await find('/Condition?asserter:Practitioner.name=Moreau')).toEqual([])
    expect(await open.find('/Patient?_has:Observation:patient:code=2160-0')).toEqual(['p1', 'p2'])
    expect(await find('/Patient?_has:Observation:patient:code=2160-0')).toEqual([])
  })

  test('includes leave out what the token may not see', async () => {
    const { call } = await aFhirBase({ scopes: 'patient/Encounter.rs', patientId: 'p1' })
    const { json } = await call(
      'GET',
      '/Encounter?_include=Encounter:practitioner&_include=Encounter:patient&_revinclude=Condition:encounter',
    )
    expect(json.entry.map(({ resource }: { resource: { id: string } }) => resource.id)).toEqual(['enc1'])
  })

  test('an include from the own record does not lead to the record of another', async () => {
    const open = await aFhirBase()
    const { json } = await open.call('GET', '/DocumentReference/doc1')
    const relatesTo = [{ code: 'appends', target: { reference: 'DocumentReference/doc2' } }]
    await open.call('PUT', '/DocumentReference/doc1', { body: { ...json, relatesTo } })
    const { call } = onStore(open.store, { scopes, patientId: 'p1' })
    const found = await call(
      'GET',
      '/DocumentReference?_include=DocumentReference:relatesto&_revinclude=DocumentReference:relatesto',
    )
    expect(found.json.entry).toHaveLength(1)
  })

  test.each([
    ['POST /Claim', aClaim('a', '2')],
    ['PUT /Claim/c1', claim('2')],
    ['POST /Organization', { resourceType: 'Organization', name: 'x' }],
  ])('%s of what is not the own patient → 403, and nothing is stored', async (request, body) => {
    const { call, store } = await aFhirBase({ scopes, patientId: 'p1' })
    const [method = '', url = ''] = request.split(' ')
    expect((await call(method, url, { body })).status).toBe(403)
    expect(store.current('Claim').size).toBe(0)
  })

  test('a resource cannot be moved to another patient, nor taken from one', async () => {
    const open = await aFhirBase()
    const { call } = onStore(open.store, { scopes, patientId: 'p1' })
    const own = (await open.call('GET', '/Condition/cond1')).json
    const foreign = (await open.call('GET', '/Condition/cond2')).json
    expect((await call('PUT', '/Condition/cond1', { body: { ...own, subject: foreign.subject } })).status).toBe(403)
    expect((await call('PUT', '/Condition/cond2', { body: { ...foreign, subject: own.subject } })).status).toBe(403)
    const patch = JSON.stringify([{ op: 'replace', path: '/subject/reference', value: 'Patient/p2' }])
    const headers = { 'content-type': 'application/json-patch+json' }
    expect((await call('PATCH', '/Condition/cond1', { body: patch, headers })).status).toBe(403)
    expect((await open.call('GET', '/Condition/cond1')).json).toEqual(own)
    expect((await open.call('GET', '/Condition/cond1/_history')).json.total).toBe(1)
  })

  test('a patch cannot turn a resource into another one', async () => {
    const open = await aFhirBase()
    const { call } = onStore(open.store, { scopes, patientId: 'p1' })
    const foreign = (await open.call('GET', '/Condition/cond2')).json
    const patch = JSON.stringify([{ op: 'replace', path: '/id', value: 'cond2' }])
    const headers = { 'content-type': 'application/json-patch+json' }
    expect((await call('PATCH', '/Condition/cond1', { body: patch, headers })).status).toBe(400)
    expect((await open.call('GET', '/Condition/cond2')).json).toEqual(foreign)
    expect((await open.call('GET', '/Condition/cond2/_history')).json.total).toBe(1)
  })

  test('the history of a resource that came from another patient begins when it came', async () => {
    const open = await aFhirBase()
    const { json } = await open.call('GET', '/Condition/cond2')
    await open.call('PUT', '/Condition/cond2', { body: { ...json, subject: { reference: 'Patient/p1' } } })
    const { call } = onStore(open.store, { scopes, patientId: 'p1' })
    expect((await call('GET', '/Condition/cond2/_history')).json.total).toBe(1)
    expect((await call('GET', `/Condition/cond2/_history/${json.meta.versionId}`)).status).toBe(403)
  })

  test('a transaction that touches another patient fails whole; a batch fails in that entry', async () => {
    const { call, store } = await aFhirBase({ scopes, patientId: 'p1' })
    const entry = [entryFor(aClaim('a', '1')), entryFor(aClaim('b', '2'))]
    expect((await call('POST', '/', { body: { resourceType: 'Bundle', type: 'transaction', entry } })).status).toBe(403)
    expect(store.current('Claim').size).toBe(0)
    const batch = await call('POST', '/', { body: { resourceType: 'Bundle', type: 'batch', entry } })
    expect(batch.json.entry.map(({ response }: { response: { status: string } }) => response.status)).toEqual([
      '201',
      '403',
    ])
    const reads = [
      { request: { method: 'GET', url: 'Encounter/enc2' } },
      { request: { method: 'GET', url: 'Encounter?patient=p2' } },
    ]
    const read = await call('POST', '/', { body: { resourceType: 'Bundle', type: 'batch', entry: reads } })
    expect(read.json.entry[0].response.status).toBe('403')
    expect(read.json.entry[1].resource.total).toBe(0)
  })

  test('without a patient in context, patient scopes open nothing', async () => {
    const { call } = await aFhirBase({ scopes: 'patient/*.rs' })
    expect((await call('GET', '/Patient/p1')).status).toBe(403)
  })

  test('Provenance about the own record belongs to it', async () => {
    const open = await aFhirBase()
    const provenance = (key: string) => ({
      resourceType: 'Provenance',
      target: [{ reference: `Condition/cond${key}` }],
      recorded: '2026-11-02T10:00:00Z',
      agent: [{ who: { reference: 'Practitioner/prac1' } }],
    })
    const { call } = onStore(open.store, { scopes: 'patient/Provenance.c', patientId: 'p1' })
    expect((await call('POST', '/Provenance', { body: provenance('1') })).status).toBe(201)
    expect((await call('POST', '/Provenance', { body: provenance('2') })).status).toBe(403)
  })
})

describe('conditions', () => {
  const scopes = 'user/Claim.c'
  const headers = { 'if-none-exist': 'identifier=urn:sandbox:draft|a' }

  test('who may only create can create conditionally, alone and in a transaction, but learns no content', async () => {
    const { call, store } = await aFhirBase({ scopes })
    const first = await call('POST', '/Claim', { body: aClaim('a'), headers })
    const again = await call('POST', '/Claim', { body: aClaim('a'), headers })
    const entry = [
      { ...entryFor(aClaim('a')), request: { method: 'POST', url: 'Claim', ifNoneExist: headers['if-none-exist'] } },
    ]
    const bundle = await call('POST', '/', { body: { resourceType: 'Bundle', type: 'transaction', entry } })
    expect([first.status, again.status, bundle.status, store.current('Claim').size]).toEqual([201, 200, 200, 1])
    expect(Object.keys(again.json)).toEqual(['resourceType', 'id', 'meta'])
    expect(bundle.text).not.toContain('insurance')
  })

  test('the claims of another patient do not count for a patient scope', async () => {
    const { store } = await aFhirBase()
    await onStore(store, {}).call('POST', '/Claim', { body: aClaim('a', '2') })
    const { call } = onStore(store, { scopes: 'patient/Claim.c', patientId: 'p1' })
    expect((await call('POST', '/Claim', { body: aClaim('a', '1'), headers })).status).toBe(201)
  })
})
