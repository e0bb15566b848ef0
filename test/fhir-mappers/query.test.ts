// A question to the author of a note, there and back: Questionnaire, QuestionnaireResponse and Task.
import type { QuestionnaireResponse, Resource } from '@medplum/fhirtypes'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import { hasAiLabel } from '#fhir-mappers/ai-label.ts'
import { buildProvenance } from '#fhir-mappers/provenance.ts'
import { buildQueryTask } from '#fhir-mappers/query-task.ts'
import { buildQuestionnaire, questionnaireKeyInput } from '#fhir-mappers/questionnaire.ts'
import {
  buildQuestionnaireResponse,
  mapQuestionnaireResponse,
  type QueryAnswer,
} from '#fhir-mappers/questionnaire-response.ts'
import { aPrompt } from '../app/features/builders.ts'
import { type Definitions, loadDefinitions } from '../fixtures/fhir/definitions.ts'

let definitions: Definitions
beforeAll(() => {
  definitions = loadDefinitions()
})

const { prompt } = aPrompt()
const form = {
  prompt,
  patientId: parsePatientId('pat1'),
  encounterId: parseEncounterId('enc1'),
  formKey: 'f'.repeat(32),
  key: '0123456789abcdef0123456789abcdef',
  now: '2026-11-02T10:00:00Z',
}
const task = () =>
  buildQueryTask({
    ...form,
    response: 'QuestionnaireResponse/qr1',
    person: 'Practitioner/coder',
    author: 'Practitioner/author',
  })

/** The label of the AI Transparency guide is younger than R4's list of labels. */
const listForeignCodes = (resource: Resource) =>
  definitions.listForeignCodes(resource).filter((code) => !code.endsWith('.meta.security = AIAST'))

const anAnswer: fc.Arbitrary<QueryAnswer> = fc.oneof(
  fc.constantFrom(...prompt.options).map(({ id }): QueryAnswer => ({ kind: 'answer', option: id })),
  fc
    .string({ minLength: 1, maxLength: 300 })
    .filter((text) => text.trim() === text && text !== '')
    .map((text): QueryAnswer => ({ kind: 'answer-other', text })),
  fc.constant<QueryAnswer>({ kind: 'unable-to-determine' }),
)

describe('the form', () => {
  test('is valid R4, and carries the label of what software put together', () => {
    const questionnaire = buildQuestionnaire(prompt, form.formKey, form.now)
    definitions.validate(questionnaire)
    expect(listForeignCodes(questionnaire)).toEqual([])
    expect(hasAiLabel(questionnaire.meta?.security)).toBe(true)
  })

  test('offers the options, other in words, and unable to determine, with none preselected', () => {
    const [question, other] = buildQuestionnaire(prompt, form.formKey, form.now).item ?? []
    const offered = question?.answerOption?.map(({ valueCoding }) => valueCoding?.display)
    expect(question?.text).toBe(prompt.question)
    expect(offered).toEqual(['Right knee', 'Left knee', 'Both knees', 'Other', 'Unable to determine'])
    expect(question?.answerOption?.some((option) => 'initialSelected' in option)).toBe(false)
    expect(other).toMatchObject({ type: 'text', enableWhen: [{ answerCoding: { code: 'other' } }] })
  })

  test('says nothing of the patient, because it belongs to none', () => {
    const text = JSON.stringify(buildQuestionnaire(prompt, form.formKey, form.now))
    for (const { quote } of prompt.evidence) expect(text).not.toContain(quote)
    expect(text).not.toMatch(/pat1|enc1|note-/)
    const other = { ...prompt, evidence: [] }
    expect(questionnaireKeyInput(other)).toBe(questionnaireKeyInput(prompt))
  })

  test('an option that is called "other" is not taken for "Other"', () => {
    const [first] = prompt.options
    const options = first ? [{ ...first, id: 'other', text: 'Other type of arthritis' }] : []
    const tricky = { ...form, prompt: { ...prompt, options } }
    const answer = { kind: 'answer', option: 'other' } as const
    const response = buildQuestionnaireResponse(tricky, answer)
    expect(mapQuestionnaireResponse(response, tricky)).toEqual({ kind: 'answered', answer })
  })
})

