// The trie of numbers against a search that any reader can check.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Lexicon } from '#coding/notes/lexicon.ts'
import { findLongestPhrase, mayBegin, PhraseTrie } from '#coding/notes/phrase-trie.ts'

const word = fc.constantFrom('a', 'b', 'c', 'knee', 'pain', 'of', 'x1')
const phrases = fc.array(fc.array(word, { minLength: 1, maxLength: 5 }), { maxLength: 40 })
const text = fc.array(fc.oneof(word, fc.constantFrom('unheard', 'words')), { maxLength: 30 })

function aTrie(list: readonly (readonly string[])[]): PhraseTrie<number> {
  const trie = new PhraseTrie<number>(new Lexicon())
  for (const [index, phrase] of list.entries()) trie.add(phrase, index)
  return trie
}

/** Every phrase is compared with every place. */
function findNaively(list: readonly (readonly string[])[], words: readonly string[], from: number) {
  const fitting = list.flatMap((phrase, index) =>
    phrase.every((one, at) => words[from + at] === one) ? [{ index, length: phrase.length }] : [],
  )
  const longest = Math.max(0, ...fitting.map(({ length }) => length))
  const entries = fitting.filter(({ length }) => length === longest).map(({ index }) => index)
  return longest === 0 ? undefined : { from, to: from + longest, entries }
}

describe('a trie of phrases', () => {
  test('finds at every place exactly what a naive search finds', () => {
    fc.assert(
      fc.property(phrases, text, (list, words) => {
        const trie = aTrie(list)
        const numbers = words.map((one) => trie.lexicon.find(one))
        for (let from = 0; from < words.length; from++) {
          const found = findLongestPhrase(trie, numbers, { from, to: words.length })
          expect(found).toEqual(findNaively(list, words, from))
          expect(mayBegin(trie, numbers[from])).toBe(list.some(([first]) => first === words[from]))
        }
      }),
    )
  })

  test('leaves out what is refused, and takes the longest of the rest', () => {
    const trie = aTrie([['a'], ['a', 'b'], ['a', 'b', 'c']])
    const numbers = ['a', 'b', 'c'].map((one) => trie.lexicon.find(one))
    const accept = (entry: number): boolean => entry < 2
    expect(findLongestPhrase(trie, numbers, { from: 0, to: 3, accept })).toEqual({ from: 0, to: 2, entries: [1] })
  })

  test('does not look beyond the end', () => {
    const trie = aTrie([['a', 'b']])
    const numbers = ['a', 'b'].map((one) => trie.lexicon.find(one))
    expect(findLongestPhrase(trie, numbers, { from: 0, to: 1 })).toBeUndefined()
  })

  test('keeps its edges through every growth', () => {
    const list = Array.from({ length: 3000 }, (_, index) => ['w', `${index % 50}`, `${index}`])
    const trie = aTrie(list)
    expect(list.every((phrase, index) => trie.find(phrase).includes(index))).toBe(true)
    expect(trie.find(['w', '1', '2'])).toEqual([])
  })
})
