// The whole way against the sandbox: both launches, reading, what is withheld, filing, and the open server.

import type { Claim, DocumentReference, Provenance } from '@medplum/fhirtypes'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ConnectResult, connect, connectOpenServer } from '#app/ehr/connect.ts'
import { createOpenServerDirectory } from '#app/ehr/open-server-directory.ts'
import type { EhrConnection } from '#app/ehr/session-types.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import { type Sandbox, startSandbox } from '#sandbox/start-sandbox.ts'
import { buildPatients, WITHHELD_CANARIES } from '../../../sandbox/patients/build-patients.ts'
import { aDiagnosis, aDraftClaim, aLine } from '../../fixtures/fhir/draft-claim.ts'
import { openFakeBrowser } from './support/fake-browser.ts'
import { buildSandboxTenant, type ChartLaunch, launchFromSandbox, SIDEBAR_URL } from './support/launch-from-sandbox.ts'
import { createMemoryLedger } from './support/memory-ledger.ts'

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, sidebarUrl: SIDEBAR_URL, resources: buildPatients('2026-11-02') })
})
afterEach(() => sandbox.stop())

const knee = () => ({ sandbox, patientId: 'pat-knee', encounterId: 'enc-knee', userId: 'prac-rivera' })

function takeConnection(result: ConnectResult): EhrConnection {
  if (result.kind !== 'connected') throw new Error(`not connected: ${JSON.stringify(result)}`)
  return result.connection
}

async function launch(changes: Partial<ChartLaunch> = {}) {
  const browser = await launchFromSandbox({ ...knee(), ...changes })
  return { browser, connection: takeConnection(await connect({ browser })) }
}

function aKneeDraft(changes: Parameters<typeof aDraftClaim>[0] = {}) {
  return aDraftClaim({
    patientId: parsePatientId('pat-knee'),
    encounterId: parseEncounterId('enc-knee'),
    performer: { reference: 'Practitioner/prac-rivera' },
    billingProvider: { reference: 'Organization/org-riverbend' },
    coverage: { reference: 'Coverage/cov-knee' },
    supportingNotes: [],
    ...changes,
  })
}

