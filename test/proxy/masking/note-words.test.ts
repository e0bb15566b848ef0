import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readNoteWords } from '#proxy/masking/note-words.ts'

const PIECES = [
  'a',
  'b',
  'Aa',
  "o'",
  "'s",
  '’s',
  '-',
  '--',
  '1',
  '20',
  ' ',
  '\n',
  '\t',
  'é',
  'ñ',
  '́',
  '😀',
  '.',
  '/',
  "d'Ann",
  '\u00a0',
]
const aText = fc.array(fc.constantFrom(...PIECES), { maxLength: 200 }).map((pieces) => pieces.join(''))

describe('the words of a note', () => {
  test('are what stands at their places', () => {
    fc.assert(
      fc.property(aText, (text) => {
        for (const word of readNoteWords(text).words) expect(text.slice(word.start, word.end)).toBe(word.text)
      }),
    )
  })

  test('leave out white space and the "\'s" of a possessive alone', () => {
    fc.assert(
      fc.property(aText, (text) => {
        let at = 0
        for (const { start, end } of readNoteWords(text).words) {
          expect(text.slice(at, start)).toMatch(/^(?:['’]s)?[^\S\n]*$/i)
          at = end
        }
        expect(text.slice(at)).toMatch(/^(?:['’]s)?[^\S\n]*$/i)
      }),
    )
  })

  test('are counted by their spelling, however many there are', () => {
    // More spellings than are compared at once, each twice.
    const names = Array.from(
      { length: 5000 },
      (_, at) =>
        `w${String.fromCharCode(97 + (at % 26))}${'x'.repeat(at % 7)}q${at.toString(26).replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')}`,
    )
    const distinct = [...new Set(names)]
    const { spellings } = readNoteWords([...distinct, ...distinct].join(' '))
    expect(spellings.map(({ form }) => form.text)).toEqual(distinct)
    expect(spellings.every(({ count }) => count === 2)).toBe(true)
  })
})
