import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'

/** Each procedure of a stay has its day, and none is after the stay (UB-04, FL 74). */
export const inpatientProcedureDays: ClaimRule = {
  id: 'inpatient-procedure-days',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 25, rev. 2024',
    section: '75, form locator 74',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft: { kind, procedures = [], dateOfService, dateOfServiceEnd = dateOfService } }) => {
    if (kind !== 'institutional') return []
    return procedures.flatMap(({ code, date }, index): ClaimRuleHit[] => {
      const about = `procedure ${index + 1}`
      if (date === undefined) {
        const message = `Procedure ${index + 1} (${code}) has no day.`
        return [{ severity: 'warning', message, advice: 'State the day that it was done on.', about, evidence: [] }]
      }
      if (date <= dateOfServiceEnd) return []
      const message = `Procedure ${index + 1} (${code}) is dated ${date}, after the stay that ended on ${dateOfServiceEnd}.`
      return [{ severity: 'error', message, advice: 'Correct its day, or take it off the claim.', about, evidence: [] }]
    })
  },
}