describe('the answer', () => {
  test('comes back as it was given, and is valid R4', () => {
    fc.assert(
      fc.property(anAnswer, (answer) => {
        const response = buildQuestionnaireResponse(form, answer)
        definitions.validate(response)
        expect(mapQuestionnaireResponse(response, form)).toEqual({ kind: 'answered', answer })
      }),
    )
  })

  test('is empty when it is sent, which is no answer', () => {
    const empty = buildQuestionnaireResponse(form)
    definitions.validate(empty)
    expect(listForeignCodes(empty)).toEqual([])
    expect(mapQuestionnaireResponse(empty, form)).toEqual({ kind: 'open' })
  })

  test('of a person does not carry the label of software', () => {
    const response = buildQuestionnaireResponse(form, { kind: 'unable-to-determine' })
    expect(response).not.toHaveProperty('meta')
  })

  const filled = (item: unknown, changes: object = {}) => ({
    ...buildQuestionnaireResponse(form),
    status: 'completed',
    item,
    ...changes,
  })
  const coded = (code: string) => ({ valueCoding: { system: 'https://postil.dev/fhir/CodeSystem/query-answer', code } })
  const right = [{ linkId: 'question', answer: [coded('option.right-knee')] }]

  test.each<[string, unknown, object]>([
    ['while it is being filled in', filled(right, { status: 'in-progress' }), { kind: 'open' }],
    ['after it was taken back', filled(right, { status: 'entered-in-error' }), { kind: 'open' }],
    ['of another patient', filled(right, { subject: { reference: 'Patient/pat2' } }), { kind: 'foreign' }],
    ['without a subject', filled(right, { subject: undefined }), { kind: 'foreign' }],
    [
      'that names an option nobody offered',
      filled([{ linkId: 'question', answer: [coded('option.hip')] }]),
      { kind: 'open' },
    ],
    ['"other" without words', filled([{ linkId: 'question', answer: [coded('other')] }]), { kind: 'open' }],
    ['without items', filled(undefined), { kind: 'open' }],
    ['that is no resource', null, { kind: 'foreign' }],
  ])('%s is not read', (_, resource, expected) => {
    expect(mapQuestionnaireResponse(resource, form)).toEqual(expected)
  })

  test.each<[string, unknown, QueryAnswer]>([
    ['amended later', filled(right, { status: 'amended' }), { kind: 'answer', option: 'right-knee' }],
    [
      'with its words under the choice',
      filled([
        {
          linkId: 'question',
          answer: [
            { ...coded('other'), item: [{ linkId: 'other-text', answer: [{ valueString: 'Both, worse left.' }] }] },
          ],
        },
      ]),
      { kind: 'answer-other', text: 'Both, worse left.' },
    ],
    [
      'in words instead of a code',
      filled([{ linkId: 'question', answer: [{ valueString: 'The right one.' }] }]),
      { kind: 'answer-other', text: 'The right one.' },
    ],
    ['within a group', filled([{ linkId: 'group', item: right }]), { kind: 'answer', option: 'right-knee' }],
  ])('%s is read', (_, resource, answer) => {
    expect(mapQuestionnaireResponse(resource, form)).toEqual({ kind: 'answered', answer })
  })

  test('survives whatever a server sends', () => {
    fc.assert(
      fc.property(fc.anything(), (item) => {
        const reading = mapQuestionnaireResponse(filled(item as QuestionnaireResponse['item']), form)
        expect(['open', 'answered']).toContain(reading.kind)
      }),
    )
  })
})

describe('the task', () => {
  test('is valid R4, is about the note, and goes to its author', () => {
    definitions.validate(task())
    expect(listForeignCodes(task())).toEqual([])
    expect(task()).toMatchObject({
      status: 'requested',
      for: { reference: 'Patient/pat1' },
      encounter: { reference: 'Encounter/enc1' },
      requester: { reference: 'Practitioner/coder' },
      owner: { reference: 'Practitioner/author' },
    })
    expect(task().focus?.reference).toBe(`DocumentReference/${prompt.evidence[0]?.noteId}`)
    expect(hasAiLabel(task().meta?.security)).toBe(true)
  })

  test('puts the words of the record before the form and the answer', () => {
    const kinds = task().input?.map(({ type }) => type.coding?.[0]?.code)
    expect(kinds).toEqual(['evidence', 'questionnaire', 'response'])
    expect(task().input?.[0]?.valueString).toBe(prompt.evidence[0]?.quote)
  })

  test('is about the encounter where the words stand in several notes, and to nobody in particular without an author', () => {
    const [first] = prompt.evidence
    const other = first ? [{ ...first, noteId: parseEncounterId('note-9') as never }] : []
    const several = { ...form, prompt: { ...prompt, evidence: [...prompt.evidence, ...other] } }
    const sent = buildQueryTask({ ...several, response: 'QuestionnaireResponse/qr1' })
    expect(sent.focus?.reference).toBe('Encounter/enc1')
    expect(sent).not.toHaveProperty('owner')
    definitions.validate(sent)
  })

  test('has a Provenance that says why: the quality of the record, not payment', () => {
    const provenance = buildProvenance(
      { encounterId: form.encounterId, supportingNotes: [] },
      { now: form.now, software: { version: '0.1.0' }, person: 'Practitioner/coder' },
      {
        targets: ['Task/1', 'QuestionnaireResponse/1'],
        activity: 'CREATE',
        purpose: 'HOPERAT',
        device: { kind: 'contained' },
      },
    )
    definitions.validate(provenance)
    expect(JSON.stringify(provenance)).not.toContain('HPAYMT')
  })
})
