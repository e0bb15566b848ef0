import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { modifierFacts } from '../modifier-facts.generated.ts'
import { timeRules } from '../time-rules.generated.ts'
import { buildLineHit, describeLine, listLines } from './line-hit.ts'

const CODES = new Set(timeRules.therapy.services.map(({ code }) => code))
const { therapy_disciplines: DISCIPLINES } = modifierFacts

/** Therapy lines name the discipline of the plan of care (MOD-GP, GO, GN). */
export const therapyDiscipline: ClaimRule = {
  id: 'therapy-discipline',
  family: 'modifiers',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 5, rev. 2024', section: '20.1' },
  effective: { from: parseDateOnly('2003-01-01') },
  check: (input) =>
    listLines(input).flatMap((placed) => {
      if (!CODES.has(placed.line.code.code)) return []
      const said = placed.line.modifiers.filter((modifier) => DISCIPLINES.includes(modifier))
      if (said.length === 1) return []
      const message =
        said.length === 0
          ? `${describeLine(placed)} does not say under whose plan of care it was given.`
          : `${describeLine(placed)} names several disciplines: ${said.join(', ')}.`
      const advice = 'GP for physical, GO for occupational, GN for speech-language therapy.'
      return [buildLineHit(placed, { severity: said.length === 0 ? 'warning' : 'error', message, advice })]
    }),
}
