/** The sentences in which a visit is read: those that a provider wrote, one at a time, each with its place in the note. */
import { type Assertion, cutEvidence, type Evidence } from '../../domain/evidence.ts'
import { getOrMake } from '../../domain/get-or-make.ts'
import type { NoteReading } from '../../notes/read-note.ts'
import type { Sentence } from '../../notes/sentences.ts'
import { findHolders, type JoinedTexts, joinTexts } from '../search-together.ts'
import { judgeWords } from '../sentence-cues.ts'

export type Passage = {
  readonly reading: NoteReading
  readonly sentence: Sentence
  /** Where `text` begins in the note. */
  readonly start: number
  /** The sentence with every kind of space as one space; as long as in the note. */
  readonly text: string
}

/** Units of the note's text, not of the sentence's. */
export type Span = { readonly start: number; readonly end: number }

/** "CT: 5 mm stone": a heading that is the name of a test is part of what is said of it. */
const TEST_HEADING = /(?<![\w-])(?:ct|mri|ekg|ecg|echo(?:cardiogram)?|ultrasound|x-?rays?|xr) ?: {0,3}$/i
const LONGEST_HEADING = 24
const OTHER_SPACE = /[^\S ]/g

function listSentences(reading: NoteReading): Passage[] {
  const { tokens, sentences, note } = reading
  return sentences.flatMap((sentence): Passage[] => {
    const first = tokens[sentence.from]?.start
    const end = tokens[sentence.to - 1]?.end
    if (first === undefined || end === undefined) return []
    const before = note.text.slice(Math.max(0, first - LONGEST_HEADING), first)
    const heading = before.includes(':') ? TEST_HEADING.exec(before) : null
    const start = first - (heading?.[0].length ?? 0)
    return [{ reading, sentence, start, text: note.text.slice(start, end).replaceAll(OTHER_SPACE, ' ') }]
  })
}

/** Sections that speak of no work of this visit: family history, review of systems, instructions, consent. */
export function listPassages(readings: readonly NoteReading[]): readonly Passage[] {
  return readings
    .filter(({ note }) => note.authorRole === 'provider')
    .flatMap(listSentences)
    .filter(({ sentence }) => sentence.section.eligibility !== 'never')
}

/** Any of the patterns, everywhere in a text, in any letter case. */
export function joinPatterns(patterns: readonly string[]): RegExp {
  return new RegExp(patterns.map((pattern) => `(?:${pattern})`).join('|'), 'gi')
}

const GROUPS = /\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]/g
/** A group that may hold others, or one letter or digit. */
const FIRST = /^(?:\(\?:((?:[^()]|\([^()]*\))*)\)|[a-z\d])/i

/** The letters or digits that the matches of a pattern begin with; undefined where that takes more than a look. */
function listBeginnings(pattern: string): readonly string[] | undefined {
  const [first, list] = FIRST.exec(pattern) ?? []
  const rest = pattern.slice(first?.length ?? 0)
  if (first === undefined || /^(?:[*{]|\|)/.test(rest)) return undefined
  const own = list === undefined ? [[first.toLowerCase()]] : list.replaceAll(GROUPS, '~').split('|').map(listBeginnings)
  const parts = rest.startsWith('?') ? [...own, listBeginnings(rest.slice(1))] : own
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? [])
}

/** The words by their first letter, in their order, so that a place of the text is not compared with all of them. */
function groupByBeginning(words: readonly string[]): readonly string[] {
  const groups = new Map<string, string[]>()
  for (const word of words) {
    const isOne = !word.replaceAll(GROUPS, '').includes('|')
    const beginnings = isOne ? listBeginnings(word) : undefined
    if (beginnings === undefined) return words
    for (const letter of new Set(beginnings)) getOrMake(groups, letter, () => []).push(word)
  }
  return [...groups].map(([letter, own]) => `(?=${letter})(?:${own.join('|')})`)
}

/** The same between word boundaries, for words rather than phrases. */
export function joinWords(words: readonly string[]): RegExp {
  return new RegExp(`(?<![\\w-])(?:${groupByBeginning(words).join('|')})(?![\\w-])`, 'gi')
}

/** `test` of a global expression keeps its place between calls; this does not. */
export function hasMatch(pattern: RegExp, text: string): boolean {
  return text.search(pattern) !== -1
}

export type Hit = { readonly passage: Passage; readonly span: Span; readonly match: RegExpExecArray }

/** Fewer are searched one by one. */
const ENOUGH_TO_JOIN = 4

const joined = new WeakMap<readonly Passage[], JoinedTexts>()

/** The passages that may hold a match, in their order: all that do, and few others. */
export function listHolders(passages: readonly Passage[], pattern: RegExp): readonly Passage[] {
  // `matchAll` copies the expression before it looks.
  const ask = () => passages.filter(({ text }) => hasMatch(pattern, text))
  if (passages.length < ENOUGH_TO_JOIN) return ask()
  const texts = getOrMake(joined, passages, () => joinTexts(passages.map(({ text }) => text)))
  return findHolders(texts, pattern)?.flatMap((place) => passages[place] ?? []) ?? ask()
}

export function findHits(passages: readonly Passage[], pattern: RegExp): readonly Hit[] {
  return listHolders(passages, pattern).flatMap((passage) => findInPassage(passage, pattern))
}

function findInPassage(passage: Passage, pattern: RegExp): readonly Hit[] {
  return [...passage.text.matchAll(pattern)].flatMap((match): Hit[] => {
    if (match[0].trim() === '') return []
    const start = passage.start + match.index
    return [{ passage, match, span: { start, end: start + match[0].length } }]
  })
}

/** What stands in the sentence before a hit. */
export function readBefore({ passage, match }: Hit): string {
  return passage.text.slice(0, match.index)
}

/** What stands in the sentence behind a hit. */
export function readAfter({ passage, match }: Hit): string {
  return passage.text.slice(match.index + match[0].length)
}

function findTokens({ reading: { tokens }, sentence }: Passage, span: Span) {
  let from = sentence.from
  while (from < sentence.to - 1 && (tokens[from]?.end ?? 0) <= span.start) from++
  let to = from + 1
  while (to < sentence.to && (tokens[to]?.start ?? 0) < span.end) to++
  return { from, to }
}

export function judge(passage: Passage, span: Span): Assertion {
  return judgeWords(passage.reading, passage.sentence, findTokens(passage, span))
}

/** The words of a span, without space at their ends. */
export function cutPassage(passage: Passage, { start, end }: Span): Evidence {
  const { note } = passage.reading
  const words = note.text.slice(start, end)
  const from = start + words.length - words.trimStart().length
  const to = Math.max(from + 1, start + words.trimEnd().length)
  const span = { start: from, end: to }
  return cutEvidence(note, { ...span, section: passage.sentence.section.id, assertion: judge(passage, span) })
}

export function cutHit({ passage, span }: Hit): Evidence {
  return cutPassage(passage, span)
}

/** Stated of this patient and now: not denied, doubted, past, planned for a case, or of somebody else. */
export function isAffirmed({ passage, span }: Hit): boolean {
  const { existence, temporality, experiencer } = judge(passage, span)
  return existence === 'present' && temporality === 'current' && experiencer === 'patient'
}
