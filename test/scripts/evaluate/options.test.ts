import { expect, test } from 'vitest'
import { parseEvaluationOptions } from '../../../scripts/evaluate/options.ts'

test('the defaults: a claim in an office', () => {
  expect(parseEvaluationOptions(['codes', '--in', 'a', '--in', 'b', '--out', 'c'])).toMatchObject({
    task: 'codes',
    inputs: ['a', 'b'],
    out: 'c',
    setting: 'professional',
    scope: 'claim',
    isReported: false,
  })
})

test.each([['--report'], ['--report-json', 'r.json'], ['--plot', 'p.svg']])(
  '%s asks for a report, which needs no predictions file',
  (...args) => {
    expect(parseEvaluationOptions(['codes', '--in', 'a', ...args]).isReported).toBe(true)
  },
)

test.each([
  [['--in', 'a', '--out', 'b'], 'What to evaluate is one of'],
  [['gossip', '--in', 'a', '--out', 'b'], 'What to evaluate is one of'],
  [['codes', '--out', 'b'], '--in'],
  [['codes', '--in', 'a'], '--out'],
  [['codes', '--in', 'a', '--out', 'b', '--scope', 'all'], '--scope is one of'],
  [['codes', '--in', 'a', '--out', 'b', '--setting', 'home'], '--setting is one of'],
  [['codes', '--in', 'a', '--out', 'b', '--plott', 'x'], '--plott'],
  [['assertion', '--in', 'a', '--report'], 'Only codes'],
])('%j is refused: %s', (args, message) => {
  expect(() => parseEvaluationOptions(args)).toThrow(message)
})
