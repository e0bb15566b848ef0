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

const THRESHOLD =
  /\b(?:exceed(?:s|ed|ing)?|over|above|beyond|reached|passed)\b[^.;\n]{0,20}\b(?:(?:therapy|medicare|annual|financial|PT|OT|SLP|KX)(?: financial)? )(?:threshold|cap)\b|\b(?:therapy|medicare|annual|financial|PT|OT|SLP|KX) (?:threshold|cap)\b[^.;\n]{0,20}\b(?:exceeded|reached|passed)\b/gi
const NECESSARY = /\bmedically necessary\b|\bmedical necessity\b|\b(?:requires?|needs?) (?:continued )?skilled\b/gi

/** Above the year's threshold KX attests that the services are necessary, as the record shows (42 USC 1395l(g)). */
function checkThreshold({ readings, policy }: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  if (policy.therapyMinutes !== 'medicare' || placed.line.modifiers.some((modifier) => modifier === 'KX')) return []
  const [words] = findDeeds(readings, THRESHOLD)
  if (words === undefined) return []
  const [necessity] = findDeeds(readings, NECESSARY)
  const message = `${describeLine(placed)} does not say that the year's threshold is passed; the note does.`
  if (necessity === undefined) {
    const advice = 'KX attests that what goes beyond it is medically necessary; the note does not say so.'
    return [buildLineHit(placed, { severity: 'question', message, advice, evidence: [words.evidence] })]
  }
  return [
    buildLineHit(placed, {
      severity: 'warning',
      message,
      advice: 'KX attests that what goes beyond it is medically necessary, as these words say.',
      evidence: [words.evidence, necessity.evidence],
      ...addModifier(placed, parseModifierCode('KX')),
    }),
  ]
}

/** Therapy lines name the discipline of the plan of care, and an assistant who gave them and the threshold passed (MOD-GP, GO, GN, CQ, CO, KX). */
export const therapyDiscipline: ClaimRule = {
  id: 'therapy-discipline',
  family: 'modifiers',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 5, rev. 2024', section: '10.3, 20.1' },
  effective: { from: parseDateOnly('2003-01-01') },
  check: (input) =>
    listLines(input).flatMap((placed) => {
      if (!CODES.has(placed.line.code.code)) return []
      const said = placed.line.modifiers.filter((modifier) => DISCIPLINES.includes(modifier))
      const [discipline, ...others] = said
      if (discipline !== undefined && others.length === 0) {
        return [...checkAssistant(input, placed, discipline), ...checkThreshold(input, placed)]
      }
      const message =
        discipline === undefined
          ? `${describeLine(placed)} does not say under whose plan of care it was given.`
          : `${describeLine(placed)} names several disciplines: ${said.join(', ')}.`
      const advice = 'GP for physical, GO for occupational, GN for speech-language therapy.'
      return [buildLineHit(placed, { severity: discipline === undefined ? 'warning' : 'error', message, advice })]
    }),
}
