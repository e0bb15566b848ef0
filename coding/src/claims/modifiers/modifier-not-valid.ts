import { parseDateOnly } from '../../domain/date-only.ts'
import { getModifierSystem } from '../../domain/procedure-code.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine, setModifiers, withoutModifiers } from './line-hit.ts'

const WORDS = {
  terminated: 'has ended',
  'not-yet-valid': 'does not exist yet',
  invalid: 'does not exist',
} as const

function checkLine({ tables }: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  return placed.line.modifiers.flatMap((modifier): ClaimRuleHit[] => {
    if (getModifierSystem(modifier) === 'cpt') return []
    const answer = tables.findProcedureState(modifier, placed.line.date)
    if (answer.state !== 'found' || answer.value === 'valid') return []
    const message = `${describeLine(placed)}: modifier ${modifier} ${WORDS[answer.value]} on ${placed.line.date} (HCPCS ${answer.edition}).`
    const fix = setModifiers(placed, withoutModifiers(placed, [modifier]))
    return [buildLineHit(placed, { severity: 'error', message, advice: 'Take it off or replace it.', fix })]
  })
}

/** Modifiers of HCPCS Level II exist on the date of service; those of CPT are the AMA's, and no list of them is loaded (SCR-11). */
export const modifierNotValid: ClaimRule = {
  id: 'modifier-not-valid',
  family: 'modifiers',
  source: { title: 'CMS, HCPCS Level II alphanumeric file', edition: 'by quarter', section: 'modifiers' },
  effective: { from: parseDateOnly('2000-01-01') },
  check: (input) => listLines(input).flatMap((placed) => checkLine(input, placed)),
}
