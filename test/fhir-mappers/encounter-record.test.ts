import { describe, expect, test } from 'vitest'
import { MAX_ENTRIES, MAX_NOTE_LENGTH, MAX_NOTES } from '#coding/contract/encounter-record.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseEncounterId, parseNoteId, parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'
import { type EncounterParts, mapEncounterRecord } from '#fhir-mappers/encounter-record.ts'
import {
  aCondition,
  aCoverage,
  aMedicationRequest,
  anEncounter,
  anObservation,
  aPatient,
  aProcedure,
} from '../fixtures/fhir/resources.ts'

function parts(overrides: Partial<EncounterParts> = {}): EncounterParts {
  return {
    tenant: parseTenantKey('tenant'),
    patientId: parsePatientId('pat1'),
    encounterId: parseEncounterId('enc1'),
    encounter: anEncounter(),
    patient: aPatient(),
    conditions: [aCondition()],
    procedures: [aProcedure()],
    observations: [anObservation()],
    medicationRequests: [aMedicationRequest()],
    coverages: [aCoverage()],
    notes: [],
    sensitivity: { part2: 'withhold', behavioralHealth: 'allow', otherSensitive: 'withhold' },
    facility: false,
    performer: { role: 'provider' },
    today: parseDateOnly('2026-11-05'),
    ...overrides,
  }
}

test('puts a visit together', () => {
  const { record, problems } = mapEncounterRecord(parts())
  expect(problems).toEqual([])
  expect(record).toMatchObject({
    setting: 'professional',
    encounterClass: 'ambulatory',
    status: 'in-progress',
    dateOfService: '2026-11-02',
    age: { unit: 'years', value: 65 },
    sex: 'female',
    payer: 'medicare',
    conditions: [{ id: 'cond1' }],
    procedures: [{ id: 'proc1' }],
    indicators: [{ id: 'obs1' }, { id: 'med1' }],
  })
})

test('holds no name, record number or birth date', () => {
  const text = JSON.stringify(mapEncounterRecord(parts()))
  for (const canary of ['Testcase', 'Ada', 'MRN-1', '1961-04-30']) expect(text).not.toContain(canary)
})

describe('somebody else', () => {
  const other = { reference: 'Patient/pat2' }
  test.each([
    ['a condition', { conditions: [aCondition({ subject: other })] }, 'Condition'],
    ['an observation', { observations: [anObservation({ subject: other })] }, 'Observation'],
    ['a coverage', { coverages: [aCoverage({ beneficiary: other })] }, 'Coverage'],
    ['the encounter', { encounter: anEncounter({ subject: other }) }, 'Encounter'],
  ])('%s of another patient is left out and reported', (_case, overrides, resourceType) => {
    const { problems } = mapEncounterRecord(parts(overrides))
    expect(problems).toContainEqual({ resourceType, code: 'wrong-patient' })
  })

  test('another patient gives neither age nor sex', () => {
    const { record } = mapEncounterRecord(parts({ patient: aPatient({ id: 'pat2' }) }))
    expect(record.sex).toBe('unknown')
    expect(record).not.toHaveProperty('age')
  })

  test('a resource without a subject came from a search by patient and is kept', () => {
    expect(
      mapEncounterRecord(parts({ conditions: [aCondition({ subject: undefined })] })).record.conditions,
    ).toHaveLength(1)
  })
})

describe('other encounters', () => {
  const visit = [{ coding: [{ code: 'encounter-diagnosis' }] }]
  test.each([
    ['a diagnosis of this visit', { category: visit, encounter: { reference: 'Encounter/enc1' } }, 1],
    ['a diagnosis of another visit', { category: visit, encounter: { reference: 'Encounter/enc0' } }, 0],
    ['a diagnosis without a visit', { category: visit }, 1],
    ['a problem noted at another visit', { encounter: { reference: 'Encounter/enc0' } }, 1],
  ])('%s', (_case, overrides, count) => {
    const { record, problems } = mapEncounterRecord(parts({ conditions: [aCondition(overrides)] }))
    expect(record.conditions).toHaveLength(count)
    expect(problems).toEqual([])
  })

  test.each([
    ['linked elsewhere', { encounter: { reference: 'Encounter/enc0' } }, 0],
    ['unlinked, on the day', { encounter: undefined }, 1],
    ['unlinked, the day before', { encounter: undefined, performedDateTime: '2026-11-01' }, 0],
    ['unlinked, undated', { encounter: undefined, performedDateTime: undefined }, 0],
  ])('a procedure %s', (_case, overrides, count) => {
    expect(mapEncounterRecord(parts({ procedures: [aProcedure(overrides)] })).record.procedures).toHaveLength(count)
  })
})

test('one bad entry costs only itself', () => {
  const conditions = [null, 7, aCondition({ id: undefined }), aCondition()]
  const { record, problems } = mapEncounterRecord(parts({ conditions }))
  expect(record.conditions).toHaveLength(1)
  expect(problems.map(({ code }) => code)).toEqual(['wrong-type', 'wrong-type', 'no-id'])
})

test('sensitive entries are withheld and counted, removed parts are reported', () => {
  const label = (system: string, code: string) => ({ meta: { security: [{ system, code }] } })
  const conditions = [
    aCondition(label('http://terminology.hl7.org/CodeSystem/v3-ActCode', 'HIV')),
    aCondition(label('http://terminology.hl7.org/CodeSystem/v3-ObservationValue', 'REDACTED')),
  ]
  const { record, problems } = mapEncounterRecord(parts({ conditions }))
  expect(record.conditions).toHaveLength(1)
  expect(problems).toEqual([
    { resourceType: 'Condition', code: 'withheld' },
    { resourceType: 'Condition', code: 'redacted' },
  ])
})

