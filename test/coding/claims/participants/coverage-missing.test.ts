import { expect, test } from 'vitest'
import { coverageMissing } from '#coding/claims/participants/coverage-missing.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { aRecord } from '../../../app/features/builders.ts'
import { aDraftClaim } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

describeRule(coverageMissing, { flags: [], passes: [{ when: 'a draft with a coverage' }] })

test('coverage-missing says that none could be read', () => {
  const { coverage: _coverage, ...draft } = aDraftClaim()
  const [hit] = coverageMissing.check({ draft, record: aRecord(), codeSet: createEmbeddedCodeSet(loadKnowledge()) })
  expect(hit).toMatchObject({ severity: 'information', message: expect.stringContaining('No coverage') })
})
