/** Inpatient procedures of a facility (ICD-10-PCS): seven characters, without the letters I and O. */
import { CodingError } from './errors.ts'

declare const brand: unique symbol
export type Icd10PcsCode = string & { readonly [brand]: 'Icd10PcsCode' }

const PCS = /^[0-9A-HJ-NP-Z]{7}$/

/** @throws CodingError `bad-code` */
export function parseIcd10PcsCode(text: string): Icd10PcsCode {
  const code = tryParseIcd10PcsCode(text)
  if (code === undefined)
    throw new CodingError('bad-code', 'An ICD-10-PCS code has seven characters (for example 0SRC0J9).')
  return code
}

/** @returns undefined for a code of another shape; whether it exists only its tables can say. */
export function tryParseIcd10PcsCode(text: string): Icd10PcsCode | undefined {
  const code = text.trim().toUpperCase()
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a parse function is the one place that brands a value
  return PCS.test(code) ? (code as Icd10PcsCode) : undefined
}
