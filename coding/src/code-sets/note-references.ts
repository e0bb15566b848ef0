/**
 * Finds the codes that a note of the tabular list names: "(E10.11)", "(E10.1-)", "(A04.0-A04.4)",
 * "(T36-T50 with fifth or sixth character 5)", "(E08-E13 with .51-.52)".
 */
import { type CodeTable, type RowRange, removeDot } from './code-table.ts'

/** What follows a range and narrows it. */
type ReferenceCondition =
  /** The intent of a drug code stands at the sixth character, or the fifth when the code has no sixth. */
  | { readonly kind: 'intent'; readonly characters: string }
  | { readonly kind: 'character'; readonly position: number; readonly characters: string }
  | { readonly kind: 'ending'; readonly ending: string }
  /** The part after the dot begins with something between the two. */
  | { readonly kind: 'after-dot'; readonly ranges: readonly (readonly [string, string])[] }
  /** Said in words only ("with ketoacidosis"): the reference cannot be evaluated. */
  | { readonly kind: 'unknown' }

/** Codes without dot; `first` and `last` with all their descendants, and whatever stands between. */
export type CodeReference = {
  readonly first: string
  readonly last: string
  readonly condition?: ReferenceCondition
}

// A letter may stand at any position after the first, but one of the next two is a digit in every category.
const CODE = '[A-Z](?:\\d[0-9A-Z]|[A-Z]\\d)(?:\\.[0-9A-Z]{0,4})?'
// "A04.0-A04.4", "S00 - S09", "I70.2--I70.7-", "M05.00 to M05.8A"; a dash before a comma means "and below".
const REFERENCE = new RegExp(
  `(?<![0-9A-Za-z.-])(${CODE})(?![0-9A-Za-z])(?:\\.?-?\\s*(?:-|\\bto\\b)\\s*(${CODE})(?![0-9A-Za-z]))?`,
  'g',
)
const WITH = /^[-.,\s]*with (.*)$/

// Names that only look like codes: the table check cannot tell them, because such categories exist.
const NAME_BEFORE = /(?:vitamin|HLA|coenzyme|factor|type|group)[\s-]*$/i

/** What stands inside one pair of parentheses belongs together; a condition there narrows nothing outside it. */
export function findCodeReferences(text: string): readonly CodeReference[] {
  return text.split(/[()]/).flatMap(findInSegment)
}

function findInSegment(text: string): readonly CodeReference[] {
  const found = [...text.matchAll(REFERENCE)].filter((match) => !NAME_BEFORE.test(text.slice(0, match.index)))
  const references = found.map((match) => {
    const first = removeDot(match[1] ?? '')
    return { first, last: match[2] === undefined ? first : removeDot(match[2]), end: match.index + match[0].length }
  })
  const last = references.at(-1)
  if (!last) return []
  const condition = readCondition(text.slice(last.end))
  return references.map(({ first, last: end }) => ({ first, last: end, ...(condition ? { condition } : {}) }))
}

/** Reads what follows the last reference: it holds for all references before it. */
function readCondition(rest: string): ReferenceCondition | undefined {
  const words = WITH.exec(rest)?.[1]?.trim()
  if (words === undefined) return undefined
  const intent = /^fifth or six(?:th)? character ([0-9A-Z](?:-[0-9A-Z])?)$/.exec(words)
  if (intent?.[1]) return { kind: 'intent', characters: spellOut(intent[1]) }
  const character = /^(fifth|sixth|5th|6th|7th)[ -]character ([0-9A-Z](?:(?:-| or )[0-9A-Z])?)$/.exec(words)
  if (character?.[1] && character[2]) {
    return { kind: 'character', position: POSITIONS[character[1]] ?? 0, characters: spellOut(character[2]) }
  }
  const ending = /^final characters -(\d+)$/.exec(words)
  if (ending?.[1]) return { kind: 'ending', ending: ending[1] }
  return readAfterDot(words.replace(/^final characters /, ''))
}

const POSITIONS: Readonly<Record<string, number>> = { fifth: 5, '5th': 5, sixth: 6, '6th': 6, '7th': 7 }

function spellOut(characters: string): string {
  const [from, to] = characters.split('-')
  if (from === undefined || to === undefined) return characters.replace(' or ', '')
  return '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    .split('')
    .filter((letter) => letter >= from && letter <= to)
    .join('')
}

/** ".51-.52", ".15. .25, .95", ".00 or .01", ".62-" */
function readAfterDot(words: string): ReferenceCondition {
  const parts = words.split(/[,\s]+|\bor\b/).filter((part) => part !== '')
  const ranges = parts
    .map((part) => /^\.(\d+)\.?(?:-\.(\d+)|-)?$/.exec(part))
    .map((match) => {
      const from = match?.[1]
      return from === undefined ? undefined : ([from, match?.[2] ?? from] as const)
    })
  if (ranges.length === 0 || ranges.includes(undefined)) return { kind: 'unknown' }
  return { kind: 'after-dot', ranges: ranges.filter((range) => range !== undefined) }
}

/**
 * The rows that a reference names in a release.
 * @returns undefined when a code of it does not exist there, or its condition is in words only.
 */
export function resolveReference(reference: CodeReference, codes: CodeTable): readonly RowRange[] | undefined {
  const first = codes.findRow(reference.first)
  const last = codes.findRow(reference.last)
  if (first === undefined || last === undefined || last < first) return undefined
  const whole = { from: first, to: codes.getSubtree(last).to }
  const { condition } = reference
  if (!condition) return [whole]
  if (condition.kind === 'unknown') return undefined
  return listRuns(whole, (row) => meets(codes.getBareCode(row), condition))
}

function meets(code: string, condition: Exclude<ReferenceCondition, { kind: 'unknown' }>): boolean {
  switch (condition.kind) {
    case 'intent': {
      const intent = code[5] === undefined || code[5] === 'X' ? code[4] : code[5]
      return intent !== undefined && condition.characters.includes(intent)
    }
    case 'character': {
      const character = code[condition.position - 1]
      return character !== undefined && condition.characters.includes(character)
    }
    case 'ending':
      return code.endsWith(condition.ending)
    case 'after-dot': {
      const after = code.slice(3)
      return condition.ranges.some(
        ([from, to]) => after.slice(0, from.length) >= from && after.slice(0, to.length) <= to,
      )
    }
  }
}

/** The stretches of a range whose rows all pass. */
function listRuns(range: RowRange, passes: (row: number) => boolean): readonly RowRange[] {
  const runs: RowRange[] = []
  let from: number | undefined
  for (let row = range.from; row <= range.to; row++) {
    const isIn = row < range.to && passes(row)
    if (isIn) from ??= row
    else if (from !== undefined) {
      runs.push({ from, to: row })
      from = undefined
    }
  }
  return runs
}
