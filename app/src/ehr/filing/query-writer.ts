/**
 * Sends an unanswered question to the author of the note, as a Task with its form and an empty answer, and reads the
 * answer back. The ledger makes it happen once; an outcome that nobody knows is looked up and never sent again.
 */
import type { DocumentReference } from '@medplum/fhirtypes'
import type { PromptFinding } from '#coding/domain/finding.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import { asList } from '#fhir-mappers/loose.ts'
import { buildProvenance } from '#fhir-mappers/provenance.ts'
import { buildQueryTask } from '#fhir-mappers/query-task.ts'
import { buildQuestionnaire, questionnaireKeyInput } from '#fhir-mappers/questionnaire.ts'
import {
  buildQuestionnaireResponse,
  mapQuestionnaireResponse,
  type QueryForm,
} from '#fhir-mappers/questionnaire-response.ts'
import { findRelativeReference } from '#fhir-mappers/reference.ts'
import { QUERY_RESPONSE, QUERY_TASK } from '#fhir-mappers/systems.ts'
import { buildIdentifierQuery } from '#fhir-mappers/transaction.ts'
import { sha256Hex } from '../digest.ts'
import { EhrError } from '../errors.ts'
import type { QueryOutcome, QueryReading, WriteLedger } from '../session-types.ts'
import { SOFTWARE } from '../software.ts'
import { createDevice } from './create-draft.ts'
import type { DraftFilerParts } from './draft-filer.ts'
import { type WriteAnswer, type WriteRequest, writeOnce } from './fhir-write.ts'
import { QUERY_WORDS, REFUSAL_WORDS } from './filing-words.ts'
import { type LedgerSteps, settle, takePen } from './ledger-steps.ts'
import { findOwnReference } from './location.ts'
import type { WriteAbilities } from './write-abilities.ts'

export type QueryWriter = {
  /** Never throws for what can be expected; writes nothing without a click of the coder. */
  readonly sendQuery: (finding: PromptFinding, ledger: WriteLedger) => Promise<QueryOutcome>
  /** @throws EhrError @returns `open` until a person has finished the answer. */
  readonly readQueryAnswer: (response: string, finding: PromptFinding) => Promise<QueryReading>
}

type Sending = {
  readonly form: QueryForm
  readonly finding: PromptFinding
  readonly steps: LedgerSteps
  /** What an attempt before this one left in the EHR: it is gone on with, not made again. */
  readonly done?: readonly string[]
}

