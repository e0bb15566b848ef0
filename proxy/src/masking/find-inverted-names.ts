/** "LAKE, SUMMER  92yo F", "for Do, Lan, dob 7/17/45": family name first, known by what follows, whatever its words are besides. */
import { CREDENTIALS, DONE_BY, LABELS, PARTICLES, SUFFIXES, TITLES, TITLES_IN_CAPITALS } from './name-cues.ts'
import { isKnownName, isUnknown, type NameReading, type NameRun, textAt } from './name-reading.ts'
import type { NoteWord } from './note-words.ts'

/** Columns stand this far apart. */
const GAP = 2

export function findInverted(reading: NameReading, at: number): NameRun | undefined {
  const { words } = reading
  if (!isFirst(reading, at)) return undefined
  const comma = words[at + 1]?.text === ',' ? at + 1 : readFamily(reading, at)
  if (comma === undefined || words[comma]?.text !== ',') return undefined
  const given = words[comma + 1]
  if (given?.kind !== 'word' || CREDENTIALS.has(given.lower) || SUFFIXES.has(given.lower)) return undefined
  const run = { from: at, to: readEnd(words, comma + 2) }
  if (given.shape !== 'small' && given.shape !== 'initial' && isPatient(reading, run.to)) return run
  if (!isGiven(reading, comma + 1)) return undefined
  return isPatient(reading, run.to) || isClosed(reading, run) ? run : undefined
}

/** "Santos Pereira, Jesus", "van der Meulen, Willem". @returns where its comma is. */
function readFamily(reading: NameReading, at: number): number | undefined {
  const { words } = reading
  let to = at
  const first = words[at]?.lower ?? ''
  if (TITLES.has(first) || TITLES_IN_CAPITALS.has(first) || /^(?:patient|pt|name)$/.test(first)) return undefined
  while (to < at + 4 && words[to]?.kind === 'word' && words[to]?.lower !== 'and') to += 1
  const own = words.slice(at, to)
  const isName = own.every(({ lower, shape }, index) => PARTICLES.has(lower) || (shape !== 'small' && index < 3))
  return isName && words[to]?.text === ',' && isKnownName(reading, to + 1) ? to : undefined
}

/** At the begin of a line, a column or an entry, or behind what names a person. Asked of every word with a capital. */
function isFirst({ words, isSmall, dictionaries: own }: NameReading, at: number): boolean {
  const word = words[at]
  if (!word || (word.shape === 'small' && !isSmall && !PARTICLES.has(word.lower))) return false
  return isBegin(words, at, word) && !own.drugs.has(word.lower)
}

function isBegin(words: readonly NoteWord[], at: number, word: NoteWord): boolean {
  const before = words[at - 1]
  if (before?.kind !== 'word' && before?.kind !== 'mark')
    return before?.kind !== 'number' || word.start - before.end >= GAP
  if (word.start - before.end >= GAP) return true
  if (before.kind === 'word')
    return before.lower === 'for' || (before.lower === 'by' && DONE_BY.has(words[at - 2]?.lower ?? ''))
  if (before.text === ':') return LABELS.has(words[at - 2]?.lower ?? '')
  return before.text === ';' || before.text === '"' || before.text === '('
}

function isGiven(reading: NameReading, at: number): boolean {
  const word = reading.words[at]
  if (!word) return false
  const { givenWords, ambiguous, given } = reading.dictionaries
  const isSmallHere = word.shape === 'small'
  if (isSmallHere && !reading.isSmall) return false
  if (given.has(word.lower) || givenWords.has(word.lower)) return true
  return !isSmallHere && !ambiguous.has(word.lower) && isName(reading, at)
}

const isName = (reading: NameReading, at: number): boolean =>
  isKnownName(reading, at) || isUnknown(reading, reading.words[at])

/** With the initial or the second name behind it. */
function readEnd(words: readonly NoteWord[], at: number): number {
  const [before, word, dot] = [words[at - 1], words[at], words[at + 1]]
  if (word?.shape !== 'initial' || dot?.text === '/' || word.start - (before?.end ?? 0) !== 1) return at
  return dot?.text === '.' ? at + 2 : at + 1
}

/** A birth date, a record number or an age with a sex. */
const OF_PATIENT = /^(?:dob|d\.o\.b|born|birthdate|mrn|ssn|b)$/
const AGE_UNIT = /^(?:yo|y|yr|yrs|year|years|f|m)$/

function isPatient(reading: NameReading, to: number): boolean {
  const { words } = reading
  const at = /^[,(/]$/.test(textAt(reading, to)) ? to + 1 : to
  const [next, second, third] = [words[at], textAt(reading, at + 1), textAt(reading, at + 2)]
  if (next?.kind === 'number') return AGE_UNIT.test(second) || (second === '-' && third === 'year')
  // "Hathaway, Ione F/58"
  if (/^[fm]$/.test(next?.lower ?? '') && second === '/') return words[at + 2]?.kind === 'number'
  if (next?.lower === 'date') return second === 'of' && third === 'birth'
  return next?.kind === 'word' && OF_PATIENT.test(next.lower)
}

/** The whole line, column, entry or bracket is the name. */
function isClosed(reading: NameReading, { from, to }: NameRun): boolean {
  const { words } = reading
  const [before, next, last] = [words[from - 1], words[to], words[to - 1]]
  const isEnd = !next || next.kind === 'break' || next.start - (last?.end ?? 0) >= GAP || next.text === ';'
  if (before?.text === ';' || before?.lower === 'by' || before?.text === ':') return isEnd || next?.text === '.'
  if (before?.text === '"') return next?.text === '"' || next?.text === ','
  if (next?.text === '(') return words[to + 1]?.kind === 'number' || /\d/.test(words[to + 2]?.text ?? '')
  return isEnd && before?.kind !== 'word' && isName(reading, from) && isName(reading, to - 1)
}
