/** Asks the embedded code set about a code that a person typed. It is large, so it comes only when somebody types one. */
import type { DiagnosisCodeSet } from '#coding/code-sets/diagnosis-code-set.ts'
import { validateDiagnosis } from '#coding/code-sets/validate-diagnosis.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { Result } from '#coding/domain/result.ts'
import type { ValidatedDiagnosis } from '#coding/domain/validated-code.ts'

let codeSet: Promise<DiagnosisCodeSet> | undefined

async function loadCodeSet(): Promise<DiagnosisCodeSet> {
  const [{ createEmbeddedCodeSet }, { loadKnowledge }] = await Promise.all([
    import('#coding/code-sets/embedded-code-set.ts'),
    import('#coding/knowledge/knowledge.ts'),
  ])
  return createEmbeddedCodeSet(loadKnowledge())
}

export async function lookUpDiagnosis(code: Icd10Code, on: DateOnly): Promise<Result<ValidatedDiagnosis, string>> {
  codeSet ??= loadCodeSet()
  const validated = validateDiagnosis(await codeSet, code, on)
  return validated.ok ? validated : { ok: false, problem: validated.problem.reason }
}
