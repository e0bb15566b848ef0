/** Who works at the sandbox hospital, where, and who pays. */
import type { Resource } from '@medplum/fhirtypes'
import {
  IDENTIFIER_TYPE,
  NAIC,
  NPI,
  NUCC_TAXONOMY,
  PLACE_OF_SERVICE,
  POSTIL_BASE,
  TAX_NUMBER,
} from '#fhir-mappers/systems.ts'
import type { Payer, VisitPlace } from './chart.ts'

export const ORGANIZATION_ID = 'org-riverbend'
const ORGANIZATION = { reference: `Organization/${ORGANIZATION_ID}`, display: 'Riverbend Community Health' }

/** Role codes of this EHR; `coder` is the one that opens Postil's coder view, `auditor` and `admin` its reports. */
const STAFF_ROLE = `${POSTIL_BASE}/CodeSystem/sandbox-role`

type Member = {
  readonly id: string
  readonly given: string
  readonly family: string
  readonly suffix: string
  readonly role: 'doctor' | 'nurse' | 'coder' | 'auditor' | 'admin'
  readonly job: string
  /** The check digit holds, but the number begins with 2, so that it is nobody's. */
  readonly npi?: string
  /** NUCC taxonomy code. */
  readonly specialty?: string
}

const MEMBERS: readonly Member[] = [
  {
    id: 'prac-rivera',
    given: 'Elena',
    family: 'Rivera',
    suffix: 'MD',
    role: 'doctor',
    job: 'Family medicine',
    npi: '2000000010',
    specialty: '207Q00000X',
  },
  {
    id: 'prac-okafor',
    given: 'Chidi',
    family: 'Okafor',
    suffix: 'MD',
    role: 'doctor',
    job: 'Internal medicine',
    npi: '2000000028',
    specialty: '207R00000X',
  },
  {
    id: 'prac-lindgren',
    given: 'Ingrid',
    family: 'Lindgren',
    suffix: 'MD',
    role: 'doctor',
    job: 'Psychiatry',
    npi: '2000000036',
    specialty: '2084P0800X',
  },
  { id: 'nurse-adeyemi', given: 'Tolu', family: 'Adeyemi', suffix: 'RN', role: 'nurse', job: 'Nurse' },
  { id: 'coder-lindqvist', given: 'Maja', family: 'Lindqvist', suffix: 'CPC', role: 'coder', job: 'Medical coder' },
  // A second one, because the accuracy audit takes two.
  { id: 'coder-tanaka', given: 'Ken', family: 'Tanaka', suffix: 'CCS', role: 'coder', job: 'Medical coder' },
  { id: 'auditor-moreau', given: 'Claire', family: 'Moreau', suffix: 'CPMA', role: 'auditor', job: 'Coding auditor' },
  { id: 'admin-novak', given: 'Petr', family: 'Novak', suffix: 'MHA', role: 'admin', job: 'Coding administrator' },
]

function buildMember(member: Member): Resource[] {
  const { id, given, family, suffix, role, job, npi, specialty } = member
  return [
    {
      resourceType: 'Practitioner',
      id,
      active: true,
      ...(npi !== undefined && { identifier: [{ system: NPI, value: npi }] }),
      name: [{ use: 'official', given: [given], family, suffix: [suffix], text: `${given} ${family}, ${suffix}` }],
    },
    {
      resourceType: 'PractitionerRole',
      id: `role-${id}`,
      active: true,
      practitioner: { reference: `Practitioner/${id}` },
      organization: ORGANIZATION,
      code: [{ coding: [{ system: STAFF_ROLE, code: role }], text: job }],
      ...(specialty !== undefined && {
        specialty: [{ coding: [{ system: NUCC_TAXONOMY, code: specialty }], text: job }],
      }),
    },
  ]
}

type Place = { readonly id: string; readonly name: string; readonly placeOfService: string }

/** Place of service codes: CMS, Place of Service Code Set. */
export const PLACES: Readonly<Record<VisitPlace, Place>> = {
  office: { id: 'loc-clinic', name: 'Riverbend Clinic, Elm Street', placeOfService: '11' },
  'urgent-care': { id: 'loc-urgent', name: 'Riverbend Urgent Care', placeOfService: '20' },
  emergency: { id: 'loc-emergency', name: 'Riverbend Hospital, Emergency Department', placeOfService: '23' },
  inpatient: { id: 'loc-ward', name: 'Riverbend Hospital, 4 West', placeOfService: '21' },
}

function buildPlace({ id, name, placeOfService }: Place): Resource {
  return {
    resourceType: 'Location',
    id,
    status: 'active',
    name,
    type: [{ coding: [{ system: PLACE_OF_SERVICE, code: placeOfService }] }],
    managingOrganization: ORGANIZATION,
  }
}

type PayerEntry = {
  readonly id: string
  readonly name: string
  readonly sourceOfPayment: string
  /** Of no real payer; one has none, as in many directories. */
  readonly number?: string
}

/** Codes: Source of Payment Typology (PHDSC, kept by NAHDO), as US Core's Coverage uses it. */
export const PAYERS: Readonly<Record<Payer, PayerEntry>> = {
  medicare: { id: 'org-payer-medicare', name: 'Medicare Part B (sandbox)', sourceOfPayment: '1', number: '00001' },
  medicaid: { id: 'org-payer-medicaid', name: 'State Medicaid (sandbox)', sourceOfPayment: '2' },
  commercial: { id: 'org-payer-prairie', name: 'Prairie Mutual Health Plan', sourceOfPayment: '5', number: '00005' },
}

function buildPayer({ id, name, number }: PayerEntry): Resource {
  return {
    resourceType: 'Organization',
    id,
    active: true,
    name,
    ...(number !== undefined && { identifier: [{ system: NAIC, value: number }] }),
  }
}

export function buildStaff(): Resource[] {
  return [
    {
      resourceType: 'Organization',
      id: ORGANIZATION_ID,
      active: true,
      name: ORGANIZATION.display,
      identifier: [
        { system: NPI, value: '2000000101', type: { coding: [{ system: IDENTIFIER_TYPE, code: 'NPI' }] } },
        // The prefix 00 is given to nobody.
        { system: TAX_NUMBER, value: '00-0000101' },
      ],
      type: [{ coding: [{ system: NUCC_TAXONOMY, code: '261QM1300X' }] }],
    },
    ...Object.values(PAYERS).map(buildPayer),
    ...Object.values(PLACES).map(buildPlace),
    ...MEMBERS.flatMap(buildMember),
  ]
}

/** How the EHR shows a member of staff beside a reference. */
export function findStaffName(id: string): string | undefined {
  const member = MEMBERS.find((one) => one.id === id)
  return member && `${member.given} ${member.family}, ${member.suffix}`
}
