import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskSeeds } from '#coding/contract/mask-seeds.ts'
import { mapMaskSeeds } from '#fhir-mappers/mask-seeds.ts'

const nothing = { relatedPersons: [], practitioners: [], resources: [] }

describe('whom the chart names', () => {
  test('comes from patient, contacts, encounter and coverage', () => {
    const seeds = mapMaskSeeds({
      patient: {
        resourceType: 'Patient',
        name: [
          { given: ['Xochitl', 'Ana'], family: 'Nakagawa-Ruiz' },
          { use: 'old', text: 'Xochitl Ruiz' },
        ],
        birthDate: '1961-09-03',
        identifier: [{ value: '0099812' }, { system: 'http://hl7.org/fhir/sid/us-ssn', value: '619-04-7731' }],
        telecom: [
          { system: 'phone', value: '(207) 555-0138' },
          { system: 'email', value: 'x@post.example' },
        ],
        address: [{ line: ['12 Elm St'], city: 'Winnemucca', postalCode: '89446' }],
        contact: [
          { name: { given: ['Itzel'], family: 'Ruiz' }, telecom: [{ system: 'phone', value: '207 555 0111' }] },
        ],
        generalPractitioner: [{ display: 'Dr. Oluwaseun Adeyemi, MD' }],
      },
      encounter: {
        identifier: [{ value: 'V0039917264' }],
        participant: [{ individual: { display: 'Piotr Wiśniewski' } }],
        serviceProvider: { display: 'Cold Spring Medical Center' },
      },
      coverages: [{ resourceType: 'Coverage', subscriberId: 'WLP-99' }],
      ...nothing,
    })
    expect(seeds).toEqual({
      persons: [
        { role: 'patient', given: ['Xochitl', 'Ana'], family: ['Nakagawa-Ruiz'] },
        { role: 'patient', given: [], family: ['Xochitl', 'Ruiz'] },
        { role: 'relative', given: ['Itzel'], family: ['Ruiz'] },
        { role: 'provider', given: [], family: ['Oluwaseun', 'Adeyemi'] },
        { role: 'provider', given: [], family: ['Piotr', 'Wiśniewski'] },
      ],
      birthDate: '1961-09-03',
      identifiers: [
        { kind: 'mrn', value: '0099812' },
        { kind: 'ssn', value: '619-04-7731' },
        { kind: 'account', value: 'V0039917264' },
        { kind: 'health-plan', value: 'WLP-99' },
      ],
      phones: ['(207) 555-0138', '207 555 0111'],
      emails: ['x@post.example'],
      addresses: [{ lines: ['12 Elm St'], city: 'Winnemucca', zip: '89446' }],
      facilities: ['Cold Spring Medical Center'],
    })
  })

  test('are relatives that it lists, with where they live and can be called', () => {
    const seeds = mapMaskSeeds({
      patient: {},
      encounter: {},
      coverages: [],
      ...nothing,
      relatedPersons: [
        {
          resourceType: 'RelatedPerson',
          name: [{ given: ['Brethwin'], family: 'Ma' }, { text: 'Brethwin Quorvale' }],
          telecom: [{ system: 'phone', value: '312 555 0187' }],
          address: [{ line: ['4 Oak Rd'], city: 'Elko' }],
        },
      ],
    })
    expect(seeds).toMatchObject({
      persons: [
        { role: 'relative', given: ['Brethwin'], family: ['Ma'] },
        { role: 'relative', given: [], family: ['Brethwin', 'Quorvale'] },
      ],
      phones: ['312 555 0187'],
      addresses: [{ lines: ['4 Oak Rd'], city: 'Elko' }],
    })
  })

  test('are those who wrote, ordered, found or did something, each once; no department, no device, no patient', () => {
    const author = { reference: 'Practitioner/7', display: 'Ostravia Doe, NP' }
    const { persons } = mapMaskSeeds({
      patient: {},
      encounter: {},
      coverages: [],
      ...nothing,
      practitioners: [
        { resourceType: 'Practitioner', name: [{ given: ['Piotr'], family: 'Wren' }] },
        { resourceType: 'Organization', name: 'Harbor Clinic' },
      ],
      resources: [
        { resourceType: 'DocumentReference', author: [author, { reference: 'Organization/2', display: 'Radiology' }] },
        { resourceType: 'Condition', recorder: author, asserter: { reference: 'RelatedPerson/9', display: 'Ann Ma' } },
        { resourceType: 'Procedure', performer: [{ actor: { type: 'Practitioner', display: 'Dr. Ines Vahl' } }] },
        {
          resourceType: 'MedicationRequest',
          requester: { reference: 'https://e.example/Practitioner/3', display: 'Lu Orr' },
        },
        { resourceType: 'Observation', performer: [{ reference: 'PractitionerRole/1', display: 'Family medicine' }] },
      ],
    })
    expect(persons).toEqual([
      { role: 'provider', given: ['Piotr'], family: ['Wren'] },
      { role: 'provider', given: [], family: ['Ostravia', 'Doe'] },
      { role: 'relative', given: [], family: ['Ann', 'Ma'] },
      { role: 'provider', given: [], family: ['Ines', 'Vahl'] },
      { role: 'provider', given: [], family: ['Lu', 'Orr'] },
    ])
  })

  test('is what the wire takes, whatever the EHR sends', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.array(fc.jsonValue()), (patient, encounter, list) => {
        const parts = { coverages: list, relatedPersons: list, practitioners: list, resources: list }
        expect(maskSeeds.safeParse(mapMaskSeeds({ patient, encounter, ...parts })).success).toBe(true)
      }),
    )
  })
})
