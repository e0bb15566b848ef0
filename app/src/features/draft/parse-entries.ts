/** What a person types into a line, as a value or as words that say what is wrong. */
import { type DateOnly, isDateOnly } from '#coding/domain/date-only.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { CodingError } from '#coding/domain/errors.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import {
  getProcedureSystem,
  type ModifierCode,
  parseModifierCode,
  parseProcedureCode,
} from '#coding/domain/procedure-code.ts'
import type { Result } from '#coding/domain/result.ts'
import type { ValidatedProcedure } from '#coding/domain/validated-code.ts'

import { MAX_POINTERS } from './draft-plan.ts'

/** 837P: four modifiers a line. */
const MAX_MODIFIERS = 4
const MAX_UNITS = 999

/** A code whose table is not loaded: nothing here calls it valid, and the draft says so. */
export function tryParseProcedureEntry(text: string): Result<ValidatedProcedure, string> {
  return tryCoding(() => {
    const code = parseProcedureCode(text)
    const system = getProcedureSystem(code)
    return { state: 'validated', category: 'procedure', system, code, edition: { basis: 'no-data' } }
  })
}

export function tryParseModifiers(text: string): Result<readonly ModifierCode[], string> {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '')
  if (parts.length > MAX_MODIFIERS) return { ok: false, problem: 'A line takes four modifiers at most.' }
  return tryCoding(() => [...new Set(parts.map(parseModifierCode))])
}

/** "2 1": places in the list of diagnoses, the most important first (837P, SV107). */
export function tryParsePointers(
  text: string,
  diagnoses: DraftClaim['diagnoses'],
): Result<readonly Icd10Code[], string> {
  const places = [...new Set(text.split(/[\s,]+/).filter((part) => part !== ''))]
  if (places.length > MAX_POINTERS) return { ok: false, problem: 'A line is for four diagnoses at most.' }
  const codes = places.map((place) => diagnoses[Number(place) - 1]?.code.code)
  const known = codes.filter((code) => code !== undefined)
  return known.length === places.length
    ? { ok: true, value: known }
    : { ok: false, problem: `Use the numbers of the diagnoses, 1 to ${diagnoses.length}.` }
}

export function tryParseUnits(text: string): Result<number, string> {
  const units = Number(text)
  const isFine = Number.isInteger(units) && units >= 1 && units <= MAX_UNITS
  return isFine
    ? { ok: true, value: units }
    : { ok: false, problem: `Units are a whole number from 1 to ${MAX_UNITS}.` }
}

export function tryParsePlace(text: string): Result<string, string> {
  return /^\d\d$/.test(text) ? { ok: true, value: text } : { ok: false, problem: 'A place of service has two digits.' }
}

export function tryParseDate(text: string): Result<DateOnly, string> {
  return isDateOnly(text) ? { ok: true, value: text } : { ok: false, problem: 'This is not a day.' }
}

function tryCoding<Value>(parse: () => Value): Result<Value, string> {
  try {
    return { ok: true, value: parse() }
  } catch (error) {
    if (error instanceof CodingError) return { ok: false, problem: error.message }
    throw error
  }
}
