import { describe, expect, test } from 'vitest'
import { findDateOfService, findPlaceOfService, mapEncounter, mapSetting } from '#fhir-mappers/encounter.ts'
import { anEncounter } from '../fixtures/fhir/resources.ts'

function map(overrides: Readonly<Record<string, unknown>> = {}) {
  const mapped = mapEncounter(anEncounter(overrides))
  if (!mapped.ok) throw new Error(mapped.problem.code)
  return mapped.value
}

test('takes over what the visit was, when, and with whom', () => {
  expect(map()).toEqual({
    id: 'enc1',
    patientId: 'pat1',
    encounterClass: 'ambulatory',
    status: 'in-progress',
    period: { start: '2026-11-02T09:30:00-05:00' },
    label: 'Office visit',
    performer: 'Practitioner/prac1',
    serviceProvider: 'Organization/org1',
    visit: { types: ['Office visit'], providers: ['Practitioner/prac1'] },
  })
})

describe('class', () => {
  test.each([
    [{ code: 'EMER' }, 'emergency'],
    [{ code: 'IMP' }, 'inpatient'],
    [{ code: 'ACUTE' }, 'inpatient'],
    [{ code: 'OBSENC' }, 'observation'],
    [{ code: 'SS' }, 'observation'],
    [{ code: 'VR' }, 'virtual'],
    [{ code: 'HH' }, 'home'],
    // As Epic sends it: a code of the site and words.
    [
      { system: 'urn:oid:1.2.840.114350.1.13.0.1.7.4.698084.13260', code: '13', display: 'Support OP Encounter' },
      'other',
    ],
    [{ code: '4', display: 'HOV Inpatient' }, 'inpatient'],
    [{ code: '5', display: 'Outpatient Observation' }, 'observation'],
    [{ code: '6', display: 'Telehealth to home' }, 'virtual'],
    [{ code: '7', display: 'Appointment' }, 'ambulatory'],
    // FHIR R5 has a list of concepts.
    [[{ coding: [{ code: 'EMER' }] }], 'emergency'],
    ['AMB', 'ambulatory'],
    [{ code: 'PRENC' }, 'other'],
    [undefined, 'other'],
    [null, 'other'],
  ])('%o is %s', (value, expected) => {
    expect(map({ class: value }).encounterClass).toBe(expected)
  })
})

test.each([
  ['arrived', 'in-progress'],
  ['onleave', 'in-progress'],
  ['finished', 'finished'],
  ['completed', 'finished'],
  ['entered-in-error', 'unknown'],
  [undefined, 'unknown'],
])('status %s is %s', (status, expected) => {
  expect(map({ status }).status).toBe(expected)
})

test('the primary performer comes before the attender and before others; patients and devices are none', () => {
  const participant = [
    { individual: { reference: 'RelatedPerson/r' } },
    { individual: { reference: 'Practitioner/first' } },
    { type: [{ coding: [{ code: 'ATND' }] }], individual: { reference: 'Practitioner/attender' } },
    {
      type: [{ coding: [{ code: 'PPRF' }] }],
      individual: { reference: 'https://ehr/fhir/PractitionerRole/performer' },
    },
  ]
  expect(map({ participant }).performer).toBe('PractitionerRole/performer')
  expect(map({ participant: participant.slice(0, 3) }).performer).toBe('Practitioner/attender')
  expect(map({ participant: participant.slice(0, 2) }).performer).toBe('Practitioner/first')
  expect(map({ participant: participant.slice(0, 1) })).not.toHaveProperty('performer')
})

describe('setting', () => {
  test.each([
    ['inpatient', false, 'professional'],
    ['inpatient', true, 'inpatient_facility'],
    ['observation', true, 'outpatient_facility'],
    ['emergency', true, 'outpatient_facility'],
    ['ambulatory', false, 'professional'],
  ] as const)('%s with facility %s is %s', (encounterClass, facility, setting) => {
    expect(mapSetting(encounterClass, facility)).toBe(setting)
  })
})

describe('date of service', () => {
  const stay = { period: { start: '2026-09-29T08:00:00-05:00', end: '2026-10-02T08:00:00-05:00' } }
  test('of a facility stay is the day of discharge, of all else the first day', () => {
    expect(findDateOfService(stay, 'inpatient_facility')).toBe('2026-10-02')
    expect(findDateOfService(stay, 'professional')).toBe('2026-09-29')
  })

  test('is not stated while the stay goes on, or where only a year is known', () => {
    expect(findDateOfService({ period: { start: '2026-09-29' } }, 'inpatient_facility')).toBeUndefined()
    expect(findDateOfService({ period: { start: '2026' } }, 'professional')).toBeUndefined()
  })
})

test('the place of a virtual visit is not guessed', () => {
  expect(findPlaceOfService('virtual')).toBeUndefined()
  expect(findPlaceOfService('emergency')).toBe('23')
})

test.each([
  [{ ...anEncounter(), resourceType: 'Bundle' }, 'wrong-type'],
  [anEncounter({ id: 'has space' }), 'no-id'],
])('is refused otherwise', (resource, code) => {
  expect(mapEncounter(resource)).toMatchObject({ ok: false, problem: { code } })
})

describe('facility', () => {
  const at = (id: string, status?: string) => ({ location: { reference: `Location/${id}` }, ...(status && { status }) })

  test.each([
    ['where the patient is', [at('ed', 'completed'), at('ward', 'active'), at('x', 'planned')], 'Location/ward'],
    ['where the patient last was', [at('ed', 'completed'), at('ward', 'completed')], 'Location/ward'],
    ['nothing that is no place', [{ location: { reference: 'Organization/o' } }, { location: null }], undefined],
    ['nothing where none is named', null, undefined],
  ])('%s', (_, location, facility) => {
    expect(map({ location }).facility).toBe(facility)
  })
})