describe('an EHR launch', () => {
  test('reads one encounter with its notes, its chart and its parties', async () => {
    const { connection } = await launch()
    const reading = await connection.readEncounter()
    expect(reading).toMatchObject({
      banner: { name: 'Margaret Anne Hollister' },
      showBanner: false,
      encounter: { id: 'enc-knee', date: '2026-11-02' },
      withheld: { byPolicy: 0, unreadable: 0 },
      performer: { reference: 'Practitioner/prac-rivera', npi: '2000000010' },
      billingProvider: { reference: 'Organization/org-riverbend' },
      coverage: { reference: 'Coverage/cov-knee' },
      placeOfService: '11',
      gaps: [],
      record: { patientId: 'pat-knee', encounterId: 'enc-knee', notes: [{ id: 'note-knee-1', status: 'draft' }] },
    })
    expect(JSON.stringify(reading.record)).not.toContain('Hollister, Margaret')
  })

  test.each([
    ['RTF', 'back', 'Low back pain\nObesity'],
    ['HTML', 'annual', 'Mammogram | 14 mo ago, BI-RADS 1 | ordered'],
    ['C-CDA', 'anemia', 'Hemoglobin | 9.4 g/dL (L) | 13.5-17.5'],
  ])('reads a note in %s', async (_format, chart, words) => {
    const { connection } = await launch({ patientId: `pat-${chart}`, encounterId: `enc-${chart}` })
    const { record } = await connection.readEncounter()
    expect(record.notes.some(({ text }) => text.includes(words))).toBe(true)
  })

  test('a second reading downloads nothing again, answers with the same object, and sees a new version', async () => {
    const { browser, connection } = await launch({ patientId: 'pat-annual', encounterId: 'enc-annual' })
    const first = await connection.readEncounter()
    const before = browser.requests.length
    expect(await connection.readEncounter()).toBe(first)
    const again = browser.requests.slice(before).map(({ url }) => new URL(url).pathname)
    expect(again).toEqual(['/fhir/Encounter/enc-annual', '/fhir/DocumentReference'])
    await editNote('note-annual-1', 'Signed. Hypertension.')
    const third = await connection.readEncounter()
    expect(third.record.notes.map(({ text }) => text)).toEqual(['Signed. Hypertension.'])
    expect(third.record.notes[0]?.version).not.toBe(first.record.notes[0]?.version)
  })

  test('nothing of a withheld note is asked for, kept or handed on', async () => {
    const { browser, connection } = await launch({ patientId: 'pat-psych-withheld', encounterId: 'enc-psych-withheld' })
    const reading = await connection.readEncounter()
    expect(reading.withheld.byPolicy).toBe(2)
    expect(reading.record.notes).toHaveLength(1)
    const withheld = (await listNotes('pat-psych-withheld')).filter(({ id }) => id !== reading.record.notes[0]?.id)
    expect(withheld).toHaveLength(2)
    for (const note of withheld) {
      expect(browser.requests.some(({ url }) => url.includes(note.content[0]?.attachment.url ?? 'none'))).toBe(false)
      expect(JSON.stringify(reading)).not.toContain(note.id)
    }
    for (const canary of WITHHELD_CANARIES) expect(JSON.stringify(reading)).not.toContain(canary)
  })

  test('a grant without lab results leaves a gap and sends no request that would be refused', async () => {
    const scopes = ['patient/Patient.r', 'patient/Encounter.rs', 'patient/DocumentReference.rs', 'patient/Condition.rs']
    const { browser, connection } = await launch({ scopes })
    const reading = await connection.readEncounter()
    expect(reading.gaps).toContain('Lab results: not allowed')
    expect(browser.requests.some(({ url }) => url.includes('/Observation'))).toBe(false)
    expect((await connection.findWriteTarget()).target).toBe('queue')
  })

  test('an access token that the EHR takes back is renewed once, for a read and for a write', async () => {
    const { browser, connection } = await launch()
    sandbox.expireTokens()
    expect((await connection.readEncounter()).gaps).toEqual([])
    sandbox.expireTokens()
    expect(await connection.fileDraft(aKneeDraft(), createMemoryLedger())).toMatchObject({ kind: 'filed' })
    expect(browser.requests.filter(({ url }) => url.endsWith('/auth/token'))).toHaveLength(2)
  })
})

