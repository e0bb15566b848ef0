/** The answer to a query, both ways: what is sent to be filled in, and what somebody has filled in. */
import type {
  QuestionnaireResponse,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from '@medplum/fhirtypes'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { EncounterId, PatientId } from '#coding/domain/ids.ts'
import type { PromptContent } from '#coding/domain/prompt.ts'
import { buildQueryMeta } from './ai-label.ts'
import { asList, asObject, asText } from './loose.ts'
import { buildOptionCoding, buildQuestionnaireUrl, OTHER, QUERY_LINKS, UNABLE } from './questionnaire.ts'
import { findReferencedId } from './reference.ts'
import { QUERY_ANSWER, QUERY_RESPONSE } from './systems.ts'

export type QueryAnswer = Extract<DecisionChoice, { readonly kind: 'answer' | 'answer-other' | 'unable-to-determine' }>

export type QueryForm = {
  readonly prompt: PromptContent
  readonly patientId: PatientId
  readonly encounterId: EncounterId
  /** Of the Questionnaire, and of this one response. */
  readonly formKey: string
  readonly key: string
  /** ISO 8601. */
  readonly now: string
}

/** Without an answer it is begun and empty, for the author of the note to fill in. */
export function buildQuestionnaireResponse(form: QueryForm, answer?: QueryAnswer): QuestionnaireResponse {
  return {
    resourceType: 'QuestionnaireResponse',
    // Words of a person were not asserted by software.
    ...(answer === undefined && { meta: buildQueryMeta() }),
    identifier: { system: QUERY_RESPONSE, value: form.key },
    questionnaire: buildQuestionnaireUrl(form.formKey),
    status: answer === undefined ? 'in-progress' : 'completed',
    subject: { reference: `Patient/${form.patientId}` },
    encounter: { reference: `Encounter/${form.encounterId}` },
    authored: form.now,
    ...(answer && { item: buildItems(form.prompt, answer) }),
  }
}

function buildItems({ question, options }: PromptContent, answer: QueryAnswer): QuestionnaireResponseItem[] {
  const choose = (coding: typeof OTHER | typeof UNABLE | ReturnType<typeof buildOptionCoding>) => ({
    linkId: QUERY_LINKS.question,
    text: question,
    answer: [{ valueCoding: { ...coding } }],
  })
  switch (answer.kind) {
    case 'answer': {
      const option = options.find(({ id }) => id === answer.option)
      return [choose(buildOptionCoding(option ?? { id: answer.option, text: answer.option, evidence: [], line: '' }))]
    }
    case 'answer-other':
      return [choose(OTHER), { linkId: QUERY_LINKS.other, answer: [{ valueString: answer.text }] }]
    case 'unable-to-determine':
      return [choose(UNABLE)]
  }
}

/** Only what a person has finished counts (FHIR R4, QuestionnaireResponse.status). */
const FINISHED: ReadonlySet<unknown> = new Set(['completed', 'amended'])

export type QueryReading =
  | { readonly kind: 'answered'; readonly answer: QueryAnswer }
  /** Not finished, or in a form that we cannot read. */
  | { readonly kind: 'open' }
  /** About another patient: nothing of it is read. */
  | { readonly kind: 'foreign' }

/**
 * The answer is words of a clinician and never a diagnosis: the engine reads the note, not this.
 * @param resource as the EHR sent it.
 */
export function mapQuestionnaireResponse(
  resource: unknown,
  { prompt, patientId }: Pick<QueryForm, 'prompt' | 'patientId'>,
): QueryReading {
  const response = asObject<QuestionnaireResponse>(resource)
  if (findReferencedId(response.subject, 'Patient') !== patientId) return { kind: 'foreign' }
  if (!FINISHED.has(response.status)) return { kind: 'open' }
  const answer = findAnswer(listItems(response.item), prompt)
  return answer ? { kind: 'answered', answer } : { kind: 'open' }
}

type LooseItem = ReturnType<typeof asList<QuestionnaireResponseItem>>[number]

/** Form fillers nest what depends on an answer under that answer, or leave it beside it. */
function listItems(items: unknown): readonly LooseItem[] {
  return asList<QuestionnaireResponseItem>(items).flatMap((item) => {
    const under = asList<QuestionnaireResponseItemAnswer>(item.answer).flatMap((answer) => listItems(answer.item))
    return [item, ...listItems(item.item), ...under]
  })
}

function findAnswer(items: readonly LooseItem[], prompt: PromptContent): QueryAnswer | undefined {
  const answersOf = (linkId: string) =>
    items
      .filter((item) => item.linkId === linkId)
      .flatMap((item) => asList<QuestionnaireResponseItemAnswer>(item.answer))
  const [chosen] = answersOf(QUERY_LINKS.question)
  const words = answersOf(QUERY_LINKS.other).map((answer) => asText(answer.valueString))[0]
  const other = words === undefined ? undefined : ({ kind: 'answer-other', text: words } as const)
  const coding = asObject<{ system: string; code: string }>(chosen?.valueCoding)
  if (coding.system !== QUERY_ANSWER) {
    // Some write the words of an answer in place of its code.
    const text = asText(chosen?.valueString)
    return other ?? (text === undefined ? undefined : { kind: 'answer-other', text })
  }
  if (coding.code === UNABLE.code) return { kind: 'unable-to-determine' }
  if (coding.code === OTHER.code) return other
  const option = prompt.options.find((one) => buildOptionCoding(one).code === coding.code)
  return option && { kind: 'answer', option: option.id }
}
