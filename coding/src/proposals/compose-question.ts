/** A question that somebody else found worth asking, in the product's own words and past its own lint. */
import type { EncounterRecord } from '../domain/encounter-record.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { PromptFinding } from '../domain/finding.ts'
import { buildFindingId, buildFingerprint } from '../domain/fingerprint.ts'
import type { PromptContent } from '../domain/prompt.ts'
import type { NonEmpty } from '../domain/result.ts'
import { createPrompt } from '../prompts/create-prompt.ts'
import { FINDINGS_TITLE, TREATMENT_TITLE } from '../prompts/wording.ts'

export type Topic = 'conflict' | 'significance' | 'treatment'

type Wording = Pick<PromptContent, 'promptKind' | 'title' | 'question'>

/** No option is offered: what would be credible is not for whoever proposed it to say. */
const WORDINGS: Readonly<Record<Topic, Wording>> = {
  conflict: {
    promptKind: 'conflict',
    title: FINDINGS_TITLE,
    question: 'The passages above describe the same matter differently. What is known about it at this encounter?',
  },
  significance: {
    promptKind: 'undocumented',
    title: FINDINGS_TITLE,
    question:
      'The record describes the findings above without a related diagnosis. What is their clinical significance, if any?',
  },
  treatment: {
    promptKind: 'undocumented',
    title: TREATMENT_TITLE,
    question:
      'The record describes the treatment above without a related diagnosis. Which condition is being treated, if any?',
  },
}

/** @returns undefined when the lint does not let it pass. */
export function composeQuestion(
  topic: Topic,
  evidence: NonEmpty<Evidence>,
  record: EncounterRecord,
): PromptFinding | undefined {
  const content: PromptContent = {
    ...WORDINGS[topic],
    concept: `proposed-${topic}`,
    axes: [],
    evidence: evidence.slice(0, 5),
    indicators: [],
    options: [],
  }
  const quotes = content.evidence.map(({ quote }) => quote.replaceAll(/\s+/g, ' ').toLowerCase())
  const fingerprint = buildFingerprint([record.encounterId, 'prompt', content.concept, ...quotes])
  const context = {
    setting: record.setting,
    notes: record.notes,
    availableAxes: [],
    answeredAxes: [],
    documentedTerms: [],
  }
  const prompt = createPrompt(content, { ...context, isDismissed: false, openPrompts: 0, promptBudget: 1 })
  if (!prompt.ok) return undefined
  const id = buildFindingId('prompt', fingerprint)
  return { kind: 'prompt', id, fingerprint, source: 'model', provisional: true, prompt: prompt.value }
}
