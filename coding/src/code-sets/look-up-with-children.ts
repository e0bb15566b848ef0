/** A code set's full answer about one code, for a person who typed it: with a header, what can be chosen instead. */
import type { DateOnly } from '../domain/date-only.ts'
import type { Icd10Code } from '../domain/icd10-code.ts'
import type { CodeAnswer, DiagnosisCodeSet } from './diagnosis-code-set.ts'

export type ListedCode = { readonly code: Icd10Code; readonly title: string; readonly isBillable: boolean }

type Valid = Extract<CodeAnswer, { readonly kind: 'valid_billable' | 'valid_header' }>

export type CodeLookUp =
  | Exclude<CodeAnswer, Valid>
  /** Direct children in tabular order; empty for a billable code. */
  | (Valid & { readonly children: readonly ListedCode[] })

export function lookUpWithChildren(codeSet: DiagnosisCodeSet, code: Icd10Code, on: DateOnly): CodeLookUp {
  const answer = codeSet.lookUp(code, on)
  if (!isValid(answer)) return answer
  const children = codeSet.listChildren(code, on).flatMap((child) => listCode(codeSet.lookUp(child, on)))
  return { ...answer, children }
}

function isValid(answer: CodeAnswer): answer is Valid {
  return answer.kind === 'valid_billable' || answer.kind === 'valid_header'
}

/** What a list may show: the code with its title when the release has it on the day, billable or not. */
export function listCode(answer: CodeAnswer): readonly ListedCode[] {
  if (!isValid(answer)) return []
  const { code, title, kind } = answer
  return [{ code, title, isBillable: kind === 'valid_billable' }]
}
