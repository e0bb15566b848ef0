/** Cuts a text into words, numbers and marks, each with its exact place in the text. One pass, no regular expression. */
import { Lexicon, readLetters, UNKNOWN } from './lexicon.ts'
import { stemWord } from './stem.ts'

export type Token = {
  /** UTF-16 units into the text; `end` is exclusive. */
  readonly start: number
  readonly end: number
  readonly kind: 'word' | 'number' | 'mark'
  /** As written. */
  readonly text: string
  readonly lower: string
  /** The form that is compared with the words of a term. */
  readonly stem: string
  /** Of `lower` in the lexicon with which the text was cut; 0 for a word that it lacks. */
  readonly number: number
}

const [LETTER, DIGIT, SPACE, MARK] = [0, 1, 2, 3] as const

// Above ASCII, everything but the punctuation and space blocks counts as a letter: names and words of
// other scripts must stay whole, and no term of the knowledge contains such a character.
function classifyCode(code: number): number {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return LETTER
  if (code >= 48 && code <= 57) return DIGIT
  if (code <= 32 || code === 0xa0 || code === 0x3000 || code === 0xfeff) return SPACE
  if (code < 0xc0 || code === 0xd7 || code === 0xf7) return MARK
  if (code >= 0x2000 && code <= 0x200d) return SPACE
  return code >= 0x200e && code <= 0x2bff ? MARK : LETTER
}

const KINDS = Uint8Array.from({ length: 0x10000 }, (_, code) => classifyCode(code))

/** What stands at a place; beyond the end nothing that a word or a number could go on with. */
function kindAt(letters: Uint16Array, at: number): number {
  return at < letters.length ? (KINDS[letters[at] ?? 0] ?? MARK) : SPACE
}

function isApostrophe(code: number): boolean {
  return code === 39 || code === 0x2019
}

/** The place after the word that begins at `start`: letters, digits, and an apostrophe between letters. */
function findWordEnd(letters: Uint16Array, start: number): number {
  let end = start
  for (;;) {
    const kind = kindAt(letters, end)
    if (kind === LETTER || kind === DIGIT) end += 1
    else if (kind === MARK && isApostrophe(letters[end] ?? 0) && kindAt(letters, end + 1) === LETTER) end += 1
    else return end
  }
}

const [COMMA, POINT] = [44, 46]

/** The place after the number that begins at `start`: digits with one point or comma between digits ("2.5", "1,000"). */
function findNumberEnd(letters: Uint16Array, start: number): number {
  let end = start
  for (;;) {
    const code = letters[end]
    const isPart = code === POINT || code === COMMA
    if (kindAt(letters, end) === DIGIT || (isPart && end > start && kindAt(letters, end + 1) === DIGIT)) end += 1
    else break
  }
  // "3a", "16th" and "L4" are words.
  return kindAt(letters, end) === LETTER ? findWordEnd(letters, end) : end
}

/** Whether the letters are what they are in lower case: ASCII without capitals. */
function isPlain(letters: Uint16Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = letters[at] ?? 0
    if (code > 127 || (code >= 65 && code <= 90)) return false
  }
  return true
}

/** Words that a note shares with the lexicon share their letters with it too; only the others are cut out and stemmed. */
class TokenBuilder {
  readonly letters: Uint16Array
  private readonly text: string
  private readonly lexicon: Lexicon

  constructor(text: string, lexicon: Lexicon) {
    this.letters = readLetters(text)
    this.text = text
    this.lexicon = lexicon
  }

  build(start: number, end: number, kind: Token['kind']): Token {
    const { text, lexicon } = this
    const found = lexicon.findSlice(this.letters, start, end)
    if (found === UNKNOWN) return this.buildUnknown(start, end, kind)
    const number = found < 0 ? -found : found
    const lower = lexicon.getWord(number)
    const written = found > 0 ? lower : text.slice(start, end)
    return { start, end, kind, text: written, lower, stem: lexicon.getStem(number), number }
  }

  /** Letters beyond ASCII have their own lower case, which the lexicon may know after all. */
  private buildUnknown(start: number, end: number, kind: Token['kind']): Token {
    const text = this.text.slice(start, end)
    const isLower = isPlain(this.letters, start, end)
    const lower = isLower ? text : text.toLowerCase().replaceAll('\u2019', "'")
    const number = isLower ? UNKNOWN : this.lexicon.find(lower)
    return { start, end, kind, text, lower, stem: kind === 'word' ? stemWord(lower) : lower, number }
  }
}

const NO_WORDS = new Lexicon()

/** @param lexicon whose numbers the tokens get; without one every word is unknown. */
export function tokenize(text: string, lexicon: Lexicon = NO_WORDS): Token[] {
  const builder = new TokenBuilder(text, lexicon)
  const { letters } = builder
  const tokens: Token[] = []
  let at = 0
  while (at < letters.length) {
    const kind = kindAt(letters, at)
    if (kind === SPACE) {
      at += 1
    } else if (kind === MARK) {
      tokens.push(builder.build(at, at + 1, 'mark'))
      at += 1
    } else {
      const end = kind === DIGIT ? findNumberEnd(letters, at) : findWordEnd(letters, at)
      const isNumber = kind === DIGIT && kindAt(letters, end - 1) === DIGIT
      tokens.push(builder.build(at, end, isNumber ? 'number' : 'word'))
      at = end
    }
  }
  return tokens
}
