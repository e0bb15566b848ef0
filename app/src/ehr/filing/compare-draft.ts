/** A filed draft in three versions, one resource at a time, and what of it a person is shown (smart-fhir reference 7.4). */
import type { Claim, Resource } from '@medplum/fhirtypes'
import type { WriteRecord } from '#coding/contract/write.ts'
import { describeValue, nameField } from '#fhir-mappers/describe-field.ts'
import { compareVersions, type FieldChange, mergeVersions, type Versions } from '#fhir-mappers/draft-difference.ts'
import { asObject } from '#fhir-mappers/loose.ts'
import type { DifferentField, DraftDifference } from '../session-types.ts'
import type { Filing } from './create-draft.ts'
import { buildCharges, type Charge } from './draft-payload.ts'
import { FILING_WORDS } from './filing-words.ts'
import { digestRemoteDrafts, type RemoteDraft } from './remote-draft.ts'

type ComparedCharge = {
  readonly remote: RemoteDraft
  readonly versions: Versions & { readonly ours: Charge }
  readonly changes: readonly FieldChange[]
}

export type Comparison = { readonly charges: readonly ComparedCharge[]; readonly seen: string }

/** @param remote as many as the draft has resources, in the same order. */
export async function compareDraft(
  filing: Filing,
  record: WriteRecord | undefined,
  remote: readonly RemoteDraft[],
): Promise<Comparison> {
  const base = findBase(filing, record)
  const charges = buildCharges(filing).flatMap((ours, index) => {
    const copy = remote[index]
    if (!copy) return []
    const sent: unknown = base.sent[index] ?? ours
    // What a server adds by itself is nobody's edit; without its answer on record, all that it added counts as such.
    const written = base.written?.[index] ?? { ...asObject(copy.resource), ...asObject(sent) }
    const versions = { written, sent, theirs: copy.resource, ours }
    return [{ remote: copy, versions, changes: compareVersions(versions) }]
  })
  return { charges, seen: await digestRemoteDrafts(remote) }
}

type Base = { readonly sent: readonly Charge[]; readonly written: readonly unknown[] | undefined }

function findBase(filing: Filing, record: WriteRecord | undefined): Base {
  const { filed, content } = record ?? {}
  if (filed) return { sent: buildCharges({ ...filing, ...filed.content }), written: filed.remote }
  // Nothing is known to have arrived: what stands there can only be of the newest attempt.
  return { sent: content ? buildCharges({ ...filing, ...content }) : [], written: undefined }
}

/** Whether what we would write already stands there, and nothing else was touched. */
export function hasNoChange({ charges }: Comparison): boolean {
  return charges.every(({ changes }) => changes.length === 0)
}

/** @param isTaken whether our value goes in. */
export function mergeCharge(
  { versions, changes }: ComparedCharge,
  isTaken: (change: FieldChange, path: string) => boolean,
): Charge {
  const taken = changes.filter((change) => isTaken(change, nameWhole(versions.ours, change.path)))
  return mergeVersions(versions, changes, new Set(taken.map(({ path }) => path)))
}

export function describeDifference({ charges, seen }: Comparison): DraftDifference {
  return {
    seen,
    locked: findLock(charges),
    fields: charges.flatMap(({ versions: { ours }, changes }, index) =>
      changes.map((change) =>
        describeChange(change, { ours, prefix: charges.length > 1 ? `Charge ${index + 1}: ` : '' }),
      ),
    ),
  }
}

function describeChange(
  { path, written, theirs, ours, by }: FieldChange,
  charge: { readonly ours: Charge; readonly prefix: string },
): DifferentField {
  return {
    path: nameWhole(charge.ours, path),
    name: `${charge.prefix}${nameField(path)}`,
    written: describeValue(written),
    theirs: describeValue(theirs),
    ours: describeValue(ours),
    by,
  }
}

/** Several charges of one draft have fields of the same name. */
function nameWhole({ identifier }: Charge, path: string): string {
  return `${identifier?.[0]?.value}/${path}`
}

function findLock(charges: readonly ComparedCharge[]): string | undefined {
  // A draft that a person has released, billed or cancelled is theirs as a whole.
  const isTakenOn = charges.some(({ changes }) => changes.some(({ path, by }) => path === 'status' && by !== 'us'))
  if (isTakenOn) return FILING_WORDS.takenOn
  return charges.some(({ remote }) => remote.versionId === undefined) ? FILING_WORDS.noVersions : undefined
}

/** What a server may say of its own accord about what was sent, apart. */
export function isSameContent(merged: Charge, theirs: unknown): boolean {
  return JSON.stringify(strip(merged)) === JSON.stringify(strip(theirs))
}

function strip(resource: unknown): unknown {
  const { meta, ...rest } = asObject<Resource>(resource)
  const { security, tag } = asObject<NonNullable<Claim['meta']>>(meta)
  return sortKeys({ ...rest, security, tag })
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]))
}
