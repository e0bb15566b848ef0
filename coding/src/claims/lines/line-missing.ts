import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** A claim says what was done. A draft may wait for its lines, so this is a warning. */
export const lineMissing: ClaimRule = {
  id: 'line-missing',
  family: 'lines',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 26, rev. 2024', section: '10.4, item 24D' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft }) =>
    // The item is of the professional form; a hospital's lines come from its charges (facility.md).
    draft.lines.length > 0 || draft.kind === 'institutional'
      ? []
      : [
          {
            severity: 'warning',
            message: 'The draft has no service line.',
            advice: 'Add the visit or the procedure, or leave it to the coder.',
            about: 'draft',
            evidence: [],
          },
        ],
}
