import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** A service happened on a day of the claim. */
export const lineDate: ClaimRule = {
  id: 'line-date',
  family: 'lines',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 26, rev. 2024', section: '10.4, item 24A' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft }) => {
    const { dateOfService: first, dateOfServiceEnd: last = first } = draft
    return draft.lines.flatMap(({ code, date }, index) =>
      first <= date && date <= last
        ? []
        : [
            {
              severity: 'error',
              message: `Line ${index + 1} (${code.code}) is dated ${date}, outside the encounter.`,
              advice: first === last ? `Date it ${first}.` : `Date it from ${first} to ${last}.`,
              about: `line ${index + 1}`,
              evidence: [],
            },
          ],
    )
  },
}
