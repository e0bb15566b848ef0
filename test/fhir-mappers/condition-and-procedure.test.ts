import { describe, expect, test } from 'vitest'
import { mapCondition } from '#fhir-mappers/condition.ts'
import { mapProcedure } from '#fhir-mappers/procedure.ts'
import { aCondition, aProcedure } from '../fixtures/fhir/resources.ts'

describe('mapCondition', () => {
  test('takes over code, words and standing', () => {
    expect(mapCondition(aCondition())).toEqual({
      ok: true,
      value: {
        id: 'cond1',
        category: 'problem-list-item',
        code: 'M17.11',
        text: 'Osteoarthritis of right knee',
        clinicalStatus: 'active',
        verification: 'confirmed',
        recorded: '2026-10-01',
      },
    })
  })

  test.each([
    [{ clinicalStatus: { coding: [{ code: 'relapse' }] } }, { clinicalStatus: 'active' }],
    [{ clinicalStatus: { coding: [{ code: 'remission' }] } }, { clinicalStatus: 'inactive' }],
    [{ clinicalStatus: 'active' }, { clinicalStatus: 'active' }],
    [{ clinicalStatus: undefined }, { clinicalStatus: 'unknown' }],
    [{ verificationStatus: { coding: [{ code: 'unconfirmed' }] } }, { verification: 'provisional' }],
    [{ verificationStatus: { coding: [{ code: 'refuted' }] } }, { verification: 'refuted' }],
    [{ verificationStatus: null }, { verification: 'unknown' }],
    [{ category: [{ coding: [{ code: 'encounter-diagnosis' }] }] }, { category: 'encounter-diagnosis' }],
    [{ category: [{ text: 'Visit' }] }, { category: 'other' }],
    [{ code: { coding: [{ system: 'urn:oid:2.16.840.1.113883.6.90', code: 'm1711' }] } }, { code: 'M17.11' }],
    [{ recordedDate: '2026' }, {}],
  ])('%o gives %o', (overrides, expected) => {
    expect(mapCondition(aCondition(overrides))).toMatchObject({ ok: true, value: expected })
  })

  test('a code of another system is no ICD-10-CM code, but its words stay', () => {
    const code = {
      coding: [{ system: 'http://snomed.info/sct', code: '239873007', display: 'Osteoarthritis of knee' }],
    }
    const mapped = mapCondition(aCondition({ code }))
    expect(mapped).toMatchObject({ ok: true, value: { text: 'Osteoarthritis of knee' } })
    expect(mapped.ok && mapped.value.code).toBeUndefined()
  })

  test.each([
    [aCondition({ verificationStatus: { coding: [{ code: 'entered-in-error' }] } }), 'not-valid'],
    [aCondition({ code: undefined }), 'no-content'],
    [aCondition({ id: 7 }), 'no-id'],
    [null, 'wrong-type'],
  ])('is refused for its reason', (resource, code) => {
    expect(mapCondition(resource)).toEqual({ ok: false, problem: { resourceType: 'Condition', code } })
  })
})

describe('mapProcedure', () => {
  test('takes over code, day and site', () => {
    expect(mapProcedure(aProcedure())).toEqual({
      ok: true,
      value: {
        id: 'proc1',
        code: { system: 'cpt', value: '20610' },
        text: 'Joint injection',
        performed: '2026-11-02',
        bodySite: 'Right knee',
      },
    })
  })

  test('prefers a billing code, whatever stands first', () => {
    const coding = [
      { system: 'http://snomed.info/sct', code: '1' },
      { system: 'urn:oid:2.16.840.1.113883.6.285', code: 'J1885' },
    ]
    expect(mapProcedure(aProcedure({ code: { coding } }))).toMatchObject({
      value: { code: { system: 'hcpcs', value: 'J1885' } },
    })
    expect(mapProcedure(aProcedure({ code: { coding: coding.slice(0, 1) } }))).toMatchObject({
      value: { code: { system: 'other', value: '1' } },
    })
  })

  test('takes the first day of a period', () => {
    const performedPeriod = { start: '2026-11-01T22:00:00-05:00', end: '2026-11-02' }
    expect(mapProcedure(aProcedure({ performedDateTime: undefined, performedPeriod }))).toMatchObject({
      value: { performed: '2026-11-01' },
    })
  })

  test.each(['not-done', 'entered-in-error'])('what is %s was not done', (status) => {
    expect(mapProcedure(aProcedure({ status }))).toMatchObject({ ok: false, problem: { code: 'not-valid' } })
  })
})
