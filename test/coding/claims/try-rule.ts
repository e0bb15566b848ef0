// One shape for every rule test: what it flags, what it leaves alone.
import { describe, expect, test } from 'vitest'
import type { ClaimRule, ClaimRuleHit } from '#coding/claims/claim-rule.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { aNote, aRecord } from '../../app/features/builders.ts'
import { aDraftClaim } from '../../fixtures/fhir/draft-claim.ts'

type Case = { readonly when: string; readonly draft?: Partial<DraftClaim>; readonly notes?: readonly string[] }
type FlaggedCase = Case & {
  readonly severity: ClaimRuleHit['severity']
  readonly says: RegExp
  readonly quotes?: readonly string[]
}

const codeSet = createEmbeddedCodeSet(loadKnowledge())

function tryRule(rule: ClaimRule, { draft, notes = [] }: Case): readonly ClaimRuleHit[] {
  const record = aRecord({ notes: notes.map((text) => aNote({ text })) })
  return rule.check({ draft: aDraftClaim(draft), record, codeSet })
}

export function describeRule(
  rule: ClaimRule,
  { flags, passes }: { readonly flags: readonly FlaggedCase[]; readonly passes: readonly Case[] },
): void {
  describe(rule.id, () => {
    test.each(flags)('flags: $when', (one) => {
      const [hit, ...others] = tryRule(rule, one)
      expect(others).toEqual([])
      expect(hit?.severity).toBe(one.severity)
      expect(`${hit?.message} ${hit?.advice}`).toMatch(one.says)
      expect(hit?.evidence.map(({ quote }) => quote)).toEqual(one.quotes ?? [])
    })
    test.each(passes)('passes: $when', (one) => {
      expect(tryRule(rule, one)).toEqual([])
    })
  })
}
