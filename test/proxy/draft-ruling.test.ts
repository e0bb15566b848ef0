// What the rules object to goes nowhere, whatever the page that sends it believes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import { problem } from '#coding/contract/problem.ts'
import { workAnswer } from '#coding/contract/work.ts'
import { type DateOnly, parseDateOnly } from '#coding/domain/date-only.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import { aDiagnosis, aDraftClaim, aLine } from '../fixtures/fhir/draft-claim.ts'
import { aRecord, createTestProxy, send, signIdToken, signIn, smartRow } from './proxy-fixture.ts'
import { dumpDatabase, openPglite, type TestDatabase } from './test-database.ts'

let database: TestDatabase
let encounters = 0
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

const engine = createCodingEngine({ releases: [], diagnoses: createReleaseCodeSet([]) })
const MONDAY = parseDateOnly('2026-03-02')
const SUNDAY = parseDateOnly('2026-03-01')

async function open() {
  encounters += 1
  const encounterId = parseEncounterId(`ruled-${encounters}`)
  const proxy = createTestProxy(database.db, { engine, rows: [{ ...smartRow, coderMayRelease: true }] })
  proxy.ehr.encounters.set(encounterId, 'Patient/patient-1')
  const enter = (id: string) =>
    signIn(proxy, { encounterId, idToken: signIdToken({ claims: { sub: id, fhirUser: `Practitioner/${id}` } }) })
  const coder = await enter('coder-1')
  const provider = await enter('doctor-1')

  const recordOf = (dateOfService: DateOnly = MONDAY) => aRecord({ encounterId, dateOfService })
  const draftOf = (changes: Partial<DraftClaim> = {}) => {
    const { patientId, dateOfService, notes } = recordOf(changes.dateOfService)
    const supportingNotes = notes.map(({ id, version }) => ({ id, version }))
    const lines = [aLine('99213', { date: dateOfService })]
    return aDraftClaim({ patientId, encounterId, dateOfService, supportingNotes, lines, ...changes })
  }
  /** Its line points to a diagnosis that is not there. */
  const wrong = () => draftOf({ lines: [aLine('99213', { date: MONDAY, diagnosisPointers: [7] })] })

  type Beginning = { readonly by?: typeof coder; readonly purpose?: string; readonly target?: string }
  const begin = async (draft: DraftClaim, basis: object | undefined, over: Beginning & { key?: string } = {}) => {
    const { by = coder, purpose = 'file', target = 'Claim', key = 'a' } = over
    encounters += 1
    const payloadSha256 = String(encounters).padStart(64, '0')
    const body = {
      key: key.repeat(32),
      target,
      payloadSha256,
      content: { draft, purpose },
      ...(basis && { basis }),
    }
    const response = await send(proxy, { path: '/v1/writes', body }, by)
    const answer: unknown = await response.json()
    return { status: response.status, answer, payloadSha256, key: body.key }
  }
  const file = async (draft: DraftClaim, over: Beginning & { key?: string } = {}) => {
    const begun = await begin(draft, { record: recordOf(draft.dateOfService) }, over)
    const { payloadSha256, key, status } = begun
    const receipt = { state: 'written', payloadSha256, issueCodes: [], provenance: 'none', remoteId: `Claim/${key}` }
    if (status === 200) {
      await send(proxy, { method: 'PUT', path: `/v1/writes/${key}`, body: receipt }, over.by ?? coder)
    }
    return begun
  }
  /** The EHR refuses the mark. */
  const refuseMark = async (draft: DraftClaim, key: string) => {
    const begun = await begin({ ...draft, signedOff: true }, { record: recordOf(draft.dateOfService) }, { key })
    const receipt = { state: 'rejected', payloadSha256: begun.payloadSha256, issueCodes: [], provenance: 'none' }
    await send(proxy, { method: 'PUT', path: `/v1/writes/${begun.key}`, body: receipt }, coder)
  }
  const release = async (record: EncounterRecord = recordOf()) => {
    const response = await send(proxy, { path: '/v1/work', body: { kind: 'release', basis: { record } } }, coder)
    return { status: response.status, answer: (await response.json()) as unknown }
  }
  const readWork = async () =>
    workAnswer.parse(await (await send(proxy, { method: 'GET', path: '/v1/work' }, coder)).json())
  return { proxy, coder, provider, refuseMark, recordOf, draftOf, wrong, begin, file, release, readWork }
}

