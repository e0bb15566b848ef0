/** How an EHR differs from the specification, as far as an app that writes drafts meets it. */
import type { OperationOutcome } from '@medplum/fhirtypes'
import type { FaultInjector } from '../faults.ts'

/** FHIR type-restful-interaction codes. */
export type Interaction =
  | 'read'
  | 'vread'
  | 'history-instance'
  | 'search-type'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'

export type Paging = {
  readonly default: number
  readonly largest: number
  /** `opaque`: a next link says nothing of the search, so a client that builds its own gets nowhere. */
  readonly links: 'plain' | 'opaque'
}

export type Personality = {
  readonly software: { readonly name: string; readonly version: string }
  /** What is offered for a type; nothing at all means that the type is not there. */
  readonly listInteractions: (type: string) => ReadonlySet<Interaction>
  /** Listed as creatable all the same, and refused with 403 and no body: an API that this client was not given. */
  readonly unlicensed: ReadonlySet<string>
  readonly hasBundles: boolean
  /** Where false, If-None-Exist is not an error: it is not looked at. */
  readonly hasConditionalCreate: boolean
  /** Where false there is no ETag and no `meta.versionId`, and If-Match is not looked at. */
  readonly hasVersions: boolean
  /** What a create answers with when the client does not say what it prefers. */
  readonly created: 'resource' | 'nothing'
  readonly location: 'absolute' | 'relative'
  readonly paging: Paging
  /** Vendor operations beside the specification. */
  readonly hasChargeOperations: boolean
  /** What the EHR asks of a request beyond FHIR; an answer refuses it. */
  readonly findProblem: (request: PersonalityRequest) => OperationOutcome | undefined
  readonly delayMs: number
  /** Made anew with each switch, so that a run of faults begins at its beginning. */
  readonly createFaults: (() => FaultInjector) | undefined
}

export type PersonalityRequest = {
  readonly method: string
  readonly type: string
  readonly query: URLSearchParams
  readonly body: unknown
}

export const READS = ['read', 'vread', 'history-instance', 'search-type'] as const
export const WRITES = ['create', 'update', 'patch', 'delete'] as const

const everything: ReadonlySet<Interaction> = new Set([...READS, ...WRITES])

/** As the specification has it. */
export const native: Personality = {
  software: { name: 'Postil sandbox', version: '0.1.0' },
  listInteractions: () => everything,
  unlicensed: new Set(),
  hasBundles: true,
  hasConditionalCreate: true,
  hasVersions: true,
  created: 'resource',
  location: 'absolute',
  paging: { default: 100, largest: 500, links: 'plain' },
  hasChargeOperations: false,
  findProblem: () => undefined,
  delayMs: 0,
  createFaults: undefined,
}

/** No Claim writes and no bundles, as in EHRs that only know charges. */
export const charges: Personality = {
  ...native,
  listInteractions: (type) => (type === 'Claim' ? new Set<Interaction>(READS) : everything),
  hasBundles: false,
}

/** Everything is taken, after a while. */
export const slow: Personality = { ...native, delayMs: 700 }
