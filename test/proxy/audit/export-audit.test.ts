import type { AuditEvent } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildFingerprint } from '#coding/domain/fingerprint.ts'
import { parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'
import type { AuditRow } from '#fhir-mappers/audit-event.ts'
import { appendAudit } from '#proxy/audit/audit-log.ts'
import { formatCsvLine, formatFhirLine, readAuditRows } from '#proxy/audit/export-audit.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { type Definitions, loadDefinitions } from '../../fixtures/fhir/definitions.ts'
import { ENDPOINT_REQUESTS } from '../endpoint-requests.ts'
import { createTestProxy, NOW, REFERENCE_KEY, send, signIn } from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

const hospital = parseTenantKey('hospital')
const references = createReferences(REFERENCE_KEY)
let definitions: Definitions
let database: TestDatabase
beforeAll(async () => {
  definitions = loadDefinitions()
  database = await openPglite()
  const proxy = createTestProxy(database.db)
  const signed = await signIn(proxy)
  for (const { sent } of Object.values(ENDPOINT_REQUESTS)) await send(proxy, sent, signed)
  await send(proxy, { method: 'GET', path: '/v1/writes' }, { ...signed, changes: { claims: { htm: 'POST' } } })
  const subject = { requestId: 'later', at: new Date(NOW + 3_600_000).toISOString() }
  await inTenant(database.db, hospital, (transaction) =>
    appendAudit(transaction, hospital, [
      { ...subject, action: 'key.rotate', key: 'new', cells: 3 },
      { ...subject, action: 'audit.export', outcome: 'done', format: 'csv', rows: 3 },
      {
        ...subject,
        action: 'write.receipt',
        key: references.ofWrite(hospital, 'c'.repeat(32)),
        target: 'Claim',
        outcome: 'unknown',
      },
      { ...subject, action: 'session.refuse', outcome: 'forbidden' },
    ]),
  )
})
afterAll(() => database.close())

async function readAll(range: object = {}): Promise<readonly AuditRow[]> {
  const rows: AuditRow[] = []
  for await (const row of readAuditRows({ db: database.db, references }, { tenant: hospital, ...range })) rows.push(row)
  return rows
}

describe('an export', () => {
  test('has every row of the tenant, in order, and every kind of row', async () => {
    const rows = await readAll()
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from(rows, (_, index) => index + 1))
    const actions = [
      'session.create',
      'analysis',
      'item.shown',
      'draft.check',
      'decision',
      'write.intent',
      'access.refuse',
    ]
    const more = ['key.rotate', 'audit.export', 'write.receipt', 'session.refuse']
    expect(new Set(rows.map(({ action }) => action))).toEqual(new Set([...actions, ...more]))
  })

  test('as FHIR is valid R4, one resource a line', async () => {
    for (const row of await readAll()) {
      const line = formatFhirLine(row, 'https://postil.example')
      expect(line).not.toContain('\n')
      const event = JSON.parse(line) as AuditEvent
      expect(() => definitions.validate(event)).not.toThrow()
      expect(definitions.listForeignCodes(event)).toEqual([])
    }
  })

  test('is judged by a validator that would object', async () => {
    const [row] = await readAll()
    if (!row) throw new TypeError('no row')
    const { agent: _, ...event } = JSON.parse(formatFhirLine(row, 'x')) as AuditEvent
    expect(() => definitions.validate(event as AuditEvent)).toThrow()
  })

  test('has the slices of the Basic Audit Log Patterns', async () => {
    const row = (await readAll()).find(({ action }) => action === 'item.shown')
    if (!row) throw new TypeError('no row')
    const event = JSON.parse(formatFhirLine(row, 'https://postil.example')) as AuditEvent
    expect(event).toMatchObject({
      type: { code: 'rest' },
      subtype: [{ code: 'read' }, { code: 'item.shown' }],
      action: 'R',
      outcome: '0',
      source: { observer: { display: 'https://postil.example' }, type: [{ code: '4' }] },
    })
    const agents = event.agent.map(({ type, requestor }) => [type?.coding?.[0]?.code, requestor])
    expect(agents).toEqual([
      ['110152', false],
      ['110153', false],
      ['IRCP', true],
    ])
    expect(event.entity?.map(({ role, type }) => role?.code ?? type?.code)).toEqual(['1', '4', 'XrequestId', '13'])
    const patient = references.ofPatient(hospital, parsePatientId('patient-1'))
    expect(event.entity?.[0]?.what?.identifier?.value).toBe(patient)
  })

  test.each([
    ['session.refuse', '4'],
    ['access.refuse', '4'],
    ['write.receipt', '8'],
    ['session.create', '0'],
  ])('says of %s that its outcome is %s', async (action, outcome) => {
    const row = (await readAll()).find((one) => one.action === action)
    if (!row) throw new TypeError('no row')
    expect(JSON.parse(formatFhirLine(row, 'x'))).toMatchObject({ outcome })
  })

  test('can be of a time and of a patient', async () => {
    const after = await readAll({ since: new Date(NOW + 1) })
    expect(after).toHaveLength(4)
    expect(await readAll({ until: new Date(NOW) })).toEqual([])
    expect((await readAll()).length).toBe(after.length + (await readAll({ until: new Date(NOW + 1) })).length)
    const patient = references.ofPatient(hospital, parsePatientId('patient-1'))
    expect((await readAll({ patient })).every((row) => row.patient === patient)).toBe(true)
    expect(await readAll({ patient: references.ofPatient(hospital, parsePatientId('patient-9')) })).toEqual([])
  })

  test('names findings of rows of before they had references as those of after', async () => {
    const bare = buildFingerprint(['before'])
    const named = { requestId: 'before', at: new Date(NOW + 7_200_000).toISOString() }
    const entries = [
      { ...named, action: 'question', fingerprint: bare, became: 'open', was: bare },
      { ...named, action: 'hook.answer', service: 's', cards: 0, outcome: 'shadow', unshown: [bare] },
      { ...named, action: 'write.intent', key: 'd'.repeat(32), target: 'Claim', outcome: 'go' },
      { ...named, action: 'key.rotate', key: 'd'.repeat(32), cells: 1 },
      { ...named, action: 'feedback.export', from: bare, to: bare, rows: 0 },
    ].map((entry) => JSON.stringify(entry))
    const tenant = parseTenantKey('older')
    await inTenant(database.db, tenant, async (transaction) => {
      await sql`select append_audit(${tenant}, ${entries})`.execute(transaction)
    })
    const details = (await readAll({ tenant })).map((row) => row.details)
    const reference = references.ofFinding(tenant, bare)
    expect(details).toMatchObject([
      { fingerprint: reference, was: reference },
      { unshown: JSON.stringify([reference]) },
      { key: references.ofWrite(tenant, 'd'.repeat(32)), target: 'Claim' },
      { key: 'd'.repeat(32) },
      // Nothing else of a row is touched, whatever it looks like.
      { from: bare },
    ])
  })

  test('as CSV runs no formula, whatever a cell begins with', async () => {
    const [row] = await readAll()
    if (!row) throw new TypeError('no row')
    for (const begin of ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']) {
      const line = formatCsvLine({ ...row, outcome: `${begin}HYPERLINK("http://evil.example","x")` })
      expect(line).toContain(`"'${begin}HYPERLINK(""http://evil.example"",""x"")"`)
    }
    expect(formatCsvLine({ ...row, outcome: 'created' })).toContain(',"created",')
  })
})
