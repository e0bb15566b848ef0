import { describe, expect, test } from 'vitest'
import { isEvaluationCode, isVisitCode, visitLevels } from '#coding/claims/visit-levels.ts'

describe('a visit', () => {
  test.each([
    '99202',
    '99215',
    '99223',
    '99239',
    '99245',
    '99281',
    '99291',
    '99306',
    '99350',
    '99395',
    '99483',
    '99496',
  ])('is %s', (code) => {
    expect(isVisitCode(code)).toBe(true)
    expect(isEvaluationCode(code)).toBe(true)
  })

  test('is every level of a family', () => {
    expect(visitLevels.filter(({ code }) => !isVisitCode(code))).toEqual([])
  })

  test.each(['99406', '99408', '99417', '99418', '99421', '99439', '99457', '99484', '99490', '99492', '99497'])(
    'is not %s, a service of evaluation and management without one',
    (code) => {
      expect(isVisitCode(code)).toBe(false)
      expect(isEvaluationCode(code)).toBe(true)
    },
  )

  test.each(['90834', '20610', 'G2211', '9920', '992022', 'A9920'])('is not %s, another service', (code) => {
    expect(isVisitCode(code)).toBe(false)
    expect(isEvaluationCode(code)).toBe(false)
  })
})
