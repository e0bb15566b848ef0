/**
 * What a note says, in the forms in which questions look at it, each read once a note: whoever asks for every mention of
 * a condition what its sentence says would read a sentence without an end once for each of them.
 */
import { keepWith } from '../domain/keep-with.ts'
import type { Mention } from '../notes/mentions.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { Sentence } from '../notes/sentences.ts'

type Span = Pick<Sentence, 'from' | 'to'>

type Kept = {
  readonly words: Map<Span, string>
  readonly saying: Map<RegExp, ReadonlySet<Sentence>>
  whole?: string
  mentions?: ReadonlyMap<Sentence, readonly Mention[]>
  positions?: ReadonlyMap<Sentence, number>
}

const kept = keepWith<NoteReading, Kept>()

function getKept(reading: NoteReading): Kept {
  const known = kept.get(reading) ?? { words: new Map(), saying: new Map() }
  kept.set(reading, known)
  return known
}

/** The words of a sentence, lower case, one space between them. */
export function getWords(reading: NoteReading, sentence: Span): string {
  const { words } = getKept(reading)
  const known = words.get(sentence) ?? reading.lowers.slice(sentence.from, sentence.to).join(' ')
  words.set(sentence, known)
  return known
}

/** The words of the whole note. */
export function getNoteWords(reading: NoteReading): string {
  const own = getKept(reading)
  own.whole ??= reading.lowers.join(' ')
  return own.whole
}

/** What a sentence names. */
export function listMentionsIn(reading: NoteReading, sentence: Sentence): readonly Mention[] {
  const own = getKept(reading)
  own.mentions ??= Map.groupBy(reading.mentions, (mention) => mention.sentence)
  return own.mentions.get(sentence) ?? []
}

function findNear(reading: NoteReading, sentence: Sentence, step: number): Sentence | undefined {
  const own = getKept(reading)
  own.positions ??= new Map(reading.sentences.map((one, at) => [one, at]))
  const at = own.positions.get(sentence)
  return at === undefined ? undefined : reading.sentences[at + step]
}

export function findNextSentence(reading: NoteReading, sentence: Sentence): Sentence | undefined {
  return findNear(reading, sentence, 1)
}

export function findPreviousSentence(reading: NoteReading, sentence: Sentence): Sentence | undefined {
  return findNear(reading, sentence, -1)
}

/** @param pattern a constant of its module, because what it finds is kept by it. */
export function listSaying(reading: NoteReading, pattern: RegExp): ReadonlySet<Sentence> {
  const { saying } = getKept(reading)
  const known = saying.get(pattern) ?? new Set(reading.sentences.filter((one) => pattern.test(getWords(reading, one))))
  saying.set(pattern, known)
  return known
}

export function isSayingAnywhere(readings: readonly NoteReading[], pattern: RegExp): boolean {
  return readings.some((reading) => listSaying(reading, pattern).size > 0)
}
