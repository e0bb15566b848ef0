import { parseDateOnly } from '../../domain/date-only.ts'
import { parseModifierCode } from '../../domain/procedure-code.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findStatements } from '../find-statement.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine, setModifiers, withoutModifiers } from './line-hit.ts'

const DRUG = /^J\d{4}$/
const SINGLE_DOSE = /\bsingle[- ](?:dose|use) (?:vial|container|package|syringe|pen)s?\b/gi
const DISCARDED = /\b(?:discarded|wasted|wastage)\b/gi

function checkLine({ readings }: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const said = placed.line.modifiers.filter((modifier) => modifier === 'JW' || modifier === 'JZ')
  if (said.length > 1) {
    const message = `${describeLine(placed)}: JW and JZ exclude each other.`
    return [
      buildLineHit(placed, {
        severity: 'error',
        message,
        advice: 'JW stands on a line of its own for what was discarded.',
      }),
    ]
  }
  const [discarded] = findStatements(readings, DISCARDED)
  if (said.some((modifier) => modifier === 'JZ') && discarded !== undefined) {
    const message = `${describeLine(placed)} says that nothing was discarded; the note says otherwise.`
    const fix = setModifiers(placed, withoutModifiers(placed, ['JZ']))
    const advice = 'Report what was discarded on a line of its own with JW.'
    return [buildLineHit(placed, { severity: 'error', message, advice, evidence: [discarded.evidence], fix })]
  }
  const [single] = findStatements(readings, SINGLE_DOSE)
  if (single === undefined || said.length > 0) return []
  const message = `${describeLine(placed)}: the note names a single-dose container, and the line says neither JW nor JZ.`
  const advice = discarded ? 'JW on a line of its own for what was discarded.' : 'JZ says that nothing was discarded.'
  const fix = discarded ? {} : { fix: setModifiers(placed, [...placed.line.modifiers, parseModifierCode('JZ')]) }
  return [buildLineHit(placed, { severity: 'warning', message, advice, evidence: [single.evidence], ...fix })]
}

function isWasteLine(modifiers: readonly string[]): boolean {
  return modifiers.includes('JW') && !modifiers.includes('JZ')
}

/** Drugs from single-dose containers say whether some was discarded, where the payer asks (MOD-JW, MOD-JZ). */
export const discardedDrug: ClaimRule = {
  id: 'discarded-drug',
  family: 'modifiers',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 17, rev. 2024', section: '40' },
  effective: { from: parseDateOnly('2023-07-01') },
  check: (input) => {
    if (!input.policy.requiresJwOrJz) return []
    const drugs = listLines(input).filter(({ line }) => DRUG.test(line.code.code))
    const told = new Set(
      drugs.filter(({ line }) => isWasteLine(line.modifiers)).map(({ line }) => `${line.code.code} ${line.date}`),
    )
    return drugs
      .filter(({ line }) => !told.has(`${line.code.code} ${line.date}`))
      .flatMap((placed) => checkLine(input, placed))
  },
}
