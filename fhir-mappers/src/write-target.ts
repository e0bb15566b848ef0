/** Where a draft may go: the tenant's opt-in and the server's word and the granted scope and what is known of the vendor. */
import type { TenantConfiguration, WriteTarget } from '#coding/contract/tenant.ts'
import { type Capabilities, hasInteraction, hasOperation } from './capability-statement.ts'
import type { GrantedScopes } from './scopes.ts'

type Vendor = TenantConfiguration['vendor']
/** What can hold a draft. */
export type DraftTarget = Exclude<WriteTarget, 'queue' | 'ChargeItem.$create'>

/** From the one that says most to the one that says least (smart-fhir conventions 5.5). */
const ORDER: readonly DraftTarget[] = ['Claim', 'ChargeItem', 'Task']

/**
 * What a vendor never takes, whatever its CapabilityStatement lists (smart-fhir conventions 5.1): Epic lists types
 * without a public API and keeps Task for community resources; Oracle's only charge call posts a charge, not a draft.
 */
const NEVER: Readonly<Record<Vendor, readonly DraftTarget[]>> = {
  epic: ['Claim', 'ChargeItem', 'Task'],
  oracle: ['Claim', 'ChargeItem', 'Task'],
  athena: ['Claim', 'ChargeItem', 'Task'],
  sandbox: [],
  hapi: [],
  medplum: [],
  other: [],
}

export type TargetRefusal = 'not-opted-in' | 'vendor-never' | 'no-create' | 'no-scope' | 'demoted'

export type WriteDecision = {
  readonly target: WriteTarget
  /** Why each better target was passed over, for the words on the screen. */
  readonly refused: readonly { readonly target: WriteTarget; readonly because: TargetRefusal }[]
}

export type WriteTargetInput = {
  readonly tenant: Pick<TenantConfiguration, 'vendor' | 'writeTargets'>
  /** Undefined when it could not be read: then nothing is written. */
  readonly capabilities: Capabilities | undefined
  /** Undefined on an open server, where there are none. */
  readonly scopes: GrantedScopes | undefined
  /** Targets that this tenant's server has refused before (403, 404 or 405). */
  readonly demoted?: readonly WriteTarget[]
}

/** Answers `queue` when the EHR takes no draft; never finds out by writing. */
export function decideWriteTarget(input: WriteTargetInput): WriteDecision {
  const judged = ORDER.map((target) => ({ target, because: findRefusal(target, input) }))
  const chosen = judged.findIndex(({ because }) => because === undefined)
  const passedOver = chosen < 0 ? judged : judged.slice(0, chosen)
  return {
    target: judged[chosen]?.target ?? 'queue',
    refused: passedOver.flatMap(({ target, because }) => (because === undefined ? [] : [{ target, because }])),
  }
}

function findRefusal(target: DraftTarget, input: WriteTargetInput): TargetRefusal | undefined {
  const { tenant, capabilities, scopes, demoted = [] } = input
  if (!tenant.writeTargets.includes(target)) return 'not-opted-in'
  if (NEVER[tenant.vendor].includes(target)) return 'vendor-never'
  if (capabilities === undefined || !hasInteraction(capabilities, target, 'create')) return 'no-create'
  if (scopes !== undefined && !scopes.allows(target, 'c')) return 'no-scope'
  return demoted.includes(target) ? 'demoted' : undefined
}

/**
 * Whether charges can be posted by `ChargeItem/$create`: never instead of a draft, only when a coder asks for it. The
 * other vendors have no such operation, or another one of that name.
 */
export function findPostRefusal({
  tenant,
  capabilities,
  scopes,
  demoted = [],
}: Omit<WriteTargetInput, 'tenant'> & {
  readonly tenant: Pick<TenantConfiguration, 'vendor' | 'writeTargets' | 'billCodes'>
}): TargetRefusal | undefined {
  if (!tenant.writeTargets.includes('ChargeItem.$create') || tenant.billCodes === undefined) return 'not-opted-in'
  if (tenant.vendor !== 'oracle') return 'vendor-never'
  if (capabilities === undefined || !hasOperation(capabilities, 'ChargeItem', 'create')) return 'no-create'
  // What was posted cannot be told from what was not without looking.
  const canLook = hasInteraction(capabilities, 'ChargeItem', 'search-type')
  if (!canLook) return 'no-create'
  if (scopes !== undefined && !(scopes.allows('ChargeItem', 'c') && scopes.allows('ChargeItem', 's'))) return 'no-scope'
  return demoted.includes('ChargeItem.$create') ? 'demoted' : undefined
}

/** Whether posted charges can be taken back by `ChargeItem/{id}/$credit`, which asks to see each of them first. */
export function findCreditRefusal({
  tenant,
  capabilities,
  scopes,
}: Pick<WriteTargetInput, 'tenant' | 'capabilities' | 'scopes'>): TargetRefusal | undefined {
  if (!tenant.writeTargets.includes('ChargeItem.$create')) return 'not-opted-in'
  if (tenant.vendor !== 'oracle') return 'vendor-never'
  const canCredit = capabilities !== undefined && hasOperation(capabilities, 'ChargeItem', 'credit')
  if (!(canCredit && hasInteraction(capabilities, 'ChargeItem', 'read'))) return 'no-create'
  const isGranted = scopes === undefined || (scopes.allows('ChargeItem', 'c') && scopes.allows('ChargeItem', 'r'))
  return isGranted ? undefined : 'no-scope'
}

/**
 * @returns undefined where the coders' list may be kept as Tasks: the site's own switch beside its opt-in for Tasks, and a
 * server and a grant that let them be brought up to date, since a Task that stays as it was says what is not so.
 */
export function findWorkTaskRefusal(
  input: Omit<WriteTargetInput, 'demoted' | 'tenant'> & {
    readonly tenant: Pick<TenantConfiguration, 'vendor' | 'writeTargets' | 'workTasks'>
  },
): TargetRefusal | undefined {
  const { tenant, capabilities, scopes } = input
  if (tenant.workTasks !== true) return 'not-opted-in'
  const refusal = findRefusal('Task', input)
  if (refusal !== undefined) return refusal
  const canKeep = ['read', 'update'].every((one) => capabilities && hasInteraction(capabilities, 'Task', one))
  if (!canKeep) return 'no-create'
  const isGranted = scopes === undefined || (scopes.allows('Task', 'r') && scopes.allows('Task', 'u'))
  return isGranted ? undefined : 'no-scope'
}

/** What a query to the author is made of; each must be allowed, or nothing is sent. */
const QUERY_PARTS = ['Task', 'Questionnaire', 'QuestionnaireResponse'] as const

/** @returns undefined where a query may be sent: the tenant's opt-in for Tasks, and the server's and the grant's word for each part. */
export function findQueryRefusal(input: Omit<WriteTargetInput, 'demoted'>): TargetRefusal | undefined {
  const { capabilities, scopes } = input
  const refusal = findRefusal('Task', input)
  if (refusal !== undefined) return refusal
  const canCreate = QUERY_PARTS.every(
    (type) => capabilities !== undefined && hasInteraction(capabilities, type, 'create'),
  )
  if (!canCreate) return 'no-create'
  const isGranted = QUERY_PARTS.every((type) => scopes === undefined || scopes.allows(type, 'c'))
  return isGranted ? undefined : 'no-scope'
}