describe('filing in the sandbox', () => {
  test('one draft Claim with Device and Provenance, however often the button is pressed', async () => {
    const { browser, connection } = await launch()
    const ledger = createMemoryLedger()
    const outcome = await connection.fileDraft(aKneeDraft(), ledger)
    expect(outcome).toMatchObject({ kind: 'filed', target: 'Claim' })
    const before = browser.requests.length
    expect(await connection.fileDraft(aKneeDraft(), ledger)).toMatchObject({ kind: 'already-filed' })
    expect(browser.requests.slice(before).filter(({ init }) => init.method !== 'GET')).toEqual([])
    const [claim, ...others] = (await sandbox.search('Claim', { patient: 'pat-knee' })) as Claim[]
    expect(others).toEqual([])
    expect(claim).toMatchObject({
      status: 'draft',
      diagnosis: [{ diagnosisCodeableConcept: { coding: [{ code: 'M17.11' }] } }],
      item: [{ diagnosisSequence: [1], servicedDate: '2026-11-02' }],
      meta: { security: [{ code: 'AIAST' }] },
    })
    const [provenance, ...more] = (await sandbox.search('Provenance')) as Provenance[]
    expect(more).toEqual([])
    const device = (await sandbox.search('Device'))[0]
    expect(provenance?.target).toMatchObject([{ reference: `Claim/${claim?.id}` }])
    expect(provenance?.agent.map(({ who }) => who.reference)).toEqual([
      `Device/${device?.id}`,
      'Practitioner/prac-rivera',
    ])
  })

  test('a changed draft updates our own Claim, and names the change', async () => {
    const { connection } = await launch()
    const ledger = createMemoryLedger()
    await connection.fileDraft(aKneeDraft(), ledger)
    const changed = aKneeDraft({ diagnoses: [aDiagnosis('M17.12')] })
    expect(await connection.fileDraft(changed, ledger)).toMatchObject({ kind: 'updated', target: 'Claim' })
    const claims = (await sandbox.search('Claim', { patient: 'pat-knee' })) as Claim[]
    expect(claims).toMatchObject([{ diagnosis: [{ diagnosisCodeableConcept: { coding: [{ code: 'M17.12' }] } }] }])
    const activities = ((await sandbox.search('Provenance')) as Provenance[]).map(
      ({ activity }) => activity?.coding?.[0]?.code,
    )
    expect(new Set(activities)).toEqual(new Set(['CREATE', 'UPDATE']))
    expect(await connection.fileDraft(changed, ledger)).toMatchObject({ kind: 'already-filed' })
  })

  test('a coder’s edit in the EHR is never overwritten, nor hidden', async () => {
    const { connection } = await launch()
    const ledger = createMemoryLedger()
    const filed = await connection.fileDraft(aKneeDraft(), ledger)
    const [id = ''] = 'ids' in filed ? filed.ids : []
    const claim = (await sandbox.read(id)) as Claim
    await put({ ...claim, item: claim.item?.map((item) => ({ ...item, quantity: { value: 7 } })) ?? [] })
    const edited = await sandbox.read(id)
    const changed = aKneeDraft({ lines: [aLine('99214')] })
    for (const draft of [aKneeDraft(), changed, aKneeDraft(), changed]) {
      expect(await connection.fileDraft(draft, ledger)).toMatchObject({
        kind: 'changed-by-person',
        target: 'Claim',
        ids: [id],
      })
    }
    expect(await sandbox.read(id)).toEqual(edited)
  })

  test('planned ChargeItems, one a line, where the server takes no Claim', async () => {
    const { connection } = await launch({ base: 'charges' })
    const ledger = createMemoryLedger()
    const draft = aKneeDraft({ lines: [aLine('99213'), aLine('20610')] })
    expect((await connection.findWriteTarget()).target).toBe('ChargeItem')
    const outcome = await connection.fileDraft(draft, ledger)
    expect(outcome).toMatchObject({
      kind: 'filed',
      target: 'ChargeItem',
      ids: [expect.any(String), expect.any(String)],
    })
    expect(await connection.fileDraft(draft, ledger)).toMatchObject({ kind: 'already-filed' })
    const items = await sandbox.search('ChargeItem', { subject: 'Patient/pat-knee' })
    expect(items).toMatchObject([{ status: 'planned' }, { status: 'planned' }])
    expect(await sandbox.search('Claim', { patient: 'pat-knee' })).toEqual([])
    const changed = aKneeDraft({ lines: [aLine('99213', { units: 1 }), aLine('20610', { units: 2 })] })
    expect(await connection.fileDraft(changed, ledger)).toMatchObject({ kind: 'updated', target: 'ChargeItem' })
  })

  test('a write that arrives unheard is found by its identifier and not sent again', async () => {
    const { connection } = await launch()
    const ledger = createMemoryLedger()
    sandbox.faults = ({ method }) => (method === 'POST' ? 'drop-after' : undefined)
    const outcome = await connection.fileDraft(aKneeDraft(), ledger)
    sandbox.faults = undefined
    expect(outcome).toMatchObject({ kind: 'filed', target: 'Claim' })
    expect(await connection.fileDraft(aKneeDraft(), ledger)).toMatchObject({ kind: 'already-filed' })
    expect([await sandbox.search('Claim', { patient: 'pat-knee' }), await sandbox.search('Provenance')]).toMatchObject([
      [{}],
      [{}],
    ])
  })

  test('a write that never arrived stays unknown for two minutes, and then may be filed again by hand', async () => {
    const { browser, connection } = await launch()
    const ledger = createMemoryLedger(browser.now)
    sandbox.faults = ({ method }) => (method === 'POST' ? 'drop-before' : undefined)
    expect(await connection.fileDraft(aKneeDraft(), ledger)).toMatchObject({ kind: 'unknown' })
    sandbox.faults = undefined
    expect(await connection.fileDraft(aKneeDraft(), ledger)).toMatchObject({ kind: 'unknown' })
    expect(await sandbox.search('Claim', { patient: 'pat-knee' })).toEqual([])
    browser.advance(121_000)
    expect(await connection.fileDraft(aKneeDraft(), ledger)).toMatchObject({
      kind: 'rejected',
      reason: expect.stringContaining('did not reach'),
    })
    expect(await connection.fileDraft(aKneeDraft(), ledger)).toMatchObject({ kind: 'filed' })
    expect(await sandbox.search('Claim', { patient: 'pat-knee' })).toHaveLength(1)
  })
})

