import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinWords } from '#coding/claims/visits/passages.ts'
import { visitWords } from '#coding/claims/visits/visit-words.generated.ts'

const LISTS = {
  tests: visitWords.data.tests.flatMap(({ words }) => words),
  unnamed: visitWords.data.unnamed,
  sites: visitWords.data.sites,
  major: visitWords.risk.surgery.major,
  minor: visitWords.risk.surgery.minor,
  toxic: visitWords.risk.toxicity.drugs,
  'a group at the beginning': ['(?:b|c)?a', 'ca?b', '(?:a(?:b|c)|b)', 'b', 'ab', 'c?b'],
  'an alternative of its own': ['a|b', 'ab'],
  'a beginning that is no letter': ['\\ba', '[ab]c', 'b*a', '(?:)?b'],
} as const

/** One word after the other, at every place of the text. */
function findPlainly(words: readonly string[], text: string): string[] {
  const plain = new RegExp(`(?<![\\w-])(?:${words.join('|')})(?![\\w-])`, 'gi')
  return [...text.matchAll(plain)].map(({ index, 0: match }) => `${index} ${match}`)
}

describe('words joined by their first letter', () => {
  test.each(Object.entries(LISTS))('find what the plain list finds: %s', (_, words) => {
    const vocabulary = [...words.flatMap((word) => word.match(/[a-z\d]+/gi) ?? []), 'a', 'b', 'c', 'A', 'BC']
    const joined = joinWords(words)
    const aText = fc
      .array(fc.tuple(fc.constantFrom(...vocabulary), fc.constantFrom(' ', ' ', '-', '', '/', '. ')), { maxLength: 25 })
      .map((parts) => parts.flat().join(''))
    fc.assert(
      fc.property(aText, (text) => {
        const found = [...text.matchAll(joined)].map(({ index, 0: match }) => `${index} ${match}`)
        expect(found).toEqual(findPlainly(words, text))
      }),
      { numRuns: 300 },
    )
  })
})
