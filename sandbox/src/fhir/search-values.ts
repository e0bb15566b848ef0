/** The values that FHIRPath finds in a resource, in the few shapes that search compares. */
import { isRecord } from '../is-record.ts'

export type Token = { readonly system?: string; readonly code?: string; readonly text?: string }
/** Milliseconds since the epoch, `end` exclusive; an open side is infinite. */
export type DateRange = { readonly start: number; readonly end: number }
export type Amount = { readonly value: number; readonly system?: string; readonly unit?: string }

export function findText(value: unknown, key: string): string | undefined {
  const found = isRecord(value) ? value[key] : undefined
  return typeof found === 'string' ? found : undefined
}

function list(value: unknown, key: string): readonly unknown[] {
  const found = isRecord(value) ? value[key] : undefined
  return Array.isArray(found) ? found : []
}

/** https://hl7.org/fhir/R4/search.html#token */
export function listTokens(value: unknown): readonly Token[] {
  if (!isRecord(value)) {
    return [{ code: String(value) }]
  }
  const codings = list(value, 'coding')
  if (codings.length > 0 || (findText(value, 'text') !== undefined && findText(value, 'code') === undefined)) {
    const text = findText(value, 'text')
    return [...(text === undefined ? [] : [{ text }]), ...codings.flatMap(listTokens)]
  }
  const [system, code, text] = [findText(value, 'system'), findCode(value), findText(value, 'display')]
  return [
    {
      ...(system === undefined ? {} : { system }),
      ...(code === undefined ? {} : { code }),
      ...(text === undefined ? {} : { text }),
    },
  ]
}

/** Coding has `code`; Identifier and ContactPoint have `value`. */
function findCode(value: unknown): string | undefined {
  return findText(value, 'code') ?? findText(value, 'value')
}

/** https://hl7.org/fhir/R4/search.html#string: any part of a name or an address may match. */
export function listStrings(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    return [value]
  }
  const parts = ['text', 'family', 'city', 'district', 'state', 'postalCode', 'country'].map((key) =>
    findText(value, key),
  )
  const lists = ['given', 'prefix', 'suffix', 'line'].flatMap((key) => list(value, key))
  return [...parts, ...lists].filter((part) => typeof part === 'string')
}

/** A date, a dateTime of any precision, an instant, a Period or a Timing's events, as the range it covers. */
export function findDateRange(value: unknown): DateRange | undefined {
  if (typeof value === 'string') {
    return parseDateRange(value)
  }
  const events = list(value, 'event').flatMap((event) => findDateRange(event) ?? [])
  if (events.length > 0) {
    return { start: Math.min(...events.map(({ start }) => start)), end: Math.max(...events.map(({ end }) => end)) }
  }
  const [start, end] = [findText(value, 'start'), findText(value, 'end')].map((side) => side && parseDateRange(side))
  return start || end ? { start: start ? start.start : -Infinity, end: end ? end.end : Infinity } : undefined
}

const datePattern = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/

/** https://hl7.org/fhir/R4/search.html#date: a value stands for every moment it could mean. Without a zone, UTC. */
export function parseDateRange(text: string): DateRange | undefined {
  const match = datePattern.exec(text)
  if (!match) {
    return undefined
  }
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  const start = Date.parse(
    `${year}-${month ?? '01'}-${day ?? '01'}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}${fraction ?? ''}${zone ?? 'Z'}`,
  )
  if (Number.isNaN(start)) {
    return undefined
  }
  if (fraction !== undefined) {
    return { start, end: start + 1 }
  }
  if (second !== undefined) {
    return { start, end: start + 1_000 }
  }
  if (hour !== undefined) {
    return { start, end: start + 60_000 }
  }
  if (day !== undefined) {
    return { start, end: start + 86_400_000 }
  }
  return { start, end: month === undefined ? Date.UTC(Number(year) + 1, 0) : Date.UTC(Number(year), Number(month)) }
}

export function findAmount(value: unknown): Amount | undefined {
  if (typeof value === 'number') {
    return { value }
  }
  const amount = isRecord(value) ? value['value'] : undefined
  if (typeof amount !== 'number') {
    return undefined
  }
  const [system, unit] = [findText(value, 'system'), findText(value, 'code') ?? findText(value, 'unit')]
  return { value: amount, ...(system === undefined ? {} : { system }), ...(unit === undefined ? {} : { unit }) }
}
