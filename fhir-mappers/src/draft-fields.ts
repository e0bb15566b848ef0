/**
 * A filed Claim, ChargeItem or Task as the fields that people change: one a diagnosis, one an element of a line, one an
 * element of the whole. What a server counts up by itself, and what only says who filed when, is no field.
 */
import type { Claim } from '@medplum/fhirtypes'
import { asList, asObject } from './loose.ts'

/** `priority`, `diagnosis/2`, `item/1` or `item/1/modifier`; numbers are sequences. */
export type FieldPath = string

/** Compared by value; undefined where the field is not there. */
export type Fields = ReadonlyMap<FieldPath, unknown>

const NOT_FIELDS: ReadonlySet<string> = new Set([
  ...['resourceType', 'id', 'meta', 'implicitRules', 'text', 'identifier'],
  ...['created', 'enterer', 'enteredDate', 'authoredOn', 'lastModified', 'requester'],
])

/** Lists whose entries have a number that other elements point to. */
const NUMBERED: ReadonlySet<string> = new Set<keyof Claim>([
  'diagnosis',
  'procedure',
  'item',
  'careTeam',
  'supportingInfo',
  'insurance',
])

type Numbered = { readonly sequence: number }
type Entry = Readonly<Record<string, unknown>>

export function listFields(resource: unknown): Fields {
  const fields = new Map<FieldPath, unknown>()
  for (const [name, value] of Object.entries(asObject<Entry>(resource))) {
    if (NOT_FIELDS.has(name) || value === undefined) continue
    if (!NUMBERED.has(name)) fields.set(name, value)
    else for (const entry of asList<Numbered>(value)) fields.set(`${name}/${String(entry.sequence)}`, entry)
  }
  return fields
}

/**
 * Fields of several versions of one resource, side by side. A line that all of them have is taken apart, so that an edit
 * of its units and one of its modifiers can both stand.
 */
export function alignFields(versions: readonly unknown[]): readonly Fields[] {
  const listed = versions.map(listFields)
  return listed.map((fields) => {
    const parts = new Map<FieldPath, unknown>()
    for (const [path, value] of fields) {
      const isShared = path.startsWith('item/') && listed.every((other) => other.has(path))
      if (!isShared) parts.set(path, value)
      else for (const [name, part] of Object.entries(asObject<Entry>(value))) parts.set(`${path}/${name}`, part)
    }
    return parts
  })
}

/** @returns the resource with one field set, or taken away where the value is undefined. */
export function setField(resource: object, path: FieldPath, value: unknown): object {
  const [name = '', sequence, part] = path.split('/')
  if (sequence === undefined) return setElement(resource, name, value)
  const entries = asList<Numbered>(asObject<Entry>(resource)[name])
  const others = entries.filter((entry) => String(entry.sequence) !== sequence)
  const found = entries.find((entry) => String(entry.sequence) === sequence)
  const changed = part === undefined ? value : setElement(found ?? {}, part, value)
  const next = [...others, ...(changed === undefined ? [] : asList<Numbered>(changed))]
  return setElement(
    resource,
    name,
    next.length === 0 ? undefined : next.toSorted((a, b) => Number(a.sequence) - Number(b.sequence)),
  )
}

function setElement(holder: object, name: string, value: unknown): object {
  const others = Object.entries(holder).filter(([key]) => key !== name)
  return Object.fromEntries(value === undefined ? others : [...others, [name, value]])
}
