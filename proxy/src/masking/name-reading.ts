/** Where in a note a name may stand, and what its words are besides. */
import type { Dictionaries } from './dictionaries.ts'
import type { NoteWord } from './note-words.ts'

/** Indices into the words of the note; `to` is exclusive. */
export type NameRun = { readonly from: number; readonly to: number }

export type NameReading = {
  readonly words: readonly NoteWord[]
  readonly dictionaries: Dictionaries
  /** Words that stand in small letters somewhere in the request. */
  readonly seenSmall: ReadonlySet<string>
  readonly isSmall: boolean
  /** A table has a column of names. */
  readonly hasNameColumn: boolean
  readonly answers: Answers
}

/** What was asked of a place already: by the place in the words, 0 where it was not, else `NO` or `YES`. */
export type Answers = {
  readonly capitalLine: Uint8Array
  /** Whether the word there may begin, or go on with, a name that nothing announces. */
  readonly begins: Uint8Array
  readonly goesOn: Uint8Array
}
const NO = 1
export const YES = 2

/** A word is read again from every place before it that may begin a name. */
export const createAnswers = (length: number): Answers => ({
  capitalLine: new Uint8Array(length),
  begins: new Uint8Array(length),
  goesOn: new Uint8Array(length),
})

/** @returns the answer that it keeps. */
export function keep(answers: Uint8Array, at: number, answer: boolean): boolean {
  answers[at] = answer ? YES : NO
  return answer
}

/**
 * How sure the place is: after a title anything capitalised is a name; after a label what is no ordinary word; elsewhere
 * what is neither ordinary nor clinical.
 */
export type Trust = 'title' | 'label' | 'cue' | 'open'

export const textAt = ({ words }: NameReading, at: number): string => words[at]?.lower ?? ''

export function isKnownName({ words, dictionaries }: NameReading, at: number): boolean {
  const lower = words[at]?.lower ?? ''
  if (dictionaries.given.has(lower) || dictionaries.family.has(lower)) return true
  if (!lower.includes('-')) return false
  const halves = lower.split('-')
  const isName = halves.some((half) => dictionaries.given.has(half) || dictionaries.family.has(half))
  return isName && halves.every((half) => half.length > 1 && !dictionaries.ordinary.has(half))
}

const MIN_UNKNOWN = 4

/** A word of no list, no knowledge and no form of a term, never in small letters in the request: hardly anything but a name. */
export function isUnknown(
  { dictionaries: own, seenSmall }: Pick<NameReading, 'dictionaries' | 'seenSmall'>,
  word: NoteWord | undefined,
): boolean {
  if (word?.kind !== 'word' || word.lower.length < MIN_UNKNOWN) return false
  const { lower } = word
  if (own.ordinary.has(lower) || own.drugs.has(lower) || own.eponyms.has(lower) || own.ambiguous.has(lower))
    return false
  return !own.places.has(lower) && !own.isClinical(lower) && !seenSmall.has(lower) && !word.isTerm
}

export function startsSentence({ words }: NameReading, at: number): boolean {
  const before = words[at - 1]
  return (
    !before ||
    before.kind === 'break' ||
    before.kind === 'number' ||
    (before.kind === 'mark' && !/^[,(/&'"“]$/.test(before.text))
  )
}

export function isWholeLine({ words }: NameReading, { from, to }: NameRun): boolean {
  const before = words[from - 1]
  const after = words[to]
  return (!before || before.kind === 'break') && (!after || after.kind === 'break' || after.text === ',')
}

/** How far a line is looked at, to either side. */
const LINE_WORDS = 12

/** Whether the words of the line stand in capitals, so that capitals say nothing. */
export function isCapitalLine({ words, answers }: NameReading, at: number): boolean {
  const known = answers.capitalLine[at]
  return known ? known === YES : keep(answers.capitalLine, at, countCapitals(words, at))
}

function countCapitals(words: readonly NoteWord[], at: number): boolean {
  let [capitals, others] = [0, 0]
  for (const step of [-1, 1]) {
    for (let index = step < 0 ? at : at + 1; Math.abs(index - at) < LINE_WORDS; index += step) {
      const word = words[index]
      if (!word || word.kind === 'break') break
      if (word.shape === 'capitals') capitals += 1
      else if (word.shape === 'small' || word.shape === 'capital') others += 1
    }
  }
  return capitals > 1 && others <= capitals / 4
}
