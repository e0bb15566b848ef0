/** A suggestion becomes a code that may be claimed only by passing the gate (`coding/src/code-sets/validate-code.ts`). */
import type { Icd10Code } from './icd10-code.ts'
import type { ModifierCode, ProcedureCode, ProcedureSystem } from './procedure-code.ts'

/** Which table said so, and for which days it speaks. */
export type Edition = {
  readonly codeSet: string
  /** For example `FY2026`. */
  readonly release: string
  /** `release`: the official file, loaded by the site. `embedded`: the knowledge that ships with Postil. */
  readonly basis: 'release' | 'embedded'
}

/** What somebody, or something, proposes. Its text has been checked for shape only. */
export type SuggestedCode =
  | {
      readonly state: 'suggested'
      readonly category: 'diagnosis'
      readonly system: 'icd10cm'
      readonly code: Icd10Code
    }
  | {
      readonly state: 'suggested'
      readonly category: 'procedure' | 'em'
      readonly system: ProcedureSystem
      readonly code: ProcedureCode
    }
  | {
      readonly state: 'suggested'
      readonly category: 'modifier'
      readonly system: ProcedureSystem
      readonly code: ModifierCode
    }

/** A diagnosis code that exists and may be billed on the date of service. */
export type ValidatedDiagnosis = {
  readonly state: 'validated'
  readonly category: 'diagnosis'
  readonly system: 'icd10cm'
  readonly code: Icd10Code
  /** Official title (public domain). */
  readonly title: string
  readonly edition: Edition
}

/** A procedure code whose table may be absent: `edition` then says so, and no check can call it valid. */
export type ValidatedProcedure = {
  readonly state: 'validated'
  readonly category: 'procedure' | 'em'
  readonly system: ProcedureSystem
  readonly code: ProcedureCode
  /** Our own functional label; never a descriptor of the AMA's. */
  readonly title?: string
  readonly edition: Edition | { readonly basis: 'no-data' }
}

export type ValidatedCode = ValidatedDiagnosis | ValidatedProcedure
