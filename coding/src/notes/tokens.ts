/** Cuts a text into words, numbers and marks, each with its exact place in the text. One pass, no regular expression. */
import { Lexicon, UNKNOWN } from './lexicon.ts'
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

const KINDS_BELOW = 256
const KINDS = Uint8Array.from({ length: KINDS_BELOW }, (_, code) => classifyCode(code))

function classify(code: number): number {
  return code < KINDS_BELOW ? (KINDS[code] ?? MARK) : classifyCode(code)
}

function isApostrophe(code: number): boolean {
  return code === 39 || code === 0x2019
}

/** The place after the word that begins at `start`: letters, digits, and an apostrophe between letters. */
function findWordEnd(text: string, start: number): number {
  let end = start
  while (end < text.length) {
    const code = text.charCodeAt(end)
    const kind = classify(code)
    if (kind === LETTER || kind === DIGIT) end += 1
    else if (isApostrophe(code) && end + 1 < text.length && classify(text.charCodeAt(end + 1)) === LETTER) end += 1
    else break
  }
  return end
}

/** The place after the number that begins at `start`: digits with one point or comma between digits ("2.5", "1,000"). */
function findNumberEnd(text: string, start: number): number {
  let end = start
  while (end < text.length) {
    const code = text.charCodeAt(end)
    if (classify(code) === DIGIT) end += 1
    else if (
      (code === 46 || code === 44) &&
      end + 1 < text.length &&
      classify(text.charCodeAt(end + 1)) === DIGIT &&
      end > start
    ) {
      end += 1
    } else break
  }
  // "3a", "16th" and "L4" are words.
  return end < text.length && classify(text.charCodeAt(end)) === LETTER ? findWordEnd(text, end) : end
}

/** Words that a note shares with the lexicon share their letters with it too; only the others are cut out and stemmed. */
class TokenBuilder {
  private readonly text: string
  private readonly lexicon: Lexicon

  constructor(text: string, lexicon: Lexicon) {
    this.text = text
    this.lexicon = lexicon
  }

  build(start: number, end: number, kind: Token['kind']): Token {
    const { text, lexicon } = this
    const number = lexicon.findSlice(text, start, end)
    if (number === UNKNOWN) return this.buildUnknown(start, end, kind)
    const lower = lexicon.getWord(number)
    const isLower = text.startsWith(lower, start)
    const stem = lexicon.getStem(number)
    return { start, end, kind, text: isLower ? lower : text.slice(start, end), lower, stem, number }
  }

  /** Letters beyond ASCII have their own lower case, which the lexicon may know after all. */
  private buildUnknown(start: number, end: number, kind: Token['kind']): Token {
    const written = this.text.slice(start, end)
    const lower = written.toLowerCase().replaceAll('\u2019', "'")
    const number = lower === written ? UNKNOWN : this.lexicon.find(lower)
    return { start, end, kind, text: written, lower, stem: kind === 'word' ? stemWord(lower) : lower, number }
  }
}

const NO_WORDS = new Lexicon()

/** @param lexicon whose numbers the tokens get; without one every word is unknown. */
export function tokenize(text: string, lexicon: Lexicon = NO_WORDS): Token[] {
  const builder = new TokenBuilder(text, lexicon)
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const kind = classify(text.charCodeAt(at))
    if (kind === SPACE) {
      at += 1
    } else if (kind === MARK) {
      tokens.push(builder.build(at, at + 1, 'mark'))
      at += 1
    } else {
      const end = kind === DIGIT ? findNumberEnd(text, at) : findWordEnd(text, at)
      const isNumber = kind === DIGIT && classify(text.charCodeAt(end - 1)) === DIGIT
      tokens.push(builder.build(at, end, isNumber ? 'number' : 'word'))
      at = end
    }
  }
  return tokens
}
