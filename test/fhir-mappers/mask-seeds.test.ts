import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskSeeds } from '#coding/contract/mask-seeds.ts'
import { mapMaskSeeds } from '#fhir-mappers/mask-seeds.ts'

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

  test('is what the wire takes, whatever the EHR sends', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.array(fc.jsonValue()), (patient, encounter, coverages) => {
        expect(maskSeeds.safeParse(mapMaskSeeds({ patient, encounter, coverages })).success).toBe(true)
      }),
    )
  })
})
