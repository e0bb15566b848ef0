/**
 * Three versions of a filed draft: as it was written, as the EHR has it now, as it would be written now. What a person
 * changed in the EHR is never lost: a merge begins with theirs, and takes over only what we changed or somebody chose.
 */
import type { Coding, Meta, Resource } from '@medplum/fhirtypes'
import { alignFields, type FieldPath, setField } from './draft-fields.ts'
import { asList, asObject } from './loose.ts'

export type Versions = {
  /** As the EHR answered when we wrote it; what a server added by itself is in it. */
  readonly written: unknown
  /** What we sent then. */
  readonly sent: unknown
  readonly theirs: unknown
  readonly ours: unknown
}

export type FieldChange = {
  readonly path: FieldPath
  readonly written: unknown
  readonly theirs: unknown
  readonly ours: unknown
  /** Who changed it since it was written. */
  readonly by: 'person' | 'us' | 'both'
}

/** @returns what differs, in the order of the resource; nothing where both made the same change. */
export function compareVersions({ written, sent, theirs, ours }: Versions): readonly FieldChange[] {
  const [writtenFields, sentFields, theirFields, ourFields] = alignFields([written, sent, theirs, ours])
  if (!(writtenFields && sentFields && theirFields && ourFields)) return []
  const paths = new Set([...theirFields.keys(), ...ourFields.keys(), ...writtenFields.keys(), ...sentFields.keys()])
  return [...paths].flatMap((path) => {
    const [was, is, will] = [writtenFields.get(path), theirFields.get(path), ourFields.get(path)]
    const byPerson = !isSame(was, is)
    const byUs = !isSame(sentFields.get(path), will)
    if (!(byPerson || byUs) || (byPerson && byUs && holds(is, will))) return []
    const by = byPerson && byUs ? 'both' : byPerson ? 'person' : 'us'
    return [{ path, written: was, theirs: is, ours: will, by }]
  })
}

/** @param taken the paths of `changes` where our value goes in. */
export function mergeVersions<Kind extends Resource>(
  { sent, theirs, ours }: Omit<Versions, 'ours'> & { readonly ours: Kind },
  changes: readonly FieldChange[],
  taken: ReadonlySet<FieldPath>,
): Kind {
  const resource = changes
    .filter(({ path }) => taken.has(path))
    .reduce<object>(
      (held, { path, ours: value }) => setField(held, path, value),
      asObject<Record<string, unknown>>(theirs),
    )
  const meta = mergeLabels(asObject<Resource>(sent).meta, asObject<Resource>(theirs).meta, ours.meta)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- theirs is of the same kind: it was found under our identifier or id
  return { ...resource, resourceType: ours.resourceType, meta } as unknown as Kind
}

/** Labels that somebody else gave stay; ours are those of what we write now. */
function mergeLabels(sent: unknown, theirs: unknown, ours: Meta | undefined): Meta {
  const [before, kept] = [asObject<Meta>(sent), asObject<Meta>(theirs)]
  const merge = (element: 'security' | 'tag'): Coding[] => {
    const own = [...asList<Coding>(before[element]), ...(ours?.[element] ?? [])].map(nameCoding)
    const foreign = asList<Coding>(kept[element]).filter((coding) => !own.includes(nameCoding(coding)))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- given back to the server as it wrote them
    return [...(foreign as Coding[]), ...(ours?.[element] ?? [])]
  }
  const [security, tag] = [merge('security'), merge('tag')]
  return { ...(security.length > 0 && { security }), ...(tag.length > 0 && { tag }) }
}

function nameCoding({ system, code }: { readonly system?: unknown; readonly code?: unknown }): string {
  return `${String(system)}|${String(code)}`
}

/** Equal as JSON, whatever the order of the elements. */
function isSame(one: unknown, other: unknown): boolean {
  return holds(one, other) && holds(other, one)
}

/** Whether everything in `part` stands in `whole`; lists must be of one length and order. */
function holds(whole: unknown, part: unknown): boolean {
  if (Array.isArray(part)) {
    return Array.isArray(whole) && whole.length === part.length && part.every((item, at) => holds(whole[at], item))
  }
  if (typeof part !== 'object' || part === null) return whole === part
  const held = asObject<Record<string, unknown>>(whole)
  return Object.entries(part).every(([key, value]) => holds(held[key], value))
}
