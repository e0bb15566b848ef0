import { parseDateOnly } from '../../domain/date-only.ts'
import { type ModifierCode, parseModifierCode } from '../../domain/procedure-code.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findDeeds } from '../find-statement.ts'
import { modifierFacts } from '../modifier-facts.generated.ts'
import { isWithinRanges } from '../visit-levels.ts'
import { addModifier, buildLineHit, describeLine, listLines, type PlacedLine, setModifiers } from './line-hit.ts'

const TELLING = new Set([...modifierFacts.repeats, ...modifierFacts.anatomic, '26', 'TC', 'JW', 'JZ'])
const REPEATED =
  /\b(?:repeat(?:ed)?\b[^.;\n]{0,60}|(?:done|performed|obtained|drawn) (?:again|twice|a second time)\b|second (?:set|study|film|tracing|draw|test)\b)/gi
const BY_ANOTHER =
  /\bby (?:another|a different|the covering|the on-call) (?:physician|provider|surgeon|radiologist|clinician)\b/i
/** A rerun to confirm a result is part of the test (CMS, modifier 91). */
const TO_CONFIRM =
  /\b(?:to confirm|confirmation|confirmatory|specimen (?:problem|clotted|hemolyzed)|hemolyzed|equipment)\b/i

/** Undefined for HCPCS, whose numbers do not say which are laboratory tests. */
function isLaboratory({ line: { code } }: PlacedLine): boolean | undefined {
  return code.system === 'cpt' ? isWithinRanges(code.code, [modifierFacts.laboratory]) : undefined
}

/** What tells two lines of one code apart, in no order. */
function readTelling({ line }: PlacedLine): string {
  return line.modifiers
    .filter((modifier) => TELLING.has(modifier))
    .toSorted()
    .join(' ')
}

function findRepeat({ readings }: ClaimRuleInput, placed: PlacedLine) {
  const [words] = findDeeds(readings, REPEATED).filter(({ sentence }) => !TO_CONFIRM.test(sentence))
  if (words === undefined) return undefined
  const again = BY_ANOTHER.test(words.sentence) ? '77' : '76'
  return { words, modifier: isLaboratory(placed) === true ? '91' : again }
}

function checkGroup(input: ClaimRuleInput, lines: readonly PlacedLine[]): ClaimRuleHit[] {
  return lines.flatMap((second, index) => {
    const first = lines.slice(0, index).find((other) => readTelling(other) === readTelling(second))
    if (first === undefined) return []
    const message = `Lines ${first.place} and ${second.place} are the same service on the same day.`
    const repeat = findRepeat(input, second)
    if (repeat !== undefined) {
      const { words, modifier } = repeat
      const advice = `If these words are about this service, ${modifier} says that it was done again; otherwise add the units up.`
      const fix = addModifier(second, parseModifierCode(modifier))
      return [buildLineHit(second, { severity: 'warning', message, advice, evidence: [words.evidence], ...fix })]
    }
    const advice =
      'If it was done again, 76, 77 or 91 (laboratory) says so; otherwise add the units up or take one out.'
    return [buildLineHit(second, { severity: 'warning', message, advice })]
  })
}

function swap({ line }: PlacedLine, from: readonly string[], to: string): readonly ModifierCode[] {
  return [...new Set(line.modifiers.map((modifier) => (from.includes(modifier) ? parseModifierCode(to) : modifier)))]
}

/** 91 is of the laboratory, 76 and 77 are of everything else. */
function checkKind(placed: PlacedLine): ClaimRuleHit[] {
  const isTest = isLaboratory(placed)
  const [wrong, right] = isTest === true ? [['76', '77'], '91'] : [['91'], '76']
  const carried = placed.line.modifiers.filter((modifier) => wrong.includes(modifier))
  if (isTest === undefined || carried.length === 0) return []
  const message = `${describeLine(placed)} carries ${carried.join(', ')}, and is ${isTest ? 'a' : 'no'} laboratory test.`
  const advice = `Repeated ${isTest ? 'tests of the laboratory take 91' : 'procedures take 76, or 77 by somebody else'}.`
  return [
    buildLineHit(placed, { severity: 'error', message, advice, fix: setModifiers(placed, swap(placed, wrong, right)) }),
  ]
}

/** The same code twice on one day needs a modifier that says why (MOD-76, MOD-77, MOD-91, SCR-31 within the claim). */
export const repeatedService: ClaimRule = {
  id: 'repeated-service',
  family: 'modifiers',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 1, rev. 2024', section: '120' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => {
    const lines = listLines(input)
    const groups = [...Map.groupBy(lines, ({ line }) => `${line.code.code} ${line.date}`).values()]
    return [...groups.flatMap((group) => checkGroup(input, group)), ...lines.flatMap(checkKind)]
  },
}
