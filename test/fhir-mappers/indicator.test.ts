import { describe, expect, test } from 'vitest'
import { mapMedicationRequest, mapObservation } from '#fhir-mappers/indicator.ts'
import { aMedicationRequest, anObservation } from '../fixtures/fhir/resources.ts'

describe('mapObservation', () => {
  test('takes over name, number, unit and direction', () => {
    expect(mapObservation(anObservation())).toEqual({
      ok: true,
      value: [
        {
          id: 'obs1',
          kind: 'lab',
          name: 'Hemoglobin A1c',
          code: '4548-4',
          value: 8.1,
          unit: '%',
          interpretation: 'high',
          time: '2026-10-20T08:00:00Z',
        },
      ],
    })
  })

  test.each([
    ['a decimal as text', { valueQuantity: { value: '8.10', unit: '%' } }, { value: 8.1 }],
    ['an integer', { valueQuantity: undefined, valueInteger: 27 }, { value: 27 }],
    ['words', { valueQuantity: undefined, valueString: 'trace' }, { text: 'trace' }],
    ['a concept', { valueQuantity: undefined, valueCodeableConcept: { text: 'Positive' } }, { text: 'Positive' }],
    ['yes or no', { valueQuantity: undefined, valueBoolean: false }, { text: 'no' }],
    ['a critical value', { interpretation: [{ coding: [{ code: 'HH' }] }] }, { interpretation: 'critical' }],
    ['a vital sign', { category: [{ coding: [{ code: 'vital-signs' }] }] }, { kind: 'vital' }],
    ['a score', { category: [{ coding: [{ code: 'survey' }] }] }, { kind: 'score' }],
    ['a unit only as code', { valueQuantity: { value: 1, code: 'mg/dL' } }, { unit: 'mg/dL' }],
    ['a period', { effectiveDateTime: undefined, effectivePeriod: { start: '2026-10-20' } }, { time: '2026-10-20' }],
  ])('%s', (_case, overrides, expected) => {
    expect(mapObservation(anObservation(overrides))).toMatchObject({ ok: true, value: [expected] })
  })

  test('a value with a comparator is words, not the number', () => {
    const mapped = mapObservation(anObservation({ valueQuantity: { value: 0.01, comparator: '<', unit: 'ng/mL' } }))
    expect(mapped.ok && mapped.value[0]).toMatchObject({ text: '< 0.01 ng/mL' })
    expect(mapped.ok && mapped.value[0]).not.toHaveProperty('value')
  })

  test('a panel gives one indicator for each component that has a value', () => {
    const component = [
      { code: { text: 'Systolic' }, valueQuantity: { value: 151, unit: 'mm[Hg]' } },
      { code: { text: 'Diastolic' }, dataAbsentReason: { text: 'unknown' } },
      { code: { text: 'Mean' }, valueQuantity: { value: 110 } },
    ]
    const mapped = mapObservation(anObservation({ valueQuantity: undefined, component }))
    expect(mapped).toMatchObject({
      value: [
        { id: 'obs1.1', name: 'Systolic', value: 151 },
        { id: 'obs1.3', name: 'Mean', value: 110 },
      ],
    })
  })

  test.each([
    [{ status: 'cancelled' }, 'not-valid'],
    [{ status: 'entered-in-error' }, 'not-valid'],
    [{ valueQuantity: undefined, dataAbsentReason: { text: 'not done' } }, 'no-content'],
    [{ valueQuantity: { value: Number.POSITIVE_INFINITY } }, 'no-content'],
    [{ code: undefined }, 'no-content'],
  ])('%o is refused', (overrides, code) => {
    expect(mapObservation(anObservation(overrides))).toMatchObject({ ok: false, problem: { code } })
  })
})

describe('mapMedicationRequest', () => {
  test('takes over drug, dose and date', () => {
    expect(mapMedicationRequest(aMedicationRequest())).toEqual({
      ok: true,
      value: {
        id: 'med1',
        kind: 'medication',
        name: 'Metformin 500 mg',
        code: '861007',
        text: 'twice daily',
        time: '2026-09-01',
      },
    })
  })

  test.each([
    [
      'a contained medication',
      {
        medicationReference: { reference: '#m' },
        contained: [{ resourceType: 'Medication', id: 'm', code: { text: 'Lisinopril' } }],
      },
      'Lisinopril',
    ],
    ['a named reference', { medicationReference: { reference: 'Medication/1', display: 'Apixaban' } }, 'Apixaban'],
  ])('finds %s', (_case, overrides, name) => {
    expect(
      mapMedicationRequest(aMedicationRequest({ medicationCodeableConcept: undefined, ...overrides })),
    ).toMatchObject({
      value: { name },
    })
  })

  test.each([{ doNotPerform: true }, { status: 'cancelled' }, { status: 'draft' }])('%o is not taken', (overrides) => {
    expect(mapMedicationRequest(aMedicationRequest(overrides))).toMatchObject({ problem: { code: 'not-valid' } })
  })
})
