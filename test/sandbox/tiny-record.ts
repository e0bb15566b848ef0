/** Two made-up patients, enough to see whether one is ever mistaken for the other. */
import type { Resource } from '@medplum/fhirtypes'

const clinicalNote = {
  coding: [
    { system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category', code: 'clinical-note' },
  ],
}
const ambulatory = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' }

export function tinyRecord(): Resource[] {
  return [
    { resourceType: 'Organization', id: 'org1', name: 'Alder Clinic' },
    { resourceType: 'Practitioner', id: 'prac1', name: [{ given: ['Ines'], family: 'Moreau' }] },
    { resourceType: 'Practitioner', id: 'coder1', name: [{ given: ['Tove'], family: 'Berg' }] },
    {
      resourceType: 'PractitionerRole',
      id: 'role1',
      practitioner: { reference: 'Practitioner/coder1' },
      code: [{ text: 'Coder' }],
    },
    ...patient('1', { given: 'Zoë', family: 'Álvarez-Brandt', birthDate: '1960-02-01' }),
    ...patient('2', { given: 'Otto', family: 'Nkemelu', birthDate: '1948-07-12' }),
  ]
}

type Person = { readonly given: string; readonly family: string; readonly birthDate: string }

function patient(key: '1' | '2', { given, family, birthDate }: Person): Resource[] {
  const subject = { reference: `Patient/p${key}` }
  const encounter = { reference: `Encounter/enc${key}` }
  return [
    {
      resourceType: 'Patient',
      id: `p${key}`,
      identifier: [{ system: 'urn:sandbox:mrn', value: `MRN-${key}` }],
      name: [{ given: [given], family }],
      birthDate,
      gender: key === '1' ? 'female' : 'male',
    },
    {
      resourceType: 'Encounter',
      id: `enc${key}`,
      status: 'finished',
      class: ambulatory,
      subject,
      participant: [{ individual: { reference: 'Practitioner/prac1' } }],
      period: { start: `2026-11-0${key}T10:00:00Z`, end: `2026-11-0${key}T10:30:00Z` },
    },
    {
      resourceType: 'Condition',
      id: `cond${key}`,
      subject,
      encounter,
      category: [
        {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'encounter-diagnosis' }],
        },
      ],
      code: {
        coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M17.9', display: 'Osteoarthritis of knee' }],
      },
    },
    {
      resourceType: 'Observation',
      id: `obs${key}`,
      status: 'final',
      subject,
      encounter,
      code: { coding: [{ system: 'http://loinc.org', code: '2160-0' }] },
      effectiveDateTime: `2026-10-0${key}`,
      valueQuantity: {
        value: key === '1' ? 1.4 : 0.9,
        unit: 'mg/dL',
        system: 'http://unitsofmeasure.org',
        code: 'mg/dL',
      },
    },
    {
      resourceType: 'Binary',
      id: `bin${key}`,
      contentType: 'text/rtf',
      data: Buffer.from(`{\\rtf1 note ${key}}`).toString('base64'),
    },
    {
      resourceType: 'DocumentReference',
      id: `doc${key}`,
      status: 'current',
      category: [clinicalNote],
      type: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] },
      subject,
      date: `2026-11-0${key}T10:20:00Z`,
      context: { encounter: [encounter] },
      content: [{ attachment: { contentType: 'text/rtf', url: `Binary/bin${key}` } }],
    },
  ]
}

export function aClaim(value: string, patientKey: '1' | '2' = '1'): Resource {
  return {
    resourceType: 'Claim',
    identifier: [{ system: 'urn:sandbox:draft', value }],
    status: 'draft',
    use: 'claim',
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'professional' }] },
    patient: { reference: `Patient/p${patientKey}` },
    created: '2026-11-02',
    provider: { reference: 'Organization/org1' },
    priority: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/processpriority', code: 'normal' }] },
    insurance: [{ sequence: 1, focal: true, coverage: { display: 'Not known' } }],
  }
}
