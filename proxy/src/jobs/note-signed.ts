/**
 * A practice's system says that a note was signed, and the note goes to the front of the queue. The call brings ids and
 * nothing else that is believed: the worker reads the chart from the configured server, and checks whose note it is.
 */
import * as z from 'zod/mini'
import type { TenantKey } from '#coding/domain/ids.ts'
import { parseEncounterId, parseNoteId, parsePatientId } from '#coding/domain/ids.ts'
import type { NoteReference } from '#fhir-mappers/note-reference.ts'
import { appendAudit } from '../audit/audit-log.ts'
import { hashSecret } from '../crypto/references.ts'
import { ProxyError } from '../errors.ts'
import { answerJson } from '../http/answer.ts'
import type { Application } from '../http/application.ts'
import { requireJson } from '../http/content-type.ts'
import type { Handler, ProxyContext } from '../http/context.ts'
import { parseJson } from '../http/json-body.ts'
import { createRateLimiter, limitRate } from '../http/rate-limit.ts'
import { limitSize, readBody } from '../http/size-limit.ts'
import { BATCH_ACTOR } from '../store/batch-results.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { Pool } from '../store/schema.ts'
import { markProofUsed } from '../store/sessions.ts'
import type { TenantDirectory } from '../tenants.ts'
import type { JobQueue } from './job-queue.ts'
import { findSignedId, SIGNED_WINDOW_S } from './signed-call.ts'

const MAX_BYTES = 16 * 1024
const PER_MINUTE_AND_ADDRESS = 600

const fhirId = z.string().check(z.regex(/^[A-Za-z0-9.-]{1,64}$/))
/** A FHIR id, or an instant where a system names versions by when they were changed. */
const version = z.string().check(z.regex(/^[A-Za-z0-9.:+-]{1,64}$/))
const noteSigned = z.strictObject({
  event: z.literal('note_signed'),
  patientId: z.pipe(fhirId, z.transform(parsePatientId)),
  encounterId: z.pipe(fhirId, z.transform(parseEncounterId)),
  noteId: z.pipe(fhirId, z.transform(parseNoteId)),
  noteVersion: version,
})

export type Webhooks = {
  /** None for a tenant that takes no such calls. */
  readonly secretsOf: (tenant: TenantKey) => readonly string[]
  readonly openQueue: (tenant: TenantKey) => Promise<JobQueue>
}

export type NoteSignedParts = {
  readonly db: Pool
  readonly tenants: Pick<TenantDirectory, 'all'>
  readonly now: () => number
  readonly findAddress: (context: ProxyContext) => string
  readonly webhooks: Webhooks
}

export function mountNoteSigned(app: Application, parts: NoteSignedParts): void {
  const rate = limitRate(createRateLimiter(PER_MINUTE_AND_ADDRESS, parts.now), parts.findAddress)
  app.post('/webhooks/:tenant/note-signed', rate, limitSize(MAX_BYTES), requireJson, createNoteSignedHandler(parts))
}

function createNoteSignedHandler(parts: NoteSignedParts): Handler {
  const { tenants, webhooks, now } = parts
  const byName = new Map(tenants.all.map((row) => [row.key as string, row]))
  return async function noteSigned(context) {
    const row = byName.get(context.req.param('tenant') ?? '')
    const body = await readBody(context)
    // A tenant that is not there and a wrong signature look the same from outside.
    const secrets = row ? webhooks.secretsOf(row.key) : []
    const call = findSignedId({ signature: context.req.header('postil-signature'), body, secrets, now: now() })
    if (row === undefined || call === undefined) throw refusal()
    context.set('tenant', row)
    const note = readNote(body)
    const queue = await webhooks.openQueue(row.key)
    // Before the call is used up: a sender that hears of a failure sends it again, and a version is queued once anyway.
    await queue.add([note], 'sooner')
    await useUp(parts, { tenant: row.key, ...call, item: queue.refer(note), requestId: context.get('requestId') })
    return answerJson(context, { queued: true }, 202)
  }
}

/** Ids of the FHIR server, and which version of the note was signed. */
function readNote(body: string): NoteReference {
  try {
    const { event: _event, ...note } = noteSigned.parse(parseJson(body))
    return note
  } catch (cause) {
    throw new ProxyError('bad-request', 'The event is not in the form that docs/batch.md gives.', { cause })
  }
}

type Use = {
  readonly tenant: TenantKey
  readonly id: string
  readonly signedAt: number
  readonly item: string
  readonly requestId: string
}

/** With its audit, over all replicas, and for as long as the signature would be taken. */
async function useUp({ db, now }: NoteSignedParts, { tenant, id, signedAt, item, requestId }: Use): Promise<void> {
  await inTenant(db, tenant, async (transaction) => {
    const hash = hashSecret(['note-signed', tenant, id].join('\u001f'))
    const expiresAt = new Date((signedAt + 2 * SIGNED_WINDOW_S) * 1000)
    if (!(await markProofUsed(transaction, { hash, expiresAt }))) throw refusal()
    await appendAudit(transaction, tenant, [
      { at: new Date(now()).toISOString(), requestId, actor: BATCH_ACTOR, action: 'batch.signed', item },
    ])
  })
}

function refusal(): ProxyError {
  return new ProxyError('unauthorized', 'The call is not signed as agreed, is too old, or was made before.')
}