test.each([
  ['an open facility stay', { facility: true, encounter: anEncounter({ class: { code: 'IMP' } }) }],
  ['an encounter without period', { encounter: anEncounter({ period: undefined }) }],
  ['no encounter at all', { encounter: undefined }],
])('%s is dated today, and says so', (_case, overrides) => {
  const { record, problems } = mapEncounterRecord(parts(overrides))
  expect(record.dateOfService).toBe('2026-11-05')
  expect(problems).toContainEqual({ resourceType: 'Encounter', code: 'no-date' })
})

describe('a stay', () => {
  const stay = {
    class: { code: 'IMP' },
    period: { start: '2026-11-01T08:00:00-05:00', end: '2026-11-04T09:00:00-05:00' },
  }
  const note = (time: string, overrides: Partial<ClinicalNote> = {}): ClinicalNote => ({
    id: parseNoteId('n'),
    version: '1',
    status: 'signed',
    authorRole: 'provider',
    time,
    encounterCertain: true,
    text: '',
    sha256: '',
    ...overrides,
  })
  test.each([
    ['of a physician by the newest note', [note('2026-11-02T08:00:00-05:00'), note('2026-11-03')], '2026-11-03'],
    ['not by a note dictated after discharge', [note('2026-11-02'), note('2026-11-09')], '2026-11-02'],
    ['not by a nurse', [note('2026-11-03', { authorRole: 'nurse' })], '2026-11-01'],
    ['not by a note that may belong elsewhere', [note('2026-11-03', { encounterCertain: false })], '2026-11-01'],
    ['by its first day without notes', [], '2026-11-01'],
  ])('is dated %s', (_case, notes, day) => {
    expect(mapEncounterRecord(parts({ encounter: anEncounter(stay), notes })).record.dateOfService).toBe(day)
  })

  test('has a day for each note of a provider, and is dated by the one that is chosen', () => {
    const notes = [
      note('2026-11-03', { id: parseNoteId('c') }),
      note('2026-11-02T23:30:00-05:00', { id: parseNoteId('b') }),
      note('2026-11-02T08:00:00-05:00', { id: parseNoteId('a'), authorRole: 'nurse' }),
      note('2026-11-09', { id: parseNoteId('late') }),
    ]
    const map = (day?: string) =>
      mapEncounterRecord(
        parts({ encounter: anEncounter(stay), notes, ...(day !== undefined && { day: parseDateOnly(day) }) }),
      )
    expect(map().visitDays).toEqual([
      { day: '2026-11-02', noteIds: ['b', 'a'] },
      { day: '2026-11-03', noteIds: ['c'] },
    ])
    expect(map('2026-11-02').record.dateOfService).toBe('2026-11-02')
    // No day of the stay.
    expect(map('2026-11-09').record.dateOfService).toBe('2026-11-03')
    expect(mapEncounterRecord(parts({ notes })).visitDays).toBeUndefined()
    const facility = parts({ encounter: anEncounter(stay), notes, facility: true })
    expect(mapEncounterRecord(facility).visitDays).toBeUndefined()
  })

  test('of the facility is dated by discharge, whatever was written', () => {
    const facility = parts({ encounter: anEncounter(stay), notes: [note('2026-11-02')], facility: true })
    expect(mapEncounterRecord(facility).record.dateOfService).toBe('2026-11-04')
  })

  test('an office visit is dated by itself, not by its notes', () => {
    expect(mapEncounterRecord(parts({ notes: [note('2026-11-03')] })).record.dateOfService).toBe('2026-11-02')
  })
})

test('an evening visit that the server writes in UTC keeps its day', () => {
  const encounter = anEncounter({ period: { start: '2026-11-03T01:30:00Z' } })
  expect(mapEncounterRecord(parts({ encounter, timeZone: 'America/New_York' })).record.dateOfService).toBe('2026-11-02')
})

test('more entries than the wire takes are cut, not refused', () => {
  const conditions = Array.from({ length: MAX_ENTRIES + 1 }, (_, index) => aCondition({ id: `c${index}` }))
  const { record, problems } = mapEncounterRecord(parts({ conditions }))
  expect(record.conditions).toHaveLength(MAX_ENTRIES)
  expect(problems).toEqual([{ resourceType: 'Condition', code: 'too-many' }])
})

test('of notes that are too long together the newest are kept', () => {
  const aNote = (index: number, length: number): ClinicalNote => ({
    id: parseNoteId(`n${index}`),
    version: '1',
    status: 'signed',
    authorRole: 'provider',
    encounterCertain: true,
    text: 'x'.repeat(length),
    sha256: '0'.repeat(64),
  })
  const map = (notes: readonly ClinicalNote[]) => {
    const { record, problems } = mapEncounterRecord(parts({ notes }))
    return [record.notes.length, problems]
  }
  const cut = [{ resourceType: 'DocumentReference', code: 'too-many' }]
  const longest = Array.from({ length: 5 }, (_, index) => aNote(index, MAX_NOTE_LENGTH))
  expect(map(longest)).toEqual([5, []])
  expect(map([...longest, aNote(5, 1)])).toEqual([5, cut])
  expect(map(Array.from({ length: MAX_NOTES + 1 }, (_, index) => aNote(index, 10)))).toEqual([MAX_NOTES, cut])
})
