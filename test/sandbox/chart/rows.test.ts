import type { Encounter, Patient } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { buildPatients } from '../../../sandbox/patients/build-patients.ts'
import { formatAutosave, formatVersion } from '../../../sandbox/src/chart/autosave-status.ts'
import { buildMedicationRows, buildProblemRows, buildResultRows } from '../../../sandbox/src/chart/clinical-rows.ts'
import type { Stored } from '../../../sandbox/src/chart/fhir-client.ts'
import { formatAge, formatDay, formatDayAndTime, formatTime } from '../../../sandbox/src/chart/format-date.ts'
import { buildNoteRow, findNoteToOpen, groupNotes } from '../../../sandbox/src/chart/note-row.ts'
import { buildPatientRows, filterPatientRows, listEncountersOf } from '../../../sandbox/src/chart/patient-row.ts'
import { aNote } from './a-note.ts'

const TODAY = new Date('2026-11-02T12:00:00')
const resources = buildPatients('2026-11-02')
const patients = resources.filter((one): one is Stored<Patient> => one.resourceType === 'Patient')
const encounters = resources.filter((one): one is Stored<Encounter> => one.resourceType === 'Encounter')

describe('the patient list', () => {
  const rows = buildPatientRows(patients, encounters, TODAY)

  test('visits in progress come first, each group by time', () => {
    const open = rows.filter(({ isOpen }) => isOpen)
    expect(rows.slice(0, open.length)).toEqual(open)
    expect(open.map(({ start }) => start)).toEqual(open.map(({ start }) => start).toSorted())
  })

  test('a visit of today shows its time, an older one its day', () => {
    expect(rows.find(({ id }) => id === 'pat-knee')).toMatchObject({ when: '09:10', demographics: '67 y F' })
    expect(rows.find(({ id }) => id === 'pat-pressure-ulcer')).toMatchObject({ when: '10/29' })
  })

  test.each([
    ['lukasiewicz zoe', ['pat-afib']],
    ['SORENSEN', ['pat-depression']],
    ['trevino', ['pat-diabetes-ckd']],
    ['ליאורה', ['pat-migraine']],
    ['SBX-000001', ['pat-knee']],
    ['hip pain', ['pat-sides-conflict']],
    ['nobody at all', []],
  ])('«%s» finds %j', (query, ids) => {
    expect(filterPatientRows(rows, query).map(({ id }) => id)).toEqual(ids)
  })

  test('an empty search finds everybody', () => {
    expect(filterPatientRows(rows, ' ')).toHaveLength(rows.length)
  })

  test('the newest visit of a patient comes first', () => {
    expect(listEncountersOf('pat-heart-failure', encounters).map(({ id }) => id)).toEqual([
      'enc-heart-failure',
      'enc-heart-failure-earlier',
    ])
  })
})

describe('the list of notes', () => {
  const notes = [
    aNote({ id: 'later', change: { date: '2026-11-02T11:00:00' } }),
    aNote({ id: 'first', change: { docStatus: 'final' } }),
    aNote({ id: 'elsewhere', change: { context: { encounter: [{ reference: 'Encounter/other' }] } } }),
    aNote({ id: 'secret', change: { date: '2026-11-02T12:00:00', securityLabel: [{ text: 'x' }] } }),
  ]
  const groups = groupNotes(notes, 'enc-1')

  test('notes of the visit stand in order, others apart', () => {
    expect(groups.ofVisit.map(({ id }) => id)).toEqual(['first', 'later', 'secret'])
    expect(groups.others.map(({ id }) => id)).toEqual(['elsewhere'])
  })

  test('the unsigned note is opened, and a restricted one only when asked for', () => {
    expect(findNoteToOpen(groups)?.id).toBe('later')
    expect(findNoteToOpen(groupNotes(notes.slice(3), 'enc-1'))).toBeUndefined()
  })

  test('a row tells type, author, time, status and version', () => {
    expect(buildNoteRow(aNote({ versionId: '4' }))).toEqual({
      id: 'note-1',
      title: 'Progress note',
      author: 'Elena Rivera, MD',
      time: '11/02/2026 09:32',
      shortTime: '11/02 09:32',
      status: 'Unsigned',
      version: 'version 4',
      isAddendum: false,
      isRestricted: false,
    })
  })
})

describe('the status of the note', () => {
  const document = aNote({ versionId: '4' })
  test.each([
    [{ kind: 'stored', document, text: '', savedAt: new Date('2026-11-02T10:32:05') }, 'Saved 10:32:05 · version 4'],
    [{ kind: 'stored', document, text: '', savedAt: undefined }, 'No changes · version 4'],
    [{ kind: 'typing', document, text: '' }, 'Not saved yet'],
    [{ kind: 'saving', document, text: '', sent: '' }, 'Saving…'],
    [{ kind: 'failed', document, text: '', message: 'Try again.' }, 'Not saved. Try again. Your text is still here.'],
  ] as const)('%o', (state, text) => {
    expect(formatAutosave(state)).toBe(text)
  })

  test('a long version id is cut', () => {
    expect(formatVersion('27174e29-4d8d-4dd2')).toBe('version 27174e29')
    expect(formatVersion(undefined)).toBe('version unknown')
  })
})

describe('problems, results, medications', () => {
  const conditions = resources.filter((one) => one.resourceType === 'Condition')
  const observations = resources.filter((one) => one.resourceType === 'Observation')

  test('diagnoses of another visit are not shown', () => {
    const rows = buildProblemRows(conditions, 'enc-otitis')
    expect(rows.diagnoses).toMatchObject([{ code: 'H66.90', status: 'active' }])
  })

  test('results stand newest first with flag and range; blood pressure is one row', () => {
    const { vitals, results } = buildResultRows(
      observations.filter(({ subject }) => subject?.reference === 'Patient/pat-heart-failure'),
    )
    expect(results.map(({ name, value, flag }) => [name, value, flag])).toEqual([
      ['BNP', '842 pg/mL', 'H'],
      ['Creatinine', '1.2 mg/dL', ''],
      ['Potassium', '4.4 mmol/L', ''],
      ['Left ventricular ejection fraction', '32 %', 'L'],
      ['BNP', '310 pg/mL', 'H'],
    ])
    expect(results.map(({ range }) => range)).toContain('≤ 100')
    expect(vitals[0]).toMatchObject({ name: 'Blood pressure', value: '138/82 mmHg' })
  })

  test('a medication shows its directions', () => {
    const requests = resources.filter((one) => one.resourceType === 'MedicationRequest')
    expect(buildMedicationRows(requests)[0]).toMatchObject({
      drug: 'Lisinopril 10 mg oral tablet',
      ordered: '09/03/2026',
    })
  })
})

describe('dates', () => {
  test('a date without a time stays on its day', () => {
    expect(formatDay('2026-11-02')).toBe('11/02/2026')
    expect(formatTime('2026-11-02')).toBe('')
    expect(formatDayAndTime(undefined)).toBe('')
  })

  test('midnight is 00:00', () => {
    expect(formatTime('2026-11-02T00:00:00')).toBe('00:00')
  })

  test.each([
    ['2024-11-03', '23 mo'],
    ['2024-11-02', '2 y'],
    ['1959-11-03', '66 y'],
  ])('born %s is %s', (birthDate, age) => {
    expect(formatAge(birthDate, TODAY)).toBe(age)
  })
})
