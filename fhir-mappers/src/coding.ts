/** Codings out of whatever a server puts where a CodeableConcept belongs. */
import type { CodeableConcept, Coding } from '@medplum/fhirtypes'
import { asList, asText, present } from './loose.ts'
import { canonicalSystem } from './systems.ts'

export type ReadCoding = { readonly system?: string; readonly code?: string; readonly display?: string }

function mapCoding(system: unknown, code: unknown, display: unknown): ReadCoding {
  const uri = asText(system)
  return present({ system: uri && canonicalSystem(uri), code: asText(code), display: asText(display) })
}

/** @param value a CodeableConcept, a Coding, a list of either, or a bare code as FHIR STU3 had it for some elements. */
export function listCodings(value: unknown): readonly ReadCoding[] {
  if (typeof value === 'string') return [mapCoding(undefined, value, undefined)]
  return asList<CodeableConcept & Coding>(value).flatMap((item) => [
    ...asList<Coding>(item.coding).map((coding) => mapCoding(coding.system, coding.code, coding.display)),
    ...(item.code === undefined ? [] : [mapCoding(item.system, item.code, item.display)]),
  ])
}

/** The first code from the given system. */
export function findCode(value: unknown, system: string): string | undefined {
  return listCodings(value).find((coding) => coding.system === system && coding.code !== undefined)?.code
}

/** The words of a concept: its own text, else the first display, else nothing. */
export function findConceptText(value: unknown): string | undefined {
  const own = asList<CodeableConcept>(value).map((concept) => asText(concept.text))
  const displays = listCodings(value).map((coding) => coding.display)
  return [...own, ...displays].find((text) => text !== undefined)
}

/** Looks each code up in a table and answers the first hit; codes are compared without regard to system or case. */
export function findByCode<Value>(value: unknown, table: ReadonlyMap<string, Value>): Value | undefined {
  for (const { code } of listCodings(value)) {
    const found = code === undefined ? undefined : table.get(code.toLowerCase())
    if (found !== undefined) return found
  }
  return undefined
}
