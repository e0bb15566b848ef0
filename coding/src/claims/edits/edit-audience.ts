/** Which set of NCCI edits speaks of a claim (NCCI Policy Manual, chapter I: practitioner and outpatient facility differ). */
import type { Setting } from '../../domain/encounter-record.ts'
import type { ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import type { EditAudience } from '../claim-tables.ts'

/** Inpatient stays of a facility are paid by group; NCCI has no edits for them. */
export function findAudience(setting: Setting): EditAudience | undefined {
  switch (setting) {
    case 'professional':
      return 'practitioner'
    case 'outpatient_facility':
      return 'facility'
    case 'inpatient_facility':
      return undefined
  }
}

/**
 * What Medicare's edits say to the payer of this claim: they bind Medicare and who follows it; where the payer has a set of
 * its own (Medicaid, NCCI-07) they are a warning; where a site has switched them off they say nothing.
 */
export function judgeByPayer(
  { policy }: Pick<ClaimRuleInput, 'policy'>,
  hits: readonly ClaimRuleHit[],
): ClaimRuleHit[] {
  switch (policy.ncciEdits) {
    case 'medicare':
      return [...hits]
    case 'own':
      return hits.map((hit) => ({
        ...hit,
        severity: hit.severity === 'error' ? 'warning' : hit.severity,
        message: `${hit.message} This is Medicare’s edition; the payer of this claim has its own.`,
      }))
    case 'none':
      return []
  }
}
