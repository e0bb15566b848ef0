import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findHolders, joinTexts } from '#coding/claims/search-together.ts'
import { STATED_MINUTES } from '#coding/claims/time/stated-minutes.ts'
import { joinPatterns, joinWords } from '#coding/claims/visits/passages.ts'
import { visitWords } from '#coding/claims/visits/visit-words.generated.ts'

/** Every list of patterns of the visit words, each joined as the readers join it, and the minutes. */
function listPatterns(): readonly RegExp[] {
  const lists: (readonly string[])[] = []
  const collect = (value: unknown): void => {
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) lists.push(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect)
  }
  collect(visitWords)
  // Names of groups stand in each alternative of some lists, which are searched one by one.
  const unnamed = lists.filter((list) => !list.some((pattern) => pattern.includes('(?<source>')))
  return [...unnamed.flatMap((list) => [joinPatterns(list), joinWords(list)]), new RegExp(STATED_MINUTES, 'gi')]
}

const PATTERNS = listPatterns()
const WORDS = [...new Set(JSON.stringify(visitWords).match(/[a-z]{2,}/gi))]

const aText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...WORDS),
      fc.constantFrom('not', 'no', 'q', '45 minutes', '10:05-10:58', 'mg', '7', '.', ',', ';'),
    ),
    {
      maxLength: 12,
    },
  )
  .map((words) => words.join(' '))

function findEach(texts: readonly string[], pattern: RegExp): number[] {
  return texts.flatMap((text, place) => (text.search(pattern) === -1 ? [] : [place]))
}

describe('search of many texts together', () => {
  test('finds every text that a search of its own finds, for each pattern of a visit', () => {
    expect(PATTERNS.length).toBeGreaterThan(100)
    fc.assert(
      fc.property(fc.array(aText, { maxLength: 12 }), (texts) => {
        const joined = joinTexts(texts)
        for (const pattern of PATTERNS) {
          const together = findHolders(joined, pattern)
          if (together === undefined) continue
          expect(together).toEqual(expect.arrayContaining(findEach(texts, pattern)))
          expect(pattern.lastIndex).toBe(0)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('takes nearly all patterns of a visit', () => {
    const joined = joinTexts(['a', 'b'])
    const asked = PATTERNS.filter((pattern) => findHolders(joined, pattern) === undefined)
    expect(asked.length / PATTERNS.length).toBeLessThan(0.05)
  })

  test.each([
    ['the end of a text', /pain$/g],
    ['the beginning of a text', /^pain/g],
    ['anything that must not follow', /pain(?![^.]{0,9}knee)/g],
    ['anything that must not precede', /(?<!no\W{1,3})pain/g],
    ['any character without end', /pain[^.]*knee/g],
    ['a group of any characters without end', /pain(?:[^.]x)+knee/g],
    ['any character from so many on', /pain.{2,}knee/g],
    ['the first match only', /pain/],
  ])('leaves a pattern that asks for %s to be asked text by text', (_, pattern) => {
    expect(findHolders(joinTexts(['pain', 'knee pain']), pattern)).toBeUndefined()
  })

  test.each([
    [/\bpain\b/g, ['no', 'pain', 'painful', 'knee pain'], [1, 3]],
    [/pain(?! at rest)/g, ['pain', ' at rest', 'pain at rest'], [0]],
    [/(?<!no )pain/g, ['no ', 'pain', 'no pain'], [1]],
    [/a[^.]{0,3}b/g, ['a', 'b', 'a b'], [0, 2]],
    [/pain/g, [], []],
    [/pain/g, ['pain pain', 'pain'], [0, 1]],
    [/[\])]x/g, ['a]x', ')x'], [0, 1]],
  ] as const)('finds %s', (pattern, texts, holders) => {
    expect(findHolders(joinTexts(texts), pattern)).toEqual(holders)
  })
})