describe('a coder’s draft', () => {
  test.each(['Claim', 'queue', 'ChargeItem.$create'])('with an error does not go to %s', async (target) => {
    const { begin, wrong, recordOf, readWork } = await open()
    const { status, answer } = await begin(wrong(), { record: recordOf() }, { target })
    expect(status).toBe(422)
    const { code, rules, message } = problem.parse(answer)
    expect([code, rules]).toEqual(['draft-errors', ['diagnosis-pointers']])
    expect(message).toMatch(/diagnosis-pointers/)
    expect((await readWork()).history).toEqual([])
  })

  test('with an error is not signed off either, and can always be taken back', async () => {
    const { begin, wrong, recordOf } = await open()
    expect((await begin({ ...wrong(), signedOff: true }, { record: recordOf() })).status).toBe(422)
    expect((await begin(wrong(), undefined, { purpose: 'withdraw' })).status).toBe(200)
  })

  test('without one goes, and leaves nothing of the record behind', async () => {
    const { begin, draftOf, recordOf, proxy } = await open()
    const record = recordOf()
    const notes = record.notes.map((note) => ({ ...note, text: `${note.text} CANARY-BASIS` }))
    expect((await begin(draftOf(), { record: { ...record, notes } })).status).toBe(200)
    expect(proxy.logged.join('')).not.toContain('CANARY-BASIS')
    expect(await dumpDatabase(database.db)).not.toContain('CANARY-BASIS')
  })

  test('comes with the record that it was made from', async () => {
    const { begin, draftOf, wrong, recordOf } = await open()
    const record = recordOf()
    const others: readonly (object | undefined)[] = [
      undefined,
      { record: { ...record, notes: [] } },
      { record: { ...record, setting: 'inpatient_facility' } },
      { record: recordOf(SUNDAY) },
      { record, more: 1 },
    ]
    for (const basis of others) expect((await begin(wrong(), basis)).status).toBe(400)
    const strange = { ...record, patientId: parsePatientId('patient-2') }
    expect((await begin(draftOf(), { record: strange })).status).toBe(403)
    const elsewhere = draftOf({ encounterId: parseEncounterId('encounter-2') })
    expect((await begin(elsewhere, { record })).status).toBe(403)
  })

  test('is held to it alone: a clinician’s draft with an error may wait in the EHR', async () => {
    const { begin, wrong, provider } = await open()
    expect((await begin(wrong(), undefined, { by: provider })).status).toBe(200)
  })
})

describe('a release', () => {
  test('stops at a draft with an error that a clinician filed', async () => {
    const { file, wrong, release, provider, readWork, draftOf } = await open()
    await file(wrong(), { by: provider })
    const { status, answer } = await release()
    expect([status, problem.parse(answer).rules]).toEqual([422, ['diagnosis-pointers']])
    expect((await readWork()).standing).toEqual({ kind: 'open' })
    await file(draftOf())
    expect((await release()).status).toBe(200)
  })

  test('is not won with the record of another day', async () => {
    const { file, wrong, release, provider, recordOf } = await open()
    await file(wrong(), { by: provider })
    const { status, answer } = await release(recordOf(SUNDAY))
    expect(status).toBe(409)
    expect(problem.parse(answer).message).toBe('Not checked by a coder yet: the draft of 2026-03-02.')
  })

  test('brings a record of this visit', async () => {
    const { file, draftOf, release, recordOf, proxy, coder } = await open()
    await file(draftOf())
    expect((await release({ ...recordOf(), patientId: parsePatientId('patient-2') })).status).toBe(403)
    expect((await send(proxy, { path: '/v1/work', body: { kind: 'release' } }, coder)).status).toBe(400)
  })

  test('of a stay waits until each other day was checked off, and a change asks for that again', async () => {
    const { file, draftOf, release, readWork, refuseMark } = await open()
    const sunday = draftOf({ dateOfService: SUNDAY, ofStayDay: true })
    await file(sunday, { key: 'b' })
    await file(draftOf({ ofStayDay: true }))
    expect((await readWork()).days).toEqual([
      { day: SUNDAY, standing: 'filed' },
      { day: MONDAY, standing: 'filed' },
    ])
    const { status, answer } = await release()
    expect([status, problem.parse(answer).message]).toEqual([
      409,
      'Not checked by a coder yet: the draft of 2026-03-01.',
    ])
    await file({ ...sunday, signedOff: true }, { key: 'b' })
    expect((await readWork()).days).toContainEqual({ day: SUNDAY, standing: 'checked' })
    await file({ ...sunday, diagnoses: [aDiagnosis('M17.12')] }, { key: 'b' })
    expect((await release()).status).toBe(409)
    await refuseMark({ ...sunday, diagnoses: [aDiagnosis('M17.12')] }, 'b')
    expect((await readWork()).days).toContainEqual({ day: SUNDAY, standing: 'checked' })
    await file({ ...sunday, diagnoses: [aDiagnosis('M17.11')] }, { key: 'b' })
    expect((await release()).status).toBe(409)
    await file({ ...sunday, diagnoses: [aDiagnosis('M17.12')], signedOff: true }, { key: 'b' })
    expect((await release()).status).toBe(200)
  })
})
