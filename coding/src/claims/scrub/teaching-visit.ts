import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'

const LIMITS = [
  ['GE', /^(?:9920[23]|9921[1-3]|G0402|G043[89])$/, 'for the visits of the primary care exception'],
  ['AI', /^(?:9922[1-3]|9930[4-6])$/, 'for the first visit of the admitting physician'],
] as const

/** Teaching modifiers stand on services that allow them (SCR-45). */
export const teachingVisit: ClaimRule = {
  id: 'teaching-visit',
  family: 'scrub',
  source: {
    title: '42 CFR',
    edition: '415.172 and 415.174; Medicare Claims Processing Manual, chapter 12',
    section: '100.1.1.C and 30.6.9.1.G',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft }) =>
    draft.lines.flatMap(({ code: { code }, modifiers }, index): ClaimRuleHit[] => {
      const wrong = LIMITS.find(([modifier, codes]) => modifiers.some((one) => one === modifier) && !codes.test(code))
      if (wrong === undefined) return []
      const [modifier, , why] = wrong
      const message = `Line ${index + 1} (${code}) carries ${modifier}, which is ${why}.`
      const advice = modifier === 'GE' ? 'Use GC where the teaching physician was present.' : 'Take it off.'
      return [{ severity: 'error', message, advice, about: `line ${index + 1}`, evidence: [] }]
    }),
}
