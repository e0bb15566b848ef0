/**
 * A row of our audit trail as a FHIR AuditEvent: in a shape of IHE's Basic Audit Log Patterns (BALP 1.1,
 * https://profiles.ihe.net/ITI/BALP/) where it is about a record, else in one of DICOM's (PS3.15 A.5.3). People, patients
 * and encounters are the opaque references that the trail holds, as business identifiers: an id of the EHR is not in it.
 */
import { encodeBase64 } from '@medplum/core'
import type {
  AuditEvent,
  AuditEventAgent,
  AuditEventAgentNetwork,
  AuditEventEntity,
  Coding,
  Identifier,
} from '@medplum/fhirtypes'

export type AuditRow = {
  readonly tenant: string
  readonly seq: number
  readonly hash: string
  readonly at: string
  readonly requestId: string
  readonly action: string
  readonly outcome?: string
  readonly actor?: string
  readonly role?: string
  readonly patient?: string
  readonly encounter?: string
  /** What else the row says: counts, codes, digests. */
  readonly details: Readonly<Record<string, string | number>>
}

/** What kind of event a row is; `proxy/src/audit/action-patterns.ts` says it of each action. */
export type AuditPattern =
  | 'read'
  | 'create'
  | 'update'
  | 'query'
  /** Something was worked out on the chart's content. */
  | 'operation'
  /** Left for somebody who is not the tenant. */
  | 'disclosure'
  | 'import'
  | 'destroy'
  | 'login'
  | 'alert'
  | 'start'
  | 'stop'
  | 'audit-log'
  | 'security-configuration'
  | 'software-configuration'

const DCM = 'http://dicom.nema.org/resources/ontology/DCM'
const EVENT_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-event-type'
const LIFECYCLE = 'http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle'
const INTERACTION = 'http://hl7.org/fhir/restful-interaction'
const ENTITY_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-entity-type'
const OBJECT_ROLE = 'http://terminology.hl7.org/CodeSystem/object-role'
const BALP = 'https://profiles.ihe.net/ITI/BALP'
const BALP_ENTITY = `${BALP}/CodeSystem/BasicAuditEntityType`
const ABSENT_REASON = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason'
const SYSTEM = 'urn:postil:audit'

type Kind = {
  readonly type: Coding
  /** None where DICOM has none for the type. */
  readonly subtype?: Coding
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E'
  /** Of the client and of the server: where a record is read or disclosed, the server is its source. */
  readonly roles?: readonly [client: Coding, server: Coding]
}

const interaction = (code: string): Coding => ({ system: INTERACTION, code, display: code })
const lifecycle = (code: string, display: string): Coding => ({ system: LIFECYCLE, code, display })
const dicom = (code: string, display: string): Coding => ({ system: DCM, code, display })

const REST: Coding = { system: EVENT_TYPE, code: 'rest', display: 'RESTful Operation' }
const ALERT = dicom('110113', 'Security Alert')
const ACTIVITY = dicom('110100', 'Application Activity')
const SOURCE = dicom('110153', 'Source Role ID')
const DESTINATION = dicom('110152', 'Destination Role ID')

