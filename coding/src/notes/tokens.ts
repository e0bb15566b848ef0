/** Cuts a text into words, numbers and marks, each with its exact place in the text. One pass, no regular expression. */
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
}

type CharacterKind = 'letter' | 'digit' | 'space' | 'mark'

// Above ASCII, everything but the punctuation and space blocks counts as a letter: names and words of
// other scripts must stay whole, and no term of the knowledge contains such a character.
function classify(code: number): CharacterKind {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return 'letter'
  if (code >= 48 && code <= 57) return 'digit'
  if (code <= 32 || code === 0xa0 || code === 0x3000 || code === 0xfeff) return 'space'
  if (code < 0xc0 || code === 0xd7 || code === 0xf7) return 'mark'
  if (code >= 0x2000 && code <= 0x200d) return 'space'
  return code >= 0x200e && code <= 0x2bff ? 'mark' : 'letter'
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
    if (kind === 'letter' || kind === 'digit') end += 1
    else if (isApostrophe(code) && end + 1 < text.length && classify(text.charCodeAt(end + 1)) === 'letter') end += 1
    else break
  }
  return end
}

/** The place after the number that begins at `start`: digits with one point or comma between digits ("2.5", "1,000"). */
function findNumberEnd(text: string, start: number): number {
  let end = start
  while (end < text.length) {
    const code = text.charCodeAt(end)
    if (classify(code) === 'digit') end += 1
    else if (
      (code === 46 || code === 44) &&
      end + 1 < text.length &&
      classify(text.charCodeAt(end + 1)) === 'digit' &&
      end > start
    ) {
      end += 1
    } else break
  }
  // "3a", "16th" and "L4" are words.
  return end < text.length && classify(text.charCodeAt(end)) === 'letter' ? findWordEnd(text, end) : end
}

function buildToken(text: string, { start, end, kind }: Pick<Token, 'start' | 'end' | 'kind'>): Token {
  const written = text.slice(start, end)
  const lower = written.toLowerCase().replaceAll('\u2019', "'")
  return { start, end, kind, text: written, lower, stem: kind === 'word' ? stemWord(lower) : lower }
}

export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const kind = classify(text.charCodeAt(at))
    if (kind === 'space') {
      at += 1
    } else if (kind === 'mark') {
      tokens.push(buildToken(text, { start: at, end: at + 1, kind: 'mark' }))
      at += 1
    } else {
      const end = kind === 'digit' ? findNumberEnd(text, at) : findWordEnd(text, at)
      const isNumber = classify(text.charCodeAt(end - 1)) === 'digit' && kind === 'digit'
      tokens.push(buildToken(text, { start: at, end, kind: isNumber ? 'number' : 'word' }))
      at = end
    }
  }
  return tokens
}
