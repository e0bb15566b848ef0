import { parseDateOnly } from '../../domain/date-only.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { parseModifierCode } from '../../domain/procedure-code.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findDeeds, type Statement } from '../find-statement.ts'
import { modifierFacts } from '../modifier-facts.generated.ts'
import { addModifier, buildLineHit, describeLine, listLines, type PlacedLine } from './line-hit.ts'
import { DEED_WORDS, SITES } from './procedure-words.ts'

const { sided_parts: PARTS, sided_procedures: SURGERY, anatomic } = modifierFacts
const PART_WORDS = PARTS.map(({ words }) => words).join('|')
/** "Right knee", "R. index finger", "knee, left"; bounded, within one sentence. */
const SIDED = new RegExp(
  String.raw`\b(right|left|rt|lt|bilateral)\b\.? (?:(?:upper|lower|great|medial|lateral|glenohumeral|subacromial|distal|proximal) ){0,2}(?:${PART_WORDS}|${SITES})\b`,
  'gi',
)
const DEED = new RegExp(String.raw`\b(?:${DEED_WORDS})\b`, 'i')

type Side = 'right' | 'left'

function readSide(word: string): Side | undefined {
  if (/^r/i.test(word)) return 'right'
  return /^l/i.test(word) ? 'left' : undefined
}

/** The digit or lid that the words name, else the side. */
function chooseModifier({ match }: Statement): string | undefined {
  const side = readSide(match[1] ?? '')
  if (side === undefined) return undefined
  const part = PARTS.find(({ words }) => new RegExp(`\\b(?:${words})\\b`, 'i').test(match[0]))
  return part === undefined ? (side === 'right' ? 'RT' : 'LT') : part[side]
}

/** By the fee schedule where it is loaded; otherwise procedures of limbs, eyes and ears. */
function hasSides({ tables }: ClaimRuleInput, { line }: PlacedLine): boolean {
  if (line.code.category !== 'procedure') return false
  const answer = tables.findPolicy(line.code.code, line.date)
  if (answer.state === 'found') return ['1', '3'].includes(answer.value.bilateral)
  const { code } = line.code
  return answer.state === 'no-data' && SURGERY.some(({ from, to }) => from <= code && code <= to)
}

function isUnsaid({ line }: PlacedLine): boolean {
  return !line.modifiers.some((modifier) => modifier === '50' || anatomic.includes(modifier))
}

const isBeside = (words: readonly Evidence[], { evidence, sentence }: Statement): boolean =>
  words.some(({ noteId, quote }) => noteId === evidence.noteId && sentence.includes(quote))

/** Sides in the sentence of the service's own words; without such words, in sentences that tell of a procedure. */
function listSides({ readings }: ClaimRuleInput, { line }: PlacedLine): readonly Statement[] {
  const sided = findDeeds(readings, SIDED)
  const own = sided.filter((one) => isBeside(line.evidence ?? [], one))
  return own.length > 0 ? own : sided.filter(({ sentence }) => DEED.test(sentence))
}

function checkLine(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const found = listSides(input, placed)
  const [first] = found
  if (first === undefined) return []
  const modifiers = new Set(found.map(chooseModifier))
  const [modifier] = modifiers
  // Two sides or digits in the words: which of them this line is for is not ours to say.
  if (modifiers.size > 1 || modifier === undefined) return []
  return [
    buildLineHit(placed, {
      severity: 'warning',
      message: `${describeLine(placed)} does not say the side; the note does.`,
      advice: `If these words are about this service, ${modifier} says where it was done.`,
      evidence: [first.evidence],
      ...addModifier(placed, parseModifierCode(modifier)),
    }),
  ]
}

/** Side, digit or lid of a procedure stand on its line where the note names them (MOD-RT, MOD-LT). */
export const sideNotStated: ClaimRule = {
  id: 'side-not-stated',
  family: 'modifiers',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 4, rev. 2024', section: '20.6' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => {
    const lines = listLines(input).filter((placed) => hasSides(input, placed))
    return lines.filter(isUnsaid).flatMap((placed) => checkLine(input, placed))
  },
}
