/** Streets and towns of a note without capitals, known by what stands around a word that nothing explains. */
import type { NoteWord } from './note-words.ts'

type SmallReading = {
  readonly words: readonly NoteWord[]
  readonly isPlainWord: (word: NoteWord) => boolean
}
/** Indices into the words of the note; `to` is exclusive. */
type Run = { readonly from: number; readonly to: number }

const SMALL_STREETS =
  /^(?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|boulevard|ct|court|cir|circle|pkwy|parkway|pl|way|ter|terrace|trl|trail|hwy)$/
const SMALL_UNITS = /^(?:apt|apartment|unit|ste|suite|lot|trlr|rm|room)$/

/** "at home, 4417 tolliver dr apt 6": between a number and a kind of street a word that is nothing else. */
export function findSmallStreet({ words, isPlainWord }: SmallReading, at: number): Run | undefined {
  if (!SMALL_STREETS.test(words[at]?.lower ?? '')) return undefined
  let from = at - 1
  while (from > at - 5 && (words[from]?.kind === 'word' || words[from]?.text === '.')) from -= 1
  const number = words[from]
  if (number?.kind !== 'number' || number.text.length < 2 || words[from + 1]?.start !== number.end + 1) return undefined
  if (!words.slice(from + 1, at).some((word) => word.kind === 'word' && !isPlainWord(word))) return undefined
  const unit = words[at + 1]?.text === ',' ? at + 2 : at + 1
  const isUnit = SMALL_UNITS.test(words[unit]?.lower ?? '') && words[unit + 1] !== undefined
  return { from, to: isUnit ? unit + (words[unit + 1]?.text === '#' ? 3 : 2) : at + 1 }
}

const SMALL_SAINTS = /^(?:st|saint|mt|mount|ft|fort|san|santa|las|los)$/
/** Of towns, and of no word of a note. */
const TOWN_ENDS = /^[a-z]{3,}(?:ville|burgh?|borough|bury|shire|stead)$/
const LIVING = /^(?:lives?|lived|living|resides?|moved|home|house|apartment|works?|worked|working)$/
const TO_LIVING = 7
/** Shorter ones are too often a word that no list has ("in fact"). */
const MIN_TOWN = 5

/** "to las palmas", "at st vincent"; "in tolliverville on friday"; "lives w/ wife in wauseon." */
export function findSmallTown({ words, isPlainWord }: SmallReading, at: number, isEnd: boolean): Run | undefined {
  const [before, word, next] = [words[at - 1], words[at], words[at + 1]]
  if (!word || !/^(?:at|to|from|in|near)$/.test(before?.lower ?? '')) return undefined
  const isSaint = SMALL_SAINTS.test(word.lower) && next?.shape === 'small' && !isPlainWord(next)
  if (isSaint) return { from: at, to: at + 2 }
  if (isPlainWord(word)) return undefined
  if (TOWN_ENDS.test(word.lower)) return { from: at, to: at + 1 }
  if (!isEnd || before?.lower !== 'in' || word.text.length < MIN_TOWN) return undefined
  for (let index = at - 2; index > at - TO_LIVING && words[index]?.kind !== 'break'; index--) {
    if (words[index]?.text === '.') return undefined
    if (LIVING.test(words[index]?.lower ?? '')) return { from: at, to: at + 1 }
  }
  return undefined
}
