import { describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { findPrimaryCoverage, mapCoverage } from '#fhir-mappers/coverage.ts'
import { findSpecialty, isNpi, mapProviderReference } from '#fhir-mappers/practitioner.ts'
import { aCoverage } from '../fixtures/fhir/resources.ts'

const sopt = (code: string) => ({ coding: [{ system: 'https://nahdo.org/sopt', code }] })

describe('the kind of payer', () => {
  test.each([
    [{ type: sopt('111'), payor: [] }, 'medicare'],
    [{ type: sopt('21'), payor: [] }, 'medicaid'],
    [{ type: sopt('512'), payor: [] }, 'commercial'],
    [{ type: sopt('81'), payor: [] }, 'self-pay'],
    [{ type: sopt('32'), payor: [] }, 'other'],
    [{ type: { coding: [{ code: 'pay' }] }, payor: [] }, 'self-pay'],
    [{ type: { coding: [{ code: 'EHCPOL' }] }, payor: [{ display: 'Some Insurer' }] }, 'commercial'],
    // Managed care says nothing about who pays behind it; the payer's name does.
    [{ type: { coding: [{ code: 'HMO' }] }, payor: [{ display: 'Example Medicare Advantage' }] }, 'medicare'],
    [{ type: { text: 'Medicaid HMO' }, payor: [] }, 'medicaid'],
    [{ type: undefined, payor: [{ display: 'TRICARE East' }] }, 'other'],
    [{ type: undefined, payor: undefined }, 'unknown'],
  ])('%o is %s', (overrides, payer) => {
    expect(mapCoverage(aCoverage(overrides))).toMatchObject({ ok: true, value: { payer } })
  })
})

test('the active coverage of lowest order on the day pays first', () => {
  const list = [
    aCoverage({ id: 'second', order: 2 }),
    aCoverage({ id: 'ended', order: 1, period: { end: '2026-10-31' } }),
    aCoverage({ id: 'cancelled', order: 1, status: 'cancelled' }),
    aCoverage({ id: 'unordered', order: undefined }),
    aCoverage({ id: 'first', order: 1, status: undefined, period: { start: '2026-01-01' } }),
  ].flatMap((resource) => {
    const mapped = mapCoverage(resource)
    return mapped.ok ? [mapped.value] : []
  })
  const on = parseDateOnly('2026-11-02')
  expect(findPrimaryCoverage(list, on)?.reference).toBe('Coverage/first')
  expect(findPrimaryCoverage(list.slice(1, 3), on)).toBeUndefined()
})

describe('an NPI', () => {
  test.each(['1234567893', '1003000126', '1679576722'])('%s has the right check digit', (npi) => {
    expect(isNpi(npi)).toBe(true)
  })
  test.each(['1234567890', '1234567839', '3234567893', '123456789', '12345678931', '1234567a93', ''])(
    '%s has not',
    (npi) => {
      expect(isNpi(npi)).toBe(false)
    },
  )

  test('with a wrong digit is left out, and the provider stays', () => {
    const identifier = [
      { system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567890' },
      { system: 'urn:oid:9.9', value: '1234567893' },
    ]
    expect(mapProviderReference({ resourceType: 'Practitioner', id: 'p1', identifier })).toEqual({
      ok: true,
      value: { reference: 'Practitioner/p1' },
    })
  })

  test('is found under its object identifier, and on the practitioner of a role', () => {
    const npi = { system: 'urn:oid:2.16.840.1.113883.4.6', value: '1234567893' }
    expect(mapProviderReference({ resourceType: 'Organization', id: 'o1', identifier: npi })).toMatchObject({
      value: { reference: 'Organization/o1', npi: '1234567893' },
    })
    const role = { resourceType: 'PractitionerRole', id: 'r1', practitioner: { identifier: npi } }
    expect(mapProviderReference(role)).toMatchObject({ value: { npi: '1234567893' } })
  })
})

test.each([
  [{ resourceType: 'Patient', id: 'p' }, 'wrong-type'],
  [{ resourceType: 'Practitioner' }, 'no-id'],
])('%o is no provider', (resource, code) => {
  expect(mapProviderReference(resource)).toMatchObject({ ok: false, problem: { code } })
})

test('the specialty is in the words of the site', () => {
  expect(findSpecialty({ specialty: [{ coding: [{ display: 'Orthopaedic Surgery' }] }] })).toBe('Orthopaedic Surgery')
  expect(findSpecialty({})).toBeUndefined()
})
