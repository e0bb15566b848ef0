/** Cuts a note into what names consist of: words with their hyphens and apostrophes, numbers, marks and line breaks. */
export type NoteWord = {
  /** UTF-16 units; a possessive's "'s" lies outside. */
  readonly start: number
  readonly end: number
  readonly kind: 'word' | 'number' | 'mark' | 'break'
  readonly text: string
  readonly lower: string
  /** How the letters are written. `initial` is one capital letter. */
  readonly shape: 'capital' | 'capitals' | 'initial' | 'small' | 'other'
  /** Of a word that ends with "'s". */
  readonly isPossessive: boolean
}

const NEXT = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*|\d+|\n|\S/uy
const LETTER = /^\p{L}/u
const POSSESSIVE = /['’]s$/i
const [NEW_LINE, BLANK, APOSTROPHE, HYPHEN, ZERO, NINE] = [10, 32, 39, 45, 48, 57]

export function readNoteWords(text: string): NoteWord[] {
  const words: NoteWord[] = []
  for (let at = 0; at < text.length; ) {
    const end = text.charCodeAt(at) === BLANK ? at : findEnd(text, at)
    if (end > at) words.push(readWord(text.slice(at, end), at))
    at = Math.max(end, at + 1)
  }
  return words
}

/** @returns `at` where nothing but white space stands. The expression is slow, so plain words do without it. */
function findEnd(text: string, at: number): number {
  let end = at
  while (isAsciiLetter(text.charCodeAt(end))) end += 1
  const next = text.charCodeAt(end)
  if (end > at && !(next >= 0x80 || next === APOSTROPHE || next === HYPHEN)) return end
  NEXT.lastIndex = at
  return NEXT.test(text) ? NEXT.lastIndex : at
}

function readWord(found: string, start: number): NoteWord {
  const first = found.charCodeAt(0)
  const end = start + found.length
  if (first < 0x80 && !isAsciiLetter(first)) {
    const kind = first === NEW_LINE ? 'break' : first >= ZERO && first <= NINE ? 'number' : 'mark'
    return { start, end, kind, text: found, lower: found, shape: 'other', isPossessive: false }
  }
  if (first >= 0x80 && !LETTER.test(found)) {
    return { start, end, kind: 'mark', text: found, lower: found, shape: 'other', isPossessive: false }
  }
  const isPossessive = found.length > 3 && isLetterS(found.charCodeAt(found.length - 1)) && POSSESSIVE.test(found)
  const own = isPossessive ? found.slice(0, -2) : found
  const small = own.toLowerCase()
  const lower = small.includes('’') ? small.replaceAll('’', "'") : small
  // Most words of a note are in small letters throughout, and nothing more need be asked.
  const shape = small === own && isAsciiLetter(first) ? 'small' : readShape(own)
  return { start, end: start + own.length, kind: 'word', text: own, lower, shape, isPossessive }
}

function isLetterS(code: number): boolean {
  return code === 115 || code === 83
}

function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

/** "d'Angelo", "al-Rashid" */
const SMALL_PREFIX = /^(?:d|o|l|al|el|mc|mac|de|di|la|le|van)['’-]?\p{Lu}/u

function readShape(text: string): NoteWord['shape'] {
  const code = text.charCodeAt(0)
  if (code >= 97 && code <= 122) return SMALL_PREFIX.test(text) ? 'capital' : 'small'
  const first = code < 0x80 ? text.slice(0, 1) : String.fromCodePoint(text.codePointAt(0) ?? 0)
  if (code >= 0x80 && first === first.toLowerCase()) return 'small'
  if (text.length === first.length) return 'initial'
  return text === text.toUpperCase() ? 'capitals' : 'capital'
}
