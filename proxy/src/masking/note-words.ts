/** Cuts a note into what names consist of: words with their hyphens and apostrophes, numbers, marks and line breaks. */
import { codeAt } from './code-at.ts'
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
  /** Each word and number once in each of its spellings, with how often it stands there. */
  readonly spellings: readonly Spelling[]
}
export type Spelling = { readonly form: WordForm; readonly count: number }

const NEXT = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*|\S/uy
const LETTER = /^\p{L}/u
const POSSESSIVE = /['’]s$/i
const [NEW_LINE, BLANK, APOSTROPHE, HYPHEN] = [10, 32, 39, 45]

export function readNoteWords(text: string): NoteWords {
  const words: NoteWord[] = []
  const spellings = new Spellings(text)
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at)
    const mark = ASCII_MARKS[code]
    const end = mark ? at + 1 : code === BLANK ? at : findEnd(text, at)
    if (end > at) words.push(new PlacedWord(at, mark ?? spellings.readForm(at, end)))
    at = Math.max(end, at + 1)
  }
  return { words, spellings: spellings.list() }
}

type Counted = { readonly form: WordForm; readonly found: string; count: number }

/** A power of two, several times the words of a page. */
const RECENT = 2048

/** A word is read once and counted from then on. */
class Spellings {
  private readonly text: string
  private readonly known = new Map<string, Counted>()
  /** By letters and length, the last word of each: most words are known by comparing, without cutting them out of the text. */
  private readonly recent = new Array<Counted | undefined>(RECENT).fill(undefined)
  constructor(text: string) {
    this.text = text
  }

  readForm(at: number, end: number): WordForm {
    const { text, recent } = this
    const slot = readSlot(text, at, end)
    const last = recent[slot]
    if (last && last.found.length === end - at && isSameAt(text, at, last.found)) {
      last.count += 1
      return last.form
    }
    const counted = this.count(text.slice(at, end))
    recent[slot] = counted
    return counted.form
  }

  list(): Spelling[] {
    return [...this.known.values()]
  }

  private count(found: string): Counted {
    const spelling = this.known.get(found)
    if (spelling) {
      spelling.count += 1
      return spelling
    }
    const counted = { form: readForm(found), found, count: 1 }
    this.known.set(found, counted)
    return counted
  }
}

function isSameAt(text: string, at: number, found: string): boolean {
  for (let index = 0; index < found.length; index++) {
    if (text.charCodeAt(at + index) !== found.charCodeAt(index)) return false
  }
  return true
}

function readSlot(text: string, at: number, end: number): number {
  let sum = end - at
  for (let index = at; index < end; index++) sum = (Math.imul(sum, 31) + text.charCodeAt(index)) | 0
  return sum & (RECENT - 1)
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

/** @returns `at` where nothing but white space stands. The expression is slow, so plain words and numbers do without it. */
function findEnd(text: string, at: number): number {
  let end = at
  let next = codeAt(text, end)
  if (isDigit(next)) {
    while (isDigit(codeAt(text, end))) end += 1
    return end
  }
  while (
    isAsciiLetter(next) ||
    (end > at && (next === HYPHEN || next === APOSTROPHE) && isAsciiLetter(codeAt(text, end + 1)))
  ) {
    end += 1
    next = codeAt(text, end)
  }
  if (next < 0x80 && (next === HYPHEN || next === APOSTROPHE)) next = codeAt(text, end + 1)
  // At the end of the text it is no number.
  if (end > at && !(next >= 0x80)) return end
  NEXT.lastIndex = at
  return NEXT.test(text) ? NEXT.lastIndex : at
}

function readForm(found: string): WordForm {
  // Most words by far.
  if (isSmallAscii(found))
    return new OwnForm({
      kind: 'word',
      text: found,
      lower: found,
      shape: 'small',
      isPossessive: false,
      marks: markWord(found),
    })
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

function isSmallAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (!isSmallLetter(text.charCodeAt(at))) return false
  return true
}

function isSmallLetter(code: number): boolean {
  return code >= 97 && code <= 122
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isLetterS(code: number): boolean {
  return code === 115 || code === 83
}

function isAsciiLetter(code: number): boolean {
  return isSmallLetter(code) || (code >= 65 && code <= 90)
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
