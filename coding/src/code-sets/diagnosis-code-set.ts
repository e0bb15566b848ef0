/** What the engine may ask of ICD-10-CM. Official releases and the embedded knowledge both answer through this. */
import type { DateOnly } from '../domain/date-only.ts'
import type { Icd10Code } from '../domain/icd10-code.ts'
import type { Edition } from '../domain/validated-code.ts'

/** `reason` is a sentence for a coder; `sourceLine` is where the table says so, when the table is a file. */
type Told = { readonly reason: string; readonly sourceLine?: number }

/** A table that is not loaded answers `no-data`, never `valid_*` and never `invalid`. */
export type CodeAnswer =
  | (Told & {
      readonly kind: 'valid_billable' | 'valid_header'
      readonly code: Icd10Code
      readonly title: string
      readonly edition: Edition
    })
  | (Told & {
      readonly kind: 'terminated' | 'not_yet_valid'
      readonly code: Icd10Code
      readonly title: string
      readonly edition: Edition
      /** From the conversion table, when it is loaded. */
      readonly replacedBy: readonly Icd10Code[]
    })
  | (Told & { readonly kind: 'invalid'; readonly edition: Edition })
  | (Told & { readonly kind: 'no-data' })
  /** `nearest` names the loaded release that lies closest to the date. */
  | (Told & { readonly kind: 'outside-releases'; readonly nearest: string })

/** Siblings that differ in the side alone; a group has at least two members. Derived, never read off a digit. */
export type LateralityGroup = {
  readonly right?: Icd10Code
  readonly left?: Icd10Code
  readonly bilateral?: Icd10Code
  readonly unspecified?: Icd10Code
}

export type CodeSetState = {
  readonly state: 'release' | 'embedded' | 'outside-releases'
  readonly release: string
}

/** Every question takes the date of service (facility inpatient: discharge), because the answer depends on it. */
export type DiagnosisCodeSet = {
  readonly describe: (on: DateOnly) => CodeSetState
  readonly lookUp: (code: Icd10Code, on: DateOnly) => CodeAnswer
  readonly findLateralityGroup: (code: Icd10Code, on: DateOnly) => LateralityGroup | undefined
  /** Character to meaning, from the nearest ancestor that defines one (tabular list, `sevenChrDef`). */
  readonly findSeventhCharacters: (code: Icd10Code, on: DateOnly) => ReadonlyMap<string, string> | undefined
  /** Direct children in tabular order; empty for a leaf. */
  readonly listChildren: (code: Icd10Code, on: DateOnly) => readonly Icd10Code[]
}
