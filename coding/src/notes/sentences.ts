/** Divides the sections of a note into sentences, and an assessment into its problems. */
import type { Knowledge } from '../knowledge/concept.ts'
import type { ReleaseTerms } from '../knowledge/release-phrases.ts'
import type { Line } from './lines.ts'
import type { NoteWords } from './note-words.ts'
import { findLongestPhrase } from './phrase-trie.ts'
import type { Section } from './sections.ts'
import type { Token } from './tokens.ts'

/** What the text of a labelled line is, inside an assessment ("Medical Treatment: ..."). */
export type Label = 'reasoning' | 'treatment' | 'counseling'

export type Sentence = {
  /** Tokens; `to` is exclusive. */
  readonly from: number
  readonly to: number
  readonly section: Section
  /** `head` names a problem; `item` stands below a head; `text` stands alone. */
  readonly role: 'head' | 'item' | 'text'
  /** Number of the problem within the note, when the sentence belongs to one. */
  readonly problem?: number
  readonly label?: Label
}

export type NoteText = NoteWords & {
  readonly text: string
  readonly lines: readonly Line[]
  readonly knowledge: Knowledge
  /** The second layer of terms, when an official release is loaded. */
  readonly releaseTerms?: ReleaseTerms
}

const MAX_HEAD_WORDS = 14
/** Text without any mark is cut here, so that work on a sentence stays bounded and the whole stays linear. */
const MAX_SENTENCE_WORDS = 160
const ENDS = new Set(['.', '!', '?'])
const DASHES = new Set(['-', '–', '—'])

// Periods after these do not end a sentence.
const ABBREVIATIONS = new Set(
  'dr mr mrs ms st vs g e i no approx pt pts fig inc jr sr prof hr hrs min mins wk wks mo yr yrs lb lbs'.split(' '),
)

function hasSpaceBetween(text: string, a: Token, b: Token): boolean {
  return b.start > a.end && text.slice(a.end, b.start).trim().length === 0
}

function startsLowerCase(token: Token): boolean {
  const letter = token.text[0] ?? ''
  return token.kind === 'word' && letter === letter.toLowerCase()
}

/** "Dr. White", "q.d. dosing", "2.5 mg" and "p.o. daily" hold no end; "… today. He …" does. */
export function endsSentence(note: Pick<NoteText, 'text' | 'tokens'>, index: number): boolean {
  const here = note.tokens[index]
  const next = note.tokens[index + 1]
  const before = note.tokens[index - 1]
  if (here === undefined || !ENDS.has(here.text)) return false
  if (next === undefined) return true
  if (!hasSpaceBetween(note.text, here, next)) return false
  const isGlued = before?.end === here.start
  if (here.text !== '.') return isGlued && !startsLowerCase(next)
  return !(startsLowerCase(next) || (isGlued && ABBREVIATIONS.has(before.lower)))
}

/** A wrapped line: the next one goes on in lower case, or with a number after a full line. */
function isWrapped(note: NoteText, line: Line, next: Line | undefined): boolean {
  if (next === undefined || next.afterBlank || next.marker !== 'none') return false
  const last = note.tokens[line.to - 1]
  const first = note.tokens[next.from]
  if (last === undefined || first === undefined || last.text === ':' || ENDS.has(last.text)) return false
  const isFullLine = line.to - line.from > 6
  return startsLowerCase(first) || (isFullLine && first.kind === 'number') || (isFullLine && last.text === ',')
}

function findLabel(note: NoteText, from: number, to: number): { label: Label; end: number } | undefined {
  const hit = findLongestPhrase(note.knowledge.labels, note.numbers, { from, to })
  const label = hit?.entries[0]
  if (hit === undefined || label === undefined) return undefined
  return hit.to < to && note.lowers[hit.to] === ':' ? { label, end: hit.to + 1 } : undefined
}

/** The end of the words that name a problem at the start of this line; undefined when the line is running text. */
function findHeadEnd(note: NoteText, from: number, to: number): number | undefined {
  let end = from
  for (; end < to; end++) {
    const [before, token] = [note.tokens[end - 1], note.tokens[end]]
    if (token === undefined || token.text === ':' || endsSentence(note, end)) break
    if (DASHES.has(token.text) && end > from && before !== undefined && hasSpaceBetween(note.text, before, token)) break
    if (note.knowledge.runningWords.has(token.lower)) return undefined
  }
  const isShort = end > from && end - from <= MAX_HEAD_WORDS
  if (!isShort || !note.knowledge.hasTerm(note, from, end)) return undefined
  // "Gout? No.": that it is asked belongs to the name.
  return end < to && note.lowers[end] === '?' ? end + 1 : end
}

type OpenProblem = { readonly number: number; readonly marker: Line['marker'] }

/** Goes through the lines of one section. Problems are counted on through the note. */
function splitSection(note: NoteText, section: Section, problems: { count: number }): Sentence[] {
  const sentences: Sentence[] = []
  let problem: OpenProblem | undefined
  let label: Label | undefined

  const push = (from: number, to: number, role: Sentence['role']): void => {
    let start = from
    for (let index = from; index < to; index++) {
      const isEnd = index + 1 === to || endsSentence(note, index) || index - start >= MAX_SENTENCE_WORDS
      if (!isEnd) continue
      sentences.push({
        from: start,
        to: index + 1,
        section,
        role,
        ...(problem === undefined ? {} : { problem: problem.number }),
        ...(label === undefined ? {} : { label }),
      })
      start = index + 1
    }
  }

  const readAssessmentLine = (line: Line, from: number, to: number): void => {
    const labelled = findLabel(note, from, to)
    label = labelled?.label
    if (labelled !== undefined) {
      push(labelled.end, to, problem === undefined ? 'text' : 'item')
      return
    }
    const isNested = line.marker === 'bullet' && problem !== undefined && problem.marker !== 'bullet'
    const headEnd = isNested ? undefined : findHeadEnd(note, from, to)
    if (headEnd !== undefined || line.marker === 'number') {
      problem = { number: problems.count, marker: line.marker }
      problems.count += 1
    }
    if (headEnd === undefined) {
      push(from, to, isNested || problem !== undefined ? 'item' : 'text')
      return
    }
    push(from, headEnd, 'head')
    if (headEnd < to) push(headEnd + 1, to, 'item')
  }

  for (let index = section.line; index < note.lines.length; index++) {
    const line = note.lines[index]
    if (line === undefined || line.first >= section.to) break
    const from = Math.max(line.from, section.from)
    let last = line
    while (last.to < section.to && isWrapped(note, last, note.lines[index + 1])) {
      index += 1
      last = note.lines[index] ?? last
    }
    const to = Math.min(last.to, section.to)
    if (from >= to) continue
    if (section.eligibility === 'direct') readAssessmentLine(line, from, to)
    else push(from, to, 'text')
  }
  return sentences
}

export function splitSentences(note: NoteText, sections: readonly Section[]): Sentence[] {
  const problems = { count: 0 }
  return sections.flatMap((section) => splitSection(note, section, problems))
}
