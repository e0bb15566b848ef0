/** What can go wrong with one note of a batch, and what a person can do about it. */

export type JobErrorCode =
  | 'not-found'
  | 'not-authorized'
  | 'sign-in-refused'
  | 'throttled'
  | 'unavailable'
  | 'bad-answer'
  | 'wrong-patient'
  | 'no-readable-note'
  | 'engine-failed'
  | 'export-failed'
  | 'foreign-address'
  /** No failure: the site has Postil off for the visit. */
  | 'switched-off'
  | 'internal'

type Meaning = {
  /** Whether the same question may have another answer later. */
  readonly mayPass: boolean
  readonly toDo: string
}

export const MEANINGS: Readonly<Record<JobErrorCode, Meaning>> = {
  'not-found': {
    mayPass: false,
    toDo: 'The EHR no longer has the note or its encounter. Nothing is to be done unless it was moved or comes back; then retry.',
  },
  'not-authorized': {
    mayPass: false,
    toDo: 'The EHR does not let this client read something it needs. Ask its administrator for the scopes that docs/batch.md lists, then retry.',
  },
  'sign-in-refused': {
    mayPass: false,
    toDo: 'The authorization server refused the client. Check client id, key and its registered public half (npm run batch -- jwks), then retry.',
  },
  throttled: {
    mayPass: true,
    toDo: 'The EHR asked for fewer requests until the job gave up. Lower requestsPerSecond of the tenant, then retry.',
  },
  unavailable: { mayPass: true, toDo: 'The EHR did not answer. Retry when it does.' },
  'bad-answer': {
    mayPass: false,
    toDo: 'The EHR answered with something that is not FHIR R4 (a practice system: not what its adapter knows). Report it to its administrator with the reference of the job.',
  },
  'wrong-patient': {
    mayPass: false,
    toDo: 'The note and its encounter name different patients. Have the chart corrected; it is not analysed before.',
  },
  'no-readable-note': {
    mayPass: false,
    toDo: 'No note of the encounter has text that can be read, or policy withholds it. Code this encounter by hand.',
  },
  'engine-failed': {
    mayPass: false,
    toDo: 'The note could not be analysed. Report the reference of the job; code it by hand.',
  },
  'switched-off': {
    mayPass: false,
    toDo: 'Postil is off for this visit (modes of the tenant), so its note was not analysed; a run after the change finds it again.',
  },
  'export-failed': {
    mayPass: false,
    toDo: 'The EHR did not finish the export, or refused it. Ask its administrator whether Bulk Data is on for this client and whether the group exists, then run the batch again.',
  },
  'foreign-address': {
    mayPass: false,
    toDo: "The export lies on another server than the EHR, and nothing was read from there. If that server is the EHR's own, add its origin to batch.fileOrigins of the tenant, then run the batch again.",
  },
  internal: { mayPass: true, toDo: 'Look for the reference of the job in the log, then retry.' },
}

/** The message is ours and safe to show; what the EHR said is not kept. */
export class JobError extends Error {
  override readonly name = 'JobError'
  readonly code: JobErrorCode
  /** What the server asked for, where it did. */
  readonly retryAfterMs: number | undefined
  /** The pace said so, where the pause is on record already; else the server itself. */
  readonly isFromPace: boolean

  constructor(
    code: JobErrorCode,
    options: ErrorOptions & { readonly retryAfterMs?: number; readonly isFromPace?: boolean } = {},
  ) {
    super(MEANINGS[code].toDo, options)
    this.code = code
    this.retryAfterMs = options.retryAfterMs
    this.isFromPace = options.isFromPace ?? false
  }
}
