import { describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseIcd10PcsCode } from '#coding/domain/icd10-pcs-code.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { buildClaim } from '#fhir-mappers/claim.ts'
import { findFiscalYear } from '#fhir-mappers/draft-concepts.ts'
import { FhirMappersError } from '#fhir-mappers/errors.ts'
import { parseClaim } from '#fhir-mappers/filed-claim.ts'
import { aBuildContext, aDiagnosis, aDraftClaim, aLine } from '../fixtures/fhir/draft-claim.ts'

const build = (overrides: Parameters<typeof aDraftClaim>[0] = {}, context = aBuildContext()) =>
  buildClaim(aDraftClaim(overrides), context)

describe('buildClaim', () => {
  test('gives charge and sum of each line, and the total where every line has one of one currency', () => {
    const usd = (cents: number) => ({ price: { cents, currency: 'USD' } })
    const claim = build({ lines: [aLine('99213', usd(11_010)), aLine('20610', { units: 3, ...usd(1005) })] })
    expect(claim.item?.map(({ unitPrice, net }) => [unitPrice?.value, net?.value])).toEqual([
      [110.1, 110.1],
      [10.05, 30.15],
    ])
    expect(claim.total).toEqual({ value: 140.25, currency: 'USD' })
    expect(build({ lines: [aLine('99213', usd(100)), aLine('20610')] })).not.toHaveProperty('total')
    const mixed = [aLine('99213', usd(100)), aLine('20610', { price: { cents: 100, currency: 'EUR' } })]
    expect(build({ lines: mixed })).not.toHaveProperty('total')
    expect(build({ lines: [aLine('00400', { minutes: 75, ...usd(100) })] }).item?.[0]).not.toHaveProperty('net')
  })

  test('says draft, what, for whom, when and by whom', () => {
    expect(build()).toMatchObject({
      resourceType: 'Claim',
      identifier: [{ system: 'https://postil.dev/fhir/draft-claim', value: '0123456789abcdef0123456789abcdef' }],
      status: 'draft',
      use: 'claim',
      type: { coding: [{ code: 'professional' }] },
      patient: { reference: 'Patient/pat1' },
      billablePeriod: { start: '2026-11-02', end: '2026-11-02' },
      created: '2026-11-02T10:05:00.000Z',
      enterer: { reference: 'Practitioner/prac1' },
      provider: { reference: 'Organization/org1' },
      insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/cov1' } }],
      item: [{ sequence: 1, diagnosisSequence: [1], encounter: [{ reference: 'Encounter/enc1' }] }],
    })
  })

  test('always says that software asserted it, and of a line that nobody verified says so again', () => {
    const verified = build()
    expect(verified.meta?.security?.map(({ code }) => code)).toEqual(['AIAST'])
    expect(verified.item?.[0]).not.toHaveProperty('extension')
    const unverified = build({ lines: [aLine('99213', { verified: false })], diagnoses: [aDiagnosis()] })
    expect(unverified.meta?.security?.map(({ code }) => code)).toEqual(['AIAST', 'PROCESSINLINELABEL'])
    expect(unverified.item?.[0]?.extension).toMatchObject([{ valueCoding: { code: 'AIAST' } }])
    expect(unverified.diagnosis?.[0]).not.toHaveProperty('extension')
  })

  test('never says that software asserted what a person entered', () => {
    const byHand = { source: 'person', verified: false, confidence: 1 } as const
    const claim = build({ lines: [aLine('99213', byHand)], diagnoses: [aDiagnosis('M17.11', byHand)] })
    expect(claim.meta?.security?.map(({ code }) => code)).toEqual(['AIAST'])
    expect(claim.item?.[0]).not.toHaveProperty('extension')
    expect(claim.diagnosis?.[0]).not.toHaveProperty('extension')
  })

  test('states a confidence where there is one', () => {
    expect(build({ diagnoses: [aDiagnosis('M17.11', { confidence: 0.91 })] }).diagnosis?.[0]?.extension).toEqual([
      { url: 'http://hl7.org/fhir/uv/aitransparency/StructureDefinition/AIconfidence', valueDecimal: 0.91 },
    ])
  })

  test('keeps modifiers in their order, each under its own system', () => {
    const line = aLine('20610', { modifiers: ['59', 'RT'].map(parseModifierCode) })
    expect(build({ lines: [line] }).item?.[0]?.modifier).toEqual([
      { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '59' }] },
      { coding: [{ system: 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'RT' }] },
    ])
  })

  test('gives procedures no display, neither CPT nor HCPCS', () => {
    const codings = build({ lines: [aLine('99213'), aLine('J1885')] }).item?.map(
      ({ productOrService }) => productOrService.coding?.[0],
    )
    expect(codings).toEqual([
      { system: 'http://www.ama-assn.org/go/cpt', code: '99213' },
      { system: 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'J1885' },
    ])
  })

  test('points from a visit to notes and minutes, from another line to notes only', () => {
    const supportingNotes = ['n1', 'n2'].map((id) => ({ id: parseNoteId(id), version: '1' }))
    const claim = build({ supportingNotes, totalMinutes: 32, lines: [aLine('99213'), aLine('20610')] })
    expect(claim.supportingInfo?.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
    expect(claim.supportingInfo?.[2]?.valueQuantity).toMatchObject({ value: 32, code: 'min' })
    expect(claim.item?.map(({ informationSequence }) => informationSequence)).toEqual([
      [1, 2, 3],
      [1, 2],
    ])
  })

  test('invents neither coverage nor provider', () => {
    const { coverage: _coverage, billingProvider: _billing, performer: _performer, ...draft } = aDraftClaim()
    const claim = buildClaim(draft, aBuildContext())
    const unknown = [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }]
    expect(claim.insurance[0]?.coverage).toMatchObject({ extension: unknown })
    expect(claim.insurance[0]?.coverage).not.toHaveProperty('reference')
    expect(claim.provider).toMatchObject({ extension: unknown })
    expect(claim).not.toHaveProperty('careTeam')
    expect(claim.item?.[0]).not.toHaveProperty('careTeamSequence')
  })

  test.each(['Patient/x', 'Person/x', undefined])('%s enters no claim', (person) => {
    const { person: _, ...context } = aBuildContext()
    expect(build({}, person === undefined ? context : { ...context, person })).not.toHaveProperty('enterer')
  })

  test('names its encounter also when it has no lines', () => {
    const claim = build({ lines: [] })
    expect(claim).not.toHaveProperty('item')
    expect(claim.supportingInfo).toContainEqual(
      expect.objectContaining({ valueReference: { reference: 'Encounter/enc1' } }),
    )
  })

  test('an institutional claim says what was present on admission and who attended', () => {
    const claim = build({
      kind: 'institutional',
      dateOfServiceEnd: parseDateOnly('2026-11-06'),
      diagnoses: [aDiagnosis('L89.153', { presentOnAdmission: 'undetermined' })],
    })
    expect(claim.billablePeriod).toEqual({ start: '2026-11-02', end: '2026-11-06' })
    expect(claim.diagnosis?.[0]?.onAdmission?.coding?.[0]?.code).toBe('W')
    expect(claim.careTeam?.[0]?.role?.coding?.[1]?.code).toBe('attending')
  })

  test('principal, admitting, other diagnoses and external causes are told apart', () => {
    const { code: admitting } = aDiagnosis('R07.9')
    const types = (diagnoses: readonly string[]) =>
      build({
        kind: 'institutional',
        diagnoses: diagnoses.map((code) => aDiagnosis(code)),
        admittingDiagnosis: admitting,
      }).diagnosis?.map(({ type }) => type?.map((concept) => concept.coding?.[0]?.code))
    expect(types(['I21.4', 'I10', 'W01.0XXA'])).toEqual([
      ['principal'],
      ['other'],
      ['externalcauseofinjury'],
      ['admitting'],
    ])
    expect(types(['I21.4', 'R07.9'])).toEqual([['principal'], ['other', 'admitting']])
  })

  test('a stay says its type of bill, with the frequency of the claim, and revenue codes only where the site gives them', () => {
    const claim = build({
      kind: 'institutional',
      dateOfService: parseDateOnly('2026-11-06'),
      stay: { typeOfBill: '0111', admission: parseDateOnly('2026-11-02'), dischargeStatus: '01' },
      filing: { frequency: 'replacement', originalReference: '123' },
      lines: [aLine('99213', { revenueCode: '0510' }), aLine('20610')],
      procedures: [{ code: parseIcd10PcsCode('0SRC0J9') }],
    })
    const info = claim.supportingInfo?.map(({ category, code, timingPeriod }) => [
      category.coding?.[0]?.code,
      code?.coding?.[0]?.code ?? timingPeriod,
    ])
    expect(info).toContainEqual(['typeofbill', '0117'])
    expect(info).toContainEqual(['discharge-status', '01'])
    expect(info).toContainEqual(['admissionperiod', { start: '2026-11-02', end: '2026-11-06' }])
    expect(claim.related).toMatchObject([{ reference: { value: '123' } }])
    expect(claim.procedure?.[0]?.procedureCodeableConcept?.coding?.[0]).toEqual({
      system: 'http://www.cms.gov/Medicare/Coding/ICD10',
      code: '0SRC0J9',
    })
    expect(claim.item?.map(({ revenue }) => revenue?.coding?.[0]?.code)).toEqual(['0510', undefined])
  })

  test('a professional claim has neither', () => {
    const claim = build({ stay: { typeOfBill: '0111' }, lines: [aLine('99213', { revenueCode: '0510' })] })
    expect(JSON.stringify(claim)).not.toMatch(/0111|0510/)
  })

  test('once signed off the label of the whole goes, and what nobody verified keeps its own', () => {
    expect(build({ signedOff: true }).meta).not.toHaveProperty('security')
    const claim = build({ signedOff: true, lines: [aLine(), aLine('20610', { verified: false })] })
    expect(claim.meta?.security?.map(({ code }) => code)).toEqual(['PROCESSINLINELABEL'])
    expect(claim.item?.map(({ extension }) => extension?.length ?? 0)).toEqual([0, 1])
  })

  test('says who referred, ordered and supervised, where it was, the authorization and the accident', () => {
    const claim = build({
      filing: {
        referringProvider: { reference: 'Practitioner/ref' },
        supervisingProvider: { reference: 'Practitioner/sup' },
        facility: { reference: 'Location/l1' },
        authorization: { number: 'A1' },
        referral: 'R1',
        accident: { kind: 'auto', date: parseDateOnly('2026-11-01'), state: 'OH' },
      },
    })
    expect(claim.careTeam?.map(({ sequence, provider }) => [sequence, provider.reference])).toEqual([
      [1, 'Practitioner/prac1'],
      [2, 'Practitioner/ref'],
      [3, 'Practitioner/sup'],
    ])
    expect(claim).toMatchObject({
      facility: { reference: 'Location/l1' },
      referral: { identifier: { value: 'R1' } },
      insurance: [{ preAuthRef: ['A1'] }],
      accident: { date: '2026-11-01', type: { coding: [{ code: 'MVA' }] }, locationAddress: { state: 'OH' } },
    })
  })

  test('anesthesia is counted in minutes, a drug in its own unit', () => {
    const drug = { ndc: '00002143380', amount: 2, unit: 'ML' } as const
    const claim = build({ lines: [aLine('01402', { minutes: 75 }), aLine('J1885', { drug })] })
    expect(claim.item?.[0]?.quantity).toMatchObject({ value: 75, code: 'min' })
    expect(claim.item?.[1]?.detail?.[0]).toMatchObject({
      productOrService: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '00002143380' }] },
      quantity: { value: 2, code: 'mL' },
    })
  })

  test('the edition of a diagnosis is its fiscal year', () => {
    const noYear = aDiagnosis('M17.11')
    const edition = { codeSet: 'ICD-10-CM', release: 'embedded', basis: 'embedded' } as const
    expect(build().diagnosis?.[0]?.diagnosisCodeableConcept?.coding?.[0]?.version).toBe('2027')
    const claim = build({
      dateOfService: parseDateOnly('2026-09-30'),
      diagnoses: [{ ...noYear, code: { ...noYear.code, edition } }],
    })
    expect(claim.diagnosis?.[0]?.diagnosisCodeableConcept?.coding?.[0]?.version).toBe('2026')
  })

  test('a later revision names the earlier one', () => {
    expect(build({}, aBuildContext({ priorClaim: 'Claim/c0' })).related).toMatchObject([
      { claim: { reference: 'Claim/c0' }, relationship: { coding: [{ code: 'prior' }] } },
    ])
  })
})

test.each([
  ['2026-09-30', '2026'],
  ['2026-10-01', '2027'],
])('%s falls in fiscal year %s', (date, year) => {
  expect(findFiscalYear(parseDateOnly(date))).toBe(year)
})

describe('parseClaim', () => {
  test('reads what a coder made of it', () => {
    const claim = {
      resourceType: 'Claim',
      id: 'c1',
      meta: { versionId: '4' },
      status: 'active',
      type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'institutional' }] },
      diagnosis: [{ sequence: 2, diagnosisReference: { reference: 'Condition/c2' } }],
      item: [
        { productOrService: { coding: [{ code: '99214' }] }, servicedPeriod: { start: '2026-11-02' }, modifier: {} },
      ],
    }
    expect(parseClaim(claim)).toEqual({
      id: 'c1',
      versionId: '4',
      status: 'active',
      kind: 'institutional',
      label: 'none',
      period: {},
      diagnoses: [{ sequence: 2, verified: true }],
      lines: [{ sequence: 1, code: '99214', modifiers: [], diagnosisPointers: [], date: '2026-11-02', verified: true }],
    })
  })

  test('refuses another resource', () => {
    expect(() => parseClaim({ resourceType: 'OperationOutcome' })).toThrow(FhirMappersError)
  })
})
