import { parseDateOnly } from '../../domain/date-only.ts'
import { parseModifierCode } from '../../domain/procedure-code.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findDiagnosisSide } from '../diagnoses/diagnosis-side.ts'
import { modifierFacts } from '../modifier-facts.generated.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine, setModifiers } from './line-hit.ts'

const { sides } = modifierFacts

function findModifierSides({ line }: PlacedLine): Set<'left' | 'right'> {
  const found = (['left', 'right'] as const).filter((side) => line.modifiers.some((one) => sides[side].includes(one)))
  return new Set(line.modifiers.some((modifier) => modifier === '50') ? (['left', 'right'] as const) : found)
}

function checkLine(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const stated = findModifierSides(placed)
  if (stated.size === 0) return []
  const diagnoses = placed.line.diagnosisPointers.flatMap((pointer) => input.draft.diagnoses[pointer - 1] ?? [])
  const sided = diagnoses.flatMap((diagnosis) => {
    const side = findDiagnosisSide(input, diagnosis)
    return side === undefined ? [] : [{ diagnosis, side }]
  })
  // A second diagnosis of the other side may be there for another reason: one that agrees is enough.
  if (sided.length === 0 || sided.some(({ side }) => side === 'both' || stated.has(side))) return []
  const [first] = sided
  const [wrong] = stated
  if (first === undefined || wrong === undefined || first.side === 'both') return []
  const isPlain = placed.line.modifiers.some((modifier) => modifier === 'RT' || modifier === 'LT')
  const right = parseModifierCode(first.side === 'right' ? 'RT' : 'LT')
  const swapped = placed.line.modifiers.map((modifier) => (modifier === 'RT' || modifier === 'LT' ? right : modifier))
  return [
    buildLineHit(placed, {
      severity: 'error',
      message: `${describeLine(placed)} says ${wrong}; ${first.diagnosis.code.code}, to which it points, says ${first.side}.`,
      advice: 'See which side the note gives, and correct the modifier or the diagnosis.',
      evidence: first.diagnosis.evidence,
      ...(isPlain ? { fix: setModifiers(placed, swapped) } : {}),
    }),
  ]
}

/** Modifier and diagnosis of a line name the same side (DX-208, SCR-22). */
export const lateralityModifier: ClaimRule = {
  id: 'laterality-modifier',
  family: 'modifiers',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 12, rev. 2024', section: '40.7' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: (input) => listLines(input).flatMap((placed) => checkLine(input, placed)),
}
