/**
 * Keeps the Task of an encounter on the coders' list as the list has it, after an act of the person who reads it. What
 * fails is told and stops nothing: the list is Postil's own.
 */
import type { Task } from '@medplum/fhirtypes'
import type { WorkTaskPen, WorkTaskReceipt } from '#coding/contract/work-task.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import { asObject, asText } from '#fhir-mappers/loose.ts'
import { WORK_TASK } from '#fhir-mappers/systems.ts'
import { buildIdentifierQuery } from '#fhir-mappers/transaction.ts'
import { buildWorkTask } from '#fhir-mappers/work-task.ts'
import { sha256Hex } from '../digest.ts'
import type { EhrSession } from '../ehr-session.ts'
import { EhrError } from '../errors.ts'
import type { FhirServer } from '../fhir-server.ts'
import { type WriteAnswer, writeOnce } from './fhir-write.ts'
import { REFUSAL_WORDS } from './filing-words.ts'
import { findOwnReference } from './location.ts'
import type { WriteAbilities } from './write-abilities.ts'

export type WorkTaskParts = {
  readonly server: FhirServer
  readonly session: Pick<EhrSession, 'tenant' | 'fhirUser'>
  readonly now: () => number
}

/** The proxy's side: who writes, and what became of it. */
export type WorkTaskLedger = {
  readonly begin: (key: string) => Promise<WorkTaskPen>
  readonly settle: (receipt: WorkTaskReceipt) => Promise<void>
}

/** What the person is told; undefined where the EHR has the item as it stands, or the site wants no tasks. */
export type WorkTaskProblem = string | undefined

export type WorkTaskPlace = Pick<QueueItem, 'patientId' | 'encounterId'>
type Pen = Extract<WorkTaskPen, { readonly outcome: 'go' }>
/** The version that we left there; where it was found after a try of which nobody knew the end, the newest is ours. */
type Standing = { readonly reference: string; readonly versionId: string | undefined; readonly isNewest?: boolean }
type Writing = { readonly pen: Pen; readonly key: string; readonly ledger: WorkTaskLedger }

const WORDS = {
  busy: 'Another screen is writing this encounter’s task in the EHR. It is brought up to date with the next step.',
  changed: 'Somebody may have changed this encounter’s task in the EHR, so it stays there as it is.',
  unknown: 'Nobody knows whether the EHR took this encounter’s task. Look there; it is not sent twice.',
  refused: 'The EHR did not take this encounter’s task.',
  list: 'The list itself is up to date.',
}

