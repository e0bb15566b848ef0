/** Rules about what stands behind a prompt: evidence of this patient, this encounter, and unanswered so far. */
import { isEvidenceIn } from '../../domain/evidence.ts'
import type { PromptContent } from '../../domain/prompt.ts'
import type { LintInput, LintRule } from './lint-rule.ts'

const SOURCE = 'AHIMA/ACDIS Guidelines for Achieving a Compliant Query Practice, 2022 Update'
const FIXED = /^(other|unable to determine|clinically undetermined)\b/i
const CERTAIN = /^confirmed\b/i

function isPresent({ content }: LintInput): boolean {
  return content.evidence.every(
    ({ assertion }) =>
      assertion.existence !== 'absent' &&
      assertion.experiencer === 'patient' &&
      assertion.temporality !== 'hypothetical',
  )
}

const DENIAL = /\b(?:no|denies|denied|without|not)[ \t]+$/i
const LONGEST_DENIAL = 10

/** A word right before the quote denies it, whatever the reading of the sentence has made of it. */
function isDenied({ content, context }: LintInput): boolean {
  return content.evidence.some(({ noteId, start }) => {
    const note = context.notes.find(({ id }) => id === noteId)
    return DENIAL.test(note?.text.slice(Math.max(0, start - LONGEST_DENIAL), start) ?? '')
  })
}

function countFacts({ evidence, indicators }: PromptContent): number {
  return evidence.length + indicators.length
}

export const evidenceRules: readonly LintRule[] = [
  {
    id: 'Q1',
    level: 'block',
    reason: 'At least one passage or measured fact of this patient stands before the question.',
    source: SOURCE,
    passes: ({ content }) => countFacts(content) >= 1,
  },
  {
    id: 'Q5',
    level: 'block',
    reason:
      '"Other" and "Unable to determine" are added by the view, once each, so the content must not bring its own.',
    source: SOURCE,
    passes: ({ content }) => !content.options.some(({ text }) => FIXED.test(text)),
  },
  {
    id: 'Q6',
    level: 'block',
    reason: 'Each option rests on at least one passage or measured fact.',
    source: SOURCE,
    passes: ({ content }) =>
      content.options.every(
        ({ evidence }) => evidence.length > 0 && evidence.every((index) => index >= 0 && index < countFacts(content)),
      ),
  },
  {
    id: 'Q7',
    level: 'block',
    reason: 'Options stand in a neutral, stable order: by their text.',
    source: SOURCE,
    passes: ({ content }) => {
      const texts = content.options.map(({ text }) => text.toLowerCase())
      return texts.every((text, index) => index === 0 || (texts[index - 1] ?? '') < text)
    },
  },
  {
    id: 'Q11',
    level: 'block',
    reason: 'The codes of the documented concept differ by every axis that is asked for, on the date of service.',
    source: 'Official Guidelines FY2026, I.B.2',
    passes: ({ content, context }) => content.axes.every((axis) => context.availableAxes.includes(axis)),
  },
  {
    id: 'Q12',
    level: 'block',
    reason: 'The record does not answer already; where it answers twice and differently, the conflict is asked.',
    source: 'Official Guidelines FY2026, I.B.13 and I.B.14',
    passes: ({ content, context }) =>
      content.promptKind === 'conflict' || content.axes.every((axis) => !context.answeredAxes.includes(axis)),
  },
  {
    id: 'Q13',
    level: 'block',
    reason: 'Evidence comes from the notes of this encounter.',
    source: SOURCE,
    passes: ({ content, context }) =>
      content.evidence.every(({ noteId }) => context.notes.some((note) => note.id === noteId)),
  },
  {
    id: 'Q14',
    level: 'block',
    reason: 'Outside a facility stay, an uncertain diagnosis does not become an option that confirms it.',
    source: 'Official Guidelines FY2026, IV.H',
    passes: ({ content, context }) =>
      context.setting === 'inpatient_facility' ||
      content.promptKind === 'uncertain' ||
      !content.options.some(({ text }) => CERTAIN.test(text)),
  },
  {
    id: 'Q15',
    level: 'block',
    reason: 'Negated, family, hypothetical and ruled-out mentions are not evidence of presence.',
    source: SOURCE,
    passes: isPresent,
  },
  {
    id: 'Q18',
    level: 'block',
    reason: 'A dismissed prompt does not return while its evidence is the same.',
    source: 'design, section 7',
    passes: ({ context }) => !context.isDismissed,
  },
  {
    id: 'Q19',
    level: 'warn',
    reason: 'Prompts beyond the budget wait in a list.',
    source: 'design, section 7',
    passes: ({ context }) => context.openPrompts < context.promptBudget,
  },
  {
    id: 'E1',
    level: 'block',
    reason: 'Every quote equals the words of the note at its place.',
    source: SOURCE,
    passes: ({ content, context }) =>
      content.evidence.every((evidence) => context.notes.some((note) => isEvidenceIn(note, evidence))),
  },
  {
    id: 'E2',
    level: 'block',
    reason: 'The note is the current version.',
    source: SOURCE,
    passes: ({ content, context }) =>
      content.evidence.every(({ noteId, noteVersion }) =>
        context.notes.some((note) => note.id === noteId && note.version === noteVersion),
      ),
  },
  {
    id: 'E3',
    level: 'block',
    reason: 'The quoted words are asserted of the patient, and no denial stands right before them.',
    source: SOURCE,
    passes: (input) => isPresent(input) && !isDenied(input),
  },
]
