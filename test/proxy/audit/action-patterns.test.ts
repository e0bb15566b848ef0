// Every action of the trail as a FHIR AuditEvent: valid R4, and with the slices that a claimed profile of BALP requires.
import type { AuditEvent } from '@medplum/fhirtypes'
import { beforeAll, describe, expect, test } from 'vitest'
import type { AuditRow } from '#fhir-mappers/audit-event.ts'
import { ACTION_PATTERNS, findPattern } from '#proxy/audit/action-patterns.ts'
import { formatFhirLine } from '#proxy/audit/export-audit.ts'
import { type Definitions, loadDefinitions } from '../../fixtures/fhir/definitions.ts'

let definitions: Definitions
beforeAll(() => {
  definitions = loadDefinitions()
})

const ACTIONS = Object.keys(ACTION_PATTERNS)
const OBSERVER = 'https://postil.example'
const BALP = 'https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.'

function aRow(action: string, more: Partial<AuditRow> = {}): AuditRow {
  return {
    tenant: 'hospital',
    seq: 7,
    hash: 'a'.repeat(64),
    at: '2026-03-02T10:00:00.000Z',
    requestId: 'request-1',
    action,
    details: { view: 'open', model: 'claude', rows: 3 },
    ...more,
  }
}

const WHO = { actor: 'actor-ref', role: 'coder' } as const
const WHOM = { patient: 'patient-ref', encounter: 'encounter-ref' } as const
const toEvent = (row: AuditRow): AuditEvent => JSON.parse(formatFhirLine(row, OBSERVER))

/** What a profile fixes: type, subtype, action, and the roles of client and server (BALP 1.1, 3.5.7). */
const FIXED: Readonly<Record<string, readonly [string, string, string, string, string]>> = {
  Read: ['rest', 'read', 'R', '110152', '110153'],
  Create: ['rest', 'create', 'C', '110153', '110152'],
  Update: ['rest', 'update', 'U', '110153', '110152'],
  Query: ['rest', 'search', 'E', '110153', '110152'],
  'PrivacyDisclosure.Source': ['110106', 'disclose', 'R', '110152', '110153'],
}

/** What keeps an event from the profile that it claims. */
function listMissing(event: AuditEvent, claimed: string): readonly string[] {
  const name = claimed.slice(BALP.length)
  const fixed = FIXED[name] ?? FIXED[name.replace(/^Patient/, '')]
  if (!claimed.startsWith(BALP) || !fixed) return [`no such profile: ${claimed}`]
  const [type, subtype, action, client, server] = fixed
  const agents = (role: string) => event.agent.filter((agent) => agent.type?.coding?.[0]?.code === role)
  const entities = (entityType: string, role?: string) =>
    (event.entity ?? []).filter(
      (one) => one.type?.code === entityType && (role === undefined || one.role?.code === role),
    )
  const hasPatient = name.startsWith('Patient') || name.startsWith('PrivacyDisclosure')
  const user = agents('IRCP')
  const rules: Readonly<Record<string, boolean>> = {
    type: event.type.code === type,
    subtype: event.subtype?.filter(({ code }) => code === subtype).length === 1,
    action: event.action === action,
    outcome: event.outcome === '0',
    purpose: !name.startsWith('PrivacyDisclosure') || event.purposeOfEvent?.[0]?.coding?.[0]?.code === 'HOPERAT',
    client: agents(client).length === 1 && agents(client).every(({ who, network }) => who && network),
    server: agents(server).length === 1 && agents(server).every(({ who, network }) => who && network?.address),
    user: user.length <= 1 && user.every(({ who, requestor }) => who?.identifier && requestor),
    'one requestor': event.agent.filter(({ requestor }) => requestor).length === 1,
    observer: event.source.observer.display === OBSERVER,
    transaction:
      entities('XrequestId').length === 1 && entities('XrequestId')[0]?.what?.identifier?.value !== undefined,
    patient: entities('1', '1').length === (hasPatient ? 1 : 0),
    // Of system objects there is the record that was touched, or the question that was asked, and nothing else.
    data: name.endsWith('Query')
      ? entities('2', '24').length === 1 && entities('2', '24')[0]?.query !== undefined
      : entities('2').length === 1 && entities('2', '4')[0]?.what?.identifier?.value !== undefined,
  }
  return Object.keys(rules).filter((rule) => !rules[rule])
}

