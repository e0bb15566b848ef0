/** Asks the embedded code set about a code that a person typed. It is large, so it comes after everything else. */
import type { DiagnosisCodeSet } from '#coding/code-sets/diagnosis-code-set.ts'
import { validateDiagnosis } from '#coding/code-sets/validate-diagnosis.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { Result } from '#coding/domain/result.ts'
import type { ValidatedDiagnosis } from '#coding/domain/validated-code.ts'

let codeSet: Promise<DiagnosisCodeSet> | undefined

/** Fetched before anyone types a code, because coding by hand must go on when the proxy that serves it has gone. */
export function loadCodeSet(): Promise<DiagnosisCodeSet> {
  codeSet ??= fetchCodeSet().catch((error: unknown) => {
    codeSet = undefined
    throw error
  })
  return codeSet
}

async function fetchCodeSet(): Promise<DiagnosisCodeSet> {
  const [{ createEmbeddedCodeSet }, { loadKnowledge }] = await Promise.all([
    import('#coding/code-sets/embedded-code-set.ts'),
    import('#coding/knowledge/knowledge.ts'),
  ])
  return createEmbeddedCodeSet(loadKnowledge())
}

export async function lookUpDiagnosis(code: Icd10Code, on: DateOnly): Promise<Result<ValidatedDiagnosis, string>> {
  const loaded = await loadCodeSet().catch(() => undefined)
  if (!loaded) return { ok: false, problem: 'The code table could not be fetched. Try again in a moment.' }
  const validated = validateDiagnosis(loaded, code, on)
  return validated.ok ? validated : { ok: false, problem: validated.problem.reason }
}
