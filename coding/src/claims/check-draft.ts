/** Runs every rule that is in force on the date of service over a draft. */
import type { DiagnosisCodeSet } from '../code-sets/diagnosis-code-set.ts'
import type { DraftClaim } from '../domain/draft-claim.ts'
import type { EncounterRecord } from '../domain/encounter-record.ts'
import type { CheckFinding } from '../domain/finding.ts'
import { buildFindingId, buildFingerprint } from '../domain/fingerprint.ts'
import type { EncounterId } from '../domain/ids.ts'
import type { Knowledge } from '../knowledge/concept.ts'
import { readNote } from '../notes/read-note.ts'
import type { ClaimContext } from './claim-context.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from './claim-rule.ts'
import { claimRules } from './claim-rules.generated.ts'
import { type ClaimTables, noClaimTables } from './claim-tables.ts'
import { getDefaultPayerPolicy } from './payer-policy.ts'

const ORDER = ['error', 'recode', 'warning', 'question', 'information'] as const

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
    ...(hit.fix === undefined ? {} : { fix: hit.fix }),
  }
}

/** What a check is asked with; without tables and context the rules that need them say so or stay silent. */
export type DraftQuestion = {
  readonly draft: DraftClaim
  readonly record: EncounterRecord
  readonly knowledge: Knowledge
  /** Answers for the draft's own date of service. */
  readonly codeSet: DiagnosisCodeSet
  readonly tables?: ClaimTables
  readonly context?: ClaimContext
}

/**
 * @returns findings, the gravest first, in the order of the rules among equals. An empty list means only that no
 * rule of Postil objects.
 */
export function checkDraft(question: DraftQuestion): readonly CheckFinding[] {
  const { draft, record, codeSet, knowledge, tables = noClaimTables, context = {} } = question
  const readings = record.notes.map((note) => readNote(note, knowledge))
  const policy = { ...getDefaultPayerPolicy(record.payer), ...context.policy }
  const input: ClaimRuleInput = { draft, record, readings, codeSet, tables, context, policy }
  return claimRules
    .filter((rule) => isInForce(rule, draft))
    .flatMap((rule) => rule.check(input).map((hit) => buildCheckFinding(rule, hit, draft.encounterId)))
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
}
