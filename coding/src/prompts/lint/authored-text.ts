/** The text of a prompt that is ours. Quotes of the note are not: word rules do not apply to them. */
import type { LintInput } from './lint-rule.ts'

/** Takes out what stands between quotation marks, because it is the clinician's. */
function withoutQuotes(text: string): string {
  return text
    .split('"')
    .filter((_, index) => index % 2 === 0)
    .join(' ')
}

/** Titles and lines name the documented term without quotation marks; it may be "AUDIT-C" or "HCC" all the same. */
function withoutTerms(text: string, terms: readonly string[]): string {
  return terms.reduce((rest, term) => rest.replaceAll(term, ' '), text.toLowerCase())
}

export function collectAuthoredText({ content, context }: LintInput): string {
  const { title, question, options } = content
  return [title, question, ...options.flatMap(({ text, line }) => [text, line])]
    .map((text) => withoutTerms(withoutQuotes(text), context.documentedTerms))
    .join('\n')
}

/** Lower-case words of a text, for rules that look for whole words. */
export function listWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9/]+/)
    .filter((word) => word !== '')
}
