import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'

const CONTRADICTIONS = [
  ['GA', 'GZ', 'a required notice was given, or it was not'],
  ['GA', 'GY', 'a required notice is for what may be covered, and GY is for what never is'],
  ['GZ', 'GY', 'a denial is expected for need, or the service is excluded by law'],
  ['GA', 'GX', 'a notice is required or voluntary'],
  ['GX', 'GZ', 'a notice was given, or none was'],
] as const

/** Notices of likely denial do not contradict each other (SCR-27). */
export const advanceNotice: ClaimRule = {
  id: 'advance-notice',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 30, rev. 2024',
    section: '50; chapter 1, 60.4',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft }) =>
    draft.lines.flatMap(({ code, modifiers }, index): ClaimRuleHit[] => {
      const pair = CONTRADICTIONS.find(([one, other]) =>
        [one, other].every((name) => modifiers.some((m) => m === name)),
      )
      if (pair === undefined) return []
      const [one, other, why] = pair
      const message = `Line ${index + 1} (${code.code}) carries ${one} and ${other}: ${why}.`
      const advice = 'Keep the one that fits the notice in the record.'
      return [{ severity: 'error', message, advice, about: `line ${index + 1}`, evidence: [] }]
    }),
}
