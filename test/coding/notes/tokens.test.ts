import { describe, expect, test } from 'vitest'
import { stemWord } from '#coding/notes/stem.ts'
import { tokenize } from '#coding/notes/tokens.ts'

const wordsOf = (text: string): string[] => tokenize(text).map((token) => token.text)

describe('tokenize', () => {
  test.each([
    ['2.5 mg q.d.', ['2.5', 'mg', 'q', '.', 'd', '.']],
    ["patient's knee", ["patient's", 'knee']],
    ['1,000 units', ['1,000', 'units']],
    ['CKD 3a, L4-L5', ['CKD', '3a', ',', 'L4', '-', 'L5']],
    ['R>L', ['R', '>', 'L']],
    ['w/o s/p', ['w', '/', 'o', 's', '/', 'p']],
    ['naïve Zoë Łuk', ['naïve', 'Zoë', 'Łuk']],
    ['a\u00a0b\u2003c', ['a', 'b', 'c']],
    ['ends with 3.', ['ends', 'with', '3', '.']],
    ['', []],
  ])('cuts %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words)
  })

  test('keeps the place of each word', () => {
    const [, knee] = tokenize('  right knee')
    expect(knee).toMatchObject({ start: 8, end: 12, lower: 'knee', stem: 'knee', kind: 'word' })
  })
})

describe('stemWord', () => {
  test.each([
    ['knees', 'knee'],
    ['fractures', 'fracture'],
    ['biopsies', 'biopsy'],
    ["crohn's", 'crohn'],
    ['diagnosis', 'diagnosis'],
    ['abscess', 'abscess'],
    ['abscesses', 'abscess'],
    ['thrombus', 'thrombus'],
    ['as', 'as'],
  ])('%s is %s', (word, stem) => {
    expect(stemWord(word)).toBe(stem)
  })
})
