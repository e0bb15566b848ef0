/** Runs every rule that is in force on the date of service over a draft. */
import type { DraftClaim } from '../domain/draft-claim.ts'
import type { CheckFinding } from '../domain/finding.ts'
import { buildFindingId, buildFingerprint } from '../domain/fingerprint.ts'
import type { EncounterId } from '../domain/ids.ts'
import type { VisitGrid } from '../domain/visit-grid.ts'
import { type ReadingInput, readEncounter } from '../read-encounter.ts'
import type { ClaimContext } from './claim-context.ts'
import type { ClaimCodeSet, ClaimRule, ClaimRuleHit, ClaimRuleInput } from './claim-rule.ts'
import { claimRules } from './claim-rules.generated.ts'
import { type ClaimTables, noClaimTables } from './claim-tables.ts'
import { getDefaultPayerPolicy } from './payer-policy.ts'
import { deriveVisit } from './visits/derive-visit.ts'

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
    ...findLine(hit),
  }
}

/** The line that the hit names, or that its fix would change. */
function findLine({ about, fix }: ClaimRuleHit): Pick<CheckFinding, 'line'> {
  const named = /^line (\d+)/.exec(about)?.[1]
  if (named !== undefined) return { line: Number(named) }
  return fix && 'line' in fix ? { line: fix.line } : {}
}

/** What a check is asked with; without tables and context the rules that need them say so or stay silent. */
export type DraftQuestion = Omit<ReadingInput, 'codeSet'> & {
  readonly codeSet: ClaimCodeSet
  readonly draft: DraftClaim
  readonly tables?: ClaimTables
  readonly context?: ClaimContext
}

export type DraftReview = { readonly findings: readonly CheckFinding[]; readonly visit: VisitGrid }

/** The rules over a draft, and the level of its visit as note and chart support it. For coders: it speaks of levels. */
export function reviewDraft(question: DraftQuestion): DraftReview {
  const { draft, codeSet, tables = noClaimTables, context = {} } = question
  const reading = readEncounter(question)
  const { record } = reading
  const policy = { ...getDefaultPayerPolicy(record.payer), ...context.policy }
  const visit = deriveVisit({ reading, draft, context, policy })
  const { readings } = reading
  const input: ClaimRuleInput = {
    draft,
    record,
    readings,
    reading,
    knowledge: question.knowledge,
    codeSet,
    tables,
    context,
    policy,
    visit,
  }
  const findings = claimRules
    .filter((rule) => isInForce(rule, draft))
    .flatMap((rule) => rule.check(input).map((hit) => buildCheckFinding(rule, hit, draft.encounterId)))
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
  return { findings, visit }
}

/**
 * @returns findings, the gravest first, in the order of the rules among equals. An empty list means only that no
 * rule of Postil objects.
 */
export function checkDraft(question: DraftQuestion): readonly CheckFinding[] {
  return reviewDraft(question).findings
}
