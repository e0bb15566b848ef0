import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { UNLISTED } from '../line-needs.ts'

// Numbers that end in 99 close a section of CPT for what it does not list; «not otherwise classified» of HCPCS as the
// manual names them for drugs and equipment.

/** An unlisted code says what was done, and what it compares to (SCR-44). */
export const unlistedProcedure: ClaimRule = {
  id: 'unlisted-procedure',
  family: 'scrub',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 26, rev. 2024', section: '10.3, item 19' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft }) =>
    draft.lines.flatMap(({ code: { code }, comparison, description }, index): ClaimRuleHit[] => {
      if (!UNLISTED.test(code)) return []
      const about = `line ${index + 1}`
      if (description === undefined) {
        const message = `Line ${index + 1} (${code}) is an unlisted code, and the draft does not say what was done.`
        return [
          {
            severity: 'error',
            message,
            advice: 'Describe it in a few words, or use the code that lists it.',
            about,
            evidence: [],
          },
        ]
      }
      if (comparison !== undefined || code.startsWith('J')) return []
      const message = `Line ${index + 1} (${code}) names no listed code of like work.`
      return [
        { severity: 'warning', message, advice: 'Payers value it by the nearest listed code.', about, evidence: [] },
      ]
    }),
}
