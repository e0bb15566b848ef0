import { expect, test } from 'vitest'
import { countCodes, moveActive } from '#app/ui/code-field/code-suggestions.ts'

test.each([
  [undefined, 1, 3, 0],
  [undefined, -1, 3, 2],
  [0, 1, 3, 1],
  [2, 1, 3, 0],
  [0, -1, 3, 2],
  [undefined, 1, 0, undefined],
  [4, 1, 0, undefined],
] as const)('from %s by %i among %i codes is %s', (...[active, step, count, next]) => {
  expect(moveActive(active, step, count)).toBe(next)
})

test.each([
  [0, 'No code found.'],
  [1, '1 code found.'],
  [8, '8 codes found.'],
])('%i codes are said as words', (count, words) => {
  expect(countCodes(count)).toBe(words)
})