describe.each(ACTIONS)('%s', (action) => {
  test.each([
    ['of a person and a patient', { ...WHO, ...WHOM }],
    ['of an encounter alone', { ...WHO, encounter: 'encounter-ref' }],
    ['of nobody', {}],
    ['that failed', { ...WHO, ...WHOM, outcome: 'unknown' }],
  ])('%s is valid R4 and what its profile asks for', (_, more) => {
    const event = toEvent(aRow(action, more))
    expect(() => definitions.validate(event)).not.toThrow()
    expect(definitions.listForeignCodes(event)).toEqual([])
    expect(event.subtype?.at(-1)).toEqual({ system: 'urn:postil:audit:action', code: action })
    for (const claimed of event.meta?.profile ?? []) expect(listMissing(event, claimed)).toEqual([])
  })
})

const CLAIMED = ['read', 'create', 'update', 'query', 'disclosure']

test.each(ACTIONS)('%s claims a profile when it has what one asks for, and only then', (action) => {
  const claim = (more: Partial<AuditRow>) => toEvent(aRow(action, more)).meta?.profile?.[0]?.slice(BALP.length)
  const pattern = findPattern(action)
  const name = `${pattern.charAt(0).toUpperCase()}${pattern.slice(1)}`
  const whole = pattern === 'disclosure' ? 'PrivacyDisclosure.Source' : `Patient${name}`
  expect(claim({ ...WHO, ...WHOM })).toBe(CLAIMED.includes(pattern) ? whole : undefined)
  expect(claim({ ...WHO })).toBe(pattern === 'query' ? name : undefined)
  expect(claim({ ...WHO, ...WHOM, outcome: 'unknown' })).toBeUndefined()
})

test('the check of slices objects to what is missing', () => {
  const event = toEvent(aRow('item.shown', { ...WHO, ...WHOM }))
  const [claimed = ''] = event.meta?.profile ?? []
  expect(claimed).toBe(`${BALP}PatientRead`)
  expect(listMissing({ ...event, entity: event.entity?.slice(1) ?? [] }, claimed)).toEqual(['patient'])
  expect(listMissing({ ...event, agent: event.agent.slice(1) }, claimed)).toEqual(['client'])
  expect(listMissing({ ...event, action: 'C' }, claimed)).toEqual(['action'])
  expect(listMissing(event, `${BALP}PatientCreate`)).toEqual(['subtype', 'action', 'server'])
  expect(listMissing(event, 'https://example.com/other')).toHaveLength(1)
})

test('signs, starts and changes of settings have the codes of DICOM', () => {
  const codes = (action: string) => {
    const { type, subtype } = toEvent(aRow(action))
    return [type.code, subtype?.[0]?.code]
  }
  expect(codes('session.create')).toEqual(['110114', '110122'])
  expect(codes('access.refuse')).toEqual(['110113', '110132'])
  expect(codes('audit.start')).toEqual(['110100', '110120'])
  expect(codes('audit.stop')).toEqual(['110100', '110121'])
  expect(codes('key.rotate')).toEqual(['110113', '110129'])
  expect(codes('audit.export')).toEqual(['110101', 'audit.export'])
})

test('what another version has written is an operation that claims nothing', () => {
  const event = toEvent(aRow('constructor', { ...WHO, ...WHOM }))
  expect(event).toMatchObject({ type: { code: 'rest' }, subtype: [{ code: 'operation' }, { code: 'constructor' }] })
  expect(event.meta).toBeUndefined()
  expect(() => definitions.validate(event)).not.toThrow()
})

test('a question is kept as it was asked', () => {
  const event = toEvent(aRow('queue.read', { ...WHO, details: { view: 'on hold', rows: 2 } }))
  const query = event.entity?.find(({ role }) => role?.code === '24')?.query ?? ''
  expect(Buffer.from(query, 'base64').toString()).toBe('view=on%20hold&rows=2')
})