export function createQueryWriter(parts: DraftFilerParts, abilities: WriteAbilities): QueryWriter {
  const { server, session, context, browser } = parts
  const { transport } = server
  const person = session.fhirUser === undefined ? {} : { person: session.fhirUser }

  async function sendQuery(finding: PromptFinding, ledger: WriteLedger): Promise<QueryOutcome> {
    try {
      // Before the ledger is touched: a session that is over leaves nothing pending (F7).
      await session.getAccessToken()
      const refusal = await abilities.findQueryRefusal()
      if (refusal !== undefined) return { kind: 'not-offered', reason: REFUSAL_WORDS[refusal] }
      const form = await buildForm(finding)
      const payloadSha256 = await sha256Hex(`${finding.fingerprint}|${form.formKey}`)
      const pen = await takePen(ledger, { key: form.key, target: 'Task', payloadSha256 })
      if (pen.outcome === 'none') return { kind: 'rejected', reason: QUERY_WORDS.ledgerDown }
      const sending = { form, finding, steps: { ledger, payloadSha256, row: pen.row } }
      const done = pen.row.remoteId?.split(',') ?? []
      const isAsked = done.some((reference) => reference.startsWith('Task/'))
      return pen.outcome === 'go' && !isAsked ? await create({ ...sending, done }) : await lookUp(sending)
    } catch (error) {
      if (!(error instanceof EhrError)) throw error
      return error.code === 'session-ended' ? { kind: 'session-ended' } : { kind: 'rejected', reason: error.message }
    }
  }

  async function buildForm({ fingerprint, prompt }: PromptFinding): Promise<QueryForm> {
    const formKey = (await sha256Hex(questionnaireKeyInput(prompt))).slice(0, 32)
    const key = await buildQueryKey(fingerprint)
    return { prompt, ...context, formKey, key, now: new Date(browser.now()).toISOString() }
  }

  async function buildQueryKey(fingerprint: Fingerprint): Promise<string> {
    const { patientId, encounterId } = context
    const input = [session.tenant.issuer, patientId, encounterId, 'query', fingerprint].join('|')
    return (await sha256Hex(input)).slice(0, 32)
  }

  async function createOnce(resource: WriteRequest['resource'], identifier: string | undefined): Promise<WriteAnswer> {
    const url = resource.resourceType
    const isConditional = identifier !== undefined && (await abilities.allowsConditionalCreate(url))
    return writeOnce(transport, { method: 'POST', url, resource, ifNoneExist: isConditional ? identifier : undefined })
  }

  /** The Task comes last: until it is there nobody is asked, and what came before it asks nothing. */
  async function create(sending: Sending): Promise<QueryOutcome> {
    const { form, finding, done = [] } = sending
    if (done.length === 0) {
      const questionnaire = buildQuestionnaire(form.prompt, form.formKey, form.now)
      const asked = await createOnce(questionnaire, buildIdentifierQuery(questionnaire))
      if (asked.kind !== 'written') return giveUp(sending, asked)
      return create({ ...sending, done: [asked.reference ?? 'Questionnaire'] })
    }
    const response = done.find((reference) => reference.startsWith('QuestionnaireResponse/'))
    if (response === undefined) {
      const empty = buildQuestionnaireResponse(form)
      const answer = await createOnce(empty, buildIdentifierQuery({ identifier: [empty.identifier ?? {}] }))
      if (answer.kind !== 'written') return giveUp(sending, answer)
      if (answer.reference === undefined) return giveUp(sending, { kind: 'unknown', status: answer.status })
      return create({ ...sending, done: [...done, answer.reference] })
    }
    const author = await findAuthor(finding)
    const task = buildQueryTask({ ...form, ...person, response, ...(author && { author }) })
    const written = await createOnce(task, buildIdentifierQuery(task))
    if (written.kind !== 'written') return giveUp(sending, written)
    if (written.reference === undefined) return lookUp(sending)
    return finish(sending, written.reference, response)
  }

  async function finish({ steps, finding }: Sending, task: string, response: string): Promise<QueryOutcome> {
    const provenance = await createProvenance(finding, [task, response])
    await settle(steps, { state: 'written', provenance, remoteId: `${task},${response}` })
    return { kind: 'sent', task, response }
  }

  /** Somebody has begun this before: what stands in the EHR is what counts. */
  async function lookUp({ form, steps }: Sending): Promise<QueryOutcome> {
    const [task, response] = await Promise.all([
      findByIdentifier('Task', QUERY_TASK, form.key),
      findByIdentifier('QuestionnaireResponse', QUERY_RESPONSE, form.key),
    ])
    if (task !== undefined && response !== undefined) {
      const remoteId = `${task},${response}`
      if (steps.row.state !== 'written') await settle(steps, { state: 'written', provenance: 'none', remoteId })
      return { kind: 'sent', task, response }
    }
    if (steps.row.state === 'pending') await settle(steps, { state: 'unknown', provenance: 'none' })
    return { kind: 'unknown', reason: QUERY_WORDS.unknown }
  }

  async function findByIdentifier(type: string, system: string, key: string): Promise<string | undefined> {
    if (!(await abilities.allowsIdentifierSearch(type))) return undefined
    const [found] = await server.searchPage(type, { identifier: `${system}|${key}` })
    return findOwnReference(found)
  }

  async function giveUp(
    sending: Sending,
    answer: Exclude<WriteAnswer, { readonly kind: 'written' }>,
  ): Promise<QueryOutcome> {
    const { steps, done = [] } = sending
    const left = done.length > 0 ? { remoteId: done.join(',') } : {}
    switch (answer.kind) {
      case 'unknown':
      case 'conflict':
        return lookUp(sending)
      case 'session-ended':
        await settle(steps, { state: 'rejected', provenance: 'none', ...left, httpStatus: 401 })
        return { kind: 'session-ended' }
      case 'unsupported':
        await settle(steps, { state: 'rejected', provenance: 'none', ...left, httpStatus: answer.status })
        return { kind: 'not-offered', reason: REFUSAL_WORDS.demoted }
      case 'rejected':
        await settle(steps, {
          state: 'rejected',
          provenance: 'none',
          ...left,
          httpStatus: answer.status,
          issueCodes: [...answer.issues.codes],
        })
        return { kind: 'rejected', reason: [QUERY_WORDS.refused, ...answer.issues.texts].join(' ') }
    }
  }

  async function createProvenance(
    { prompt }: PromptFinding,
    targets: readonly string[],
  ): Promise<'written' | 'pending' | 'none'> {
    if (!(await abilities.allowsCreate('Provenance'))) return 'none'
    const now = new Date(browser.now()).toISOString()
    const device = await createDevice({ transport, abilities, context: { software: SOFTWARE } })
    const versions = new Map(prompt.evidence.map(({ noteId, noteVersion }) => [noteId, noteVersion]))
    const supportingNotes = [...versions].map(([id, version]) => ({ id, version }))
    const resource = buildProvenance(
      { encounterId: context.encounterId, supportingNotes },
      { now, software: SOFTWARE, ...person },
      {
        targets,
        activity: 'CREATE',
        purpose: 'HOPERAT',
        device: device === undefined ? { kind: 'contained' } : { kind: 'reference', reference: device },
      },
    )
    const answer = await createOnce(resource, `target=${encodeURIComponent(targets[0] ?? '')}`)
    return answer.kind === 'written' ? 'written' : 'pending'
  }

  /** As the note itself names its author; the record that the engine reads holds no names. */
  async function findAuthor({ prompt }: PromptFinding): Promise<string | undefined> {
    const [first] = prompt.evidence
    if (first === undefined) return undefined
    try {
      const note = await server.read(`DocumentReference/${first.noteId}`)
      return asList<DocumentReference>(note)
        .flatMap(({ author }) => asList<{ reference: string }>(author))
        .map((author) => findRelativeReference(author))
        .find((reference) => reference !== undefined && /^Practitioner(Role)?\//.test(reference))
    } catch (error) {
      if (!(error instanceof EhrError) || error.code === 'session-ended') throw error
      return undefined
    }
  }

  return {
    sendQuery,
    readQueryAnswer: async (response, { prompt }) =>
      mapQuestionnaireResponse(await server.read(response), { prompt, patientId: context.patientId }),
  }
}
