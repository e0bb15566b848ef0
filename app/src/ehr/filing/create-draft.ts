/** First filing: draft, Device and Provenance in one transaction or one by one (smart-fhir reference 5.5, 7.4). */
import type { Bundle, BundleEntry, BundleEntryResponse } from '@medplum/fhirtypes'
import type { WriteContent } from '#coding/contract/write.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { BuildContext } from '#fhir-mappers/build-context.ts'
import { buildDevice } from '#fhir-mappers/device.ts'
import { asList, asObject } from '#fhir-mappers/loose.ts'
import { buildProvenance } from '#fhir-mappers/provenance.ts'
import { buildChargeItemTransaction, buildClaimTransaction, buildIdentifierQuery } from '#fhir-mappers/transaction.ts'
import type { FhirTransport } from '../fhir-transport.ts'
import { buildCharges, type Charge, type FilingTarget } from './draft-payload.ts'
import { type WriteAnswer, writeOnce } from './fhir-write.ts'
import { findLocation, findOwnReference } from './location.ts'
import { type RemoteDraft, toRemoteDraft } from './remote-draft.ts'
import type { WriteAbilities } from './write-abilities.ts'

export type Filing = {
  readonly transport: FhirTransport
  readonly abilities: WriteAbilities
  readonly draft: DraftClaim
  readonly purpose: WriteContent['purpose']
  readonly context: BuildContext
  readonly target: FilingTarget
}

export type CreateResult =
  | {
      readonly kind: 'created'
      readonly references: readonly string[]
      /** What the EHR made of it, where it said so. */
      readonly remote: readonly (RemoteDraft | undefined)[]
      /** True when the server already held a resource with our identifier and made none. */
      readonly isExisting: boolean
      readonly provenance: 'written' | 'pending' | 'none'
      readonly status: number
    }
  | Exclude<WriteAnswer, { readonly kind: 'written' }>

export async function createDraft(filing: Filing): Promise<CreateResult> {
  const { abilities, target } = filing
  const allowsBundle =
    target !== 'Task' && (await abilities.hasTransaction()) && (await abilities.allowsCreate('Provenance'))
  if (!allowsBundle) return createOneByOne(filing)
  const result = await createByTransaction(filing, target)
  if (result.kind !== 'unsupported') return result
  // The refusal may be meant for the transaction and not for the draft; nothing has been written.
  abilities.demoteTransaction()
  return createOneByOne(filing)
}

async function createByTransaction(filing: Filing, target: 'Claim' | 'ChargeItem'): Promise<CreateResult> {
  const { transport, abilities, draft, context } = filing
  const build = target === 'Claim' ? buildClaimTransaction : buildChargeItemTransaction
  const device = (await abilities.allowsCreate('Device')) ? 'entry' : 'contained'
  const bundle = build(draft, context, device)
  const answer = await writeOnce(transport, { method: 'POST', url: '', resource: bundle })
  if (answer.kind !== 'written') return answer
  const entries = readEntries(bundle, answer.body).filter(({ type }) => type === target)
  const references = entries.flatMap(({ reference }) => reference ?? [])
  // 200 and no word about where: it is there, but we cannot say what.
  if (references.length === 0 || references.length < entries.length) return { kind: 'unknown', status: answer.status }
  return {
    kind: 'created',
    references,
    remote: entries.map(({ resource, reference = '' }) => tellRemote(resource, reference)),
    isExisting: entries.some(({ isExisting }) => isExisting),
    provenance: 'written',
    status: answer.status,
  }
}

function tellRemote(body: unknown, reference: string): RemoteDraft | undefined {
  return findOwnReference(body) === reference ? toRemoteDraft(body, reference) : undefined
}

type EntryResult = {
  readonly type: string
  readonly reference: string | undefined
  readonly isExisting: boolean
  readonly resource: unknown
}

/** The entries of a transaction's answer stand in the order of the request (FHIR R4 http, 3.1.0.11.2). */
function readEntries(request: Bundle, body: unknown): readonly EntryResult[] {
  const answers = asList<BundleEntry>(asObject<Bundle>(body).entry)
  return (request.entry ?? []).map((entry, index) => {
    const answer = answers[index]
    const response = asObject<BundleEntryResponse>(answer?.response)
    const location = typeof response.location === 'string' ? findLocation(response.location) : undefined
    return {
      type: entry.resource?.resourceType ?? '',
      reference: location ?? findOwnReference(answer?.resource),
      isExisting: typeof response.status === 'string' && response.status.startsWith('200'),
      resource: answer?.resource,
    }
  })
}

async function createOneByOne(filing: Filing): Promise<CreateResult> {
  const references: string[] = []
  const remote: (RemoteDraft | undefined)[] = []
  let isExisting = false
  let status = 0
  for (const charge of buildCharges(filing)) {
    const answer = await createCharge(filing, charge)
    if (answer.kind !== 'written') return references.length === 0 ? answer : { kind: 'unknown', status }
    if (answer.reference === undefined) return { kind: 'unknown', status: answer.status }
    references.push(answer.reference)
    remote.push(tellRemote(answer.body, answer.reference))
    status = answer.status
    isExisting ||= status === 200
  }
  return {
    kind: 'created',
    references,
    remote,
    isExisting,
    provenance: await createProvenance(filing, references, 'CREATE'),
    status,
  }
}

async function createCharge({ transport, abilities }: Filing, charge: Charge): Promise<WriteAnswer> {
  const isConditional = await abilities.allowsConditionalCreate(charge.resourceType)
  return writeOnce(transport, {
    method: 'POST',
    url: charge.resourceType,
    resource: charge,
    ifNoneExist: isConditional ? buildIdentifierQuery(charge) : undefined,
  })
}

/** Without it the draft still stands; the ledger then says that it is owed, and the next click pays it. */
export async function createProvenance(
  filing: Filing,
  targets: readonly string[],
  activity: 'CREATE' | 'UPDATE',
): Promise<'written' | 'pending' | 'none'> {
  const { transport, abilities, draft, context } = filing
  if (!(await abilities.allowsCreate('Provenance'))) return 'none'
  const device = await createDevice(filing)
  const resource = buildProvenance(draft, context, {
    targets,
    device: device === undefined ? { kind: 'contained' } : { kind: 'reference', reference: device },
    activity,
  })
  // One that an earlier attempt brought along is enough; each update has its own.
  const isConditional = activity === 'CREATE' && (await abilities.allowsConditionalCreate('Provenance'))
  const ifNoneExist = isConditional ? `target=${encodeURIComponent(targets[0] ?? '')}` : undefined
  const answer = await writeOnce(transport, { method: 'POST', url: 'Provenance', resource, ifNoneExist })
  return answer.kind === 'written' ? 'written' : 'pending'
}

/** One Device for all drafts: made only where the server itself prevents a second one. */
export async function createDevice({
  transport,
  abilities,
  context,
}: Pick<Filing, 'transport' | 'abilities'> & { readonly context: Pick<BuildContext, 'software'> }): Promise<
  string | undefined
> {
  if (!((await abilities.allowsCreate('Device')) && (await abilities.allowsConditionalCreate('Device'))))
    return undefined
  const device = buildDevice(context.software)
  const ifNoneExist = buildIdentifierQuery(device)
  const answer = await writeOnce(transport, { method: 'POST', url: 'Device', resource: device, ifNoneExist })
  return answer.kind === 'written' ? answer.reference : undefined
}
