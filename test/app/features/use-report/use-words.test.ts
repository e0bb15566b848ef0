import { describe, expect, test } from 'vitest'
import { listPoints, tabulateUse } from '#app/features/use-report/use-words.ts'
import { describeValue } from '#app/ui/report/measure-words.ts'
import type { UseReportAnswer } from '#coding/contract/use-report.ts'

const answer: UseReportAnswer = {
  whole: [{ id: 'answered', told: { numerator: 8, denominator: 10 } }],
  weeks: [
    { monday: '2026-03-02' as never, measures: [{ id: 'answered' }] },
    { monday: '2026-03-09' as never, measures: [{ id: 'answered', told: { numerator: 6, denominator: 8 } }] },
    { monday: '2026-03-16' as never, measures: [{ id: 'answered', told: { numerator: 0, denominator: 0 } }] },
  ],
  families: [{ of: 'prompt', measures: [{ id: 'answered', told: { numerator: 8, denominator: 10 } }] }],
  lines: [
    {
      id: 'questions',
      parts: [{ id: 'documented', count: 20 }],
      together: { ids: ['dismissed', 'put-off'], count: 6 },
    },
  ],
  dismissals: [],
  drift: { kind: 'too-few' },
}

describe('figures of use', () => {
  test.each([
    ['answered', { numerator: 8, denominator: 10 }, '80 % (49 to 94 %)'],
    ['answered', { numerator: 0, denominator: 0 }, 'none'],
    ['answered', undefined, 'too few to tell'],
    ['prompt-rate', { numerator: 7, denominator: 5 }, '1.4'],
    ['model-cost', { numerator: 12_300, denominator: 10 }, '$0.0012'],
  ] as const)('%s of %j reads %s', (id, told, words) => {
    expect(describeValue(id, { id, ...(told && { told }) })).toBe(words)
  })

  test('has its families and parts, and parts that are too small stand together', () => {
    const rows = tabulateUse(answer)
    expect(rows).toContainEqual(['all', 'others, each too small', 'answered', expect.any(String), 8, 10, 80, '%'])
    expect(rows).toContainEqual(['all', 'all', 'questions', 'dismissed or put off', 6])
  })

  test('of a median the file has a value and how many it is of, and of money dollars', () => {
    const [, wait, cost] = tabulateUse({
      ...answer,
      whole: [
        { id: 'first-finding-p50', told: { numerator: 299, denominator: 240 } },
        { id: 'model-cost', told: { numerator: 12_300, denominator: 10 } },
      ],
    })
    expect(wait?.slice(4)).toEqual([undefined, 240, 299, 'ms'])
    expect(cost?.slice(4)).toEqual([12_300, 10, 0.0012, '$ a visit'])
  })

  test('weeks that are not told, or empty, are gaps and no zeros', () => {
    expect(listPoints('answered', answer).map(({ value }) => value)).toEqual([undefined, 0.75, undefined])
  })

  test('the table to take away has numerator and denominator, and nothing where too little happened', () => {
    const [, whole, untold] = tabulateUse(answer)
    expect(whole?.slice(0, 3).concat(whole.slice(4))).toEqual(['all', 'all', 'answered', 8, 10, 80, '%'])
    expect(untold?.slice(4)).toEqual([undefined, undefined, undefined, '%'])
  })
})
