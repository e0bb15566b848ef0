import { describe, expect, test } from 'vitest'
import { findGestation, findTrimester, nameWeeks } from '#coding/notes/gestation.ts'
import { tokenize } from '#coding/notes/tokens.ts'
import { codesOf } from '../an-encounter.ts'

function weeksOf(text: string): number[] {
  const lowers = tokenize(text).map(({ lower }) => lower)
  return findGestation(lowers, { from: 0, to: lowers.length }).map(({ weeks }) => weeks)
}

describe('the weeks of a pregnancy', () => {
  test.each([
    ['G2P1 at 34w2d', [34]],
    ['34 2/7 weeks, good movement', [34]],
    ['34+2 weeks', [34]],
    ['IUP at 28 weeks', [28]],
    ['8 weeks by LMP', [8]],
    ['20 weeks pregnant', [20]],
    ['EGA 12 wks', [12]],
    ['missed abortion at 10 weeks', [10]],
  ])('%s', (text, weeks) => {
    expect(weeksOf(text)).toEqual(weeks)
  })

  test.each([
    'cough for 3 weeks',
    'back pain x 6 weeks',
    'return in 34 weeks',
    'delivered at 39w4d',
    'prior delivery at 36 weeks gestation',
    '6 weeks postpartum',
    'growth scan at 36 weeks',
    'fracture, 12 weeks out',
    '90 weeks pregnant',
    'pregnant; knee pain for 8 days',
  ])('are not in "%s"', (text) => {
    expect(weeksOf(text)).toEqual([])
  })

  test.each([
    [13, 'first-trimester'],
    [14, 'second-trimester'],
    [27, 'second-trimester'],
    [28, 'third-trimester'],
    [5, 'first-trimester'],
  ])('%i weeks are the %s', (weeks, trimester) => {
    expect(findTrimester(nameWeeks(weeks))).toBe(trimester)
  })
})

describe('weeks on the claim', () => {
  test.each([
    ['give the trimester and a code of their own', 'A: Gestational hypertension, IUP at 28 weeks', ['O13.3', 'Z3A.28']],
    [
      'count wherever the note states them',
      'HPI: G1P0 at 34w2d, feels well.\nAssessment: Anemia of pregnancy',
      ['O99.013', 'Z3A.34'],
    ],
    ['are not coded beside an abortive outcome', 'A: Missed abortion at 10 weeks', ['O02.1']],
    ['are not coded after the delivery', 'A: Routine postpartum visit, delivered at 39w1d', ['Z39.2']],
    ['are not coded alone', 'HPI: 20 weeks pregnant.\nAssessment: Asthma', ['J45.909']],
    [
      'give no trimester where two places disagree',
      'HPI: at 12w0d; US 16w3d.\nAssessment: Gestational hypertension',
      ['O13.9', 'Z3A.12'],
    ],
  ])('%s', (_, note, codes) => {
    expect(codesOf(note)).toEqual(codes)
  })
})
