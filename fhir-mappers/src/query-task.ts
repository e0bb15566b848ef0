/** A question that was not answered at signing, as a Task for the author of the note. */
import type { Task, TaskInput } from '@medplum/fhirtypes'
import type { PromptContent } from '#coding/domain/prompt.ts'
import { buildQueryMeta } from './ai-label.ts'
import { findEnterer } from './draft-concepts.ts'
import { buildQuestionnaireUrl } from './questionnaire.ts'
import type { QueryForm } from './questionnaire-response.ts'
import { QUERY_TASK, TASK_CODE } from './systems.ts'

export type QueryTask = QueryForm & {
  /** Reference of the response that waits to be filled in. */
  readonly response: string
  /** Who asks: the coder. Absent on an open server. */
  readonly person?: string
  /** Who wrote the note, as the EHR says; without it the EHR's own rules find somebody. */
  readonly author?: string
}

/** The passages and measures stand before the question, in the words of this patient's record (lint rule Q1). */
function buildEvidence({ evidence, indicators }: PromptContent): TaskInput[] {
  const type = { coding: [{ system: TASK_CODE, code: 'evidence' }], text: 'What the record says' }
  const measured = indicators.map(({ label, value, time }) => [label, value, time].filter(Boolean).join(' '))
  return [...evidence.map(({ quote }) => quote), ...measured].map((valueString) => ({ type, valueString }))
}

/** The one note that is quoted, or the encounter where there are several. */
function findFocus({ prompt, encounterId }: QueryForm): string {
  const notes = new Set(prompt.evidence.map(({ noteId }) => noteId))
  const [only] = notes
  return only !== undefined && notes.size === 1 ? `DocumentReference/${only}` : `Encounter/${encounterId}`
}

export function buildQueryTask(query: QueryTask): Task {
  const { prompt, key, formKey, now, patientId, encounterId, response, author } = query
  const requester = findEnterer(query.person)
  const type = (code: string, text: string) => ({ coding: [{ system: TASK_CODE, code }], text })
  return {
    resourceType: 'Task',
    meta: buildQueryMeta(),
    identifier: [{ system: QUERY_TASK, value: key }],
    status: 'requested',
    intent: 'order',
    priority: 'routine',
    code: type('documentation-query', 'Documentation query'),
    description: `${prompt.title}. ${prompt.question}`,
    focus: { reference: findFocus(query) },
    for: { reference: `Patient/${patientId}` },
    encounter: { reference: `Encounter/${encounterId}` },
    authoredOn: now,
    ...(requester && { requester }),
    ...(author !== undefined && { owner: { reference: author } }),
    input: [
      ...buildEvidence(prompt),
      { type: type('questionnaire', 'Form'), valueCanonical: buildQuestionnaireUrl(formKey) },
      { type: type('response', 'Answer here'), valueReference: { reference: response } },
    ],
  }
}
