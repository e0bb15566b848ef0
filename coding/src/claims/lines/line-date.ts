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
              // Never a day to write instead: a service is dated by the day on which it was done.
              advice: `The draft is for ${first === last ? first : `${first} to ${last}`}. Look in the note for the day of the service; one of another encounter is billed with that one.`,
              about: `line ${index + 1}`,
              evidence: [],
            },
          ],
    )
  },
}
