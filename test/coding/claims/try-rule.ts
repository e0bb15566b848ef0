// One shape for every rule test: what it flags, what it leaves alone.
import { describe, expect, test } from 'vitest'
import type { ClaimContext } from '#coding/claims/claim-context.ts'
import type { ClaimCodeSet, ClaimRule, ClaimRuleHit, ClaimRuleInput } from '#coding/claims/claim-rule.ts'
import { type ClaimTables, noClaimTables } from '#coding/claims/claim-tables.ts'
import { getDefaultPayerPolicy } from '#coding/claims/payer-policy.ts'
import { deriveVisit } from '#coding/claims/visits/derive-visit.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { readEncounter } from '#coding/read-encounter.ts'
import { aNote, aRecord } from '../../app/features/builders.ts'
import { aDraftClaim } from '../../fixtures/fhir/draft-claim.ts'

type Case = {
  readonly when: string
  readonly draft?: Partial<DraftClaim>
  readonly notes?: readonly string[]
  readonly record?: Partial<EncounterRecord>
  readonly context?: ClaimContext
  /** Only what the case needs; every other table is not loaded. */
  readonly tables?: Partial<ClaimTables>
  /** An official release instead of the embedded codes. */
  readonly codeSet?: ClaimCodeSet
}
type FlaggedCase = Case & {
  readonly severity: ClaimRuleHit['severity']
  readonly says: RegExp
  readonly quotes?: readonly string[]
}

const knowledge = loadKnowledge()
const embedded = createEmbeddedCodeSet(knowledge)

export function aRuleInput(one: Omit<Case, 'when'> = {}): ClaimRuleInput {
  const { draft, notes = [], context = {}, tables, codeSet = embedded } = one
  const record = aRecord({ notes: notes.map((text) => aNote({ text })), ...one.record })
  const policy = { ...getDefaultPayerPolicy(record.payer), ...context.policy }
  const reading = readEncounter({ record, knowledge, codeSet })
  const whole = aDraftClaim(draft)
  return {
    draft: whole,
    record,
    readings: reading.readings,
    reading,
    knowledge,
    visit: deriveVisit({ reading, draft: whole, context, policy }),
    codeSet,
    tables: { ...noClaimTables, ...tables },
    context,
    policy,
  }
}

export function tryRule(rule: ClaimRule, one: Omit<Case, 'when'>): readonly ClaimRuleHit[] {
  return rule.check(aRuleInput(one))
}

/** "MOD-24: a visit 90 days after" fails or passes a row of the tables, and is named so; other cases flag or pass. */
function nameCase(side: 'flags' | 'passes', when: string): string {
  const [, rows, what] = /^((?:DX|EM|TIME|MOD|NCCI|SCR)-[^:]+): (.*)$/s.exec(when) ?? []
  if (rows === undefined) return `${side}: ${when}`
  return `${rows} ${side === 'flags' ? 'fails' : 'passes'}: ${what}`
}

export function describeRule(
  rule: ClaimRule,
  { flags, passes }: { readonly flags: readonly FlaggedCase[]; readonly passes: readonly Case[] },
): void {
  describe(rule.id, () => {
    test.each(flags.map((one) => [nameCase('flags', one.when), one] as const))('%s', (_, one) => {
      const [hit, ...others] = tryRule(rule, one)
      expect(others).toEqual([])
      expect(hit?.severity).toBe(one.severity)
      expect(`${hit?.message} ${hit?.advice}`).toMatch(one.says)
      expect(hit?.evidence.map(({ quote }) => quote)).toEqual(one.quotes ?? [])
    })
    test.each(passes.map((one) => [nameCase('passes', one.when), one] as const))('%s', (_, one) => {
      expect(tryRule(rule, one)).toEqual([])
    })
  })
}
