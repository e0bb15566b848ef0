import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** Units are counted; a line without a positive whole number of them says nothing. */
export const lineUnits: ClaimRule = {
  id: 'line-units',
  family: 'lines',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 26, rev. 2024', section: '10.4, item 24G' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft }) =>
    draft.lines.flatMap(({ code, units }, index) =>
      Number.isInteger(units) && units > 0
        ? []
        : [
            {
              severity: 'error',
              message: `Line ${index + 1} (${code.code}) needs a whole number of units, at least 1.`,
              advice: 'Count what the note documents.',
              about: `line ${index + 1}`,
              evidence: [],
            },
          ],
    ),
}
