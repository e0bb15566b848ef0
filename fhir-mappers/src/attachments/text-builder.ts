/** Collects text from a decoder: cleans it of what no reader can see, remembers where it came from, and stops in time. */
import type { DecodedText, SourceRun } from './decoded-text.ts'

export type TextBuilder = {
  /** Keeps the text as it is, but for what `SPECIAL` names. */
  readonly append: (text: string, source: number) => void
  /** As in HTML: any white space is one space, and none at the start of a line. */
  readonly appendCollapsed: (text: string, source: number) => void
  /** Ends the line, unless it is empty. */
  readonly breakLine: () => void
  /** Leaves one empty line, for headings and paragraphs. */
  readonly breakParagraph: () => void
  readonly isFull: () => boolean
  readonly finish: () => DecodedText
}

// Controls, zero-width and bidirectional marks, soft hyphens and tags (all of general category Cc or Cf) and the
// grapheme joiner hide words from a reader or from a search, and can make quoted text look like something else
// (Unicode TR 36). Every kind of line end becomes a line feed, every kind of space a plain one.
const SPECIAL = /\r\n?|(?![\t\n ])[\p{Cc}\p{Cf}\p{Z}]|\u034f/gu
const LINE_END = /[\r\v\f\u0085\u2028\u2029]/
const SPACE = /\p{Zs}/u
// In pieces: what V8 has not optimised overflows its stack on megabytes of it.
const WHITE_SPACE = /[\s\u0085]{1,1000}/g

function replaceSpecial(special: string): string {
  if (LINE_END.test(special)) return '\n'
  return SPACE.test(special) ? ' ' : ''
}

export function createTextBuilder(limit: number): TextBuilder {
  const parts: string[] = []
  const runs: SourceRun[] = []
  let length = 0
  let last = ''
  let beforeLast = ''
  let isCut = false

  function push(text: string, source?: number): void {
    const kept = length + text.length > limit ? text.slice(0, limit - length) : text
    if (kept.length < text.length) isCut = true
    if (kept === '') return
    const run = runs.at(-1)
    if (source !== undefined && (!run || run.source - run.text !== source - length)) runs.push({ text: length, source })
    parts.push(kept)
    length += kept.length
    beforeLast = kept.length > 1 ? kept.slice(-2, -1) : last
    last = kept.slice(-1)
  }

  function append(text: string, source: number): void {
    let from = 0
    for (const match of text.matchAll(SPECIAL)) {
      push(text.slice(from, match.index), source + from)
      push(replaceSpecial(match[0]), source + match.index)
      from = match.index + match[0].length
    }
    push(text.slice(from), source + from)
  }

  function appendCollapsed(text: string, source: number): void {
    let from = 0
    const pushSpace = (at: number) => {
      if (length > 0 && last !== '\n' && last !== ' ') push(' ', at)
    }
    for (const match of text.matchAll(WHITE_SPACE)) {
      append(text.slice(from, match.index), source + from)
      pushSpace(source + match.index)
      from = match.index + match[0].length
    }
    append(text.slice(from), source + from)
  }

  function breakLine(): void {
    if (length > 0 && last !== '\n') push('\n')
  }

  function breakParagraph(): void {
    breakLine()
    if (length > 0 && beforeLast !== '\n') push('\n')
  }

  return {
    append,
    appendCollapsed,
    breakLine,
    breakParagraph,
    isFull: () => isCut,
    // Half a surrogate pair (a broken escape, or a cut in the middle) is no character; the length stays the same.
    finish: () => ({ text: parts.join('').toWellFormed(), runs, isCut }),
  }
}