const KINDS: Readonly<Record<AuditPattern, Kind>> = {
  read: { type: REST, subtype: interaction('read'), action: 'R', roles: [DESTINATION, SOURCE] },
  create: { type: REST, subtype: interaction('create'), action: 'C' },
  update: { type: REST, subtype: interaction('update'), action: 'U' },
  query: { type: REST, subtype: interaction('search'), action: 'E' },
  operation: { type: REST, subtype: interaction('operation'), action: 'E' },
  disclosure: {
    type: dicom('110106', 'Export'),
    subtype: lifecycle('disclose', 'Disclose Record Lifecycle Event'),
    action: 'R',
    roles: [DESTINATION, SOURCE],
  },
  import: {
    type: dicom('110107', 'Import'),
    subtype: lifecycle('receive', 'Receive/Retain Record Lifecycle Event'),
    action: 'C',
    roles: [SOURCE, DESTINATION],
  },
  destroy: { type: lifecycle('destroy', 'Destroy/Delete Record Lifecycle Event'), action: 'D' },
  login: { type: dicom('110114', 'User Authentication'), subtype: dicom('110122', 'Login'), action: 'E' },
  alert: { type: ALERT, subtype: dicom('110132', 'Use of Restricted Function'), action: 'E' },
  start: { type: ACTIVITY, subtype: dicom('110120', 'Application Start'), action: 'E' },
  stop: { type: ACTIVITY, subtype: dicom('110121', 'Application Stop'), action: 'E' },
  'audit-log': { type: dicom('110101', 'Audit Log Used'), action: 'R' },
  'security-configuration': { type: ALERT, subtype: dicom('110129', 'Security Configuration'), action: 'U' },
  'software-configuration': { type: ALERT, subtype: dicom('110131', 'Software Configuration'), action: 'U' },
}

/** @param observer the address under which the proxy is known. */
export function buildAuditEvent(row: AuditRow, pattern: AuditPattern, observer: string): AuditEvent {
  const kind = KINDS[pattern]
  const profile = findProfile(row, pattern)
  const own: Coding = { system: `${SYSTEM}:action`, code: row.action }
  return {
    resourceType: 'AuditEvent',
    id: `${row.tenant.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 40)}-${row.seq}`,
    ...(profile !== undefined && { meta: { profile: [profile] } }),
    type: kind.type,
    subtype: kind.subtype ? [kind.subtype, own] : [own],
    action: kind.action,
    recorded: row.at,
    outcome: findOutcome(row),
    ...(row.outcome !== undefined && { outcomeDesc: row.outcome }),
    ...(pattern === 'disclosure' && { purposeOfEvent: [{ coding: [OPERATIONS] }] }),
    agent: buildAgents(row, kind, { pattern, observer }),
    source: {
      site: row.tenant,
      observer: { display: observer },
      type: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/security-source-type',
          code: '4',
          display: 'Application Server',
        },
      ],
    },
    entity: buildEntities(row, pattern),
  }
}

/** Coding, and questions about documentation, are health care operations (45 CFR 164.501). */
const OPERATIONS: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  code: 'HOPERAT',
  display: 'healthcare operations',
}

const PROFILES: Partial<Readonly<Record<AuditPattern, string>>> = {
  read: 'Read',
  create: 'Create',
  update: 'Update',
  query: 'Query',
}

/**
 * Claimed only by a row that has what the profile asks for: success, and the record that it is about. With a patient it is
 * the profile of the same name that has a slice for one.
 */
function findProfile(row: AuditRow, pattern: AuditPattern): string | undefined {
  if (findOutcome(row) !== '0') return undefined
  const hasPatient = row.patient !== undefined
  const isOfRecord = row.encounter !== undefined
  const base = `${BALP}/StructureDefinition/IHE.BasicAudit`
  if (pattern === 'disclosure') return hasPatient && isOfRecord ? `${base}.PrivacyDisclosure.Source` : undefined
  const name = PROFILES[pattern]
  if (name === undefined || (pattern !== 'query' && !isOfRecord)) return undefined
  return `${base}.${hasPatient ? 'Patient' : ''}${name}`
}

/** https://hl7.org/fhir/R4/valueset-audit-event-outcome.html: 0 success, 4 minor failure, 8 serious failure. */
function findOutcome({ action, outcome }: AuditRow): '0' | '4' | '8' {
  if (action.endsWith('.refuse') || outcome === 'rejected' || outcome === 'taken') return '4'
  return outcome === 'unknown' || outcome === 'broken' ? '8' : '0'
}

type Telling = { readonly pattern: AuditPattern; readonly observer: string }

