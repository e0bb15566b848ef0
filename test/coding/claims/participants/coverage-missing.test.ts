import { expect, test } from 'vitest'
import { coverageMissing } from '#coding/claims/participants/coverage-missing.ts'
import { aRuleInput, describeRule } from '../try-rule.ts'

describeRule(coverageMissing, { flags: [], passes: [{ when: 'a draft with a coverage' }] })

test('coverage-missing says that none could be read', () => {
  const { draft, ...input } = aRuleInput()
  const { coverage: _coverage, ...withoutCoverage } = draft
  const [hit] = coverageMissing.check({ ...input, draft: withoutCoverage })
  expect(hit).toMatchObject({ severity: 'information', message: expect.stringContaining('No coverage') })
})
