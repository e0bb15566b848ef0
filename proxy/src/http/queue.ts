/** The coders' list: `GET /v1/queue` reads it, `GET /v1/queue/coders` says whom to give to, `POST /v1/queue/next` takes the most urgent, `POST /v1/queue/:item` goes on with one. */
import {
  nextRequest,
  type QueueCoders,
  type QueueStepRequest,
  type QueueUnchanged,
  queueRequest,
  queueStepRequest,
} from '#coding/contract/queue.ts'
import type { AnalysisParts } from '../analysis.ts'
import {
  findQueueRules,
  type QueueVisit,
  readChangedQueue,
  readCoders,
  readQueue,
  takeItemStep,
  takeNextItem,
} from '../coders-queue.ts'
import { spellPerson } from '../crypto/references.ts'
import { ProxyError } from '../errors.ts'
import { isKnownCoder } from '../store/coders.ts'
import { inTenant } from '../store/in-tenant.ts'
import { answerJson } from './answer.ts'
import type { Handler, ProxyContext } from './context.ts'
import { readJson } from './json-body.ts'

type Parts = AnalysisParts

export function createReadQueueHandler(parts: Parts): Handler {
  return async function readQueueHandler(context) {
    const question = queueRequest.safeParse(context.req.query())
    if (!question.success) throw new ProxyError('bad-request', 'The list cannot be asked for like this.')
    const visit = openVisit(parts, context)
    if (question.data.seen === undefined) return answerJson(context, await readQueue(parts, visit, question.data))
    const changed = await readChangedQueue(parts, visit, question.data)
    return answerJson(context, changed ?? ({ unchanged: true } satisfies QueueUnchanged))
  }
}

export function createReadCodersHandler(parts: Parts): Handler {
  return async function readCodersHandler(context) {
    const answer: QueueCoders = { coders: [...(await readCoders(parts, openVisit(parts, context)))] }
    return answerJson(context, answer)
  }
}

export function createNextItemHandler(parts: Parts): Handler {
  return async function nextItem(context) {
    const { value } = await readJson(context, nextRequest)
    const item = await takeNextItem(parts, openVisit(parts, context), value.line)
    return answerJson(context, item ? { item } : {})
  }
}

export function createQueueStepHandler(parts: Parts): Handler {
  return async function queueStep(context) {
    const { value } = await readJson(context, queueStepRequest)
    const request = await nameAssignee(parts, context, value)
    const encounterRef = context.req.param('item') ?? ''
    const item = await takeItemStep(parts, openVisit(parts, context), { ...request, encounterRef })
    return answerJson(context, { item })
  }
}

function openVisit({ now }: Parts, context: ProxyContext): QueueVisit {
  const { tenant, actor, role, encounterRef } = context.get('session')
  const rules = findQueueRules(context.get('tenant'))
  return { tenant, actor, role, encounterRef, requestId: context.get('requestId'), at: new Date(now()), rules }
}

/** People are known here by a reference that nobody can go back from; who gives work out names them as the EHR does. */
async function nameAssignee(
  { db, references, now }: Parts,
  context: ProxyContext,
  request: QueueStepRequest,
): Promise<QueueStepRequest> {
  const { step } = request
  if (step.kind !== 'assign' || step.to === undefined) return request
  const { key, issuer } = context.get('tenant')
  for (const user of spellPerson(issuer, step.to)) {
    const to = references.ofActor(key, user)
    const who = { tenant: key, actor: to, now: new Date(now()) }
    if (await inTenant(db, key, (transaction) => isKnownCoder(transaction, who)))
      return { ...request, step: { kind: 'assign', to } }
  }
  throw new ProxyError(
    'conflict',
    'Postil does not know this person as a coder. Have them open Postil once, then give it to them again.',
  )
}
