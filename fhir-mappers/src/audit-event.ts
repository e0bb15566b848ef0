/**
 * A row of our audit trail as a FHIR AuditEvent in the shape of IHE's Basic Audit Log Patterns (BALP 1.1,
 * patterns PatientRead and PatientCreate; https://profiles.ihe.net/ITI/BALP/). People, patients and
 * encounters are the opaque references that the trail holds, as business identifiers: an id of the EHR is not in it.
 */
import type { AuditEvent, AuditEventAgent, AuditEventEntity, Coding, Identifier } from '@medplum/fhirtypes'

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

const DCM = 'http://dicom.nema.org/resources/ontology/DCM'
const EVENT_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-event-type'
const INTERACTION = 'http://hl7.org/fhir/restful-interaction'
const ENTITY_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-entity-type'
const OBJECT_ROLE = 'http://terminology.hl7.org/CodeSystem/object-role'
const BALP_ENTITY = 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType'
const SYSTEM = 'urn:postil:audit'

type Kind = { readonly type: Coding; readonly subtype: Coding; readonly action: 'C' | 'R' | 'U' | 'E' }

const REST: Coding = { system: EVENT_TYPE, code: 'rest', display: 'RESTful Operation' }
const interaction = (code: string): Coding => ({ system: INTERACTION, code, display: code })
const dicom = (code: string, display: string): Coding => ({ system: DCM, code, display })

const KINDS: Readonly<Record<string, Kind>> = {
  'session.create': {
    type: dicom('110114', 'User Authentication'),
    subtype: dicom('110122', 'Login'),
    action: 'E',
  },
  'session.refuse': {
    type: dicom('110114', 'User Authentication'),
    subtype: dicom('110122', 'Login'),
    action: 'E',
  },
  'access.refuse': {
    type: dicom('110113', 'Security Alert'),
    subtype: dicom('110132', 'Use of Restricted Function'),
    action: 'E',
  },
  'item.shown': { type: REST, subtype: interaction('read'), action: 'R' },
  decision: { type: REST, subtype: interaction('create'), action: 'C' },
  'write.intent': { type: REST, subtype: interaction('create'), action: 'C' },
  'write.receipt': { type: REST, subtype: interaction('update'), action: 'U' },
  'audit.export': { type: dicom('110106', 'Export'), subtype: interaction('search'), action: 'R' },
  'key.rotate': {
    type: dicom('110113', 'Security Alert'),
    subtype: dicom('110129', 'Security Configuration'),
    action: 'U',
  },
}
/** Analyses, checks, and whatever a later version adds: something was worked out on the chart's content. */
const OPERATION: Kind = { type: REST, subtype: interaction('operation'), action: 'E' }

/** @param observer the address under which the proxy is known. */
export function buildAuditEvent(row: AuditRow, observer: string): AuditEvent {
  const { type, subtype, action } = KINDS[row.action] ?? OPERATION
  return {
    resourceType: 'AuditEvent',
    id: `${row.tenant.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 40)}-${row.seq}`,
    type,
    subtype: [subtype, { system: `${SYSTEM}:action`, code: row.action }],
    action,
    recorded: row.at,
    outcome: findOutcome(row),
    ...(row.outcome !== undefined && { outcomeDesc: row.outcome }),
    agent: buildAgents(row, observer),
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
    entity: buildEntities(row),
  }
}

/** https://hl7.org/fhir/R4/valueset-audit-event-outcome.html: 0 success, 4 minor failure, 8 serious failure. */
function findOutcome({ action, outcome }: AuditRow): '0' | '4' | '8' {
  if (action.endsWith('.refuse') || outcome === 'rejected' || outcome === 'taken') return '4'
  return outcome === 'unknown' ? '8' : '0'
}

/** BALP: the one who asked (client), the one who answered (server), and the person, who is named only when known. */
function buildAgents({ actor, role, tenant }: AuditRow, observer: string): AuditEventAgent[] {
  const client: AuditEventAgent = {
    type: { coding: [dicom('110153', 'Source Role ID')] },
    who: { display: 'Postil in the browser' },
    requestor: actor === undefined,
  }
  const server: AuditEventAgent = {
    type: { coding: [dicom('110152', 'Destination Role ID')] },
    who: { display: observer },
    requestor: false,
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

function buildEntities({ tenant, patient, encounter, requestId, details, hash, seq }: AuditRow): AuditEventEntity[] {
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
            type: { system: ENTITY_TYPE, code: '2', display: 'System Object' },
            role: { system: OBJECT_ROLE, code: '4', display: 'Domain Resource' },
          },
        ]
  const transaction: AuditEventEntity = {
    what: { identifier: { value: requestId } },
    type: { system: BALP_ENTITY, code: 'XrequestId' },
  }
  const said = Object.entries({ ...details, seq, hash })
  const row: AuditEventEntity = {
    what: { identifier: { system: `${SYSTEM}:row:${tenant}`, value: String(seq) } },
    type: { system: ENTITY_TYPE, code: '2', display: 'System Object' },
    role: { system: OBJECT_ROLE, code: '13', display: 'Security Resource' },
    detail: said.map(([type, value]) => ({ type, valueString: String(value) })),
  }
  return [...person, ...visit, transaction, row]
}

function identify(kind: string, tenant: string, value: string): Identifier {
  return { system: `${SYSTEM}:${kind}:${tenant}`, value }
}
