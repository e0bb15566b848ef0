import type { Finding } from '../domain/finding.ts'
import type { PromptContent } from '../domain/prompt.ts'

/**
 * Whether a question that is no longer asked was answered by the note. Otherwise the words that raised it are gone, or
 * mean something else now.
 * @param findings those of the analysis that no longer asks.
 */
export function isAnswered(
  { concept, axes }: Pick<PromptContent, 'concept' | 'axes'>,
  findings: readonly Finding[],
): boolean {
  return findings.some(
    (finding) =>
      finding.kind === 'code' &&
      finding.states?.concept === concept &&
      axes.every((axis) => finding.states?.axes.includes(axis)),
  )
}
