import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Lexicon, readLetters, UNKNOWN } from '#coding/notes/lexicon.ts'
import { tokenize } from '#coding/notes/tokens.ts'

function aLexicon(words: readonly string[]): Lexicon {
  const lexicon = new Lexicon()
  for (const word of words) lexicon.add(word)
  return lexicon
}

describe('a lexicon', () => {
  test('finds a slice of a text as it finds the word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z0-9']{1,8}$/), { maxLength: 60 }), fc.nat(), (words, at) => {
        const lexicon = aLexicon(words)
        const text = `  ${words.join(' ').toUpperCase()} `
        const word = words[at % Math.max(1, words.length)] ?? 'none'
        const start = text.indexOf(word.toUpperCase())
        if (start === -1) return
        const found = lexicon.findSlice(readLetters(text), start, start + word.length)
        expect(Math.abs(found)).toBe(lexicon.find(word))
        expect(found < 0).toBe(/[a-z]/.test(word))
      }),
    )
  })

  test('gives one number a word, and none to what it lacks', () => {
    const lexicon = aLexicon(Array.from({ length: 9000 }, (_, index) => `w${index}`))
    expect(lexicon.add('w8')).toBe(lexicon.find('w8'))
    expect(lexicon.size).toBe(9000)
    expect(lexicon.find('w9000')).toBe(UNKNOWN)
    expect(lexicon.findSlice(readLetters('w9000'), 0, 5)).toBe(UNKNOWN)
  })

  test.each([
    ['Knees', 'knees'],
    ['KNEE’S', "knee's"],
    ['Sjögren', 'sjögren'],
    ['ÉTAGE', 'étage'],
  ])('knows %s as %s', (written, word) => {
    const [token] = tokenize(written, aLexicon([word]))
    expect(token).toMatchObject({ text: written, lower: word, number: 1 })
  })

  test('changes nothing of a token but its number', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', 'b', 'S', 's', ' ', 'É', 'é', '’', "'", '1', '.', ',', '2', ';', '-', '😀', '\n'),
        }),
        (text) => {
          const plain = tokenize(text)
          const numbered = tokenize(text, aLexicon(plain.map(({ lower }) => lower)))
          expect(numbered.map((token) => ({ ...token, number: 0 }))).toEqual(plain)
          expect(numbered.every(({ number }) => number > 0)).toBe(true)
        },
      ),
    )
  })
})
