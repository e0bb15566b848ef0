import { describe, expect, test } from 'vitest'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { buildChargeItems } from '#fhir-mappers/charge-item.ts'
import { buildClaim } from '#fhir-mappers/claim.ts'
import { buildTask } from '#fhir-mappers/task.ts'
import { buildWithdrawal } from '#fhir-mappers/withdrawal.ts'
import { aBuildContext, aDiagnosis, aDraftClaim, aLine } from '../fixtures/fhir/draft-claim.ts'

const draft = aDraftClaim({
  diagnoses: [aDiagnosis('M17.11'), aDiagnosis('I10', { verified: false }), aDiagnosis('E11.9')],
  lines: [aLine('99213', { diagnosisPointers: [2, 1] }), aLine('20610', { modifiers: [parseModifierCode('RT')] })],
})

describe('buildChargeItems', () => {
  const [visit, injection] = buildChargeItems(draft, aBuildContext())

  test('gives one planned charge a line, each with its own identifier', () => {
    expect(visit).toMatchObject({
      status: 'planned',
      identifier: [{ value: '0123456789abcdef0123456789abcdef-1' }],
      subject: { reference: 'Patient/pat1' },
      context: { reference: 'Encounter/enc1' },
      performingOrganization: { reference: 'Organization/org1' },
    })
    expect(injection?.identifier?.[0]?.value).toBe('0123456789abcdef0123456789abcdef-2')
  })

  test('keeps the order of the pointers in the reasons, and labels the one nobody verified', () => {
    expect(visit?.reason?.map(({ coding }) => coding?.[0]?.code)).toEqual(['I10', 'M17.11'])
    expect(visit?.reason?.map(({ extension }) => extension?.length)).toEqual([1, undefined])
    expect(visit?.meta?.security).toHaveLength(2)
    expect(injection?.meta?.security).toHaveLength(1)
  })

  test('carries modifiers as extensions', () => {
    expect(injection?.extension).toMatchObject([{ valueCodeableConcept: { coding: [{ code: 'RT' }] } }])
    expect(visit).not.toHaveProperty('extension')
  })

  test('a practitioner who bills is no organization', () => {
    const [item] = buildChargeItems({ ...draft, billingProvider: { reference: 'Practitioner/p' } }, aBuildContext())
    expect(item).not.toHaveProperty('performingOrganization')
  })

  test('no lines, no charges', () => {
    expect(buildChargeItems(aDraftClaim({ lines: [] }), aBuildContext())).toEqual([])
  })
})

test('a Task lists the codes in claim order for a coder', () => {
  const task = buildTask(draft, aBuildContext())
  expect(task).toMatchObject({
    status: 'requested',
    intent: 'order',
    identifier: [{ system: 'https://postil.dev/fhir/coding-task' }],
    for: { reference: 'Patient/pat1' },
    encounter: { reference: 'Encounter/enc1' },
    requester: { reference: 'Practitioner/prac1' },
  })
  expect(task.input?.map(({ valueCodeableConcept }) => valueCodeableConcept?.coding?.[0]?.code)).toEqual([
    'M17.11',
    'I10',
    'E11.9',
    '99213',
    '20610',
  ])
  expect(task.input?.[4]?.valueCodeableConcept?.text).toBe('20610-RT; units 1; diagnoses 1; on 2026-11-02')
})

describe('buildWithdrawal', () => {
  const [chargeItem] = buildChargeItems(draft, aBuildContext())
  test.each([
    [buildClaim(draft, aBuildContext()), 'cancelled'],
    [chargeItem, 'aborted'],
    [buildTask(draft, aBuildContext()), 'cancelled'],
  ])('changes nothing but the status', (resource, status) => {
    if (!resource) throw new Error('no resource')
    const remote = { ...resource, id: 'r1', language: 'en' }
    expect(buildWithdrawal(remote, 'withdrawn')).toEqual({ ...remote, status })
    expect(buildWithdrawal(remote, 'filed-in-error')).toEqual({ ...remote, status: 'entered-in-error' })
  })
})
