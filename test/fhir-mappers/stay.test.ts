import { expect, test } from 'vitest'
import { mapStay } from '#fhir-mappers/stay.ts'

const encounter = {
  resourceType: 'Encounter',
  period: { start: '2026-11-02T08:00:00Z', end: '2026-11-06T12:00:00Z' },
  hospitalization: {
    admitSource: { coding: [{ system: 'https://www.nubc.org/CodeSystem/PointOfOrigin', code: '4' }] },
    dischargeDisposition: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/discharge-disposition', code: 'snf' }],
    },
  },
}

test('an inpatient stay says its type of bill, admission, origin and discharge', () => {
  expect(mapStay(encounter, 'inpatient_facility')).toEqual({
    typeOfBill: '0111',
    admission: '2026-11-02',
    pointOfOrigin: '4',
    dischargeStatus: '03',
  })
})

test('an outpatient visit has no admission', () => {
  expect(mapStay({ ...encounter, hospitalization: null }, 'outpatient_facility')).toEqual({ typeOfBill: '0131' })
})

test('NUBC codes are taken as they are, whatever system the EHR names', () => {
  const coded = (system: string) => ({
    ...encounter,
    hospitalization: { dischargeDisposition: { coding: [{ system, code: '20' }] } },
  })
  for (const system of ['https://www.nubc.org/CodeSystem/PatDischargeStatus', 'urn:oid:1.2.3']) {
    expect(mapStay(coded(system), 'inpatient_facility')?.dischargeStatus).toBe('20')
  }
})

test.each(['other-hcf', 'alt-home'])('%s, which NUBC divides further, is not guessed', (code) => {
  const loose = { ...encounter, hospitalization: { dischargeDisposition: { coding: [{ code }] } } }
  expect(mapStay(loose, 'inpatient_facility')).not.toHaveProperty('dischargeStatus')
})

test('a professional claim speaks of no stay', () => {
  expect(mapStay(encounter, 'professional')).toBeUndefined()
})
