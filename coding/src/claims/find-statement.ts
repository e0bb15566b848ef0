/** Finds what a note states outright: asserted of this patient and now; the words behind claim rules. */
import { type Assertion, cutEvidence, type Evidence } from '../domain/evidence.ts'
import { getOrMake } from '../domain/get-or-make.ts'
import { keepWith } from '../domain/keep-with.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { Sentence } from '../notes/sentences.ts'
import { isNotDone } from './not-done.ts'
import { findHolders, type JoinedTexts, joinTexts } from './search-together.ts'
import { judgeWords } from './sentence-cues.ts'

export type Statement = {
  readonly evidence: Evidence
  readonly match: RegExpExecArray
  /** The whole sentence, for what stands beside the match. */
  readonly sentence: string
}

function isAsserted({ existence, temporality, experiencer }: Assertion): boolean {
  return existence === 'present' && temporality === 'current' && experiencer === 'patient'
}

/** Token indexes of a span of the text, within a sentence. */
function findTokens(
  { tokens }: NoteReading,
  { from, to }: Sentence,
  span: { readonly start: number; readonly end: number },
) {
  let first = from
  while (first < to - 1 && (tokens[first]?.end ?? 0) <= span.start) first++
  let last = first + 1
  while (last < to && (tokens[last]?.start ?? 0) < span.end) last++
  return { from: first, to: last }
}

type Placed = { readonly sentence: Sentence; readonly start: number; readonly text: string }

type CutNote = { readonly sentences: readonly Placed[]; readonly texts: JoinedTexts }

/** Dozens of rules search the same sentences. */
const cut = keepWith<NoteReading, CutNote>()

function cutSentences({ note, tokens, sentences }: NoteReading): CutNote {
  const placed = sentences.map((sentence) => {
    const start = tokens[sentence.from]?.start ?? 0
    return { sentence, start, text: note.text.slice(start, tokens[sentence.to - 1]?.end ?? start) }
  })
  return { sentences: placed, texts: joinTexts(placed.map(({ text }) => text)) }
}

/** The sentences that may hold a match: all that do, and few others. */
function listHolders(reading: NoteReading, pattern: RegExp): readonly Placed[] {
  const { sentences, texts } = getOrMake(cut, reading, () => cutSentences(reading))
  const holders = findHolders(texts, pattern)?.flatMap((place) => sentences[place] ?? [])
  // `matchAll` copies the expression before it looks.
  return holders ?? sentences.filter(({ text }) => text.search(pattern) !== -1)
}

function* matchSentences(reading: NoteReading, pattern: RegExp): Generator<Statement> {
  const { note } = reading
  for (const { sentence, start, text } of listHolders(reading, pattern)) {
    for (const match of text.matchAll(pattern)) {
      if (match[0] === '') continue
      const span = { start: start + match.index, end: start + match.index + match[0].length }
      const words = findTokens(reading, sentence, span)
      const assertion = judgeWords(reading, sentence, words)
      yield { evidence: cutEvidence(note, { ...span, section: sentence.section.id, assertion }), match, sentence: text }
    }
  }
}

/**
 * @param pattern global, and linear in the sentence (bounded gaps); it is matched within one sentence at a time.
 * @returns matches that the note asserts, in the order of the notes; what is denied, planned, past, doubted or of another
 * person is left out.
 */
export function findStatements(readings: readonly NoteReading[], pattern: RegExp): readonly Statement[] {
  return readings.flatMap((reading) => findInNote(reading, pattern))
}

/** Rules ask a note for the same words line by line and pair by pair. */
const found = keepWith<NoteReading, Map<RegExp, readonly Statement[]>>()

function findInNote(reading: NoteReading, pattern: RegExp): readonly Statement[] {
  const byPattern = found.get(reading) ?? new Map<RegExp, readonly Statement[]>()
  found.set(reading, byPattern)
  const known = byPattern.get(pattern)
  if (known) return known
  const statements = [...matchSentences(reading, pattern)].filter(({ evidence }) => isAsserted(evidence.assertion))
  byPattern.set(pattern, statements)
  return statements
}

const deeds = new WeakMap<Statement, boolean>()

function isDeed(statement: Statement): boolean {
  return getOrMake(deeds, statement, () => !isNotDone(statement.sentence.toLowerCase().split(/\W+/)))
}

/** The same, without what was planned, offered or turned down: words that say a thing was done. */
export function findDeeds(readings: readonly NoteReading[], pattern: RegExp): readonly Statement[] {
  return findStatements(readings, pattern).filter(isDeed)
}
