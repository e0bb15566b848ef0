/**
 * Reads JSON that claims to be FHIR. The names of elements are checked by the compiler, their values by these
 * functions: servers send null, single objects where a list belongs, numbers as text, and whole other shapes.
 */

/** A FHIR type of which only the element names are believed. */
export type Loose<Type> = { readonly [Element in keyof Type]?: unknown }

// Wire limit of every short text (coding/src/contract/scalars.ts): a longer one would make the whole record refused.
const MAX_TEXT_LENGTH = 1000

function isLoose<Type>(value: unknown): value is Loose<Type> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @returns an object without elements when the value is not an object. */
export function asObject<Type>(value: unknown): Loose<Type> {
  return isLoose<Type>(value) ? value : {}
}

/** Leaves out what is not an object; a single object counts as a list of one, as in JSON made from XML. */
export function asList<Type>(value: unknown): readonly Loose<Type>[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.filter((item) => isLoose<Type>(item))
}

/** Trimmed and cut to what the wire allows; undefined when nothing is left. */
export function asText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.trim().slice(0, MAX_TEXT_LENGTH)
  return text === '' ? undefined : text
}

/** Finite numbers; also decimals that a server wrote as text to keep their precision. */
export function asNumber(value: unknown): number | undefined {
  const isDecimalText = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
  const number = isDecimalText ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** For the brands of the domain, whose `parse*` throws. */
export function asBranded<Value>(parse: (text: string) => Value, value: unknown): Value | undefined {
  if (typeof value !== 'string') return undefined
  try {
    return parse(value)
  } catch {
    return undefined
  }
}

/** Only the entries that have a value, for objects whose optional properties must be absent rather than undefined. */
export function present<Entries extends object>(
  entries: Entries,
): { [Key in keyof Entries]?: Exclude<Entries[Key], undefined> } {
  const kept: { [Key in keyof Entries]?: Exclude<Entries[Key], undefined> } = {}
  for (const key in entries) {
    const value = entries[key]
    if (isPresent(value)) kept[key] = value
  }
  return kept
}

function isPresent<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined
}
