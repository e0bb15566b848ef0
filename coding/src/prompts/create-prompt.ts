/** The only maker of a prompt: content that passes the lint, with the record of it. */
import type { Prompt, PromptContent } from '../domain/prompt.ts'
import type { Result } from '../domain/result.ts'
import { type LintProblem, lintPrompt } from './lint/lint-prompt.ts'
import type { LintContext } from './lint/lint-rule.ts'

export function createPrompt(content: PromptContent, context: LintContext): Result<Prompt, LintProblem> {
  const linted = lintPrompt({ content, context })
  if (!linted.ok) return linted
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that brands linted content
  return { ok: true, value: { ...content, lint: linted.value } as Prompt }
}
