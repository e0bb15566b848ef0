/** Reads a passage that somebody quotes: where it stands, how it is asserted, and which conditions it names. */
import type { Assertion } from '../domain/evidence.ts'
import { findCues, judgeSpan } from '../notes/assertion.ts'
import { canonicalize } from '../notes/note-words.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { Eligibility } from '../notes/sections.ts'
import type { Sentence } from '../notes/sentences.ts'

export type Passage = {
  readonly section: string
  readonly eligibility: Eligibility
  /** Of the words as a whole; a named condition has its own. */
  readonly assertion: Assertion
  readonly named: readonly { readonly codes: readonly string[]; readonly assertion: Assertion }[]
  /** Its words in canonical form, without those that say nothing. */
  readonly words: ReadonlySet<string>
  /** Two passages of one sentence are one statement. */
  readonly sentences: readonly number[]
}

type Span = { readonly start: number; readonly end: number }
type Placed = { readonly sentence: Sentence; readonly index: number; readonly from: number; readonly to: number }

const LEAST_LETTERS = 3

/** @returns undefined for a heading, or where there is no word. */
export function readPassage(reading: NoteReading, span: Span): Passage | undefined {
  const from = reading.tokens.findIndex(({ end }) => end > span.start)
  const to = reading.tokens.findLastIndex(({ start }) => start < span.end) + 1
  const placed = reading.sentences.flatMap((sentence, index): Placed[] => {
    const [begin, end] = [Math.max(from, sentence.from), Math.min(to, sentence.to)]
    return begin < end ? [{ sentence, index, from: begin, to: end }] : []
  })
  const [first] = placed
  if (from === -1 || first === undefined) return undefined
  const assertions = placed.flatMap((one) => judgeWords(reading, one))
  if (assertions.length === 0) return undefined
  const mentions = reading.mentions.filter((mention) => mention.from >= from && mention.to <= to)
  return {
    section: first.sentence.section.id,
    eligibility: first.sentence.section.eligibility,
    assertion: judgeTogether(assertions, first.sentence.section.id),
    named: mentions.map(({ concept, assertion }) => ({ codes: concept.rows.map(({ code }) => code), assertion })),
    words: collectWords(reading, from, to),
    sentences: placed.map(({ index }) => index),
  }
}

/** A cue inside the passage speaks of the words beside it, so each word is judged, and no cue is. */
function judgeWords(reading: NoteReading, { sentence, from, to }: Placed): Assertion[] {
  const words = { lowers: reading.lowers, numbers: reading.numbers, cues: reading.knowledge.cues }
  const hits = findCues(words, sentence)
  const judged = { ...sentence, hits }
  const assertions: Assertion[] = []
  for (let index = from; index < to; index++) {
    const token = reading.tokens[index]
    if (token?.kind !== 'word' || token.text.length < LEAST_LETTERS) continue
    const isCue = hits.some((hit) => hit.from <= index && index < hit.to)
    if (!isCue) assertions.push(judgeSpan(words, judged, { from: index, to: index + 1 }))
  }
  return assertions
}

/** What half of the words are, the passage is. */
function judgeTogether(assertions: readonly Assertion[], section: string): Assertion {
  const isMostly = (test: (one: Assertion) => boolean): boolean =>
    assertions.filter(test).length * 2 >= assertions.length
  return {
    existence: isMostly(({ existence }) => existence === 'absent')
      ? 'absent'
      : isMostly(({ existence }) => existence !== 'present')
        ? 'uncertain'
        : 'present',
    temporality: isMostly(({ temporality }) => temporality === 'hypothetical')
      ? 'hypothetical'
      : isMostly(({ temporality }) => temporality === 'historical')
        ? 'historical'
        : 'current',
    experiencer:
      section === 'family-history' || isMostly(({ experiencer }) => experiencer === 'other') ? 'other' : 'patient',
  }
}

function collectWords(reading: NoteReading, from: number, to: number): ReadonlySet<string> {
  const tokens = reading.tokens.slice(from, to)
  const canonical = canonicalize(tokens, reading.knowledge.synonyms)
  return new Set(canonical.filter((word, index) => tokens[index]?.kind === 'word' && word.length >= LEAST_LETTERS))
}
