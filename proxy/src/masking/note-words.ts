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

const WORDS = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*|\d+|\n|\S/gu
const LETTER = /^[\p{L}]/u
const DIGIT = /^\d/
const POSSESSIVE = /['’]s$/i

export function readNoteWords(text: string): NoteWord[] {
  const words: NoteWord[] = []
  for (const { 0: found, index: start } of text.matchAll(WORDS)) {
    const isWord = LETTER.test(found)
    const isPossessive = isWord && found.length > 3 && POSSESSIVE.test(found)
    const own = isPossessive ? found.slice(0, -2) : found
    const kind = isWord ? 'word' : DIGIT.test(found) ? 'number' : found === '\n' ? 'break' : 'mark'
    words.push({
      start,
      end: start + own.length,
      kind,
      text: own,
      lower: own.toLowerCase().replaceAll('’', "'"),
      shape: isWord ? readShape(own) : 'other',
      isPossessive,
    })
  }
  return words
}

function readShape(text: string): NoteWord['shape'] {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0)
  const upper = text.toUpperCase()
  if (first === first.toLowerCase())
    return /^(?:d|o|l|al|el|mc|mac|de|di|la|le|van)['’-]?\p{Lu}/u.test(text) ? 'capital' : 'small'
  if (text.length === first.length) return 'initial'
  return text === upper ? 'capitals' : 'capital'
}
