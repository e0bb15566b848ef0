/** Draft, Device and Provenance as one transaction that can be sent twice without writing twice. */
import type { Bundle, BundleEntry, ChargeItem, Claim, Resource } from '@medplum/fhirtypes'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { BuildContext } from './build-context.ts'
import { buildChargeItems } from './charge-item.ts'
import { buildClaim } from './claim.ts'
import { buildDevice } from './device.ts'
import { buildProvenance } from './provenance.ts'

/** `entry`: the Device is created beside the draft. `contained`: within the Provenance, where the server takes no Device. */
export type DevicePlacement = 'entry' | 'contained'

export function buildClaimTransaction(draft: DraftClaim, context: BuildContext, device: DevicePlacement): Bundle {
  return buildTransaction([buildClaim(draft, context)], { draft, context, device })
}

export function buildChargeItemTransaction(draft: DraftClaim, context: BuildContext, device: DevicePlacement): Bundle {
  return buildTransaction(buildChargeItems(draft, context), { draft, context, device })
}

type Filing = { readonly draft: DraftClaim; readonly context: BuildContext; readonly device: DevicePlacement }

function buildTransaction(charges: readonly (Claim | ChargeItem)[], { draft, context, device }: Filing): Bundle {
  const deviceUrl = buildEntryUrl(context.key, 0)
  const chargeUrls = charges.map((_, index) => buildEntryUrl(context.key, index + 2))
  const provenance = buildProvenance(draft, context, {
    targets: chargeUrls,
    device: device === 'contained' ? { kind: 'contained' } : { kind: 'reference', reference: deviceUrl },
    activity: 'CREATE',
  })
  const deviceResource = buildDevice(context.software)
  const entry: BundleEntry[] = [
    ...(device === 'entry' ? [buildCreate(deviceUrl, deviceResource, buildIdentifierQuery(deviceResource))] : []),
    ...charges.map((charge, index) =>
      buildCreate(chargeUrls[index] ?? deviceUrl, charge, buildIdentifierQuery(charge)),
    ),
    buildCreate(buildEntryUrl(context.key, 1), provenance, `target=${chargeUrls[0] ?? deviceUrl}`),
  ]
  return { resourceType: 'Bundle', type: 'transaction', entry }
}

function buildCreate(fullUrl: string, resource: Resource, ifNoneExist: string): BundleEntry {
  return { fullUrl, resource, request: { method: 'POST', url: resource.resourceType, ifNoneExist } }
}

/**
 * The query of `If-None-Exist` for a resource that we have given an identifier. Percent-encoded: in a plain query a
 * server may read `+` as a space, and create duplicates.
 */
export function buildIdentifierQuery({ identifier }: Pick<Claim, 'identifier'>): string {
  const { system = '', value = '' } = identifier?.[0] ?? {}
  return `identifier=${encodeURIComponent(`${system}|${value}`)}`
}

/** The same key gives the same UUID (RFC 9562, version 8: of our own making), so that a replay is the same bytes. */
function buildEntryUrl(key: string, place: number): string {
  const hex = key.padEnd(32, '0').slice(0, 29) + place.toString(16).padStart(3, '0')
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)]
  return `urn:uuid:${groups.join('-')}`
}
