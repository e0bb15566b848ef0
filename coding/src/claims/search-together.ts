/**
 * Which of many short texts hold a pattern, found in one search over all of them instead of one search each: a note has
 * hundreds of sentences, hundreds of patterns are looked for in them, and most are in none.
 */
import { getOrMake } from '../domain/get-or-make.ts'

/** No word, no space and no mark of a pattern, so that a match goes over a seam only where it takes "any character but". */
const SEAM = '\u0000'

export type JoinedTexts = { readonly text: string; readonly starts: readonly number[] }

export function joinTexts(texts: readonly string[]): JoinedTexts {
  const starts: number[] = []
  let start = 0
  for (const { length } of texts) {
    starts.push(start)
    start += length + SEAM.length
  }
  return { text: texts.join(SEAM), starts }
}

const GROUP = /\((?:\?(?:[:=!]|<[=!]|<\w+>))?/y
const CLASS = /\[(?:\\.|[^\]\\])*\]/y
const NEGATED_CLASS = /^\[\^|\\[DSW]/
const UNBOUNDED = /[*+]|\{\d+,\}/y

function matchAt(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0] ?? ''
}

type Group = { readonly isDenied: boolean; takesAny: boolean }

/**
 * Whether one search finds every text that a search of its own would find, at a cost that grows with their length: no
 * end of a text is asked for, and "any character but" is bounded, and stands in nothing that must not follow or precede.
 */
function mayBeJoined({ source, global }: RegExp): boolean {
  if (!global) return false
  const groups: Group[] = [{ isDenied: false, takesAny: false }]
  for (let at = 0; at < source.length; ) {
    const sign = source[at] ?? ''
    const group = groups.at(-1) ?? { isDenied: false, takesAny: false }
    if (sign === '^' || sign === '$') return false
    if (sign === '(') {
      const opening = matchAt(GROUP, source, at)
      groups.push({ isDenied: group.isDenied || opening.endsWith('!'), takesAny: false })
      at += opening.length
      continue
    }
    const part = sign === '[' ? matchAt(CLASS, source, at) : source.slice(at, at + (sign === '\\' ? 2 : 1))
    const closed = sign === ')' ? groups.pop() : undefined
    const around = groups.at(-1) ?? group
    const takesAny = closed?.takesAny ?? (part === '.' || NEGATED_CLASS.test(part))
    at += Math.max(part.length, 1)
    if (!takesAny) continue
    if (around.isDenied || matchAt(UNBOUNDED, source, at) !== '') return false
    around.takesAny = true
  }
  return true
}

const joinable = new WeakMap<RegExp, boolean>()

/**
 * @returns the places of the texts that may hold a match, ascending: every one that does, and now and then one that does
 * not (a match over a seam). Undefined when the pattern has to be asked text by text.
 */
export function findHolders({ text, starts }: JoinedTexts, pattern: RegExp): readonly number[] | undefined {
  if (!getOrMake(joinable, pattern, () => mayBeJoined(pattern))) return undefined
  const holders: number[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const holder = findHolder(starts, match.index)
    holders.push(holder)
    const next = starts[holder + 1]
    if (next === undefined) break
    pattern.lastIndex = next
  }
  pattern.lastIndex = 0
  return holders
}

/** The last text that begins at or before the place. */
function findHolder(starts: readonly number[], place: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((starts[middle] ?? 0) <= place) low = middle
    else high = middle - 1
  }
  return low
}
