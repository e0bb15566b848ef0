import type { CheckSeverity } from '#coding/domain/finding.ts'

/** How grave a check is, in the words that stand above it. */
export const SEVERITY_WORDS: Record<CheckSeverity, string> = {
  error: 'Must be put right',
  recode: 'The classification asks for another code',
  warning: 'Please look',
  question: 'Question',
  information: 'Note',
}
