/** The one class that this folder throws. Callers switch on `code`; `message` is safe to show and says what to do next. */
import type { EhrErrorCode } from './session-types.ts'

const MESSAGES: Record<EhrErrorCode, string> = {
  'foreign-issuer': 'This server is not registered with Postil. Ask your administrator to add it.',
  'forbidden-parameter': 'The address that opened Postil has settings it may not bring. Open Postil from the chart.',
  'launch-failed': 'Postil could not sign in to the EHR. Open it again from the chart.',
  'storage-blocked': 'This browser blocks storage inside the chart’s frame. Open Postil in its own window.',
  'session-ended': 'Your EHR session has ended. Open Postil again from the chart.',
  'wrong-patient': 'The encounter belongs to another patient. Close Postil and open it again from the right chart.',
  'chart-closed': 'This chart was closed in the EHR. Open Postil again from the chart you work in.',
  'signed-out': 'You have signed out of the EHR. Sign in there, and open Postil again from the chart.',
  'not-allowed': 'The EHR does not allow Postil to do this for you. Ask your administrator.',
  'not-found': 'The EHR does not have what Postil asked for. Open Postil again from the chart.',
  unreachable: 'The EHR could not be reached. Check the connection and try again.',
  throttled: 'The EHR is busy. Try again in a minute.',
  'bad-response': 'The EHR answered in a form that Postil does not understand. Tell your administrator.',
  'unsafe-url': 'The EHR pointed to an address outside itself, so Postil did not follow it.',
  timeout: 'The EHR did not answer in time. Try again.',
}

export type EhrErrorDetails = {
  readonly message?: string
  readonly status?: number
  readonly cause?: unknown
}

export class EhrError extends Error {
  readonly code: EhrErrorCode
  /** HTTP status of the EHR's answer, when there was one. */
  readonly status: number | undefined

  constructor(code: EhrErrorCode, details: EhrErrorDetails = {}) {
    super(details.message ?? MESSAGES[code], { cause: details.cause })
    this.name = 'EhrError'
    this.code = code
    this.status = details.status
  }
}

/** Whether the caller itself gave up; such an error is passed on as it is and never becomes an `EhrError`. */
export function isAbortBy(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}

/** Turns whatever was caught into the error that a screen can show. */
export function normalizeEhrError(error: unknown, otherwise: EhrErrorCode): EhrError {
  return error instanceof EhrError ? error : new EhrError(otherwise, { cause: error })
}
