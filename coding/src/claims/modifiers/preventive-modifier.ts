import { parseDateOnly } from '../../domain/date-only.ts'
import { parseModifierCode } from '../../domain/procedure-code.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine, setModifiers, withoutModifiers } from './line-hit.ts'

const TURNED = parseModifierCode('PT')
const PREVENTIVE = parseModifierCode('33')
/** The range that the manual names for PT: surgical codes (chapter 18, 60.2.A). */
const SURGERY = /^[1-6]\d{4}$/
/** Scopes of the lower bowel that do more than look. */
const LOWER_SCOPE = /^45(?:33[1-9]|34\d|350|379|38\d|39[0-8])$/
/** Screening of the colon, and follow-up of what was found there before. */
const SCREENING = /^Z(?:12\.1[12]|86\.010|83\.710|80\.0)/

function swap(placed: PlacedLine, from: string, to: typeof TURNED) {
  return setModifiers(placed, [to, ...withoutModifiers(placed, [from, to])])
}

function checkCarried(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const { modifiers } = placed.line
  const hasTurned = modifiers.includes(TURNED)
  const hasPreventive = modifiers.includes(PREVENTIVE)
  const line = describeLine(placed)
  const isMedicare = input.record.payer === 'medicare'
  if (hasTurned && hasPreventive) {
    const message = `${line} carries 33 and PT, which say the same to different payers.`
    const advice = isMedicare ? 'Medicare takes PT.' : 'Keep the one that this payer takes.'
    return [buildLineHit(placed, { severity: 'error', message, advice })]
  }
  if (hasTurned && !SURGERY.test(placed.line.code.code)) {
    const message = `${line}: PT says that a screening became a treatment, and this code is none.`
    const fix = setModifiers(placed, withoutModifiers(placed, [TURNED]))
    return [buildLineHit(placed, { severity: 'error', message, advice: 'Take it off.', fix })]
  }
  if (hasTurned && !isMedicare && input.record.payer !== 'unknown') {
    const message = `${line}: PT is Medicare’s; other payers take 33.`
    const fix = swap(placed, TURNED, PREVENTIVE)
    return [buildLineHit(placed, { severity: 'warning', message, advice: 'Report 33.', fix })]
  }
  return []
}

function checkLeftOut(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const [first] = input.draft.diagnoses
  const { modifiers, code } = placed.line
  if (first === undefined || !SCREENING.test(first.code.code) || !LOWER_SCOPE.test(code.code)) return []
  if (modifiers.includes(TURNED) || modifiers.includes(PREVENTIVE)) return []
  const add = input.record.payer === 'medicare' ? TURNED : PREVENTIVE
  const message = `${describeLine(placed)} began as a screening (${first.code.code}), and the line does not say so.`
  const fix = setModifiers(placed, [add, ...modifiers])
  return [
    buildLineHit(placed, {
      severity: 'question',
      message,
      advice: `Was it planned as a screening? ${add} says so.`,
      evidence: first.evidence,
      fix,
    }),
  ]
}

/** A screening that becomes a treatment says so: PT to Medicare, 33 to others (MOD-33, MOD-PT). */
export const preventiveModifier: ClaimRule = {
  id: 'preventive-modifier',
  family: 'modifiers',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 18, rev. 2024', section: '1.2 and 60.2.A' },
  effective: { from: parseDateOnly('2011-01-01') },
  check: (input) =>
    listLines(input).flatMap((placed) => [...checkCarried(input, placed), ...checkLeftOut(input, placed)]),
}
