/** The Subscription at the EHR: made, looked after, and made anew before it ends, each with a secret of its own. */
import { randomBytes } from 'node:crypto'
import type { TenantKey } from '#coding/domain/ids.ts'
import { hasInteraction, mapCapabilities } from '#fhir-mappers/capability-statement.ts'
import { buildNoteSubscription, isSubscriptionOn } from '#fhir-mappers/subscription.ts'
import { hashSecret } from '../crypto/references.ts'
import { expectCalls, findEhrSubscription, keepEhrSubscription } from '../store/ehr-subscriptions.ts'
import type { Pool } from '../store/schema.ts'
import { JobError, type JobErrorCode } from './errors.ts'
import type { FhirServer } from './fhir-server.ts'

export type SubscriptionParts = {
  readonly db: Pool
  readonly tenant: TenantKey
  readonly server: FhirServer
  /** Where the EHR calls; see `subscription-calls.ts`. */
  readonly endpoint: string
  readonly now: () => number
}

/** `not-offered` and `refused`: nothing will be heard, and looking regularly must do. */
export type Subscribed = 'as-before' | 'made' | 'not-offered' | 'refused'

const LASTS_MS = 7 * 24 * 60 * 60_000

/** @throws JobError when the server does not answer. */
export async function subscribe(parts: SubscriptionParts): Promise<Subscribed> {
  const { db, tenant, server, now } = parts
  const { remote } = await findEhrSubscription(db, tenant)
  if (remote && remote.endsAt.getTime() - now() > LASTS_MS / 2 && (await stands(server, remote.id))) return 'as-before'
  if (!(await isOffered(server))) return 'not-offered'
  const made = await make(parts)
  if (made && remote) await forget(server, remote.id)
  return made ? 'made' : 'refused'
}

async function isOffered(server: FhirServer): Promise<boolean> {
  try {
    const capabilities = mapCapabilities(await server.read('metadata'))
    return capabilities.ok && hasInteraction(capabilities.value, 'Subscription', 'create')
  } catch (error) {
    if (isRefusal(error)) return false
    throw error
  }
}

const REFUSALS: ReadonlySet<JobErrorCode> = new Set(['not-authorized', 'not-found', 'bad-answer'])

/** An answer, and not the one that was hoped for; who did not answer may do so later. */
function isRefusal(error: unknown): boolean {
  return error instanceof JobError && REFUSALS.has(error.code)
}

async function stands(server: FhirServer, id: string): Promise<boolean> {
  try {
    return isSubscriptionOn(await server.read(`Subscription/${id}`))
  } catch (error) {
    if (isRefusal(error)) return false
    throw error
  }
}

async function make({ db, tenant, server, endpoint, now }: SubscriptionParts): Promise<boolean> {
  const secret = randomBytes(32).toString('base64url')
  const [hash, endsAt] = [hashSecret(secret), new Date(now() + LASTS_MS)]
  await expectCalls(db, tenant, { hash, at: new Date(now()) })
  try {
    const id = await server.create(buildNoteSubscription({ endpoint, secret, end: endsAt }))
    await keepEhrSubscription(db, tenant, { id, hash, endsAt, at: new Date(now()) })
    return true
  } catch (error) {
    if (isRefusal(error)) return false
    throw error
  }
}

/** A courtesy: what the old one still says is no longer taken, and it ends by itself. */
async function forget(server: FhirServer, id: string): Promise<void> {
  try {
    await server.remove(`Subscription/${id}`)
  } catch (error) {
    if (!(error instanceof JobError)) throw error
  }
}
