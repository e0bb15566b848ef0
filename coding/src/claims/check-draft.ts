/** Runs every rule that is in force on the date of service over a draft. */
import type { DiagnosisCodeSet } from '../code-sets/diagnosis-code-set.ts'
import type { DraftClaim } from '../domain/draft-claim.ts'
import type { EncounterRecord } from '../domain/encounter-record.ts'
import type { CheckFinding } from '../domain/finding.ts'
import { buildFindingId, buildFingerprint } from '../domain/fingerprint.ts'
import type { EncounterId } from '../domain/ids.ts'
import type { ClaimRule, ClaimRuleHit } from './claim-rule.ts'
import { claimRules } from './claim-rules.generated.ts'

const ORDER = ['error', 'warning', 'question', 'information'] as const

function isInForce({ effective }: ClaimRule, draft: DraftClaim): boolean {
  const date = draft.dateOfService
  return effective.from <= date && (effective.to === undefined || date <= effective.to)
}

export function buildCheckFinding(rule: ClaimRule, hit: ClaimRuleHit, encounterId: EncounterId): CheckFinding {
  const quotes = hit.evidence.map(({ quote }) => quote)
  const fingerprint = buildFingerprint([encounterId, 'check', rule.id, hit.about, ...quotes])
  return {
    kind: 'check',
    id: buildFindingId('check', fingerprint),
    fingerprint,
    source: 'rule',
    provisional: false,
    rule: rule.id,
    severity: hit.severity,
    message: hit.message,
    advice: hit.advice,
    evidence: hit.evidence,
    ruleSource: rule.source,
  }
}

/**
 * @param codeSet answers for the draft's own date of service.
 * @returns findings, the gravest first, in the order of the rules among equals. An empty list means only that no
 * rule of Postil objects.
 */
export function checkDraft(
  draft: DraftClaim,
  record: EncounterRecord,
  codeSet: DiagnosisCodeSet,
): readonly CheckFinding[] {
  return claimRules
    .filter((rule) => isInForce(rule, draft))
    .flatMap((rule) =>
      rule.check({ draft, record, codeSet }).map((hit) => buildCheckFinding(rule, hit, draft.encounterId)),
    )
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
}
