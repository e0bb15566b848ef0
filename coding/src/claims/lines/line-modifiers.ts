import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** 837P, SV101-3 to SV101-6. */
export const MAX_MODIFIERS = 4

/** A line holds at most four modifiers, each once. */
export const lineModifiers: ClaimRule = {
  id: 'line-modifiers',
  family: 'lines',
  source: { title: 'ASC X12 837P', edition: '005010X222A1', section: 'SV101-3 to SV101-6' },
  effective: { from: parseDateOnly('2012-01-01') },
  check: ({ draft }) =>
    draft.lines.flatMap(({ code, modifiers }, index) => {
      const hit = { severity: 'error', about: `line ${index + 1}`, evidence: [] } as const
      const line = `Line ${index + 1} (${code.code})`
      if (modifiers.length > MAX_MODIFIERS) {
        const message = `${line} has ${modifiers.length} modifiers; a line holds ${MAX_MODIFIERS}.`
        return [{ ...hit, message, advice: 'Keep those that change how the line is read, the pricing ones first.' }]
      }
      const repeated = modifiers.find((modifier, place) => modifiers.indexOf(modifier) !== place)
      if (repeated === undefined) return []
      return [{ ...hit, message: `${line} has modifier ${repeated} twice.`, advice: 'Keep it once.' }]
    }),
}
