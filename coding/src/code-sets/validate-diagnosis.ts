/** The gate between a suggestion and a code that may be claimed. */
import type { DateOnly } from '../domain/date-only.ts'
import type { Icd10Code } from '../domain/icd10-code.ts'
import type { Result } from '../domain/result.ts'
import type { ValidatedDiagnosis } from '../domain/validated-code.ts'
import type { CodeAnswer, DiagnosisCodeSet } from './diagnosis-code-set.ts'

/**
 * Passes a code only when the table of the date of service calls it billable
 * (Official Guidelines FY2026, I.B.2: codes are reported at their highest number of characters).
 * @returns the code set's own answer as the problem, with its reason.
 */
export function validateDiagnosis(
  codeSet: DiagnosisCodeSet,
  code: Icd10Code,
  on: DateOnly,
): Result<ValidatedDiagnosis, CodeAnswer> {
  return validateAnswer(codeSet.lookUp(code, on))
}

/** The same gate for an answer that came over the wire. */
export function validateAnswer(answer: CodeAnswer): Result<ValidatedDiagnosis, CodeAnswer> {
  if (answer.kind !== 'valid_billable') return { ok: false, problem: answer }
  return {
    ok: true,
    value: {
      state: 'validated',
      category: 'diagnosis',
      system: 'icd10cm',
      code: answer.code,
      title: answer.title,
      edition: answer.edition,
    },
  }
}
