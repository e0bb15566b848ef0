/** Runs every lint rule over a prompt. Nothing is shown to a clinician that has not passed here. */
import type { LintRecord } from '../../domain/prompt.ts'
import type { Result } from '../../domain/result.ts'
import { contentRules } from './content-rules.ts'
import { evidenceRules } from './evidence-rules.ts'
import type { LintInput, LintRule } from './lint-rule.ts'

export const LINT_VERSION = '2'

export const lintRules: readonly LintRule[] = [...contentRules, ...evidenceRules].toSorted((a, b) =>
  a.id.localeCompare(b.id, 'en', { numeric: true }),
)

export type LintProblem = { readonly broken: readonly string[]; readonly warnings: readonly string[] }

export function lintPrompt(input: LintInput): Result<LintRecord, LintProblem> {
  const failed = lintRules.filter((rule) => !rule.passes(input))
  const broken = failed.filter(({ level }) => level === 'block').map(({ id }) => id)
  const warnings = failed.filter(({ level }) => level === 'warn').map(({ id }) => id)
  if (broken.length > 0) return { ok: false, problem: { broken, warnings } }
  const rules = lintRules.map(({ id }) => id)
  return { ok: true, value: { version: LINT_VERSION, passed: true, rules, warnings } }
}
