import { beforeAll, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseEncounterId, parseNoteId, parsePatientId } from '#coding/domain/ids.ts'
import { REMARK_REASONS, REMARKS, type RiskRemark } from '#coding/risk-review/risk-remark.ts'
import { buildRiskRemarks } from '#fhir-mappers/risk-remarks.ts'
import { type Definitions, loadDefinitions } from '../fixtures/fhir/definitions.ts'

let definitions: Definitions
beforeAll(() => {
  definitions = loadDefinitions()
})

const build = (remarks: readonly RiskRemark[], person?: string) =>
  buildRiskRemarks({
    remarks,
    patientId: parsePatientId('pat-1'),
    encounterId: parseEncounterId('enc-1'),
    dateOfService: parseDateOnly('2025-03-02'),
    noteIds: [parseNoteId('note-1'), parseNoteId('note-2')],
    now: '2025-03-03T10:00:00.000Z',
    ...(person !== undefined && { person }),
  })
const model = 'CMS-HCC V28'

test('every remark and reason of the guide makes a valid resource', () => {
  const remarks = [
    ...REMARKS.map((remark, index) => ({ model, category: `${index + 1}`, label: 'Diabetes, all', remark })),
    ...REMARK_REASONS.map((reason) => ({ model, category: '37', remark: 'assessed-not-present' as const, reason })),
  ]
  const report = build(remarks, 'Practitioner/coder-1')
  expect(() => definitions.validate(report)).not.toThrow()
  expect(definitions.listForeignCodes(report)).toEqual([])
  expect(report.group).toHaveLength(remarks.length)
})

test('says category, remark and reason, whose and of which notes, and no words of them', () => {
  const report = build([{ model, category: '37', remark: 'assessed-not-present', reason: 'inactive-condition' }])
  expect(report).toMatchObject({
    subject: { reference: 'Patient/pat-1' },
    period: { start: '2025-03-02', end: '2025-03-02' },
    evaluatedResource: [
      { reference: 'Encounter/enc-1' },
      { reference: 'DocumentReference/note-1' },
      { reference: 'DocumentReference/note-2' },
    ],
  })
  const [group] = report.group ?? []
  expect(group?.code?.coding).toEqual([
    { system: 'http://terminology.hl7.org/CodeSystem/cmshcc', version: '28', code: '37' },
  ])
  const codes = group?.extension?.[0]?.extension?.map((part) => [
    part.url,
    part.valueCodeableConcept?.coding?.[0]?.code,
  ])
  expect(codes).toEqual([
    ['remark', 'assessed-not-present'],
    ['reason', 'inactive-condition'],
  ])
})

test('names the coder only where the EHR’s user may report', () => {
  const remarks = [{ model, category: '37', remark: 'deferred' }] as const
  expect(build(remarks, 'Practitioner/coder-1').reporter).toEqual({ reference: 'Practitioner/coder-1' })
  expect(build(remarks, 'Patient/pat-1')).not.toHaveProperty('reporter')
})
