import { parseDateOnly } from '../../domain/date-only.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findDeeds } from '../find-statement.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine } from '../modifiers/line-hit.ts'
import { timeRules } from '../time-rules.generated.ts'

const { infusion_order: ORDER, once_a_day: ONCE, facility_only: FACILITY_ONLY } = timeRules
const SEPARATE: readonly string[] = ['59', 'XE', 'XS', 'XP', 'XU']
const SECOND_SITE =
  /\b(?:second|separate|another|different|other)\b[^.;\n]{0,20}\b(?:iv|access|line|site|port|lumen|catheter)\b/gi

const isInitial = (code: string): boolean => ORDER.some(({ initial }) => initial === code)
const isSeparate = ({ line }: PlacedLine): boolean => line.modifiers.some((modifier) => SEPARATE.includes(modifier))

/** One initial code for an encounter and a site of access; a second site is told by a modifier, and by the note. */
function checkInitials(input: ClaimRuleInput, lines: readonly PlacedLine[]): ClaimRuleHit[] {
  const [first, ...others] = lines.filter(({ line }) => isInitial(line.code.code))
  if (first === undefined) return []
  const [site] = findDeeds(input.readings, SECOND_SITE)
  const evidence: readonly Evidence[] = site === undefined ? [] : [site.evidence]
  return others
    .filter((placed) => !isSeparate(placed) && !isSeparate(first))
    .map((placed) => {
      const message = `${describeLine(placed)} is a second initial code beside ${first.line.code.code}.`
      const advice =
        site === undefined
          ? 'One of them is the initial service; the other is reported as one that follows, unless the note shows a second site of access.'
          : 'If these words are about a second site of access, 59 or XS says so; otherwise report it as one that follows.'
      return buildLineHit(placed, { severity: site === undefined ? 'error' : 'warning', message, advice, evidence })
    })
}

/** In a facility the initial service is the first of the order that was given; a professional goes by the main reason. */
function checkOrder({ record }: ClaimRuleInput, lines: readonly PlacedLine[]): ClaimRuleHit[] {
  if (record.setting === 'professional') return []
  const codes = lines.map(({ line }) => String(line.code.code))
  const given = ORDER.findIndex(({ initial, beside }) => [initial, ...beside].some((code) => codes.includes(code)))
  const initial = ORDER.findIndex((kind) => codes.includes(kind.initial))
  const wanted = ORDER[given]
  const placed = lines.find(({ line }) => line.code.code === ORDER[initial]?.initial)
  if (placed === undefined || wanted === undefined || given >= initial) return []
  const message = `${describeLine(placed)} is the initial service; a facility reports the ${wanted.say} as that (${wanted.initial}).`
  const advice = `Report ${wanted.initial} for it, and this service as one that follows.`
  return [buildLineHit(placed, { severity: 'error', message, advice })]
}

function checkLine({ record }: ClaimRuleInput, placed: PlacedLine, lines: readonly PlacedLine[]): ClaimRuleHit[] {
  const { code, units } = placed.line
  if (FACILITY_ONLY.includes(code.code) && record.setting === 'professional') {
    const message = `${describeLine(placed)}: the same drug again is reported by facilities alone.`
    const fix = { kind: 'remove-line', line: placed.place } as const
    return [buildLineHit(placed, { severity: 'error', message, advice: 'Take the line out.', fix })]
  }
  const first = lines.find(({ line }) => line.code.code === code.code)
  if (!ONCE.includes(code.code) || (units === 1 && first === placed)) return []
  const message = `${describeLine(placed)} is reported once in an encounter, however many drugs run at one time.`
  const fix =
    first === placed
      ? ({ kind: 'set-units', line: placed.place, units: 1 } as const)
      : ({ kind: 'remove-line', line: placed.place } as const)
  return [buildLineHit(placed, { severity: 'error', message, advice: 'Report it once.', fix })]
}

/** Which of the infusions and pushes of a day is the initial one, and what follows it (TIME-11). */
export const infusionOrder: ClaimRule = {
  id: 'infusion-order',
  family: 'time',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 4, rev. 2024', section: '230.2' },
  effective: { from: parseDateOnly('2009-01-01') },
  check: (input) =>
    [...Map.groupBy(listLines(input), ({ line }) => line.date).values()].flatMap((lines) => [
      ...checkInitials(input, lines),
      ...checkOrder(input, lines),
      ...lines.flatMap((placed) => checkLine(input, placed, lines)),
    ]),
}
