import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutContext } from '#app/ui/cut-context.ts'

function around(text: string, quote: string) {
  const start = text.indexOf(quote)
  return cutContext(text, start, start + quote.length)
}

describe('the context of a quote', () => {
  test('is the sentence, not its neighbours', () => {
    expect(around('Seen today. Has knee OA since 2019. Takes ibuprofen.', 'knee OA')).toEqual({
      before: 'Has ',
      quote: 'knee OA',
      after: ' since 2019.',
      cutBefore: false,
      cutAfter: false,
    })
  })

  test('ends at the line, as lists in notes do', () => {
    expect(around('Assessment:\n1. knee OA, worse\n2. HTN', 'knee OA')).toMatchObject({
      before: '1. knee OA'.slice(0, 0),
      after: ', worse',
    })
  })

  test('does not take the point of a number for the end of a sentence', () => {
    expect(around('HbA1c 7.5 in T2DM with CKD.', 'T2DM')).toMatchObject({
      before: 'HbA1c 7.5 in ',
      after: ' with CKD.',
    })
  })

  test('is cut between words, and says so, when the sentence is long', () => {
    const long = `${'word '.repeat(60)}knee OA${' word'.repeat(60)}`
    const context = around(long, 'knee OA')
    expect(context.cutBefore && context.cutAfter).toBe(true)
    expect(context.before.startsWith('word ')).toBe(true)
    expect(context.after.endsWith(' word')).toBe(true)
  })

  test('is always a piece of the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '.', '\n', 'é', '1') }),
        fc.nat(),
        fc.nat(),
        (text, a, b) => {
          const [start, end] = [a % (text.length + 1), b % (text.length + 1)].toSorted((x, y) => x - y)
          if (start === undefined || end === undefined) return
          const { before, quote, after } = cutContext(text, start, end)
          expect(quote).toBe(text.slice(start, end))
          expect(text.slice(0, start).endsWith(before)).toBe(true)
          expect(text.slice(end).startsWith(after)).toBe(true)
        },
      ),
    )
  })
})
