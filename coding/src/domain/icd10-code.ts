/** ICD-10-CM codes, always with the dot after the third character. */
import { CodingError } from './errors.ts'

declare const brand: unique symbol
export type Icd10Code = string & { readonly [brand]: 'Icd10Code' }

// ICD-10-CM Official Guidelines FY2026, I.A.2: 3 to 7 characters; a letter may stand in any
// position after the first (C4A, Z3A, QA0).
const WITH_DOT = /^[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?$/

/**
 * Upper-cases, and puts the dot where it belongs. Whether the code exists on a date is for the code set to say.
 * @returns undefined when the text cannot be an ICD-10-CM code.
 */
export function tryParseIcd10Code(text: string): Icd10Code | undefined {
  const bare = text.trim().toUpperCase().replace('.', '')
  const dotted = bare.length > 3 ? `${bare.slice(0, 3)}.${bare.slice(3)}` : bare
  if (!WITH_DOT.test(dotted)) return undefined
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a parse function is the one place that brands a value
  return dotted as Icd10Code
}

/** @throws CodingError `bad-code` */
export function parseIcd10Code(text: string): Icd10Code {
  const code = tryParseIcd10Code(text)
  if (code === undefined) {
    throw new CodingError('bad-code', 'This is not shaped like an ICD-10-CM code (for example M17.11).')
  }
  return code
}
