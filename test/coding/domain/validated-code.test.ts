import { expectTypeOf, test } from 'vitest'
import type { DraftDiagnosis } from '#coding/domain/draft-claim.ts'
import type { CodeFinding } from '#coding/domain/finding.ts'
import type { SuggestedCode, ValidatedCode } from '#coding/domain/validated-code.ts'

test('a suggestion cannot stand where a validated code is needed', () => {
  expectTypeOf<SuggestedCode>().not.toExtend<ValidatedCode>()
  expectTypeOf<SuggestedCode>().not.toExtend<CodeFinding['code']>()
  expectTypeOf<SuggestedCode>().not.toExtend<DraftDiagnosis['code']>()
})
