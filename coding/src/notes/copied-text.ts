/**
 * Text that a note itself calls copied from an earlier one ("COPIED FROM VISIT OF …", "carried forward"). It belongs to
 * that earlier date, so the engine does not read it: it can neither support a code of today nor answer or raise a question.
 */
import type { ClinicalNote } from '../domain/clinical-note.ts'
import type { Knowledge } from '../knowledge/concept.ts'
import { type Line, splitLines } from './lines.ts'
import { readWords } from './note-words.ts'
import { findLongestPhrase } from './phrase-trie.ts'
import { findSections, type HeadedText } from './sections.ts'

const DATE = String.raw`\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{2,4})?`
const EARLIER = '(?:previous|prior|last|earlier|old|outside)'
const KIND = '(?:(?:progress|clinic|office|consult|visit|hospital|discharge|admission) )?'
const SECTION = '(?:hpi|history|assessment|plan|a/p|a&p|exam|ros|pmh|problem list|section)'
const WORDS = '(?:text|notes?|content|information|documentation|data)'
const SOURCE = String.raw`(?:(?:visits?|notes?|encounters?|admissions?|summary|chart|records?|documentation|appointment|consult(?:ation)?|h ?& ?p|hpi|evaluation)\b|${DATE})`
const MOVED = '(?:cop(?:ied|y)(?: ?(?:and|&|/) ?pasted?)?|(?:cut and )?pasted|carried|pulled|brought|imported|cloned)'
/** The rest of a heading: no sentence begins in it, and it ends with its sign or its line. */
const STOP = String.raw`(?:[:\])=*]|(?<!\bdr)\.(?!\d)|--|$)`
const REST = String.raw`(?:[^:.;\n\])]|\.(?=\d)|(?<=\bdr)\.){0,60}?${STOP}`

/** "Carried forward from the note of 3/2/2025", "copied forward". */
const MOVED_FROM = String.raw`${MOVED}(?:[ -](?:forward|over|directly|verbatim|in))* from (?:[^:.;\n]|(?<=\bdr)\.){0,60}?${SOURCE}${REST}`
const FORWARD = `(?:copied|copy|carried|carry|pulled|brought)[ -]forward(?: (?:${WORDS}|${SECTION}))? ?${STOP}`
const FROM_EARLIER = String.raw`from (?:the |my )?${EARLIER} ${KIND}note\b${REST}`

/** Each stands where a line, or what a heading says, begins. */
const MARKS = [
  String.raw`(?:(?:the )?(?:following|text|note|information|section|below|all below|everything below)\b[a-z ]{0,30} )?${MOVED_FROM}`,
  FORWARD,
  String.raw`(?:copied|pasted|cloned|copy[ -]forward(?:ed)?|carried[ -]forward) ${WORDS}(?! to\b)\b${REST}`,
  String.raw`${EARLIER}(?: visit)?(?:'s)? ${KIND}(?:note|text|documentation)s?(?: text| content)?[^:.;\n]{0,30}?\b(?:below|follows|copied|pasted)\b[^:.;\n\])]{0,20}?${STOP}`,
  `(?:below|text below|note below)(?: is| was)?(?: (?:the|my|from|text|copied|of))* ${EARLIER} ${KIND}${SOURCE}${REST}`,
  `(?:${WORDS}|${SECTION}) (?:of|from) (?:the |my )?${EARLIER} ${KIND}${SOURCE}${REST}`,
  FROM_EARLIER,
]
  .map((one) => `(?:${one})`)
  .join('|')
const MARK = new RegExp(MARKS, 'iy')
/** Every mark has one of these, and most notes have none. */
const HINT = new RegExp(
  `copied|copy|pasted|carr(?:ied|y)|pulled|brought|imported|cloned|${EARLIER}(?: visit)?(?:'s)? ${KIND}(?:note|text|documentation|${SOURCE})`,
  'i',
)
const ANYWHERE = new RegExp(MARKS, 'im')
/** Behind what was copied: "Hypertension (carried forward from 3/2/2025)", "gout - copied forward". */
const BEHIND = new RegExp(String.raw`(?:[([]|\s[-–—]{1,2}\s)\s*(?:${MOVED_FROM}|${FORWARD}|${FROM_EARLIER})`, 'gi')

/** Whoever has gone through the copied words writes them anew. */
const MADE_OWN =
  /(?<!not |without being |un)\b(?:reviewed|updated|edited|revised|amended|confirmed|verified|modified)\b/i