describe('an open server', () => {
  test('patients and encounters are picked, read and filed for', async () => {
    const tenant = buildSandboxTenant(sandbox, 'open/fhir')
    const browser = openFakeBrowser({ url: `${SIDEBAR_URL}/index.html` })
    const directory = createOpenServerDirectory(tenant, browser)
    const [patient] = await directory.findPatients('hollister')
    expect(patient).toMatchObject({ id: 'pat-knee', banner: { name: 'Margaret Anne Hollister' } })
    expect((await directory.findPatients('')).length).toBeGreaterThan(10)
    const [encounter] = await directory.findEncounters(parsePatientId('pat-knee'))
    expect(encounter).toMatchObject({ id: 'enc-knee', date: '2026-11-02' })
    const choice = { tenant, patientId: parsePatientId('pat-knee'), encounterId: parseEncounterId('enc-knee') }
    const connection = takeConnection(await connectOpenServer(choice, { browser }))
    expect([connection.idToken, await connection.getAccessToken()]).toEqual([undefined, undefined])
    expect((await connection.readEncounter()).record.notes).toHaveLength(1)
    expect(await connection.fileDraft(aKneeDraft(), createMemoryLedger())).toMatchObject({ kind: 'filed' })
    expect(browser.requests.every(({ init }) => !('authorization' in (init.headers ?? {})))).toBe(true)
  })

  test('an encounter of somebody else is a hard stop', async () => {
    const tenant = buildSandboxTenant(sandbox, 'open/fhir')
    const browser = openFakeBrowser({ url: `${SIDEBAR_URL}/index.html` })
    const choice = { tenant, patientId: parsePatientId('pat-knee'), encounterId: parseEncounterId('enc-wrist') }
    expect(await connectOpenServer(choice, { browser })).toMatchObject({ kind: 'failed', code: 'wrong-patient' })
    expect(browser.requests).toHaveLength(1)
  })

  test('a server that needs a sign-in is not opened without one', async () => {
    const choice = {
      tenant: buildSandboxTenant(sandbox),
      patientId: parsePatientId('pat-knee'),
      encounterId: parseEncounterId('enc-knee'),
    }
    const browser = openFakeBrowser({ url: `${SIDEBAR_URL}/index.html` })
    expect(await connectOpenServer(choice, { browser })).toMatchObject({ kind: 'failed', code: 'foreign-issuer' })
  })
})

async function listNotes(patientId: string): Promise<readonly DocumentReference[]> {
  return (await sandbox.search('DocumentReference', { patient: patientId })) as DocumentReference[]
}

async function put(resource: Claim | DocumentReference): Promise<void> {
  const response = await fetch(`${sandbox.url}/open/fhir/${resource.resourceType}/${resource.id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify(resource),
  })
  if (!response.ok) throw new Error(`PUT ${response.status}: ${await response.text()}`)
}

async function editNote(id: string, text: string): Promise<void> {
  const note = (await sandbox.read(`DocumentReference/${id}`)) as DocumentReference
  const data = Buffer.from(text).toString('base64')
  await put({ ...note, content: [{ attachment: { contentType: 'text/plain', data } }] })
}
