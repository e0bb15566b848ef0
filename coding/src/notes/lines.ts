/** The lines of a note: where each begins, its bullet or number, and its tokens. */
import type { Token } from './tokens.ts'

export type Line = {
  readonly start: number
  readonly end: number
  readonly marker: 'none' | 'bullet' | 'number'
  /** Tokens of the content, after bullet, number and heading signs; `to` is exclusive. */
  readonly from: number
  readonly to: number
  /** Tokens of the whole line. */
  readonly first: number
  readonly afterBlank: boolean
}

const BULLETS = new Set(['-', '*', '•', '·', '–', '—', '▪', '◦', '>', '+', '●', '‣', '○'])

/** Of one line: a thousand bullets without words are a thousand lines, and not one bullet read a thousand times. */
type Range = Pick<Line, 'first' | 'to'>
type Marker = { readonly marker: Line['marker']; readonly from: number }

/** "#1", "#1.", "#" before a problem; two or more "#" are a heading of markdown. */
function readHash(tokens: readonly Token[], { first, to }: Range): Marker {
  let from = first
  while (from < to && tokens[from]?.text === '#') from += 1
  if (tokens[from]?.kind !== 'number') return { marker: from - first > 1 ? 'none' : 'number', from }
  const sign = tokens[from + 1]?.text
  return { marker: 'number', from: sign === '.' || sign === ':' ? from + 2 : from + 1 }
}

function readBullet(tokens: readonly Token[], { first, to }: Range): Marker {
  let from = first
  while (from < to && BULLETS.has(tokens[from]?.text ?? '')) from += 1
  // Two or more asterisks are emphasis, not a bullet.
  const isEmphasis = tokens[first]?.text === '*' && from - first > 1
  return { marker: isEmphasis ? 'none' : 'bullet', from }
}

/** What stands before the words of a line: "1.", "1)", "(1)", "#1", a bullet, or nothing. */
function readMarker(tokens: readonly Token[], line: Range): Marker {
  const { first } = line
  const [a, b, c] = [tokens[first], tokens[first + 1], tokens[first + 2]]
  if (a?.text === '#') return readHash(tokens, line)
  if (a?.text === '(' && b?.kind === 'number' && c?.text === ')') return { marker: 'number', from: first + 3 }
  const isOrdinal = a?.kind === 'number' && a.text.length <= 2 && (b?.text === '.' || b?.text === ')')
  if (isOrdinal) return { marker: 'number', from: first + 2 }
  return BULLETS.has(a?.text ?? '') ? readBullet(tokens, line) : { marker: 'none', from: first }
}

export function splitLines(text: string, tokens: readonly Token[]): Line[] {
  const lines: Line[] = []
  let start = 0
  let token = 0
  let afterBlank = true
  while (start <= text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    const first = token
    while (token < tokens.length && (tokens[token]?.start ?? end) < end) token += 1
    if (token > first) {
      const { marker, from } = readMarker(tokens, { first, to: token })
      // Signs alone on their line have no words; the marker must not run into the next line.
      lines.push({ start, end, first, to: token, afterBlank, marker, from: Math.min(from, token) })
      afterBlank = false
    } else afterBlank = true
    start = end + 1
  }
  return lines
}
