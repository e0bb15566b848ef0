/** Cuts a note into what names consist of: words with their hyphens and apostrophes, numbers, marks and line breaks. */
import { markWord } from './mark-words.ts'
import { isTermByForm } from './word-forms.ts'

export type NoteWord = WordForm & {
  /** UTF-16 units; a possessive's "'s" lies outside. */
  readonly start: number
  readonly end: number
}

/** What is the same wherever a word stands in these letters. */
export type WordForm = {
  readonly kind: 'word' | 'number' | 'mark' | 'break'
  readonly text: string
  readonly lower: string
  /** How the letters are written. `initial` is one capital letter. */
  readonly shape: 'capital' | 'capitals' | 'initial' | 'small' | 'other'
  /** Of a word that ends with "'s". */
  readonly isPossessive: boolean
  /** What it may begin or announce, as bits: see `word-marks.ts`. */
  readonly marks: number
  /** By its letters a term and no name: see `word-forms.ts`. */
  readonly isTerm: boolean
}

export type NoteWords = {
  readonly words: readonly NoteWord[]
  /** Each word once in each of its spellings, with how often it stands there. */
  readonly spellings: readonly Spelling[]
}
export type Spelling = { readonly form: WordForm; readonly count: number }

const NEXT = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*|\d+|\n|\S/uy
const LETTER = /^\p{L}/u
const POSSESSIVE = /['’]s$/i
const [NEW_LINE, BLANK, APOSTROPHE, HYPHEN] = [10, 32, 39, 45]

export function readNoteWords(text: string): NoteWords {
  const words: NoteWord[] = []
  // A word is read once and counted from then on.
  const known = new Map<string, { readonly form: WordForm; count: number }>()
  const readKnown = (found: string): WordForm => {
    const spelling = known.get(found)
    if (spelling) {
      spelling.count += 1
      return spelling.form
    }
    const form = readForm(found)
    known.set(found, { form, count: 1 })
    return form
  }
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at)
    const end = code === BLANK ? at : findEnd(text, at)
    if (end > at) {
      const form = ASCII_MARKS[code] ?? (isDigit(code) ? readForm(text.slice(at, end)) : readKnown(text.slice(at, end)))
      words.push(new PlacedWord(at, form))
    }
    at = Math.max(end, at + 1)
  }
  return { words, spellings: [...known.values()] }
}

/** The form is shared by all places of a word, so that a long note makes few objects. */
class PlacedWord implements NoteWord {
  readonly start: number
  readonly end: number
  private readonly form: WordForm
  constructor(start: number, form: WordForm) {
    this.start = start
    this.end = start + form.text.length
    this.form = form
  }
  get kind(): WordForm['kind'] {
    return this.form.kind
  }
  get text(): string {
    return this.form.text
  }
  get lower(): string {
    return this.form.lower
  }
  get shape(): WordForm['shape'] {
    return this.form.shape
  }
  get isPossessive(): boolean {
    return this.form.isPossessive
  }
  get marks(): number {
    return this.form.marks
  }
  get isTerm(): boolean {
    return this.form.isTerm
  }
}

type OfLetters = Omit<WordForm, 'isTerm'>

/** Few words are asked whether they are a term, some at every place where they stand: the answer is worked out once. */
class OwnForm implements WordForm {
  readonly kind: WordForm['kind']
  readonly text: string
  readonly lower: string
  readonly shape: WordForm['shape']
  readonly isPossessive: boolean
  readonly marks: number
  private term: boolean | undefined = undefined
  constructor({ kind, text, lower, shape, isPossessive, marks }: OfLetters) {
    this.kind = kind
    this.text = text
    this.lower = lower
    this.shape = shape
    this.isPossessive = isPossessive
    this.marks = marks
  }
  get isTerm(): boolean {
    this.term ??= this.kind === 'word' && isTermByForm(this.text, this.lower)
    return this.term
  }
}

/** By their codes: the signs that are neither letters nor digits nor blank. */
const ASCII_MARKS: readonly (WordForm | undefined)[] = Array.from({ length: 0x80 }, (_, code) => {
  const sign = String.fromCharCode(code)
  return /[^\sA-Za-z\d]|\n/.test(sign) ? readForm(sign) : undefined
})

/** @returns `at` where nothing but white space stands. The expression is slow, so plain words do without it. */
function findEnd(text: string, at: number): number {
  let end = at
  while (isAsciiLetter(text.charCodeAt(end))) end += 1
  const next = text.charCodeAt(end)
  if (end > at && !(next >= 0x80 || next === APOSTROPHE || next === HYPHEN)) return end
  NEXT.lastIndex = at
  return NEXT.test(text) ? NEXT.lastIndex : at
}

function readForm(found: string): WordForm {
  const first = found.charCodeAt(0)
  if (first < 0x80 && !isAsciiLetter(first)) {
    const kind = first === NEW_LINE ? 'break' : isDigit(first) ? 'number' : 'mark'
    const marks = kind === 'mark' ? markWord(found) : 0
    return new OwnForm({ kind, text: found, lower: found, shape: 'other', isPossessive: false, marks })
  }
  if (first >= 0x80 && !LETTER.test(found)) {
    return new OwnForm({ kind: 'mark', text: found, lower: found, shape: 'other', isPossessive: false, marks: 0 })
  }
  const isPossessive = found.length > 3 && isLetterS(found.charCodeAt(found.length - 1)) && POSSESSIVE.test(found)
  const own = isPossessive ? found.slice(0, -2) : found
  const small = own.toLowerCase()
  const lower = small.includes('’') ? small.replaceAll('’', "'") : small
  const shape = small === own && isAsciiLetter(first) ? 'small' : readShape(own)
  return new OwnForm({ kind: 'word', text: own, lower, shape, isPossessive, marks: markWord(lower) })
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
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
