/** DraftClaim to a Task for a coder, for servers that take neither Claims nor ChargeItems. */
import type { Task, TaskInput } from '@medplum/fhirtypes'
import type { DraftClaim, DraftLine } from '#coding/domain/draft-claim.ts'
import { buildDraftMeta, buildElementLabels } from './ai-label.ts'
import type { BuildContext } from './build-context.ts'
import { buildDiagnosisConcept, buildProcedureConcept, findEnterer } from './draft-concepts.ts'
import { CODING_TASK, TASK_CODE } from './systems.ts'

/** The codes stand in `input`, in claim order, so that a work list can show them without reading the notes. */
export function buildTask(draft: DraftClaim, context: BuildContext): Task {
  const requester = findEnterer(context.person)
  const encounter = { reference: `Encounter/${draft.encounterId}` }
  const input: TaskInput[] = [
    ...draft.diagnoses.map((diagnosis) => ({
      ...buildElementLabels(diagnosis),
      type: { coding: [{ system: TASK_CODE, code: 'diagnosis' }] },
      valueCodeableConcept: buildDiagnosisConcept(diagnosis, draft),
    })),
    ...draft.lines.map((line) => ({
      ...buildElementLabels(line),
      type: { coding: [{ system: TASK_CODE, code: 'service-line' }] },
      valueCodeableConcept: { ...buildProcedureConcept(line), text: describeLine(line) },
    })),
  ]
  return {
    resourceType: 'Task',
    meta: buildDraftMeta([...draft.diagnoses, ...draft.lines], draft.signedOff),
    identifier: [{ system: CODING_TASK, value: context.key }],
    status: 'requested',
    intent: 'order',
    priority: 'routine',
    code: { coding: [{ system: TASK_CODE, code: 'review-draft-codes' }], text: 'Review draft codes' },
    description: 'Draft codes wait for a coder. They were proposed with software and are not filed as a claim.',
    focus: encounter,
    for: { reference: `Patient/${draft.patientId}` },
    encounter,
    executionPeriod: { start: draft.dateOfService, end: draft.dateOfServiceEnd ?? draft.dateOfService },
    authoredOn: context.now,
    ...(requester && { requester }),
    ...(input.length > 0 && { input }),
  }
}

/** Codes and numbers only: "99213-25, 1 unit, diagnoses 1 and 2" without the wording of any descriptor. */
function describeLine(line: DraftLine): string {
  return [
    [line.code.code, ...line.modifiers].join('-'),
    `units ${line.units}`,
    `diagnoses ${line.diagnosisPointers.join(', ')}`,
    `on ${line.date}`,
  ].join('; ')
}