/** BALP: the one who asked (client), the one who answered (server), and the person, who is named only when known. */
function buildAgents(
  { actor, role, tenant, details }: AuditRow,
  { roles: [clientRole, serverRole] = [SOURCE, DESTINATION] }: Kind,
  { pattern, observer }: Telling,
): AuditEventAgent[] {
  const client: AuditEventAgent = {
    type: { coding: [clientRole] },
    who: { display: nameOther(pattern, details) },
    requestor: actor === undefined,
    network: HIDDEN,
  }
  const server: AuditEventAgent = {
    type: { coding: [serverRole] },
    who: { display: observer },
    requestor: false,
    network: { address: observer, type: /^https?:/.test(observer) ? URI : MACHINE_NAME },
  }
  if (actor === undefined) return [client, server]
  const user: AuditEventAgent = {
    type: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
          code: 'IRCP',
          display: 'information recipient',
        },
      ],
    },
    ...(role !== undefined && { role: [{ coding: [{ system: `${SYSTEM}:role`, code: role }] }] }),
    who: { identifier: identify('actor', tenant, actor) },
    requestor: true,
  }
  return [client, server, user]
}

/** https://hl7.org/fhir/R4/valueset-network-type.html */
const MACHINE_NAME = '1'
const URI = '5'

/** Addresses of people are not on the trail. */
const HIDDEN: AuditEventAgentNetwork = { extension: [{ url: ABSENT_REASON, valueCode: 'masked' }] }

/** Who stood on the other side: a language model, where the row names one. */
function nameOther(pattern: AuditPattern, { model }: AuditRow['details']): string {
  const isModel = (pattern === 'disclosure' || pattern === 'import') && model !== undefined
  return isModel ? `Language model ${model}` : 'Postil in the browser'
}

const systemObject: Coding = { system: ENTITY_TYPE, code: '2', display: 'System Object' }

function buildEntities(row: AuditRow, pattern: AuditPattern): AuditEventEntity[] {
  const { tenant, patient, encounter, requestId, details, hash, seq } = row
  const person: AuditEventEntity[] =
    patient === undefined
      ? []
      : [
          {
            what: { identifier: identify('patient', tenant, patient) },
            type: { system: ENTITY_TYPE, code: '1', display: 'Person' },
            role: { system: OBJECT_ROLE, code: '1', display: 'Patient' },
          },
        ]
  const visit: AuditEventEntity[] =
    encounter === undefined
      ? []
      : [
          {
            what: { identifier: identify('encounter', tenant, encounter) },
            type: systemObject,
            role: { system: OBJECT_ROLE, code: '4', display: 'Domain Resource' },
          },
        ]
  const asked: AuditEventEntity[] =
    pattern === 'query'
      ? [
          {
            type: systemObject,
            role: { system: OBJECT_ROLE, code: '24', display: 'Query' },
            query: encodeQuery(details),
          },
        ]
      : []
  const transaction: AuditEventEntity = {
    what: { identifier: { value: requestId } },
    type: { system: BALP_ENTITY, code: 'XrequestId' },
  }
  const said = Object.entries({ ...details, seq, hash })
  const line: AuditEventEntity = {
    what: { identifier: { system: `${SYSTEM}:row:${tenant}`, value: String(seq) } },
    // Not a system object: profiles tell the record that was touched by that type.
    type: { system: ENTITY_TYPE, code: '4', display: 'Other' },
    role: { system: OBJECT_ROLE, code: '13', display: 'Security Resource' },
    detail: said.map(([type, value]) => ({ type, valueString: String(value) })),
  }
  return [...person, ...visit, ...asked, transaction, line]
}

function encodeQuery(details: AuditRow['details']): string {
  return encodeBase64(
    Object.entries(details)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&'),
  )
}

function identify(kind: string, tenant: string, value: string): Identifier {
  return { system: `${SYSTEM}:${kind}:${tenant}`, value }
}
