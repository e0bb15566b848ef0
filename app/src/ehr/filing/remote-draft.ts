/** What the EHR holds of our draft now, and whether it is still what we wrote. */
import type { Meta, Resource } from '@medplum/fhirtypes'
import { asObject } from '#fhir-mappers/loose.ts'
import { sha256Hex } from '../digest.ts'
import type { FhirServer } from '../fhir-server.ts'

export type RemoteDraft = {
  readonly reference: string
  readonly resource: unknown
  /** Absent on servers without versions: they cannot protect an update against a person's edit. */
  readonly versionId: string | undefined
}

/** @throws EhrError */
export async function readRemoteDrafts(
  server: FhirServer,
  references: readonly string[],
): Promise<readonly RemoteDraft[]> {
  const resources = await Promise.all(references.map((reference) => server.read(reference)))
  return resources.map((resource, index) => toRemoteDraft(resource, references[index] ?? ''))
}

export function toRemoteDraft(resource: unknown, reference: string): RemoteDraft {
  const { versionId } = asObject<Meta>(asObject<Resource>(resource).meta)
  return { reference, resource, versionId: typeof versionId === 'string' ? versionId : undefined }
}

/** Of everything but what a server counts up by itself, in an order of our own. */
export async function digestRemoteDrafts(drafts: readonly RemoteDraft[]): Promise<string> {
  return sha256Hex(JSON.stringify(drafts.map(({ resource }) => canonicalize(dropVersion(resource)))))
}

function dropVersion(resource: unknown): unknown {
  const { meta, ...rest } = asObject<Resource>(resource)
  const { versionId: _versionId, lastUpdated: _lastUpdated, ...kept } = asObject<Meta>(meta)
  return { ...rest, meta: kept }
}

function canonicalize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonicalize)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonicalize(inner)]),
  )
}

/** Times that differ between two builds of the same draft. */
const TIMES = new Set(['created', 'authoredOn', 'enteredDate', 'enterer', 'requester'])

/** Whether everything that we would write stands in what the server holds; it may have added things of its own. */
export function holdsDraft(remote: unknown, ours: unknown): boolean {
  if (Array.isArray(ours)) {
    return (
      Array.isArray(remote) && remote.length === ours.length && ours.every((item, at) => holdsDraft(remote[at], item))
    )
  }
  if (typeof ours !== 'object' || ours === null) return remote === ours
  const held = asObject<Record<string, unknown>>(remote)
  return Object.entries(ours).every(([key, value]) => TIMES.has(key) || holdsDraft(held[key], value))
}
