import type { Resource } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { tinyRecord } from '../tiny-record.ts'
import { aFhirBase, BASE } from './fhir-base.ts'

describe('what a search finds', () => {
  const searches: readonly [string, readonly string[]][] = [
    ['/Encounter?patient=p1', ['enc1']],
    ['/Encounter?patient=Patient/p1', ['enc1']],
    [`/Encounter?patient=${BASE}/Patient/p1`, ['enc1']],
    ['/Encounter?patient:Patient=p1', ['enc1']],
    ['/Encounter?subject=p1', ['enc1']],
    ['/Encounter?subject:Patient=p1', ['enc1']],
    ['/Encounter?patient=p1,p2', ['enc1', 'enc2']],
    ['/Encounter?patient=p1&patient=p2', []],
    ['/Encounter?patient=p', []],
    ['/Encounter?patient:not=p1', ['enc2']],
    ['/Encounter?_id=enc2', ['enc2']],
    ['/Encounter?status=finished,planned&patient=p2', ['enc2']],
    ['/Encounter?class=AMB&_sort=-date', ['enc2', 'enc1']],
    ['/Encounter?class=http://terminology.hl7.org/CodeSystem/v3-ActCode|AMB', ['enc1', 'enc2']],
    ['/Encounter?class=|AMB', []],
    ['/Encounter?class=http://terminology.hl7.org/CodeSystem/v3-ActCode|', ['enc1', 'enc2']],
    ['/Encounter?status:not=finished', []],
    ['/Encounter?practitioner=prac1', ['enc1', 'enc2']],
    ['/Condition?encounter=enc1', ['cond1']],
    ['/Condition?patient=p1&category=encounter-diagnosis&encounter=Encounter/enc1', ['cond1']],
    ['/Condition?code=http://hl7.org/fhir/sid/icd-10-cm|M17.9&patient=p2', ['cond2']],
    ['/Condition?code:text=osteoarthritis&patient=p1', ['cond1']],
    ['/Condition?onset-date:missing=true', ['cond1', 'cond2']],
    ['/Condition?encounter:missing=false&patient=p1', ['cond1']],
    ['/DocumentReference?encounter=enc1', ['doc1']],
    ['/DocumentReference?encounter=Encounter/enc2', ['doc2']],
    ['/DocumentReference?patient=p1&category=clinical-note&type=http://loinc.org|11506-3&status=current', ['doc1']],
    ['/DocumentReference?patient=p1&date=ge2026-11-01&date=lt2026-11-02', ['doc1']],
    ['/Patient?name=alvarez', ['p1']],
    ['/Patient?name=Zoe', ['p1']],
    ['/Patient?family=brandt', []],
    ['/Patient?family:contains=brandt', ['p1']],
    ['/Patient?family:exact=nkemelu', []],
    ['/Patient?family:exact=Nkemelu', ['p2']],
    ['/Patient?birthdate=1960', ['p1']],
    ['/Patient?birthdate=lt1950-01-01', ['p2']],
    ['/Patient?identifier=urn:sandbox:mrn|MRN-2', ['p2']],
    ['/Patient?identifier=MRN-1', ['p1']],
    ['/Observation?value-quantity=gt1', ['obs1']],
    ['/Observation?value-quantity=0.9|http://unitsofmeasure.org|mg/dL', ['obs2']],
    ['/Observation?value-quantity=0.9||mmol', []],
    ['/Observation?value-quantity=ap1.35', ['obs1']],
    ['/Observation?code=2160-0&_sort=date', ['obs1', 'obs2']],
    ['/Encounter?patient.name=Otto', ['enc2']],
    ['/Encounter?subject:Patient.identifier=MRN-1', ['enc1']],
    ['/Condition?encounter.patient.name=Otto', ['cond2']],
    ['/Patient?_has:Observation:patient:value-quantity=gt1', ['p1']],
    ['/Patient?_has:Encounter:patient:_id=enc2', ['p2']],
    ['/PractitionerRole?practitioner=coder1', ['role1']],
    ['/Patient?_lastUpdated=lt2000', []],
    ['/Patient?_lastUpdated=gt2000', ['p1', 'p2']],
  ]
  test.each(searches)('%s', async (url, expected) => {
    const { find } = await aFhirBase()
    expect((await find(url)).toSorted()).toEqual(expected.toSorted())
  })

  test('sorts by several keys, what has no value last', async () => {
    const { find } = await aFhirBase({
      resources: [
        { resourceType: 'Patient', id: 'a', birthDate: '1990-01-01', name: [{ family: 'B' }] },
        { resourceType: 'Patient', id: 'b', name: [{ family: 'A' }] },
        { resourceType: 'Patient', id: 'c', birthDate: '1990-01-01', name: [{ family: 'A' }] },
        { resourceType: 'Patient', id: 'd', birthDate: '1980-01-01', name: [{ family: 'C' }] },
      ],
    })
    expect(await find('/Patient?_sort=birthdate,family')).toEqual(['d', 'c', 'a', 'b'])
    expect(await find('/Patient?_sort=-birthdate,-family')).toEqual(['a', 'c', 'd', 'b'])
  })

  test('an update moves a resource to where it points now', async () => {
    const { call, find } = await aFhirBase()
    const { json } = await call('GET', '/Condition/cond1')
    await call('PUT', '/Condition/cond1', { body: { ...json, subject: { reference: 'Patient/p2' } } })
    expect(await find('/Condition?patient=p1')).toEqual([])
    expect(await find('/Condition?patient=p2')).toEqual(['cond2', 'cond1'])
  })

  test('a search by POST is a form', async () => {
    const { call } = await aFhirBase()
    const { json } = await call('POST', '/Encounter/_search', {
      body: 'patient=p1&status=finished',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(json.entry.map(({ resource }: { resource: Resource }) => resource.id)).toEqual(['enc1'])
    expect(json.link[0].url).toBe(`${BASE}/Encounter?patient=p1&status=finished&_count=100`)
  })

  test.each([
    'date=yesterday',
    '_count=x',
    '_offset=-1',
    'class:in=x',
    'value-quantity=x',
    'patient.colour=red',
    '_include=Encounter:colour',
  ])('nonsense (%s) answers 400', async (query) => {
    const { call } = await aFhirBase()
    const type = query.startsWith('value') ? 'Observation' : 'Encounter'
    expect((await call('GET', `/${type}?${query}`)).status).toBe(400)
  })
})

describe('unknown search parameters', () => {
  test('are ignored, left out of the self link and reported', async () => {
    const { call } = await aFhirBase()
    const { status, json } = await call('GET', '/Encounter?patient=p1&colour=red&_sort=mood')
    expect(status).toBe(200)
    expect(json.link[0]).toEqual({ relation: 'self', url: `${BASE}/Encounter?patient=p1&_count=100` })
    expect(json.entry.map(({ search }: { search: { mode: string } }) => search.mode)).toEqual(['match', 'outcome'])
    expect(json.entry[1].resource.issue[0].details.text).toContain('colour, _sort')
  })

  test('are refused when the client asks for strictness', async () => {
    const { call } = await aFhirBase()
    const answer = await call('GET', '/Encounter?patient=p1&colour=red', { headers: { prefer: 'handling=strict' } })
    expect([answer.status, answer.json.resourceType]).toEqual([400, 'OperationOutcome'])
    expect(answer.text).toContain('colour')
  })
})

describe('pages', () => {
  const many: Resource[] = Array.from({ length: 25 }, (_, index) => ({
    resourceType: 'Patient',
    id: `p${String(index).padStart(2, '0')}`,
    name: [{ family: 'Álv+rez & Søn' }],
  }))

  test('following next reads everything once, and the last page has no next', async () => {
    const { call } = await aFhirBase({ resources: many })
    const seen: string[] = []
    let url: string | undefined = `/Patient?name=${encodeURIComponent('álv+rez &')}&_count=10&_sort=_id`
    let pages = 0
    while (url !== undefined) {
      const { json } = await call('GET', url)
      expect(json.total).toBe(25)
      seen.push(...json.entry.map(({ resource }: { resource: Resource }) => resource.id))
      const links: { relation: string; url: string }[] = json.link
      url = links.find(({ relation }) => relation === 'next')?.url.slice(BASE.length)
      pages += 1
    }
    expect([pages, seen]).toEqual([3, many.map(({ id }) => id)])
  })

  test('previous leads back to the first page', async () => {
    const { call } = await aFhirBase({ resources: many })
    const { json } = await call('GET', '/Patient?_count=10&_offset=10')
    const previous = json.link.find(({ relation }: { relation: string }) => relation === 'previous')
    expect(previous.url).toBe(`${BASE}/Patient?_count=10`)
  })

  test('_summary=count gives the total and no entry; _count=0 too', async () => {
    const { call } = await aFhirBase({ resources: many })
    for (const query of ['_summary=count', '_count=0']) {
      const { json } = await call('GET', `/Patient?${query}`)
      expect([json.total, json.entry]).toEqual([25, []])
    }
  })

  test('every entry has its full URL', async () => {
    const { call } = await aFhirBase()
    const { json } = await call('GET', '/Encounter?_include=Encounter:patient')
    expect(json.entry.map(({ fullUrl }: { fullUrl: string }) => fullUrl)).toEqual(
      ['Encounter/enc1', 'Encounter/enc2', 'Patient/p1', 'Patient/p2'].map((reference) => `${BASE}/${reference}`),
    )
  })
})

describe('includes, parts and the whole record', () => {
  test('_include and _revinclude add what is referenced and what refers', async () => {
    const { call } = await aFhirBase()
    const modes = async (url: string) => {
      const { json } = await call('GET', url)
      return json.entry.map(
        ({ resource, search }: { resource: Resource; search: { mode: string } }) => `${search.mode} ${resource.id}`,
      )
    }
    expect(await modes('/DocumentReference?_id=doc1&_include=DocumentReference:subject')).toEqual([
      'match doc1',
      'include p1',
    ])
    expect(await modes('/Encounter?_id=enc1&_revinclude=Condition:encounter')).toEqual(['match enc1', 'include cond1'])
  })

  test('_elements keeps what is asked for and what is mandatory, and says so', async () => {
    const { call } = await aFhirBase()
    const { json } = await call('GET', '/Encounter?_id=enc1&_elements=period')
    expect(Object.keys(json.entry[0].resource).toSorted()).toEqual([
      'class',
      'id',
      'meta',
      'period',
      'resourceType',
      'status',
    ])
    expect(json.entry[0].resource.meta.tag[0].code).toBe('SUBSETTED')
  })

  test('$everything is the record of one patient', async () => {
    const { call } = await aFhirBase()
    const { json } = await call('GET', '/Patient/p1/$everything')
    const ids = json.entry.map(({ resource }: { resource: Resource }) => resource.id)
    expect(ids.toSorted()).toEqual(['bin1', 'cond1', 'doc1', 'enc1', 'obs1', 'p1'])
  })
})

test('a patient is found among hundreds of notes within 50 ms', async () => {
  const notes = Array.from({ length: 600 }, (_, index): Resource => {
    const key = index % 2 === 0 ? '1' : '2'
    const note = tinyRecord().find(({ id }) => id === `doc${key}`)
    return { ...note, id: `note${index}` } as Resource
  })
  const { call } = await aFhirBase({ resources: [...tinyRecord(), ...notes] })
  await call('GET', '/DocumentReference?patient=p2')
  const start = performance.now()
  const { json } = await call('GET', '/DocumentReference?patient=p1')
  expect(performance.now() - start).toBeLessThan(50)
  expect(json.total).toBe(301)
})
