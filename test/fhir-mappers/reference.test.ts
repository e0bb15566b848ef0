import { describe, expect, test } from 'vitest'
import { findReferencedId, findRelativeReference, parseReference } from '#fhir-mappers/reference.ts'

describe('parseReference', () => {
  test.each([
    ['Patient/9', { kind: 'resource', resourceType: 'Patient', id: '9' }],
    [
      'https://ehr.example/fhir/R4/Patient/9',
      { kind: 'resource', resourceType: 'Patient', id: '9', base: 'https://ehr.example/fhir/R4' },
    ],
    [
      'DocumentReference/d1/_history/3',
      { kind: 'resource', resourceType: 'DocumentReference', id: 'd1', version: '3' },
    ],
    [
      'http://ehr/fhir/Patient/eAB_c.1-2/_history/7',
      { kind: 'resource', resourceType: 'Patient', id: 'eAB_c.1-2', version: '7', base: 'http://ehr/fhir' },
    ],
    ['#p1', { kind: 'contained', id: 'p1' }],
    [
      'urn:uuid:11111111-1111-4111-8111-111111111111',
      { kind: 'urn', urn: 'urn:uuid:11111111-1111-4111-8111-111111111111' },
    ],
    ['urn:oid:1.2.3', { kind: 'urn', urn: 'urn:oid:1.2.3' }],
    ['', { kind: 'none' }],
    ['#', { kind: 'none' }],
    ['patient/9', { kind: 'none' }],
    ['Patient/', { kind: 'none' }],
    ['Patient?identifier=1', { kind: 'none' }],
    ['Patient/9/extra', { kind: 'none' }],
    ['javascript:alert(1)', { kind: 'none' }],
  ])('%s', (text, expected) => {
    expect(parseReference(text)).toEqual(expected)
    expect(parseReference({ reference: text, display: 'a name' })).toEqual(expected)
  })

  test('a reference by identifier only is none', () => {
    expect(parseReference({ identifier: { system: 's', value: 'v' } })).toEqual({ kind: 'none' })
  })
})

test('an id is answered only for the type that was asked for', () => {
  expect(findReferencedId('https://ehr/fhir/Encounter/e1', 'Encounter')).toBe('e1')
  expect(findReferencedId('Encounter/e1', 'Patient')).toBeUndefined()
})

test('server and version are left out of a relative reference', () => {
  expect(findRelativeReference({ reference: 'https://ehr/fhir/Coverage/c1/_history/2' })).toBe('Coverage/c1')
  expect(findRelativeReference('#c1')).toBeUndefined()
})
