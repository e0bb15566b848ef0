import { describe, expect, test } from 'vitest'
import { buildClaim } from '#fhir-mappers/claim.ts'
import { buildComparableText, hasForeignEdits } from '#fhir-mappers/foreign-edits.ts'
import { aBuildContext, aDiagnosis, aDraftClaim, aLine } from '../fixtures/fhir/draft-claim.ts'

const sent = buildClaim(aDraftClaim({ diagnoses: [aDiagnosis('M17.11'), aDiagnosis('I10')] }), aBuildContext())
const [line] = sent.item ?? []

describe('is no edit', () => {
  test.each([
    ['an id and a version', { id: 'c1', meta: { ...sent.meta, versionId: '1', lastUpdated: '2026-11-02T10:05:01Z' } }],
    ['a narrative', { text: { status: 'generated', div: '<div>Claim</div>' } }],
    [
      'an absolute reference with type and display',
      { patient: { reference: 'https://ehr/fhir/Patient/pat1', type: 'Patient', display: 'A' } },
    ],
    ['an instant written otherwise', { created: '2026-11-02T05:05:00-05:00' }],
    ['a label more', { meta: { ...sent.meta, security: [{ code: 'N' }, ...(sent.meta?.security ?? [])] } }],
    ['nulls and empty lists', { total: null, accident: {}, procedure: [] }],
    ['another order of names', Object.fromEntries(Object.entries(sent).toReversed())],
  ])('%s', (_case, changes) => {
    expect(hasForeignEdits({ ...sent, ...changes }, sent)).toBe(false)
  })
})

describe('is an edit', () => {
  test.each([
    ['another status', { status: 'active' }],
    ['the label taken away', { meta: { ...sent.meta, security: [] } }],
    ['the tag taken away', { meta: { security: sent.meta?.security } }],
    ['another order of diagnoses', { diagnosis: sent.diagnosis?.toReversed() }],
    ['a diagnosis less', { diagnosis: sent.diagnosis?.slice(0, 1) }],
    ['a line more', { item: [line, { ...line, sequence: 2 }] }],
    ['another number of units', { item: [{ ...line, quantity: { value: 2 } }] }],
    ['another coverage', { insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/cov2' } }] }],
    ['another day', { billablePeriod: { start: '2026-11-03', end: '2026-11-03' } }],
  ])('%s', (_case, changes) => {
    expect(hasForeignEdits({ ...sent, ...changes }, sent)).toBe(true)
  })

  test.each([undefined, null, {}, { resourceType: 'OperationOutcome' }])('%o instead of the claim', (remote) => {
    expect(hasForeignEdits(remote, sent)).toBe(true)
  })
})

test('the comparable text of two builds at different lines differs, of the same it does not', () => {
  const draft = aDraftClaim()
  const text = buildComparableText(buildClaim(draft, aBuildContext()))
  expect(buildComparableText(buildClaim(aDraftClaim(), aBuildContext()))).toBe(text)
  expect(buildComparableText(buildClaim({ ...draft, lines: [aLine('99214')] }, aBuildContext()))).not.toBe(text)
})
