/** The parts of a question that every kind words alike: title, term, options in neutral order. */
import { getDocumentedTerm, type Place } from '../diagnoses/condition.ts'
import type { PromptOption } from '../domain/prompt.ts'

export const MAX_TERM = 80

/** For what nobody has named: the title must not introduce a diagnosis (AHIMA/ACDIS 2022, titles of queries). */
export const FINDINGS_TITLE = 'Clinical significance of recorded findings'
export const TREATMENT_TITLE = 'Reason for recorded treatment'

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export function joinWords(words: readonly string[]): string {
  const unique = [...new Set(words)]
  return unique.length < 2 ? unique.join('') : `${unique.slice(0, -1).join(', ')} and ${unique.at(-1)}`
}

export function getTerm(place: Place): string {
  return getDocumentedTerm(place).slice(0, MAX_TERM)
}

const SHOUTED = /^[A-Z][A-Z ,'-]+$/
const LONGEST_ABBREVIATION = 5

/** "CONGESTIVE HEART FAILURE" is shouted only because its note is; "COPD" is a name. */
function lowerShouted(term: string): string {
  return SHOUTED.test(term) && term.length > LONGEST_ABBREVIATION ? term.toLowerCase() : term
}

export function buildTitle(term: string): string {
  return `${capitalize(lowerShouted(term))} – clarification`
}

function compareText(a: { readonly text: string }, b: { readonly text: string }): number {
  const [left, right] = [a.text.toLowerCase(), b.text.toLowerCase()]
  return left < right ? -1 : left > right ? 1 : 0
}

/** By their text: an order that prefers none. */
export function sortOptions(options: readonly PromptOption[]): PromptOption[] {
  return options.toSorted(compareText)
}
