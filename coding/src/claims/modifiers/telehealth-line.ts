import { parseDateOnly } from '../../domain/date-only.ts'
import { parseModifierCode } from '../../domain/procedure-code.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findStatements } from '../find-statement.ts'
import { modifierFacts } from '../modifier-facts.generated.ts'
import { isVisitCode, isWithinRanges } from '../visit-levels.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine, setModifiers, withoutModifiers } from './line-hit.ts'

const { telehealth_places: PLACES, audio_only: AUDIO } = modifierFacts
const AUDIO_WORDS = /\b(?:audio[- ]only|telephone (?:visit|encounter|call)|by (?:tele)?phone|phone visit)\b/gi

/** What is given in conversation: visits, and the services of behavioral health, nutrition and counseling. */
function isTelehealthService(code: string): boolean {
  return isVisitCode(code) || isWithinRanges(code, modifierFacts.telehealth_services)
}

function checkPlace(placed: PlacedLine): ClaimRuleHit[] {
  if (PLACES.includes(placed.line.placeOfService ?? '')) return []
  const message = `${describeLine(placed)}: a service by telehealth has place of service 10 (home) or 02 (elsewhere).`
  const advice = 'Enter 10 when the patient was at home, 02 otherwise.'
  return [buildLineHit(placed, { severity: 'error', message, advice })]
}

function checkAudio({ readings }: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const [audio] = findStatements(readings, AUDIO_WORDS)
  const says = placed.line.modifiers.some((modifier) => AUDIO.includes(modifier))
  if (audio === undefined || says) return []
  const modifiers = [parseModifierCode('93'), ...withoutModifiers(placed, ['95'])]
  return [
    buildLineHit(placed, {
      severity: 'warning',
      message: `${describeLine(placed)}: the note says that there was no picture, and the line does not.`,
      advice: 'Modifier 93 says audio only; the note gives the reason for it.',
      evidence: [audio.evidence],
      fix: setModifiers(placed, modifiers),
    }),
  ]
}

function checkModifier({ policy }: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const isSaid = placed.line.modifiers.some((modifier) => modifier === '95' || AUDIO.includes(modifier))
  const has95 = placed.line.modifiers.some((modifier) => modifier === '95')
  if (policy.telehealth === 'modifier-95' && !isSaid) {
    const message = `${describeLine(placed)}: this payer wants modifier 95 on a service by audio and video.`
    const fix = setModifiers(placed, [...placed.line.modifiers, parseModifierCode('95')])
    return [buildLineHit(placed, { severity: 'warning', message, advice: 'Add 95.', fix })]
  }
  if (policy.telehealth === 'place-only' && has95) {
    const message = `${describeLine(placed)}: for this payer the place of service alone says telehealth.`
    const fix = setModifiers(placed, withoutModifiers(placed, ['95']))
    return [buildLineHit(placed, { severity: 'warning', message, advice: 'Take 95 off.', fix })]
  }
  return []
}

/** Place and modifier of a service by telehealth, by payer and by what the note says of it (MOD-95, MOD-93, SCR-38). */
export const telehealthLine: ClaimRule = {
  id: 'telehealth-line',
  family: 'modifiers',
  source: {
    title: 'CMS, Telehealth and Remote Patient Monitoring',
    edition: 'MLN901705',
    section: 'Billing and payment',
  },
  effective: { from: parseDateOnly('2024-01-01') },
  check: (input) => {
    const isVirtual = input.record.encounterClass === 'virtual'
    return listLines(input).flatMap((placed) => {
      const isPlaced = PLACES.includes(placed.line.placeOfService ?? '')
      if (!isPlaced && !(isVirtual && isTelehealthService(placed.line.code.code))) return []
      const audio = checkAudio(input, placed)
      return [...checkPlace(placed), ...(audio.length > 0 ? audio : checkModifier(input, placed))]
    })
  },
}
