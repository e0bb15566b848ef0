import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markText } from '#app/features/notes/mark-text.ts'

describe('a marked note', () => {
  test('sets the sought words and the other quotes apart', () => {
    const text = 'right knee OA, HTN'
    const pieces = markText(text, { start: 6, end: 13 }, [{ start: 15, end: 18 }])
    expect(pieces.map(({ text, mark }) => [text, mark])).toEqual([
      ['right ', 'none'],
      ['knee OA', 'sought'],
      [', ', 'none'],
      ['HTN', 'other'],
    ])
  })

  test('keeps the sought words whole when another quote overlaps them', () => {
    const pieces = markText('right knee OA', { start: 6, end: 13 }, [{ start: 0, end: 10 }])
    expect(pieces.filter(({ mark }) => mark === 'sought').map(({ text }) => text)).toEqual(['knee OA'])
  })

  const span = fc.tuple(fc.nat(40), fc.nat(40)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }))

  test('loses no letter of the note', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), span, fc.array(span), (text, sought, others) => {
        const pieces = markText(text, sought, others)
        expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      }),
    )
  })
})
