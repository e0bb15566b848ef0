/** OperationOutcomes that @medplum/core has no word for, and the HTTP status of every outcome. */
import { getStatus, OperationOutcomeError } from '@medplum/core'
import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes'

/** `getStatus` of @medplum/core goes by the outcome's id and calls these 400. */
const ownStatuses = { forbidden: 403, 'not-supported': 405, 'not-acceptable': 406, 'unsupported-media': 415 } as const
type OwnStatus = keyof typeof ownStatuses

function isOwnStatus(id: string | undefined): id is OwnStatus {
  return id !== undefined && id in ownStatuses
}

export function httpStatusOf(outcome: OperationOutcome): number {
  return isOwnStatus(outcome.id) ? ownStatuses[outcome.id] : getStatus(outcome)
}

function describe(id: OwnStatus, code: OperationOutcomeIssue['code'], text: string): OperationOutcome {
  return { resourceType: 'OperationOutcome', id, issue: [{ severity: 'error', code, details: { text } }] }
}

export const forbiddenBecause = (text: string): OperationOutcome => describe('forbidden', 'forbidden', text)
export const notSupported = (text: string): OperationOutcome => describe('not-supported', 'not-supported', text)
export const notAcceptable = (text: string): OperationOutcome => describe('not-acceptable', 'not-supported', text)
export const unsupportedMedia = (text: string): OperationOutcome => describe('unsupported-media', 'not-supported', text)

/** How a repository refuses: the router turns it into an answer. */
export function refuse(outcome: OperationOutcome): never {
  throw new OperationOutcomeError(outcome)
}
