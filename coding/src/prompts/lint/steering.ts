/**
 * A judge by rule of how far a prompt leans to one answer. It is no gate: a compliant query can look alike, so its
 * verdict sends the prompt to the people who review prompts (features and prompts, 6.2, Q20).
 */
import type { PromptKind } from '../../domain/prompt.ts'
import { collectAuthoredText, listWords } from './authored-text.ts'
import type { LintInput } from './lint-rule.ts'

/** Words that have judged the evidence before the clinician does. */
const JUDGING =
  /\b(?:likely|probably|suggests?|suggestive|suggesting|consistent with|indicat(?:es|ive|ing)|meets? (?:the )?criteria|appears? to|strongly|evidently|compatible with|points? to|warrants?)\b/i
const EMPHASIS = /!|\*\*|\b[A-Z]{7,}\b/
/** Kinds that ask whether something holds: both directions are offered, or none. */
const TWO_SIDED: readonly PromptKind[] = ['clinical-validation', 'linkage', 'uncertain', 'history-or-current']
const AWAY = /\b(?:not|no|ruled out|resolved|past|unrelated|uncertain|expected|remission)\b/i
const MUCH_LONGER = 4
const LONG_OPTION = 60
const MIN_LETTERS = 4

/** The question spells out one option and no other; one that names alternatives ("first or recurrent") leans to none. */
function namesOneOption({ content, context }: LintInput): boolean {
  const documented = new Set(context.documentedTerms.flatMap(listWords))
  const asked = new Set(listWords(content.question.replaceAll(/"[^"]*"/g, ' ')))
  if (asked.has('or') || content.options.some(({ text }) => AWAY.test(text))) return false
  const named = content.options.filter(({ text }) => {
    const words = listWords(text).filter((word) => word.length >= MIN_LETTERS)
    return words.length > 0 && words.every((word) => asked.has(word)) && !words.every((word) => documented.has(word))
  })
  return content.options.length > 1 && named.length === 1
}

function leansOneWay({ content: { promptKind, options } }: LintInput): boolean {
  return TWO_SIDED.includes(promptKind) && options.length > 0 && !options.some(({ text }) => AWAY.test(text))
}

function isUneven({ content: { options } }: LintInput): boolean {
  const lengths = options.map(({ text }) => text.length)
  const longest = Math.max(0, ...lengths)
  return longest > LONG_OPTION && longest > MUCH_LONGER * Math.min(...lengths)
}

function isEmphatic({ content: { title, question, options } }: LintInput): boolean {
  const ours = [title, question, ...options.map(({ text }) => text)].map((text) => text.replaceAll(/"[^"]*"/g, ' '))
  return ours.slice(1).some((text) => EMPHASIS.test(text))
}

const SIGNALS = [
  { id: 'judging-words', weight: 2, shows: (input: LintInput) => JUDGING.test(collectAuthoredText(input)) },
  { id: 'answer-in-question', weight: 2, shows: namesOneOption },
  { id: 'one-direction', weight: 2, shows: leansOneWay },
  { id: 'emphasis', weight: 2, shows: isEmphatic },
  { id: 'uneven-options', weight: 1, shows: isUneven },
  { id: 'lone-option', weight: 1, shows: ({ content }: LintInput) => content.options.length === 1 },
] as const

export type Steering = { readonly score: number; readonly signals: readonly (typeof SIGNALS)[number]['id'][] }

/** At this score a person looks at the prompt. */
export const STEERING_LIMIT = 2

export function rateSteering(input: LintInput): Steering {
  const shown = SIGNALS.filter(({ shows }) => shows(input))
  return { score: shown.reduce((sum, { weight }) => sum + weight, 0), signals: shown.map(({ id }) => id) }
}
