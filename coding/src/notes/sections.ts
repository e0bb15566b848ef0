/** Divides a note into its sections by the headings that clinicians and templates write. */
import type { Knowledge } from '../knowledge/concept.ts'
import type { Line } from './lines.ts'
import type { NoteWords } from './note-words.ts'
import { findLongestPhrase } from './phrase-trie.ts'
import type { Token } from './tokens.ts'

export type Eligibility = 'direct' | 'support' | 'never'

export type Section = {
  readonly id: string
  readonly eligibility: Eligibility
  /** The first token of its heading, or of its content where it has none. */
  readonly heading: number
  /** Tokens of the content; the heading itself belongs to no section. */
  readonly from: number
  readonly to: number
  /** Index of the line on which the content begins. */
  readonly line: number
}

type Heading = { readonly id: string; readonly eligibility: Eligibility; readonly end: number }

/** What headings are found in. */
export type HeadedText = NoteWords & {
  readonly lines: readonly Line[]
  readonly knowledge: Knowledge
}

const MAX_HEADING_WORDS = 6

function isUpperCase(tokens: readonly Token[], from: number, to: number): boolean {
  let letters = 0
  for (let index = from; index < to; index++) {
    const token = tokens[index]
    if (token?.kind !== 'word') continue
    if (token.text !== token.text.toUpperCase()) return false
    letters += token.text.length
  }
  return letters >= 2
}

function startsUpperCase(token: Token | undefined): boolean {
  const letter = token?.text[0]
  return letter !== undefined && letter !== letter.toLowerCase()
}

/** A known heading phrase at this token that is followed by a colon or a dash, or that fills its line. */
function findKnownHeading(note: HeadedText, from: number, to: number): Heading | undefined {
  const { tokens, knowledge } = note
  const hit = findLongestPhrase(knowledge.headings, note.numbers, { from, to })
  const entry = hit?.entries[0]
  if (hit === undefined || entry === undefined) return undefined
  let end = hit.to
  // Emphasis and brackets around a heading ("**Plan:**", "[Assessment]").
  while (end < to && ['*', ']', ')', '_'].includes(tokens[end]?.text ?? '')) end += 1
  const next = tokens[end]
  const isLabelled =
    end < to && (next?.text === ':' || ((next?.text === '-' || next?.text === '–') && hit.to - from > 1))
  if (isLabelled) {
    end += 1
    while (end < to && tokens[end]?.text === '*') end += 1
    return { ...entry, end }
  }
  // "A/P 1. Osteoarthritis": the list begins on the line of its heading.
  const isListed = entry.eligibility === 'direct' && next?.text === '1' && /^[.)]$/.test(tokens[end + 1]?.text ?? '')
  if (isListed && end < to) return { ...entry, end }
  const fillsLine = end >= to || (end + 1 >= to && next?.text === '.')
  const isWord = (tokens[from]?.text.length ?? 0) > 1 || hit.to - from > 1
  return fillsLine && isWord && startsUpperCase(tokens[from]) ? { ...entry, end: to } : undefined
}

const LONGEST_VALUE = 5

/** "BMI: 42.1 kg/m2", "BMI 42.": the name of a measure and its value, not the heading of what follows. "1." begins a list. */
function isMeasuredValue({ tokens }: HeadedText, colon: number, line: Line): boolean {
  const isLast = tokens[line.to - 1]?.text === '.'
  if (colon >= line.to) return tokens[line.to - (isLast ? 2 : 1)]?.kind === 'number'
  const isListed = /^[.)]$/.test(tokens[colon + 2]?.text ?? '') && colon + 3 < line.to
  return tokens[colon + 1]?.kind === 'number' && !isListed && line.to - colon - 1 <= LONGEST_VALUE
}

/** A line in capitals that no list knows: it ends the section before it, unless it names a condition of the assessment. */
function findUnknownHeading(note: HeadedText, line: Line): Heading | undefined {
  const { tokens } = note
  let colon = line.from
  while (colon < line.to && tokens[colon]?.text !== ':') colon += 1
  const words = colon - line.from
  if (words === 0 || words > MAX_HEADING_WORDS || !isUpperCase(tokens, line.from, colon)) return undefined
  const isOneWordAnswer = words === 1 && colon >= line.to && (tokens[line.from]?.text.length ?? 0) < 4
  if (isOneWordAnswer || line.marker !== 'none' || isMeasuredValue(note, colon, line)) return undefined
  if (note.knowledge.hasTerm(note, line.from, colon)) return undefined
  return { id: 'other', eligibility: 'support', end: Math.min(colon + 1, line.to) }
}

/** Inside an assessment, "Labs: ..." or "- Plan: ..." labels one line; only a heading of its own ends the assessment. */
function isLabelOnly(note: HeadedText, line: Line, heading: Heading): boolean {
  const hasText = heading.end < line.to
  if (line.marker !== 'none') return true
  return hasText && heading.eligibility !== 'direct' && !isUpperCase(note.tokens, line.from, heading.end)
}

function findHeadingInLine(note: HeadedText, line: Line, index: number): Heading | undefined {
  const { tokens } = note
  const before = tokens[index - 1]
  const here = tokens[index]
  if (here === undefined || !startsUpperCase(here)) return undefined
  if (before?.text !== '.' && before?.text !== ';') return undefined
  const heading = findKnownHeading(note, index, line.to)
  const isLabelled = heading !== undefined && tokens[heading.end - 1]?.text === ':'
  return isLabelled && (here.text.length > 1 || heading.end - index > 2) ? heading : undefined
}

export function findSections(note: HeadedText): Section[] {
  const { tokens, lines } = note
  const sections: Section[] = []
  let open = { id: 'unheaded', eligibility: 'support' as Eligibility, heading: 0, from: 0, line: 0 }
  const close = (to: number): void => {
    if (to > open.from) sections.push({ ...open, to })
  }
  for (const [lineIndex, line] of lines.entries()) {
    const known = findKnownHeading(note, line.from, line.to)
    const heading = known ?? findUnknownHeading(note, line)
    const isLabel = heading !== undefined && open.eligibility === 'direct' && isLabelOnly(note, line, heading)
    let from = line.from
    if (heading !== undefined && !isLabel) {
      close(line.first)
      const endsLine = heading.end >= line.to
      open = {
        id: heading.id,
        eligibility: heading.eligibility,
        heading: line.first,
        from: heading.end,
        line: endsLine ? lineIndex + 1 : lineIndex,
      }
      from = heading.end
    }
    for (let index = from + 1; index < line.to; index++) {
      const inline = isLabel ? undefined : findHeadingInLine(note, line, index)
      if (inline === undefined) continue
      close(index)
      open = { id: inline.id, eligibility: inline.eligibility, heading: index, from: inline.end, line: lineIndex }
    }
  }
  close(tokens.length)
  return sections
}
