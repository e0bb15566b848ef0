// Phrases of a release as columns, against a search that any reader can check.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinColumns } from '#coding/code-sets/columns.ts'
import { openRelease } from '#coding/code-sets/open-release.ts'
import { buildPhraseColumns, openPhraseTable } from '#coding/knowledge/release-phrases.ts'
import { buildTermColumns, getReleaseTerms } from '#coding/knowledge/release-terms.ts'
import { aRelease } from '../../fixtures/a-release.ts'
import { knowledge } from '../an-encounter.ts'

const release = aRelease(2026)
const row = release.codes.findRow('Q00.0') ?? 0

const word = fc.constantFrom('zorb', 'gromp', 'knurl', 'fladd', 'wimble', 'sprock')
const phrase = fc.uniqueArray(word, { minLength: 1, maxLength: 4 })
const wordSet = (words: readonly string[]): string => [...new Set(words)].sort().join(' ')

describe('phrases of a release', () => {
  test('are found exactly where a naive search finds them, in any order, the longest first', () => {
    const lists = fc.uniqueArray(phrase, { selector: wordSet, maxLength: 20 })
    fc.assert(
      fc.property(lists, fc.array(word, { maxLength: 12 }), (phrases, text) => {
        const words = new Set([...phrases.flat(), ...text])
        const columns = buildPhraseColumns({ words, phrases: phrases.map((one) => ({ words: one, row })), stamp: '' })
        const terms = openPhraseTable(columns, release, knowledge)
        const numbers = text.map(terms.findWord)
        const known = new Set(phrases.map(wordSet))
        for (let from = 0; from < text.length; from++) {
          const lengths = [4, 3, 2, 1].filter((length) => from + length <= text.length)
          const longest = lengths.find((length) => known.has(wordSet(text.slice(from, from + length))))
          expect(terms.findLongest(numbers, from)?.length).toBe(longest)
        }
      }),
    )
  })

  test('are those of the import when they were compiled with the same words, and say the same', () => {
    const columns = joinColumns([release.columns, buildTermColumns(release, knowledge)])
    const stored = getReleaseTerms(openRelease(release, columns), knowledge)
    const fresh = getReleaseTerms(release, knowledge)
    const words = ['acute', 'zorblitis'].map(stored.findWord)
    expect(words.every((number) => number > 0)).toBe(true)
    expect(words).toEqual(['acute', 'zorblitis'].map(fresh.findWord))
    expect(stored.findLongest(words, 0)?.concept.id).toBe(fresh.findLongest(words, 0)?.concept.id)
    expect(stored.findLongest(words, 0)?.concept.id).toBe('Q00.0')
  })

  test('are compiled anew when the words of the knowledge have changed since', () => {
    const older = buildPhraseColumns({ words: ['gone'], phrases: [{ words: ['gone'], row }], stamp: 'older' })
    const terms = getReleaseTerms(openRelease(release, joinColumns([release.columns, older])), knowledge)
    expect(terms.findWord('gone')).toBe(0)
    expect(terms.findWord('zorblitis')).toBeGreaterThan(0)
  })
})
