/** A change of the draft that a claim rule proposes, or makes when the classification leaves no choice. Lines count from 1. */
import type { LinePrice, PresentOnAdmission } from './draft-claim.ts'
import type { Icd10Code } from './icd10-code.ts'
import type { ModifierCode } from './procedure-code.ts'
import type { NonEmpty } from './result.ts'
import type { ValidatedDiagnosis, ValidatedProcedure } from './validated-code.ts'

export type DraftFix =
  /** The new codes stand where the first of the old ones stood; an empty `to` takes the old ones out. */
  | {
      readonly kind: 'replace-diagnoses'
      readonly from: NonEmpty<Icd10Code>
      readonly to: readonly ValidatedDiagnosis[]
    }
  /** Without `after` at the end. */
  | { readonly kind: 'add-diagnosis'; readonly code: ValidatedDiagnosis; readonly after?: Icd10Code }
  | { readonly kind: 'move-diagnosis'; readonly code: Icd10Code; readonly before: Icd10Code }
  /** Without `present` the statement comes off: an exempt code is left blank. */
  | { readonly kind: 'set-on-admission'; readonly code: Icd10Code; readonly present?: PresentOnAdmission }
  | { readonly kind: 'replace-procedure'; readonly line: number; readonly code: ValidatedProcedure }
  | { readonly kind: 'add-line'; readonly code: ValidatedProcedure; readonly units: number }
  | { readonly kind: 'remove-line'; readonly line: number }
  | { readonly kind: 'set-units'; readonly line: number; readonly units: number }
  /** The whole list in its new order. */
  | { readonly kind: 'set-modifiers'; readonly line: number; readonly modifiers: readonly ModifierCode[] }
  | { readonly kind: 'set-pointers'; readonly line: number; readonly pointers: NonEmpty<number> }
  | { readonly kind: 'set-price'; readonly line: number; readonly price: LinePrice }
  | { readonly kind: 'set-place'; readonly line: number; readonly placeOfService: string }