export function createWorkTaskWriter({ server, session, now }: WorkTaskParts, abilities: WriteAbilities) {
  async function keep(placed: WorkTaskPlace, ledger: WorkTaskLedger): Promise<WorkTaskProblem> {
    if (session.tenant.workTasks !== true) return undefined
    const refusal = await abilities.findWorkTaskRefusal()
    if (refusal !== undefined) return `No task is kept in the EHR: ${REFUSAL_WORDS[refusal]}. ${WORDS.list}`
    const { patientId, encounterId } = placed
    const input = [session.tenant.issuer, patientId, encounterId, 'work-item'].join('|')
    const key = (await sha256Hex(input)).slice(0, 32)
    const pen = await ledger.begin(key)
    if (pen.outcome === 'done') return undefined
    return pen.outcome === 'busy' ? `${WORDS.busy} ${WORDS.list}` : write({ pen, key, ledger })
  }

  async function write(writing: Writing): Promise<WorkTaskProblem> {
    try {
      const { pen, key } = writing
      if (pen.remoteId !== undefined)
        return await update(writing, { reference: pen.remoteId, versionId: pen.versionId })
      const reference = pen.isUncertain ? await findByKey(key) : undefined
      if (reference !== undefined) return await update(writing, { reference, versionId: undefined, isNewest: true })
      // Sent before, nobody knows with what result, and this server can neither be asked nor keep from doing it twice.
      if (pen.isUncertain && !(await canCreateOnce())) return await giveUp(writing, { kind: 'unknown' })
      return await create(writing)
    } catch (error) {
      if (!(error instanceof EhrError)) throw error
      await writing.ledger.settle({ key: writing.key, state: 'rejected' })
      return `${error.message} ${WORDS.list}`
    }
  }

  const canCreateOnce = async () =>
    (await abilities.allowsIdentifierSearch('Task')) || (await abilities.allowsConditionalCreate('Task'))

  function build({ pen, key }: Writing): Task {
    const person = pen.isMine && session.fhirUser !== undefined ? { person: session.fhirUser } : {}
    const isTaken = pen.item.lock !== undefined && Date.parse(pen.item.lock.until) > now()
    return buildWorkTask({ item: pen.item, key, now: new Date(now()).toISOString(), isTaken, ...person })
  }

  async function create(writing: Writing): Promise<WorkTaskProblem> {
    const resource = build(writing)
    const isConditional = await abilities.allowsConditionalCreate('Task')
    const ifNoneExist = isConditional ? buildIdentifierQuery(resource) : undefined
    const answer = await writeOnce(server.transport, { method: 'POST', url: 'Task', resource, ifNoneExist })
    if (answer.kind !== 'written') return giveUp(writing, answer)
    // What was sent may be there: from here on nothing that fails says that it is not.
    const reference = answer.reference ?? (await tryRead(() => findByKey(writing.key)))
    if (reference === undefined) return giveUp(writing, { kind: 'unknown' })
    return finish(writing, reference, answer.body)
  }

  /** What a person has changed since stays: the version that we left must still be the newest, and known to be. */
  async function update(
    writing: Writing,
    { reference, versionId, isNewest = false }: Standing,
  ): Promise<WorkTaskProblem> {
    const remote = asObject<Task>(await server.read(reference))
    const found = readVersion(remote)
    if (found === undefined || (!isNewest && versionId !== found)) {
      return giveUp(writing, { kind: 'conflict', status: 412 })
    }
    const built = build(writing)
    const authoredOn = asText(remote.authoredOn) ?? built.authoredOn ?? ''
    const resource: Task = { ...built, id: reference.slice('Task/'.length), authoredOn }
    const answer = await writeOnce(server.transport, { method: 'PUT', url: reference, resource, ifMatch: found })
    return answer.kind === 'written' ? finish(writing, reference, answer.body) : giveUp(writing, answer)
  }

  async function finish({ ledger, key }: Writing, remoteId: string, body: unknown): Promise<undefined> {
    const versionId = readVersion(body) ?? readVersion(await tryRead(() => server.read(remoteId)))
    await ledger.settle({ key, state: 'written', remoteId, ...(versionId !== undefined && { versionId }) })
  }

  async function giveUp(
    { ledger, key }: Writing,
    answer: Exclude<WriteAnswer, { readonly kind: 'written' }>,
  ): Promise<string> {
    const httpStatus = 'status' in answer && answer.status !== undefined ? { httpStatus: answer.status } : {}
    const state = answer.kind === 'unknown' ? 'unknown' : 'rejected'
    await ledger.settle({ key, state, ...httpStatus })
    switch (answer.kind) {
      case 'conflict':
        return `${WORDS.changed} ${WORDS.list}`
      case 'unknown':
        return `${WORDS.unknown} ${WORDS.list}`
      case 'session-ended':
        return 'Your EHR session has ended. Open Postil again from the EHR.'
      case 'unsupported':
      case 'rejected':
        return `${WORDS.refused} ${WORDS.list}`
    }
  }

  async function findByKey(key: string): Promise<string | undefined> {
    if (!(await abilities.allowsIdentifierSearch('Task'))) return undefined
    const [found] = await server.searchPage('Task', { identifier: `${WORK_TASK}|${key}` })
    return findOwnReference(found)
  }

  return { keep }
}

async function tryRead<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof EhrError)) throw error
    return undefined
  }
}

function readVersion(resource: unknown): string | undefined {
  return asText(asObject<{ versionId: string }>(asObject<Task>(resource).meta).versionId)
}
