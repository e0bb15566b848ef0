/** Subscription: what a server is asked to tell by rest-hook, https://hl7.org/fhir/R4/subscription.html#2.46.7.1. */
import type { Subscription } from '@medplum/fhirtypes'
import { asObject } from './loose.ts'

export type NoteHook = {
  readonly endpoint: string
  /** The server sends it along with every call. */
  readonly secret: string
  /** When it ends by itself. */
  readonly end: Date
}

/** About every document that counts; without a payload, because that something changed is all that is asked for. */
export function buildNoteSubscription({ endpoint, secret, end }: NoteHook): Subscription {
  return {
    resourceType: 'Subscription',
    status: 'requested',
    reason: 'Postil reads notes when they are signed',
    criteria: 'DocumentReference?status=current',
    end: end.toISOString(),
    channel: { type: 'rest-hook', endpoint, header: [`Authorization: Bearer ${secret}`] },
  }
}

/** Whether the server still tells, or is about to; it switches off what it could not deliver. */
export function isSubscriptionOn(resource: unknown): boolean {
  const { status } = asObject<Subscription>(resource)
  return status === 'requested' || status === 'active'
}
