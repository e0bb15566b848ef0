import { parseDateOnly } from '../../domain/date-only.ts'
import { parseModifierCode } from '../../domain/procedure-code.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findDeeds } from '../find-statement.ts'
import { modifierFacts } from '../modifier-facts.generated.ts'
import {
  addModifier,
  buildLineHit,
  describeLine,
  listLines,
  type PlacedLine,
  setModifiers,
  withoutModifiers,
} from './line-hit.ts'
import { DEED_WORDS, SITES } from './procedure-words.ts'

const ANATOMIC: ReadonlySet<string> = new Set(modifierFacts.anatomic)

const has = ({ line }: PlacedLine, modifier: string): boolean => line.modifiers.some((one) => one === modifier)

/** 0: the code is of one site. 2: it is already of both. 9: sides mean nothing to it. */
const NEVER: Readonly<Record<string, string>> = {
  '0': 'is not paid as bilateral',
  '2': 'already stands for both sides',
  '9': 'has no sides',
}

function checkFifty({ tables }: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  if (!has(placed, '50')) return []
  const answer = tables.findPolicy(placed.line.code.code, placed.line.date)
  if (answer.state !== 'found') return []
  const why = NEVER[answer.value.bilateral]
  if (why !== undefined) {
    const message = `${describeLine(placed)} ${why}; modifier 50 does not stand on it (${answer.edition}).`
    const fix = setModifiers(placed, withoutModifiers(placed, ['50']))
    return [buildLineHit(placed, { severity: 'error', message, advice: 'Take 50 off.', fix })]
  }
  if (placed.line.units === 1) return []
  const message = `${describeLine(placed)}: with modifier 50 both sides are one unit.`
  const fix = { kind: 'set-units', line: placed.place, units: 1 } as const
  return [buildLineHit(placed, { severity: 'error', message, advice: 'Report 1 unit.', fix })]
}

/** Two lines, right and left, where the payer wants one with 50, or the other way round. */
function checkTwoLines({ policy, tables }: ClaimRuleInput, lines: readonly PlacedLine[]): ClaimRuleHit[] {
  if (policy.bilateral === 'two-lines') return []
  return lines.flatMap((right) => {
    const left = lines.find(
      (other) =>
        other.line.code.code === right.line.code.code && other.line.date === right.line.date && has(other, 'LT'),
    )
    if (left === undefined || !has(right, 'RT') || left === right) return []
    const answer = tables.findPolicy(right.line.code.code, right.line.date)
    if (answer.state !== 'found' || answer.value.bilateral !== '1') return []
    const modifiers = [parseModifierCode('50'), ...withoutModifiers(right, ['RT'])]
    return [
      buildLineHit(right, {
        severity: 'warning',
        message: `Lines ${right.place} and ${left.place} are the two sides of ${right.line.code.code}; this payer takes one line with modifier 50.`,
        advice: 'Report one line with 50 and 1 unit, and take the other out.',
        fix: setModifiers(right, modifiers),
      }),
    ]
  })
}

function checkSplit({ policy }: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  if (policy.bilateral === 'one-line-50' || !has(placed, '50')) return []
  const message = `${describeLine(placed)}: this payer takes two lines, RT and LT, instead of modifier 50.`
  return [buildLineHit(placed, { severity: 'warning', message, advice: 'Report each side on its own line.' })]
}

const PLACE = `(?:(?:upper|lower|great) )?(?:${SITES})(?: joints?)?`
const BETWEEN =
  '(?: (?:were|was|each|both|then|also|steroid|cortisone|corticosteroid|hyaluronic|acid|intra-articular|trigger|joint))*'
/** "Bilateral knee injections", "both knees were injected", "injection of both knees"; nothing but the deed between them. */
const BOTH_DONE = new RegExp(
  String.raw`\b(?:bilateral|both) ${PLACE}${BETWEEN} (?:${DEED_WORDS})\b|\b(?:${DEED_WORDS})(?: (?:of|to|into|on|in))?(?: the)? (?:both|bilateral) ${PLACE}\b(?! (?:oa|osteoarthritis|arthritis|pain|effusions?|disease))`,
  'gi',
)
const ONE_DONE = new RegExp(String.raw`\b(?:right|left|rt|lt)\b\.? ${PLACE}${BETWEEN} (?:${DEED_WORDS})\b`, 'gi')

/** Both sides in the words, one in the line: 50 is proposed where the fee schedule says that the code takes it. */
function checkUnsaid({ draft, tables, policy, readings }: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const { code, modifiers, date } = placed.line
  if (code.category !== 'procedure' || modifiers.some((one) => one === '50' || ANATOMIC.has(one))) return []
  // A second line of the code is the other side, or another site.
  if (draft.lines.filter((line) => line.code.code === code.code).length > 1) return []
  const answer = tables.findPolicy(code.code, date)
  if (answer.state !== 'found' || answer.value.bilateral !== '1') return []
  const [words] = findDeeds(readings, BOTH_DONE)
  // One side in other words: whichever is meant for this line is not ours to say.
  if (words === undefined || findDeeds(readings, ONE_DONE).length > 0) return []
  const isOneLine = policy.bilateral === 'one-line-50'
  return [
    buildLineHit(placed, {
      severity: 'warning',
      message: `${describeLine(placed)} does not say that both sides were done; the note does.`,
      advice: isOneLine
        ? 'If these words are about this service, 50 with 1 unit says so.'
        : 'If these words are about this service, this payer takes two lines, RT and LT.',
      evidence: [words.evidence],
      ...(isOneLine ? addModifier(placed, parseModifierCode('50')) : {}),
    }),
  ]
}

/** Both sides of one procedure, as the payer wants them and the bilateral indicator allows (MOD-50, SCR-23, NCCI-10). */
export const bilateralProcedure: ClaimRule = {
  id: 'bilateral-procedure',
  family: 'modifiers',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 12, rev. 2024', section: '40.7' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => {
    const lines = listLines(input)
    const one = lines.flatMap((placed) => [
      ...checkFifty(input, placed),
      ...checkSplit(input, placed),
      ...checkUnsaid(input, placed),
    ])
    return [...one, ...checkTwoLines(input, lines)]
  },
}
