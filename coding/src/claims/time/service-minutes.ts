/** Which of the minutes that the notes state are those of one service. */
import type { ClinicalNote } from '../../domain/clinical-note.ts'
import type { StatedMinutes } from './stated-minutes.ts'

/** Text without any mark is cut here on either side, so that a note of clock times alone costs no more than its length. */
const LONGEST_SIDE = 400

/** The sentence of a line: "Weekly session. HW: worry log 15 min" speaks of the session only in its first half. */
export function findSentence(text: string, at: number): { readonly start: number; readonly end: number } {
  return { start: findSentenceStart(text, at), end: findSentenceEnd(text, at) }
}

function findSentenceStart(text: string, at: number): number {
  const from = Math.max(0, at - LONGEST_SIDE)
  // A mark may begin right at the place.
  const before = text.slice(from, at + 2)
  const place = at - from
  const last = Math.max(
    before.lastIndexOf('\n', place - 1),
    before.lastIndexOf('. ', place),
    before.lastIndexOf('; ', place),
  )
  return from + last + 1
}

function findSentenceEnd(text: string, at: number): number {
  const behind = text.slice(at, at + LONGEST_SIDE)
  const ends = ['\n', '. ', '; '].map((mark) => behind.indexOf(mark)).filter((end) => end !== -1)
  return at + Math.min(behind.length, ...ends)
}

const MAX_HEADING = 60
const MAX_INDENT = 60

/** A heading of its own line speaks of the line below it. */
function readHeading(text: string, at: number): string {
  const start = findSentenceStart(text, at)
  if (start === 0 || text[start - 1] !== '\n') return ''
  const from = Math.max(0, start - 1 - MAX_HEADING - MAX_INDENT)
  const above = text.slice(from, start - 1)
  const begin = above.lastIndexOf('\n')
  if (begin === -1 && from > 0) return ''
  const line = above.slice(begin + 1).trim()
  return line.length <= MAX_HEADING && !line.endsWith('.') ? line : ''
}

export type About = { readonly about: RegExp; readonly notAbout?: RegExp }

/** Whether the sentence, or a heading right above it, names the service and nothing that is not it. */
export function isStatedAbout(note: ClinicalNote, at: number, { about, notAbout }: About): boolean {
  const { start, end } = findSentence(note.text, at)
  const sentence = note.text.slice(start, end)
  if (notAbout?.test(sentence) === true) return false
  return about.test(sentence) || about.test(readHeading(note.text, at))
}

/** One number, or none: a rule that guesses between two proves nothing. */
export function agreeOnOne<Stated extends { readonly count: number }>(stated: readonly Stated[]): Stated | undefined {
  const [first] = stated
  return first !== undefined && stated.every(({ count }) => count === first.count) ? first : undefined
}

/** Minutes in the shape of any count. */
export function asCount({ minutes, evidence }: StatedMinutes) {
  return { count: minutes, evidence }
}
