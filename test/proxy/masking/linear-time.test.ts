// Four times the text may take about four times as long, whatever is repeated in it: the ratio is judged, not the time.
import { describe, expect, test } from 'vitest'
import { maskNotes } from '#proxy/masking/mask-notes.ts'
import { createRandom, DATE_OF_SERVICE } from './score-masks.ts'

const [SHORT, LONG, ROUNDS] = [50_000, 200_000, 3]
/** What grows with the square would be sixteen. */
const MOST = 9

/** The least processor time of some rounds: neighbours on the machine do not count. */
function measure(text: string): number {
  return Math.min(
    ...Array.from({ length: ROUNDS }, () => {
      const before = process.cpuUsage().user
      maskNotes({ notes: [{ id: 'n', text }], dateOfService: DATE_OF_SERVICE }, createRandom(1))
      return process.cpuUsage().user - before
    }),
  )
}

const repeat = (part: string, length: number): string => part.repeat(Math.ceil(length / part.length)).slice(0, length)

describe('masking takes time in proportion to the length', () => {
  test.each(['1-', '1/', 'MRN ', 'Elm Street ', '12 Elm Street, John Smith ', "at Trader Joe's with John Smith "])(
    '%j',
    (part) => {
      const short = measure(repeat(part, SHORT))
      expect(measure(repeat(part, LONG)) / short).toBeLessThan(MOST)
    },
    30_000,
  )

  test('many different names', () => {
    const listNames = (length: number): string => {
      const names: string[] = []
      for (let at = 0; at * 16 < length; at++) names.push(`Dr. ${spell(at)}. `)
      return names.join('')
    }
    const short = measure(listNames(SHORT))
    expect(measure(listNames(LONG)) / short).toBeLessThan(MOST)
  }, 30_000)
})

/** "Quzababa": a name of its own for each number. */
function spell(number: number): string {
  const digits = number.toString(10).padStart(5, '0')
  return `Qu${digits.replace(/\d/g, (digit) => `${'bcdfghjklm'.charAt(Number(digit))}a`)}`
}
