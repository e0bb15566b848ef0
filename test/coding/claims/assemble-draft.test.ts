import { describe, expect, test } from 'vitest'
import { assembleDraft, type ChosenLine, type DraftInput } from '#coding/claims/assemble-draft.ts'
import { listInpatientProcedures } from '#coding/claims/inpatient-procedures.ts'
import { visitLevels } from '#coding/claims/visit-levels.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseDraftId, parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { anEncounter, findCodes } from '../an-encounter.ts'

const DATE = parseDateOnly('2026-03-02')
const accepted = findCodes(
  anEncounter({ notes: ['Assessment:\n1. Gout\n2. Hypertension\n3. Asthma\n4. GERD\n5. Psoriasis'] }),
)

function input(over: Partial<DraftInput> = {}): DraftInput {
  return {
    id: parseDraftId('draft'),
    kind: 'professional',
    patientId: parsePatientId('patient'),
    encounterId: parseEncounterId('encounter'),
    dateOfService: DATE,
    accepted,
    lines: [],
    supportingNotes: [],
    ...over,
  }
}

function line(code: string, over: Partial<ChosenLine> = {}): ChosenLine {
  return {
    code: {
      state: 'validated',
      category: 'em',
      system: 'cpt',
      code: parseProcedureCode(code),
      edition: { basis: 'no-data' },
    },
    modifiers: [],
    units: 1,
    date: DATE,
    source: 'chart',
    verified: true,
    ...over,
  }
}

describe('assembleDraft', () => {
  test('keeps the order of the analysis, verified by the person who accepted', () => {
    const { diagnoses } = assembleDraft(input())
    expect(diagnoses.map(({ code }) => code.code)).toEqual(['M10.9', 'I10', 'J45.909', 'K21.9', 'L40.9'])
    expect(diagnoses.every(({ verified }) => verified)).toBe(true)
  })

  test('takes the order that a person chose, the others behind', () => {
    const { diagnoses } = assembleDraft(input({ order: ['J45.909', 'I10'] }))
    expect(diagnoses.map(({ code }) => code.code)).toEqual(['J45.909', 'I10', 'M10.9', 'K21.9', 'L40.9'])
  })

  test('points a line to the first four diagnoses, unless the person chose', () => {
    const { lines } = assembleDraft(input({ lines: [line('99213'), line('99214', { diagnosisPointers: [2] })] }))
    expect(lines.map(({ diagnosisPointers }) => diagnosisPointers)).toEqual([[1, 2, 3, 4], [2]])
    expect(assembleDraft(input({ accepted: [], lines: [line('99213')] })).lines[0]?.diagnosisPointers).toEqual([])
  })

  test('an accepted code stands once, with all of its evidence', () => {
    const [first] = accepted
    const { diagnoses } = assembleDraft(input({ accepted: first === undefined ? [] : [first, first] }))
    expect(diagnoses).toHaveLength(1)
    expect(diagnoses[0]?.evidence).toHaveLength(2)
  })

  test('an accepted procedure becomes a line, unless the person already chose one', () => {
    const record = anEncounter({
      notes: ['Assessment: gout'],
      procedures: [{ id: 'p', code: { system: 'cpt', value: '99213' } }],
    })
    const codes = findCodes(record)
    expect(assembleDraft(input({ accepted: codes, placeOfService: '11' })).lines).toMatchObject([
      { code: { code: '99213' }, units: 1, placeOfService: '11', diagnosisPointers: [1] },
    ])
    expect(assembleDraft(input({ accepted: codes, lines: [line('99213', { units: 2 })] })).lines).toMatchObject([
      { units: 2 },
    ])
  })
})

describe('an institutional draft', () => {
  const record = anEncounter({
    setting: 'inpatient_facility',
    encounterClass: 'inpatient',
    notes: ['Admitting diagnosis: chest pain\n\nDischarge diagnosis:\n1. Gout\n2. Chest pain'],
    procedures: [
      { id: 'a', code: { system: 'icd10pcs', value: '0SRC0J9' }, performed: DATE },
      { id: 'b', code: { system: 'icd10pcs', value: 'none' } },
      { id: 'c', code: { system: 'cpt', value: '99213' } },
    ],
  })

  test('names why the patient was admitted', () => {
    const codes = findCodes(record)
    const { notes } = record
    expect(assembleDraft(input({ kind: 'institutional', accepted: codes, notes })).admittingDiagnosis?.code).toBe(
      'R07.9',
    )
    expect(assembleDraft(input({ accepted: codes, notes }))).not.toHaveProperty('admittingDiagnosis')
  })

  test('carries inpatient procedures of the chart that have the form of their system, and only those', () => {
    expect(listInpatientProcedures(record)).toEqual([{ code: '0SRC0J9', date: DATE }])
    expect(listInpatientProcedures({ ...record, setting: 'outpatient_facility' })).toEqual([])
  })
})

test('visit levels are bare numbers with our own labels, each once', () => {
  expect(new Set(visitLevels.map(({ code }) => code)).size).toBe(visitLevels.length)
  for (const { label } of visitLevels)
    expect(label).toMatch(/, (straightforward|low|moderate|high|staff|30 minutes or less|more than 30 minutes)/)
})