const END =
  /^\W{0,12}(?:(?:ends?|ended|end of|stop)\b\W{0,3}(?:of )?(?:the )?(?:copied|copy|carried|pasted|imported|cloned|forwarded|prior|previous|old|earlier)\b.{0,40}|\/ ?cop(?:y|ied)\b.{0,20}|(?:copied|pasted|carried[ -]forward|prior|previous)[a-z ]{0,20} ends?(?: here)?\W{0,4})$/i
const RULE = /^\s*([-=_*~#])\1{2,}\s*$/
const PRESENT =
  /^\W{0,12}(?:today(?:'s|s)?|now|current (?:visit|encounter|note|status)|(?:this|present) (?:visit|encounter)|new (?:today|text|note)|interval (?:update|change|note|history)|updates?|updated|addendum)\b/i
const DATED = new RegExp(String.raw`^\W{0,12}(${DATE})(?=\s*(?:$|[:–—-]|visit|note|today|follow))`, 'i')
const LONGEST_MARK = 200
const LONGEST_LABEL = 5

/** Where a section stands in a note: one that stands earlier than what was copied begins the note anew. */
const ORDER: ReadonlyMap<string, number> = new Map(
  [
    'chief-complaint hpi ros pmh psh family-history social-history medications allergies problem-list immunizations',
    'vitals physical-exam mental-status-exam labs imaging pathology',
    'assessment-plan discharge-diagnosis hospital-course',
    'plan disposition patient-instructions',
  ].flatMap((ids, place) => ids.split(' ').map((id) => [id, place] as const)),
)

type Note = HeadedText & { readonly text: string }

type Headings = {
  /** The section by the first token of its heading. */
  readonly sections: ReadonlyMap<number, string>
  readonly firstStatement: number | undefined
}

const STATEMENT = 2

function findHeadings(note: Note): Headings {
  const sections = findSections(note).filter(({ id }) => id !== 'unheaded')
  return {
    sections: new Map(sections.map(({ id, heading }) => [heading, id])),
    firstStatement: sections.find(({ id }) => ORDER.get(id) === STATEMENT)?.heading,
  }
}

function cutLine({ text }: Note, { start, end }: Line): string {
  return text.slice(start, Math.min(end, start + LONGEST_MARK))
}

const LEAD = /[^a-z0-9]{0,12}/iy

type Mark = {
  /** Offset of what is copied, or of its heading. */
  readonly start: number
  readonly end: number
  readonly words: string
  /** The bracket that the copied words stand in. */
  readonly bracket?: string
}

/** The mark at this offset, behind signs. */
function findMarkAt(note: Note, line: Line, at: number): Mark | undefined {
  const words = cutLine(note, line)
  LEAD.lastIndex = at - line.start
  const lead = LEAD.exec(words)?.[0] ?? ''
  MARK.lastIndex = at - line.start + lead.length
  const match = MARK.exec(words)
  if (match === null || MADE_OWN.test(words)) return undefined
  const isOpen = match[0].endsWith(':') && /[[(]/.test(lead.trim().at(-1) ?? '')
  const bracket = isOpen ? { bracket: lead.trim().endsWith('[') ? ']' : ')' } : {}
  const start = at + lead.length - lead.trimStart().length
  return { start, end: line.start + match.index + match[0].length, words: match[0], ...bracket }
}

/** "COPIED FROM …", "HPI (copied forward):", "PMH: carried forward from …". */
function findMark(note: Note, line: Line): Mark | undefined {
  const own = findMarkAt(note, line, line.start)
  if (own !== undefined) return own
  const heading = findLongestPhrase(note.knowledge.headings, note.numbers, line)
  const next = heading && note.tokens[heading.to]
  if (next === undefined || heading === undefined || heading.to >= line.to) return undefined
  if (next.start - line.start > LONGEST_MARK / 2 || !/^[:([–—-]$/.test(next.text)) return undefined
  const mark = findMarkAt(note, line, next.text === ':' ? next.end : next.start)
  return mark && { ...mark, start: next.text === ':' ? mark.start : line.start }
}

type Copied = { readonly start: number; readonly end: number }

const PHRASE_END = /[.;][ \t]+(?=\S)/g

/** The phrases of a line that a mark behind them calls copied, each from the sign that ends the phrase before it. */
function findCopiedPhrases({ text }: Note, { start, end }: Line): Copied[] {
  const words = text.slice(start, end)
  return [...words.matchAll(BEHIND)].flatMap(({ index, 0: mark }): Copied[] => {
    const before = words.slice(Math.max(0, index - LONGEST_MARK), index)
    // With a colon the mark speaks of what follows it.
    if (mark.endsWith(':') || !/[a-z]{2}/i.test(before)) return []
    if (MADE_OWN.test(words.slice(index, index + LONGEST_MARK))) return []
    const bracket = { '(': ')', '[': ']' }[mark[0] ?? '']
    const close = bracket === undefined ? -1 : words.slice(0, index + LONGEST_MARK).indexOf(bracket, index)
    const from = [...before.matchAll(PHRASE_END)].at(-1)
    const length = from === undefined ? before.length : before.length - from.index - from[0].length
    return [{ start: start + index - length, end: start + (close === -1 ? index + mark.length : close + 1) }]
  })
}

function isOwnAgain(note: Note, line: Line, mark: Mark): boolean {
  const words = cutLine(note, line)
  const isLabel = line.to - line.first <= LONGEST_LABEL || note.tokens[line.to - 1]?.text === ':'
  if (PRESENT.test(words) && (line.afterBlank || isLabel)) return true
  const date = line.afterBlank ? DATED.exec(words)?.[1] : undefined
  return date !== undefined && !mark.words.includes(date)
}

/** A note that was copied whole has headings of its own; the present one goes on where its sections begin anew. */
class CopiedSections {
  private last = -1
  private readonly seen = new Set<string>()

  /** @returns false where the section is no longer of the copied note. */
  take(id: string): boolean {
    const place = ORDER.get(id)
    if (this.seen.has(id) || (place !== undefined && place < this.last)) return false
    this.seen.add(id)
    this.last = Math.max(this.last, place ?? -1)
    return true
  }
}

type Search = { readonly note: Note; readonly headings: Headings; readonly index: number; readonly mark: Mark }

/** @returns the offset at which the present note goes on, and the index of the line. */
function findEnd(search: Search): { readonly end: number; readonly index: number } {
  const { note, headings, index, mark } = search
  const { lines, text } = note
  const isWhole = lines[index + 1] !== undefined && headings.sections.has(lines[index + 1]?.first ?? -1)
  const isTextBehind = /\w{2}/.test(text.slice(mark.end, lines[index]?.end))
  const copied = new CopiedSections()
  let fallback: { readonly end: number; readonly index: number } | undefined
  for (let at = index + 1; at < lines.length; at++) {
    const line = lines[at]
    if (line === undefined) break
    const here = { end: line.start, index: at }
    const words = cutLine(note, line)
    if (END.test(words)) return { end: line.end, index: at + 1 }
    if (RULE.test(words) && at > index + 1) return here
    if (isOwnAgain(note, line, mark)) return here
    const id = headings.sections.get(line.first)
    if (id === undefined) continue
    if (!isWhole || isTextBehind || !copied.take(id)) return here
    // The only statement of a note is its own, where a blank line parts it from what was copied.
    const isFirst = line.first === headings.firstStatement
    if (isFirst && line.afterBlank && at > index + 1) fallback = here
  }
  return fallback ?? { end: text.length, index: lines.length }
}

const LONGEST_BRACKET = 4000

function findBracket({ text }: Note, { bracket, end }: Mark): number | undefined {
  const at = bracket === undefined ? -1 : text.slice(end, end + LONGEST_BRACKET).indexOf(bracket)
  return at === -1 ? undefined : end + at + 1
}

/** Spans of the text, in their order. */
function findCopied(note: Note): Copied[] {
  const { lines } = note
  const spans: Copied[] = []
  let headings: Headings | undefined
  for (let index = 0; index < lines.length; ) {
    const line = lines[index]
    const mark = line && findMark(note, line)
    if (mark === undefined) {
      if (line !== undefined) spans.push(...findCopiedPhrases(note, line))
      index += 1
      continue
    }
    const closed = findBracket(note, mark)
    if (closed !== undefined) {
      spans.push({ start: mark.start, end: closed })
      index += 1
      continue
    }
    headings ??= findHeadings(note)
    const found = findEnd({ note, headings, index, mark })
    spans.push({ start: mark.start, end: found.end })
    index = Math.max(found.index, index + 1)
  }
  return spans
}

/** The note with spaces in place of what was copied, so that every offset stays; the note itself where nothing was. */
export function leaveOutCopied(note: ClinicalNote, knowledge: Knowledge): ClinicalNote {
  if (!HINT.test(note.text) || !ANYWHERE.test(note.text)) return note
  const words = readWords(note.text, knowledge.vocabulary)
  const lines = splitLines(note.text, words.tokens)
  const spans = findCopied({ ...words, text: note.text, lines, knowledge })
  if (spans.length === 0) return note
  let text = ''
  for (const { start, end } of spans) {
    text += note.text.slice(text.length, start)
    text += note.text.slice(start, end).replaceAll(/[^\n]/g, ' ')
  }
  return { ...note, text: text + note.text.slice(text.length) }
}
