import type { ClaimCodeSet } from '#coding/claims/claim-rule.ts'
import { seventhCharacterMissing } from '#coding/claims/diagnoses/seventh-character-missing.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { aRuleInput, describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

/** The embedded codes, and one more. */
function withCode(one: string): ClaimCodeSet {
  const { codeSet } = aRuleInput()
  const { code, title, edition } = aDiagnosis(one).code
  const known = { kind: 'valid_billable', code, title, edition, reason: 'made up' } as const
  return { ...codeSet, lookUp: (asked, on) => (asked === code ? known : codeSet.lookUp(asked, on)) }
}

describeRule(seventhCharacterMissing, {
  flags: [
    {
      when: 'DX-211: no seventh character',
      draft: draft('S61.211'),
      severity: 'error',
      says: /needs a seventh character/,
    },
    {
      when: 'DX-212: no fillers',
      draft: draft('T14.8A'),
      codeSet: withCode('T14.8XXA'),
      severity: 'recode',
      says: /T14\.8XXA is meant/,
    },
  ],
  passes: [
    { when: 'DX-211, DX-212: a complete code', draft: draft('S61.211A') },
    { when: 'a family without it', draft: draft('I10') },
  ],
})
