import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeCoding } from '#coding/accuracy/judge-coding.ts'

describe('two codings of a visit', () => {
  test.each([
    ['the same code', ['M17.11'], ['M17.11'], [['M17.11', 'agreed']]],
    [
      'a code that the second coder did not find',
      ['I10', 'M17.11'],
      ['I10'],
      [
        ['I10', 'agreed'],
        ['M17.11', 'over'],
      ],
    ],
    [
      'a code that was missed',
      ['I10'],
      ['I10', 'E11.9'],
      [
        ['I10', 'agreed'],
        ['E11.9', 'under'],
      ],
    ],
    ['a code that is more exact than the notes', ['E11.22'], ['E11.2'], [['E11.22', 'over']]],
    ['a code that is less exact than the notes', ['E11.2'], ['E11.22'], [['E11.2', 'under']]],
    ['another side', ['M17.11'], ['M17.12'], [['M17.11', 'other']]],
    ['a higher level of the visit', ['99214'], ['99213'], [['99214', 'over']]],
    ['a lower level of the visit', ['99213'], ['99215'], [['99213', 'under']]],
    [
      'another kind of visit',
      ['99203'],
      ['99213'],
      [
        ['99203', 'over'],
        ['99213', 'under'],
      ],
    ],
    ['no codes', [], [], []],
  ] as const)('%s', (...[, judged, blind, expected]) => {
    expect(judgeCoding(judged, blind).map(({ code, verdict }) => [code, verdict])).toEqual(expected)
  })

  test('a code of which the blind reading has nothing of the category is unsupported, another exactness is not', () => {
    const [extra, inexact] = judgeCoding(['I10', 'E11.22'], ['E11.9'])
    expect(extra).toMatchObject({ code: 'I10', isUnsupported: true })
    expect(inexact).toMatchObject({ code: 'E11.22', isUnsupported: false, verdict: 'other' })
  })

  test('each code of either is judged once, and the order of the codes changes nothing', () => {
    const codes = fc.uniqueArray(
      fc.constantFrom('I10', 'E11.9', 'E11.22', 'E11.2', 'M17.11', 'M17.12', '99213', '99214'),
    )
    fc.assert(
      fc.property(codes, codes, (judged, blind) => {
        const verdicts = judgeCoding(judged, blind)
        const on = (...sides: readonly string[]) => verdicts.filter(({ side }) => sides.includes(side)).length
        expect(on('both', 'judged')).toBe(judged.length)
        expect(on('both', 'blind')).toBe(blind.length)
        const agreed = verdicts.filter(({ verdict }) => verdict === 'agreed').length
        expect(agreed).toBe(judged.filter((code) => blind.includes(code)).length)
        const turned = judgeCoding(blind, judged)
        expect(turned.filter(({ verdict }) => verdict === 'agreed')).toHaveLength(agreed)
      }),
    )
  })
})
