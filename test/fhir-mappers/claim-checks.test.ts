import type { Claim } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { buildClaim } from '#fhir-mappers/claim.ts'
import { checkClaimPointers } from '#fhir-mappers/claim-checks.ts'
import { aBuildContext, aDiagnosis, aDraftClaim, aLine } from '../fixtures/fhir/draft-claim.ts'

const claim = buildClaim(aDraftClaim({ totalMinutes: 30 }), aBuildContext())
const [line] = claim.item ?? []
if (!line) throw new Error('no line')
const withLine = (overrides: Partial<typeof line>): Claim => ({ ...claim, item: [{ ...line, ...overrides }] })
const modifier = { coding: [{ code: '25' }] }
const diagnoses = (count: number) => Array.from({ length: count }, () => aDiagnosis())

describe('flags', () => {
  test.each<[string, Claim, [code: string, element: string]]>([
    [
      'a pointer past the list',
      withLine({ diagnosisSequence: [1, 2] }),
      ['dangling-pointer', 'Claim.item[0].diagnosisSequence'],
    ],
    [
      'a pointer to nobody',
      withLine({ careTeamSequence: [2] }),
      ['dangling-pointer', 'Claim.item[0].careTeamSequence'],
    ],
    [
      'a pointer to no note',
      withLine({ informationSequence: [9] }),
      ['dangling-pointer', 'Claim.item[0].informationSequence'],
    ],
    [
      'the same pointer twice',
      withLine({ diagnosisSequence: [1, 1] }),
      ['repeated-pointer', 'Claim.item[0].diagnosisSequence'],
    ],
    ['a line without diagnosis', withLine({ diagnosisSequence: [] }), ['no-diagnosis-pointer', 'Claim.item[0]']],
    [
      'five modifiers',
      withLine({ modifier: Array.from({ length: 5 }, () => modifier) }),
      ['too-many-modifiers', 'Claim.item[0].modifier'],
    ],
    ['no units', withLine({ quantity: { value: 0 } }), ['bad-quantity', 'Claim.item[0].quantity']],
    ['two lines of one number', { ...claim, item: [line, line] }, ['duplicate-sequence', 'Claim.item']],
    [
      'two focal coverages',
      { ...claim, insurance: [...claim.insurance, { sequence: 2, focal: true, coverage: {} }] },
      ['not-one-focal-insurance', 'Claim.insurance'],
    ],
    ['no coverage at all', { ...claim, insurance: [] }, ['not-one-focal-insurance', 'Claim.insurance']],
    [
      'thirteen diagnoses',
      buildClaim(aDraftClaim({ diagnoses: diagnoses(13) }), aBuildContext()),
      ['too-many-diagnoses', 'Claim.diagnosis'],
    ],
    ['a claim of nothing', buildClaim(aDraftClaim({ diagnoses: [], lines: [] }), aBuildContext()), ['empty', 'Claim']],
  ])('%s', (_case, resource, [code, element]) => {
    expect(checkClaimPointers(resource)).toEqual([{ code, element }])
  })

  test('five pointers', () => {
    const draft = aDraftClaim({
      diagnoses: diagnoses(5),
      lines: [aLine('99213', { diagnosisPointers: [1, 2, 3, 4, 5] })],
    })
    expect(checkClaimPointers(buildClaim(draft, aBuildContext())).map(({ code }) => code)).toEqual([
      'too-many-pointers',
    ])
  })
})

describe('passes', () => {
  test.each([
    ['twelve diagnoses', aDraftClaim({ diagnoses: diagnoses(12) })],
    ['twenty-five on a facility claim', aDraftClaim({ kind: 'institutional', diagnoses: diagnoses(25) })],
    [
      'four pointers',
      aDraftClaim({ diagnoses: diagnoses(4), lines: [aLine('99213', { diagnosisPointers: [4, 3, 2, 1] })] }),
    ],
    [
      'a facility line without pointers',
      aDraftClaim({ kind: 'institutional', lines: [aLine('J1885', { diagnosisPointers: [] })] }),
    ],
    ['diagnoses without lines', aDraftClaim({ lines: [] })],
  ])('%s', (_case, draft) => {
    expect(checkClaimPointers(buildClaim(draft, aBuildContext()))).toEqual([])
  })
})
