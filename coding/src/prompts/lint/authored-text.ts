/** The text of a prompt that is ours. Quotes of the note are not: word rules do not apply to them. */
import type { PromptContent } from '../../domain/prompt.ts'

/** Takes out what stands between quotation marks, because it is the clinician's. */
function withoutQuotes(text: string): string {
  return text
    .split('"')
    .filter((_, index) => index % 2 === 0)
    .join(' ')
}

export function collectAuthoredText({ title, question, options }: PromptContent): string {
  return [title, question, ...options.flatMap(({ text, line }) => [text, line])]
    .map(withoutQuotes)
    .join('\n')
    .toLowerCase()
}

/** Lower-case words of a text, for rules that look for whole words. */
export function listWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9/]+/)
    .filter((word) => word !== '')
}
