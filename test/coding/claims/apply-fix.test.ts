import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyFix } from '#coding/claims/apply-fix.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { DraftFix } from '#coding/domain/draft-fix.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aDiagnosis, aDraftClaim, aLine } from '../../fixtures/fhir/draft-claim.ts'

const CODES = ['I10', 'N18.4', 'E11.9', 'M17.11', 'M17.12', 'I50.9'] as const
const code = (text: string) => parseIcd10Code(text)
const codesOf = (draft: DraftClaim) => draft.diagnoses.map((diagnosis) => diagnosis.code.code)

function draftOf(codes: readonly string[], pointers: readonly number[] = [1]): DraftClaim {
  return aDraftClaim({
    diagnoses: codes.map((text) => aDiagnosis(text)),
    lines: [aLine('99213', { diagnosisPointers: pointers })],
  })
}

describe('applyFix', () => {
  test('puts one code in the place of two, and the pointers follow', () => {
    const draft = draftOf(['I10', 'M17.12', 'M17.11'], [3, 1])
    const from = [code('M17.12'), code('M17.11')] as const
    const fixed = applyFix(draft, { kind: 'replace-diagnoses', from, to: [aDiagnosis('M17.0').code] }, [])
    expect(codesOf(fixed)).toEqual(['I10', 'M17.0'])
    expect(fixed.lines[0]?.diagnosisPointers).toEqual([2, 1])
    expect(fixed.diagnoses[1]).toMatchObject({ source: 'rule', verified: false })
  })

  test('takes a code out; a line that pointed to nothing else points to the first', () => {
    const draft = draftOf(['I10', 'M17.11'], [2])
    const fixed = applyFix(draft, { kind: 'replace-diagnoses', from: [code('M17.11')], to: [] }, [])
    expect(codesOf(fixed)).toEqual(['I10'])
    expect(fixed.lines[0]?.diagnosisPointers).toEqual([1])
  })

  test('adds a code behind another once', () => {
    const fix: DraftFix = { kind: 'add-diagnosis', code: aDiagnosis('N18.4').code, after: code('I10') }
    const once = applyFix(draftOf(['I10', 'M17.11'], [2]), fix, [])
    expect(codesOf(once)).toEqual(['I10', 'N18.4', 'M17.11'])
    expect(once.lines[0]?.diagnosisPointers).toEqual([3])
    expect(applyFix(once, fix, [])).toBe(once)
  })

  test('moves a code before another', () => {
    const fix: DraftFix = { kind: 'move-diagnosis', code: code('M17.11'), before: code('I10') }
    expect(codesOf(applyFix(draftOf(['I10', 'M17.11']), fix, []))).toEqual(['M17.11', 'I10'])
  })

  test.each<[string, DraftFix, object]>([
    ['units', { kind: 'set-units', line: 1, units: 2 }, { units: 2 }],
    ['modifiers', { kind: 'set-modifiers', line: 1, modifiers: [parseModifierCode('25')] }, { modifiers: ['25'] }],
    ['pointers', { kind: 'set-pointers', line: 1, pointers: [2] }, { diagnosisPointers: [2] }],
    [
      'the charge',
      { kind: 'set-price', line: 1, price: { cents: 18_500, currency: 'USD' } },
      { price: { cents: 18_500, currency: 'USD' } },
    ],
    ['the place', { kind: 'set-place', line: 1, placeOfService: '22' }, { placeOfService: '22' }],
    ['the code', { kind: 'replace-procedure', line: 1, code: aLine('90834').code }, { source: 'rule' }],
  ])('changes %s of a line', (_, fix, expected) => {
    expect(applyFix(draftOf(['I10', 'M17.11']), fix, []).lines[0]).toMatchObject(expected)
  })

  test('adds a line at the place of the first, and takes one out', () => {
    const added = applyFix(draftOf(['I10']), { kind: 'add-line', code: aLine('G2211').code, units: 1 }, [])
    expect(added.lines[1]).toMatchObject({ placeOfService: '11', diagnosisPointers: [1], verified: false })
    expect(applyFix(added, { kind: 'remove-line', line: 2 }, []).lines).toHaveLength(1)
  })

  test('a fix whose code or line is gone changes nothing', () => {
    const draft = draftOf(['I10'])
    const gone = code('E11.9')
    expect(applyFix(draft, { kind: 'replace-diagnoses', from: [gone], to: [] }, [])).toBe(draft)
    expect(applyFix(draft, { kind: 'move-diagnosis', code: gone, before: code('I10') }, [])).toBe(draft)
    expect(applyFix(draft, { kind: 'set-units', line: 7, units: 2 }, [])).toEqual(draft)
  })

  const codes = fc.uniqueArray(fc.constantFrom(...CODES), { minLength: 1 })
  const some = fc.constantFrom(...CODES).map(code)
  const diagnosisFix = fc.oneof(
    fc.record({ from: fc.tuple(some, some), to: fc.uniqueArray(fc.constantFrom(...CODES)) }).map(
      ({ from, to }): DraftFix => ({
        kind: 'replace-diagnoses',
        from,
        to: to.map((text) => aDiagnosis(text).code),
      }),
    ),
    fc.tuple(some, some).map(([moved, before]): DraftFix => ({ kind: 'move-diagnosis', code: moved, before })),
    fc
      .tuple(fc.constantFrom(...CODES), some)
      .map(([added, after]): DraftFix => ({ kind: 'add-diagnosis', code: aDiagnosis(added).code, after })),
  )

  test('never leaves a pointer without its diagnosis or a code twice', () => {
    fc.assert(
      fc.property(codes, fc.array(diagnosisFix, { maxLength: 6 }), (start, fixes) => {
        const draft = draftOf(start, start.map((_, index) => index + 1).slice(0, 4))
        const fixed = fixes.reduce((before, fix) => applyFix(before, fix, []), draft)
        expect(new Set(codesOf(fixed)).size).toBe(fixed.diagnoses.length)
        for (const pointer of fixed.lines.flatMap((line) => line.diagnosisPointers)) {
          expect(fixed.diagnoses[pointer - 1]).toBeDefined()
        }
      }),
    )
  })
})
