/** A documentation question as a form that any EHR can show: the question, its options, other, unable to determine. */
import type { Questionnaire, QuestionnaireItemAnswerOption } from '@medplum/fhirtypes'
import type { PromptContent } from '#coding/domain/prompt.ts'
import { buildQueryMeta } from './ai-label.ts'
import { QUERY_ANSWER, QUERY_QUESTIONNAIRE } from './systems.ts'

/** The names by which a form and its answers are known to each other. */
export const QUERY_LINKS = { question: 'question', other: 'other-text' } as const
export const OTHER = { system: QUERY_ANSWER, code: 'other', display: 'Other' } as const
export const UNABLE = {
  system: QUERY_ANSWER,
  code: 'unable-to-determine',
  display: 'Unable to determine',
} as const

/** What tells one form from another: two patients who are asked the same have the same form, so it quotes neither. */
export function questionnaireKeyInput({ title, question, options }: PromptContent): string {
  return JSON.stringify([title, question, options.map(({ id, text }) => [id, text])])
}

export function buildQuestionnaireUrl(key: string): string {
  return `${QUERY_QUESTIONNAIRE}/${key}`
}

/** An option has a name of its own, so that none can be taken for "Other". */
export function buildOptionCoding({ id, text }: PromptContent['options'][number]): {
  readonly system: string
  readonly code: string
  readonly display: string
} {
  return { system: QUERY_ANSWER, code: `option.${id}`, display: text }
}

/**
 * A Questionnaire belongs to no patient and anybody may read it, so evidence stands in the Task instead.
 * None of the options is preselected (compliant query practice, lint rule Q7).
 * @param key first 32 hex digits of the sha256 of `questionnaireKeyInput`.
 * @param now ISO 8601.
 */
export function buildQuestionnaire(prompt: PromptContent, key: string, now: string): Questionnaire {
  const options = [...prompt.options.map(buildOptionCoding), OTHER, UNABLE]
  return {
    resourceType: 'Questionnaire',
    meta: buildQueryMeta(),
    url: buildQuestionnaireUrl(key),
    identifier: [{ system: QUERY_QUESTIONNAIRE, value: key }],
    status: 'active',
    title: prompt.title,
    subjectType: ['Patient'],
    date: now,
    publisher: 'Postil',
    item: [
      {
        linkId: QUERY_LINKS.question,
        type: 'choice',
        text: prompt.question,
        required: true,
        answerOption: options.map((coding): QuestionnaireItemAnswerOption => ({ valueCoding: { ...coding } })),
      },
      {
        linkId: QUERY_LINKS.other,
        type: 'text',
        text: 'Other, in your words',
        enableWhen: [{ question: QUERY_LINKS.question, operator: '=', answerCoding: { ...OTHER } }],
      },
    ],
  }
}
