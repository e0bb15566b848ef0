/** What a JSON text consists of, counted before it is parsed: that costs a fraction, and nothing is built of it. */
export type JsonText = {
  readonly depth: number
  /** Values and containers, about. */
  readonly values: number
  /** Names with a value: each has the one colon that stands outside strings (RFC 8259, section 4). */
  readonly members: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** Names and codes are shorter and are read here; what is longer is a note, where a search of the platform is faster. */
const SHORT = 48

/** Of a text that is no JSON the figures mean nothing, and stay small where it is small. */
export function surveyJson(text: string): JsonText {
  let [depth, deepest, values, members] = [0, 0, 1, 0]
  for (let at = 0; at < text.length; at++) {
    switch (text.charAt(at)) {
      case '"':
        at = findEnd(text, at)
        break
      case ',':
        values += 1
        break
      case ':':
        members += 1
        break
      case '[':
      case '{':
        values += 1
        depth += 1
        if (depth > deepest) deepest = depth
        break
      case ']':
      case '}':
        depth -= 1
        break
    }
  }
  return { depth: deepest, values, members }
}

/** Of the string that begins at `start`: where its closing quote stands. */
function findEnd(text: string, start: number): number {
  let at = start + 1
  for (const near = Math.min(text.length, start + SHORT); at < near; at++) {
    const unit = text.charCodeAt(at)
    if (unit === QUOTE) return at
    if (unit === BACKSLASH) at += 1
  }
  let end = text.indexOf('"', at)
  while (end >= 0 && isEscaped(text, end, at)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

/** By an odd number of backslashes, of which none before `from` counts. */
function isEscaped(text: string, place: number, from: number): boolean {
  let before = place - 1
  while (before >= from && text.charCodeAt(before) === BACKSLASH) before -= 1
  return (place - before) % 2 === 0
}

/** The names of all that was parsed. One that stood twice in an object is there once. */
export function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inside: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  let members = Array.isArray(value) ? 0 : inside.length
  for (const one of inside) members += countMembers(one)
  return members
}
