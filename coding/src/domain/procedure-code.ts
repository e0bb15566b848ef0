/** Procedure codes and modifiers as bare numbers. Postil holds no descriptor of the AMA's (see NOTICE). */
import { CodingError } from './errors.ts'

declare const brand: unique symbol
/** Five characters: CPT (category I, II, III) or HCPCS Level II. */
export type ProcedureCode = string & { readonly [brand]: 'ProcedureCode' }
export type ModifierCode = string & { readonly [brand]: 'ModifierCode' }

export type ProcedureSystem = 'cpt' | 'hcpcs'

const CPT = /^\d{4}[0-9FTUM]$/
const HCPCS = /^[A-CEGHJ-MP-V]\d{4}$/
const MODIFIER = /^[0-9A-Z]{2}$/

/** @throws CodingError `bad-code` */
export function parseProcedureCode(text: string): ProcedureCode {
  const code = text.trim().toUpperCase()
  if (!(CPT.test(code) || HCPCS.test(code))) {
    throw new CodingError('bad-code', 'A procedure code has five characters (for example 99213 or J1885).')
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a parse function is the one place that brands a value
  return code as ProcedureCode
}

/** Which of the two sets a code belongs to, told by its first character (CMS HCPCS record layout). */
export function getProcedureSystem(code: ProcedureCode): ProcedureSystem {
  return HCPCS.test(code) ? 'hcpcs' : 'cpt'
}

/** @throws CodingError `bad-code` */
export function parseModifierCode(text: string): ModifierCode {
  const code = text.trim().toUpperCase()
  if (!MODIFIER.test(code)) throw new CodingError('bad-code', 'A modifier has two characters (for example 25 or RT).')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a parse function is the one place that brands a value
  return code as ModifierCode
}

/** Numeric modifiers are the AMA's, the others CMS's (smart-fhir conventions: each goes with its own code system). */
export function getModifierSystem(code: ModifierCode): ProcedureSystem {
  return /^\d\d$/.test(code) ? 'cpt' : 'hcpcs'
}
