import { parseDateOnly } from '../../domain/date-only.ts'
import { parseModifierCode } from '../../domain/procedure-code.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findDeeds } from '../find-statement.ts'
import {
  addModifier,
  buildLineHit,
  describeLine,
  listLines,
  type PlacedLine,
  setModifiers,
  withoutModifiers,
} from './line-hit.ts'

const PARTS = ['26', 'TC']
/** The only indicator that divides a service into a professional and a technical part. */
const DIVIDED = '1'

/** Where the equipment is the facility's, and so is the technical part (chapter 26, 10.5; chapter 13, 20.2). */
const FACILITIES = ['19', '21', '22', '23', '24', '31', '51', '61']
const INTERPRETED =
  /\b(?:interpret(?:ed|ation)|(?:my|i) (?:read|reading|review)|read by me|reviewed by me|independently (?:reviewed|read))\b/gi

/** In a facility a professional reports the reading; quoted where the note tells of it. */
function checkWhole({ draft, tables, readings }: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const { line } = placed
  if (draft.kind !== 'professional' || !FACILITIES.includes(line.placeOfService ?? '')) return []
  const answer = tables.findPolicy(line.code.code, line.date)
  if (answer.state !== 'found' || answer.value.professionalTechnical !== DIVIDED) return []
  const [words] = findDeeds(readings, INTERPRETED)
  const message = `${describeLine(placed)} is reported whole at place of service ${line.placeOfService ?? ''}, where the technical part is the facility’s (${answer.edition}).`
  if (words === undefined) {
    const advice = '26 says that the reading alone is reported; the notes tell of none.'
    return [buildLineHit(placed, { severity: 'question', message, advice })]
  }
  const fix = addModifier(placed, parseModifierCode('26'))
  const advice = 'If these words are about this service, 26 says that the reading alone is reported.'
  return [buildLineHit(placed, { severity: 'warning', message, advice, evidence: [words.evidence], ...fix })]
}

const READING_ONLY =
  /\b(?:professional (?:component|part|portion)|interpretation(?: and report)?|(?:over)?reading) only\b|\bonly the (?:professional (?:component|part)|interpretation|reading)\b/gi
const TECHNICAL_ONLY =
  /\b(?:technical (?:component|part|portion)|tracing) only\b|\bonly the (?:technical (?:component|part)|tracing)\b/gi

/** The note says in so many words that one part was done; both parts in its words leave it to a person. */
function checkStated({ draft, tables, readings }: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const { line } = placed
  if (draft.kind !== 'professional') return []
  const answer = tables.findPolicy(line.code.code, line.date)
  if (answer.state !== 'found' || answer.value.professionalTechnical !== DIVIDED) return []
  const [reading, technical] = [READING_ONLY, TECHNICAL_ONLY].map((words) => findDeeds(readings, words)[0])
  const words = reading ?? technical
  if (words === undefined || (reading !== undefined && technical !== undefined)) return []
  // In a facility the technical part is the facility's own.
  if (technical !== undefined && FACILITIES.includes(line.placeOfService ?? '')) return []
  const modifier = technical === undefined ? '26' : 'TC'
  return [
    buildLineHit(placed, {
      severity: 'warning',
      message: `${describeLine(placed)} is reported whole; the note says that one part was done (${answer.edition}).`,
      advice: `If these words are about this service, ${modifier} says so.`,
      evidence: [words.evidence],
      ...addModifier(placed, parseModifierCode(modifier)),
    }),
  ]
}

function checkLine(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const { tables } = input
  const parts = placed.line.modifiers.filter((modifier) => PARTS.includes(modifier))
  if (parts.length === 0) {
    const stated = checkStated(input, placed)
    return stated.length > 0 ? stated : checkWhole(input, placed)
  }
  const fix = setModifiers(placed, withoutModifiers(placed, PARTS))
  if (parts.length > 1) {
    const message = `${describeLine(placed)}: 26 and TC together are the whole service.`
    return [buildLineHit(placed, { severity: 'error', message, advice: 'Take both off.', fix })]
  }
  const answer = tables.findPolicy(placed.line.code.code, placed.line.date)
  if (answer.state !== 'found' || answer.value.professionalTechnical === DIVIDED) return []
  const message = `${describeLine(placed)} has no professional and technical part; ${parts.join()} does not stand on it (${answer.edition}).`
  return [buildLineHit(placed, { severity: 'error', message, advice: 'Take it off.', fix })]
}

/** 26 and TC stand only on services that have both parts, and where one alone was done (MOD-26). */
export const professionalOrTechnicalPart: ClaimRule = {
  id: 'professional-or-technical-part',
  family: 'modifiers',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 23, rev. 2024',
    section: 'addendum, field PC/TC indicator',
  },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => listLines(input).flatMap((placed) => checkLine(input, placed)),
}
