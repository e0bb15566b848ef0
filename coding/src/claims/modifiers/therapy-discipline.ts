import { parseDateOnly } from '../../domain/date-only.ts'
import { parseModifierCode } from '../../domain/procedure-code.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findDeeds } from '../find-statement.ts'
import { modifierFacts } from '../modifier-facts.generated.ts'
import { timeRules } from '../time-rules.generated.ts'
import { addModifier, buildLineHit, describeLine, listLines, type PlacedLine } from './line-hit.ts'

const CODES = new Set(timeRules.therapy.services.map(({ code }) => code))
const { therapy_disciplines: DISCIPLINES, therapy_assistants: ASSISTANTS } = modifierFacts
const BY_ASSISTANT =
  /\b(?:by|with|seen by)\b[^.;\n]{0,30}\b(?:PTA|OTA|COTA|(?:physical|occupational) therap(?:y|ist) assistant)\b|\b(?:PTA|OTA|COTA|(?:physical|occupational) therap(?:y|ist) assistant)\b[^.;\n]{0,30}\b(?:treated|provided|performed|delivered|carried out|administered)\b/gi

/** Medicare wants to know where an assistant gave more than a tenth of the service (42 CFR 410.59, 410.60). */
function checkAssistant({ readings, policy }: ClaimRuleInput, placed: PlacedLine, discipline: string): ClaimRuleHit[] {
  const wanted = ASSISTANTS[discipline]
  if (policy.therapyMinutes !== 'medicare' || wanted === undefined) return []
  if (placed.line.modifiers.some((modifier) => modifier === wanted)) return []
  const [words] = findDeeds(readings, BY_ASSISTANT)
  if (words === undefined) return []
  return [
    buildLineHit(placed, {
      severity: 'warning',
      message: `${describeLine(placed)} does not say that an assistant gave the therapy; the note does.`,
      advice: `${wanted} says so, where the assistant gave more than a tenth of it.`,
      evidence: [words.evidence],
      ...addModifier(placed, parseModifierCode(wanted)),
    }),
  ]
}

/** Therapy lines name the discipline of the plan of care, and an assistant who gave them (MOD-GP, GO, GN, CQ, CO). */
export const therapyDiscipline: ClaimRule = {
  id: 'therapy-discipline',
  family: 'modifiers',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 5, rev. 2024', section: '20.1' },
  effective: { from: parseDateOnly('2003-01-01') },
  check: (input) =>
    listLines(input).flatMap((placed) => {
      if (!CODES.has(placed.line.code.code)) return []
      const said = placed.line.modifiers.filter((modifier) => DISCIPLINES.includes(modifier))
      const [discipline, ...others] = said
      if (discipline !== undefined && others.length === 0) return checkAssistant(input, placed, discipline)
      const message =
        discipline === undefined
          ? `${describeLine(placed)} does not say under whose plan of care it was given.`
          : `${describeLine(placed)} names several disciplines: ${said.join(', ')}.`
      const advice = 'GP for physical, GO for occupational, GN for speech-language therapy.'
      return [buildLineHit(placed, { severity: discipline === undefined ? 'warning' : 'error', message, advice })]
    }),
}
