import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { claimContext } from '#coding/contract/claim-context.ts'
import { mapClaimContext } from '#fhir-mappers/claim-context.ts'

const patient = {
  resourceType: 'Patient',
  name: [{ family: 'Canary', given: ['Ada'] }],
  address: [{ line: ['1 Canary Street'], city: 'Springfield' }],
  birthDate: '1960-02-03',
  deceasedDateTime: '2026-10-01T04:00:00Z',
}
const coverage = {
  resourceType: 'Coverage',
  id: 'c1',
  status: 'active',
  subscriberId: 'CANARY-7',
  relationship: { coding: [{ code: 'child' }] },
  subscriber: { reference: 'RelatedPerson/1' },
  payor: [{ display: 'Plan' }],
  period: { start: '2026-01-01', end: '2026-12-31' },
  order: 1,
}

describe('mapClaimContext', () => {
  test('says what is there and what agrees, and names nobody', () => {
    const context = mapClaimContext({
      patient,
      coverages: [coverage, { ...coverage, id: 'c2' }],
      coverageReference: 'Coverage/c1',
    })
    expect(context).toEqual({
      patient: { hasName: true, hasAddress: true, birthDate: '1960-02-03', deathDate: '2026-10-01' },
      coverage: {
        status: 'active',
        hasSubscriberId: true,
        hasSubscriber: true,
        hasPayor: true,
        relationship: 'other',
        order: 1,
        start: '2026-01-01',
        end: '2026-12-31',
        active: 2,
      },
    })
    expect(JSON.stringify(context)).not.toMatch(/canary|ada|springfield/i)
    expect(claimContext.safeParse(context).success).toBe(true)
  })

  test('leaves out what it was not given', () => {
    expect(mapClaimContext({ patient: undefined, coverages: [] })).toEqual({})
    expect(mapClaimContext({ patient: { resourceType: 'Patient' }, coverages: [] })).toEqual({
      patient: { hasName: false, hasAddress: false },
    })
  })

  test('anything at all is mapped to a context that the wire takes, or to nothing', () => {
    fc.assert(
      fc.property(fc.anything(), fc.array(fc.anything()), (one, others) => {
        const context = mapClaimContext({ patient: one, coverages: others, coverageReference: 'Coverage/c1' })
        expect(claimContext.safeParse(context).success).toBe(true)
      }),
    )
  })
})
