import { describe, expect, test } from 'vitest'
import { FIRST, type RiskNote, SECOND, THIRD } from './notes.ts'
import { categories, review } from './review-notes.ts'

/** How many answers (category, standing, proposal) are right; one that is too many counts as wrong. */
function score(notes: readonly RiskNote[]): { readonly right: number; readonly all: number } {
  const answers = notes.flatMap((note) => {
    const found = review(note)
    if (found.kind !== 'reviewed') throw new Error('The table did not answer.')
    const got = new Map(found.conditions.map(({ category, standing, proposal }) => [category, [standing, proposal]]))
    return [...new Set([...Object.keys(note.gold), ...got.keys()])].map(
      (category) => JSON.stringify(note.gold[category]) === JSON.stringify(got.get(category)),
    )
  })
  return { right: answers.filter((one) => one).length, all: answers.length }
}

describe('notes with the answer of a coder written first', () => {
  test.each([
    ['first', FIRST, 40],
    ['second', SECOND, 20],
    ['third', THIRD, 21],
  ] as const)('the %s batch stays as right as it was', (_name, notes, least) => {
    expect(score(notes).right).toBeGreaterThanOrEqual(least)
  })

  test('nothing is proposed to be added or kept without words that name it and words that deal with it', () => {
    for (const note of [...FIRST, ...SECOND, ...THIRD]) {
      const found = review(note)
      for (const { proposal, named, support } of found.kind === 'reviewed' ? found.conditions : []) {
        if (proposal !== 'add' && proposal !== 'keep') continue
        expect(named.length).toBeGreaterThan(0)
        expect(support.length).toBeGreaterThan(0)
        for (const { noteId, quote, start, end } of [...named, ...support.map(({ evidence }) => evidence)]) {
          expect([noteId, note.text.slice(start, end)]).toEqual(['note-1', quote])
        }
      }
    }
  })

  test('what the visit’s diagnoses hold without support is proposed for removal, whatever the category', () => {
    const found = review({ text: 'A/P: Ankle sprain, left. Ice.', visit: ['I50.22', 'J44.9', 'E11.42', 'B20'] })
    expect(found.kind === 'reviewed' && found.conditions.map(({ standing, proposal }) => [standing, proposal])).toEqual(
      Array.from({ length: 4 }, () => ['silent', 'remove']),
    )
  })
})

describe('a table that is not there', () => {
  test('is said to be missing, never read as an empty one', () => {
    const visit = { text: 'A/P: COPD, stable.' }
    expect(review(visit, { list: () => ({ kind: 'no-data' }) })).toEqual({ kind: 'no-data' })
    const old = { kind: 'outside-releases', nearest: 'PY2026' } as const
    expect(review(visit, { list: () => old })).toEqual(old)
    expect(review(visit, categories).kind).toBe('reviewed')
  })
})
