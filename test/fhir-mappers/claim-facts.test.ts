import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mapClaimContext } from '#fhir-mappers/claim-context.ts'
import {
  findOrderer,
  findPayerNumber,
  findPayor,
  findTaxonomy,
  judgeTaxNumber,
  listOrders,
} from '#fhir-mappers/claim-facts.ts'
import { NAIC, NUCC_TAXONOMY, SOURCE_OF_PAYMENT, TAX_NUMBER } from '#fhir-mappers/systems.ts'

const identified = (system: string, value: string) => ({ identifier: [{ system, value }] })
const typed = (code: string, value: string) => ({ identifier: [{ type: { coding: [{ code }] }, value }] })
const nucc = (code: string) => ({ coding: [{ system: NUCC_TAXONOMY, code }] })

describe('numbers of a claim', () => {
  test.each([
    ['by the system of the NAIC', identified(NAIC, '12345'), '12345'],
    ['by its type', typed('NIIP', '777'), '777'],
    ['by CARIN’s type', typed('payerid', '888'), '888'],
    ['not by any other number', identified('urn:x', '1'), undefined],
    ['nor where nothing is', undefined, undefined],
  ])('the payer, %s', (_, organization, number) => {
    expect(findPayerNumber(organization)).toBe(number)
  })

  test('the payer of a coverage is an organization', () => {
    const payor = [{ reference: 'Patient/p' }, { reference: 'https://ehr.example/fhir/Organization/o1' }]
    expect(findPayor({ payor })).toBe('Organization/o1')
    expect(findPayor({ payor: { display: 'Plan' } })).toBeUndefined()
  })

  test.each([
    ['12-3456789', 'fits'],
    ['123456789', 'fits'],
    ['12345678', 'does-not-fit'],
    ['123-45-6789', 'does-not-fit'],
  ])('a tax number %s: %s, and nothing of it comes back', (value, judged) => {
    expect(judgeTaxNumber(identified(TAX_NUMBER, value))).toBe(judged)
    expect(judgeTaxNumber({})).toBe('absent')
  })

  test.each([
    ['of a role', { specialty: [nucc('207Q00000X')] }],
    ['of an organization', { type: nucc('207Q00000X') }],
    ['of a person', { qualification: [{ code: { text: 'MD' } }, { code: nucc('207Q00000X') }] }],
  ])('the taxonomy %s', (_, resource) => {
    expect(findTaxonomy(resource)).toBe('207Q00000X')
  })

  test('who ordered, where every order says the same', () => {
    const order = (id: string) => ({ resourceType: 'ServiceRequest', requester: { reference: `Practitioner/${id}` } })
    expect(listOrders({ basedOn: [{ reference: 'ServiceRequest/s1' }, { reference: 'CarePlan/c' }] })).toEqual([
      'ServiceRequest/s1',
    ])
    expect(findOrderer([order('a'), order('a')])).toEqual({ reference: 'Practitioner/a' })
    expect(findOrderer([order('a'), order('b')])).toBeUndefined()
    expect(findOrderer([{ ...order('a'), requester: { reference: 'Organization/o' } }])).toBeUndefined()
    expect(findOrderer([undefined])).toBeUndefined()
  })

  // CMS's own example, and one letter that is never given.
  test.each([
    ['1EG4-TE5-MK73', '12', true],
    ['1eg4te5mk73', '121', true],
    ['1SG4TE5MK73', '12', false],
    ['SUB-1', '12', false],
    ['SUB-1', '11', undefined],
    ['SUB-1', '5', undefined],
  ])('the number %s under typology %s: %s', (subscriberId, code, fits) => {
    const coverage = {
      resourceType: 'Coverage',
      id: 'c1',
      subscriberId,
      type: { coding: [{ system: SOURCE_OF_PAYMENT, code }] },
    }
    const context = mapClaimContext({ patient: undefined, coverages: [coverage], coverageReference: 'Coverage/c1' })
    expect(context.coverage?.subscriberIdFits).toBe(fits)
    expect(JSON.stringify(context)).not.toMatch(/TE5|SUB-/i)
  })

  test('anything at all is read without a fault', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const read of [findPayerNumber, findPayor, findTaxonomy, judgeTaxNumber, listOrders]) read(value)
        findOrderer([value])
      }),
    )
  })
})
