import { describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseEncounterId, parseNoteId, parsePatientId } from '#coding/domain/ids.ts'
import { writeKeyInput } from '#fhir-mappers/build-context.ts'
import { buildDevice } from '#fhir-mappers/device.ts'
import { buildProvenance } from '#fhir-mappers/provenance.ts'
import { buildChargeItemTransaction, buildClaimTransaction, buildIdentifierQuery } from '#fhir-mappers/transaction.ts'
import { aBuildContext, aDraftClaim, aLine } from '../fixtures/fhir/draft-claim.ts'

const subject = {
  targets: ['Claim/c1'],
  device: { kind: 'reference', reference: 'Device/d1' },
  activity: 'CREATE',
} as const

describe('Provenance', () => {
  test('names software as author and the person as verifier', () => {
    expect(buildProvenance(aDraftClaim(), aBuildContext(), subject).agent).toMatchObject([
      {
        type: { coding: [{ code: 'author' }] },
        role: [{ coding: [{ code: 'Artificial-Intelligence' }] }],
        who: { reference: 'Device/d1' },
      },
      { type: { coding: [{ code: 'verifier' }] }, who: { reference: 'Practitioner/prac1' } },
    ])
  })

  test('names nobody as verifier where the server knows no user', () => {
    const { person: _person, ...context } = aBuildContext()
    const who = buildProvenance(aDraftClaim(), context, subject).agent[1]?.who
    expect(who).not.toHaveProperty('reference')
    expect(who?.display).toContain('not identified')
  })

  test('names the version of each note, where the version can be one', () => {
    const supportingNotes = [
      { id: parseNoteId('n1'), version: '3' },
      { id: parseNoteId('n2'), version: '2026-11-02T10:00:00Z' },
    ]
    const { entity } = buildProvenance(aDraftClaim({ supportingNotes }), aBuildContext(), subject)
    expect(entity?.map(({ what }) => what.reference)).toEqual([
      'DocumentReference/n1/_history/3',
      'DocumentReference/n2',
      'Encounter/enc1',
    ])
  })

  test('may hold the Device itself', () => {
    const provenance = buildProvenance(aDraftClaim(), aBuildContext(), { ...subject, device: { kind: 'contained' } })
    expect(provenance.contained).toMatchObject([{ resourceType: 'Device', id: 'software' }])
    expect(provenance.agent[0]?.who.reference).toBe('#software')
  })
})

test.each([
  [{ version: '0.1.0' }, 'postil-0.1.0-rules'],
  [{ version: '0.1.0', model: { name: 'vendor/model+1', version: 'a|b' } }, 'postil-0.1.0-vendor-model-1-a-b'],
])('the identifier of %o holds nothing that breaks a search', (software, value) => {
  expect(buildDevice(software).identifier?.[0]?.value).toBe(value)
})

describe('transaction', () => {
  const bundle = buildClaimTransaction(aDraftClaim(), aBuildContext(), 'entry')

  test('creates Device, Claim and Provenance, each only once', () => {
    expect(bundle.entry?.map(({ request }) => [request?.method, request?.url])).toEqual([
      ['POST', 'Device'],
      ['POST', 'Claim'],
      ['POST', 'Provenance'],
    ])
    const [, claim, provenance] = bundle.entry ?? []
    expect(claim?.request?.ifNoneExist).toBe(
      'identifier=https%3A%2F%2Fpostil.dev%2Ffhir%2Fdraft-claim%7C0123456789abcdef0123456789abcdef',
    )
    expect(provenance?.request?.ifNoneExist).toBe(`target=${claim?.fullUrl}`)
  })

  test('its links come from the key, so that a replay is the same bytes and another draft has others', () => {
    expect(buildClaimTransaction(aDraftClaim(), aBuildContext(), 'entry')).toEqual(bundle)
    const other = buildClaimTransaction(aDraftClaim(), aBuildContext({ key: 'f'.repeat(32) }), 'entry')
    expect(other.entry?.[1]?.fullUrl).not.toBe(bundle.entry?.[1]?.fullUrl)
  })

  test('creates no Device where the server takes none', () => {
    const contained = buildClaimTransaction(aDraftClaim(), aBuildContext(), 'contained')
    expect(contained.entry?.map(({ request }) => request?.url)).toEqual(['Claim', 'Provenance'])
  })

  test('of charges has one Provenance for all of them', () => {
    const draft = aDraftClaim({ lines: [aLine('99213'), aLine('20610')] })
    const { entry = [] } = buildChargeItemTransaction(draft, aBuildContext(), 'entry')
    const provenance = entry.at(-1)?.resource
    expect(entry.map(({ request }) => request?.url)).toEqual(['Device', 'ChargeItem', 'ChargeItem', 'Provenance'])
    expect(provenance?.resourceType === 'Provenance' && provenance.target).toEqual(
      entry.slice(1, 3).map(({ fullUrl }) => ({ reference: fullUrl })),
    )
  })
})

test('a query by identifier is encoded: a plain + would be read as a space', () => {
  expect(buildIdentifierQuery({ identifier: [{ system: 'http://s', value: 'a+b' }] })).toBe(
    'identifier=http%3A%2F%2Fs%7Ca%2Bb',
  )
})

test('the key is made of what makes a write the same write', () => {
  const write = {
    issuer: 'https://ehr/fhir',
    patientId: parsePatientId('p'),
    encounterId: parseEncounterId('e'),
    kind: 'professional',
    revision: 1,
  } as const
  expect(writeKeyInput(write)).toBe('https://ehr/fhir|p|e|professional|1')
  expect(writeKeyInput({ ...write, revision: 2 })).not.toBe(writeKeyInput(write))
  const day = parseDateOnly('2026-11-03')
  expect(writeKeyInput({ ...write, day })).toBe('https://ehr/fhir|p|e|professional 2026-11-03|1')
})
