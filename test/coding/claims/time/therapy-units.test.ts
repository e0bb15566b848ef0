import { describe, expect, test } from 'vitest'
import { allotUnits } from '#coding/claims/time/allot-units.ts'
import { therapyUnits } from '#coding/claims/time/therapy-units.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const bill = (...lines: readonly (readonly [code: string, units: number])[]) => ({
  lines: lines.map(([code, units]) => aLine(code, { units })),
})
const medicare = { record: { payer: 'medicare' as const } }
const TIME_07 = ['Therapeutic exercise 33 minutes.\nManual therapy 7 minutes.']
const TIME_08 = ['Therapeutic exercise 8 minutes.\nManual therapy 8 minutes.\nGait training 8 minutes.']

describeRule(therapyUnits, {
  flags: [
    {
      when: 'TIME-07: by midpoint 7 minutes are none',
      draft: bill(['97110', 2], ['97140', 1]),
      notes: TIME_07,
      severity: 'error',
      says: /97140: 7 minutes give 0 units \(by its own midpoint\)/,
      quotes: ['7 minutes'],
    },
    {
      when: 'TIME-07: for Medicare the seventh minute counts in the total',
      draft: bill(['97110', 2], ['97140', 0]),
      notes: TIME_07,
      ...medicare,
      severity: 'information',
      says: /97140: 7 minutes give 1 units \(of 40 timed minutes in all\)/,
      quotes: ['7 minutes'],
    },
    {
      when: 'TIME-08: for Medicare 24 minutes are two units',
      draft: bill(['97110', 1], ['97140', 1], ['97116', 1]),
      notes: TIME_08,
      ...medicare,
      severity: 'error',
      says: /97116: 8 minutes give 0 units/,
      quotes: ['8 minutes'],
    },
    {
      when: 'no minutes for one of two services',
      draft: bill(['97110', 2], ['97140', 1]),
      notes: ['Therapeutic exercise 33 minutes. Manual therapy done.'],
      severity: 'question',
      says: /Line 2/,
    },
  ],
  passes: [
    { when: 'TIME-07: Medicare 2 + 1', draft: bill(['97110', 2], ['97140', 1]), notes: TIME_07, ...medicare },
    { when: 'TIME-07: midpoint 2', draft: bill(['97110', 2]), notes: TIME_07 },
    { when: 'TIME-08: midpoint 3', draft: bill(['97110', 1], ['97140', 1], ['97116', 1]), notes: TIME_08 },
    { when: 'minutes beside the bare number', draft: bill(['97110', 2]), notes: ['97110: 30 min'] },
    { when: 'untimed therapy', draft: bill(['97161', 1]), notes: ['Evaluation.'] },
  ],
})

describe('allotUnits', () => {
  test.each([
    [7, 0],
    [8, 1],
    [22, 1],
    [23, 2],
    [37, 2],
    [38, 3],
    [52, 3],
    [53, 4],
    [67, 4],
    [68, 5],
    [82, 5],
    [83, 6],
    [97, 6],
    [98, 7],
    [112, 7],
    [113, 8],
    [127, 8],
  ])('%d minutes of one service are %d units, by both methods', (minutes, units) => {
    for (const method of ['medicare', 'midpoint'] as const) {
      expect(allotUnits([{ code: 'a', minutes }], method).get('a')).toBe(units)
    }
  })
})
