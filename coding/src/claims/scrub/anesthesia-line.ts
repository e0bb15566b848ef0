import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { ANESTHESIA } from '../line-needs.ts'

const GIVEN_BY = /^(?:AA|AD|QK|QX|QY|QZ)$/
const PHYSICAL_STATUS = /^P[1-6]$/

/** Anesthesia is billed with its minutes and who gave it (SCR-35). */
export const anesthesiaLine: ClaimRule = {
  id: 'anesthesia-line',
  family: 'scrub',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 12, rev. 2024', section: '50.G and 50.K' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft, record: { payer } }) =>
    draft.lines.flatMap(({ code: { code }, minutes, modifiers }, index): ClaimRuleHit[] => {
      if (!ANESTHESIA.test(code)) return []
      const has = (pattern: RegExp): boolean => modifiers.some((modifier) => pattern.test(modifier))
      const missing = [
        ...(minutes === undefined || !(minutes > 0) ? ['its minutes'] : []),
        ...(payer === 'medicare' && !has(GIVEN_BY) ? ['who gave it (AA, AD, QK, QX, QY or QZ)'] : []),
        ...(payer !== 'medicare' && !has(PHYSICAL_STATUS) ? ['the physical status (P1 to P6)'] : []),
      ]
      if (missing.length === 0) return []
      const message = `Line ${index + 1} (${code}) lacks ${missing.join(' and ')}.`
      const advice = 'Take it from the anesthesia record.'
      return [
        {
          severity: missing[0] === 'its minutes' ? 'error' : 'warning',
          message,
          advice,
          about: `line ${index + 1}`,
          evidence: [],
        },
      ]
    }),
}
