import { describe, expect, test } from 'vitest'
import { findSentence, isStatedAbout } from '#coding/claims/time/service-minutes.ts'
import { aNote } from '../../an-encounter.ts'

function sentenceOf(text: string, words: string): string {
  const { start, end } = findSentence(text, text.indexOf(words))
  return text.slice(start, end).trim()
}

describe('the sentence of a number of minutes', () => {
  test.each<[string, string, string, string]>([
    ['begins behind a line', 'Plan.\nSession 50 minutes', '50', 'Session 50 minutes'],
    ['begins behind a sentence', 'Weekly session. HW: 15 min; then rest', '15', 'HW: 15 min'],
    ['begins with its number', 'Done. 15 min of reading. Rest.', '15', '15 min of reading'],
    ['is the whole of a line', '15 min of reading', '15', '15 min of reading'],
  ])('%s', (_, ...[text, words, sentence]) => {
    expect(sentenceOf(text, words)).toBe(sentence)
  })

  test('without any mark is cut near the number, so that a note of clock times costs no more than its length', () => {
    const text = '10:05-10:58 '.repeat(10_000)
    const { start, end } = findSentence(text, 60_000)
    expect(end - start).toBeLessThan(1000)
    expect(text.slice(start, end)).toContain('10:05-10:58')
  })
})

test.each([
  ['its own sentence', 'Psychotherapy 50 minutes', true],
  ['a heading right above', 'Psychotherapy\n50 minutes', true],
  ['an indented heading', `Plan.\n${' '.repeat(20)}Psychotherapy\n50 minutes`, true],
  ['a heading further above', 'Psychotherapy\nNone.\n50 minutes', false],
  ['a sentence of the line above', 'She came for psychotherapy and spoke of her week at length.\n50 minutes', false],
  ['a line above that is too long', `Psychotherapy ${'and so on '.repeat(20)}\n50 minutes`, false],
])('minutes are told to be of a service by %s', (_, text, expected) => {
  expect(isStatedAbout(aNote(text), text.indexOf('50'), { about: /psychotherapy/i })).toBe(expected)
})
