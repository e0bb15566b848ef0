/** The tables that a site imports for its claim edits, as the rules ask them. Postil ships none of their rows. */
import type { DateOnly } from '../domain/date-only.ts'
import type { Icd10Code } from '../domain/icd10-code.ts'

/** A table that is not loaded for the date answers `no-data`; `none` means loaded, and nothing is said of the code. */
export type TableAnswer<Value> =
  | { readonly state: 'found'; readonly value: Value; readonly edition: string }
  | { readonly state: 'none'; readonly edition: string }
  | { readonly state: 'no-data'; readonly table: string }

/** Practitioner and outpatient facility edits are different tables (NCCI Policy Manual, chapter I, introduction). */
export type EditAudience = 'practitioner' | 'facility'

/** Modifier indicator: 0 never together, 1 with a modifier and documentation; 9 (deleted) is never stored. */
export type ProcedurePair = { readonly columnOne: string; readonly columnTwo: string; readonly indicator: 0 | 1 }

/** Most units a patient, date and professional: 1 counted by line, 2 and 3 by date; 3 may be overturned by records. */
export type UnitLimit = { readonly units: number; readonly adjudication: 1 | 2 | 3 }

/** Primaries of an add-on code; a contractor may allow others for type 2 and 3. */
export type AddOnPrimaries = { readonly type: 1 | 2 | 3; readonly primaries: ReadonlySet<string> }

/** Policy indicators of the Medicare physician fee schedule; amounts are not among them. */
export type ProcedurePolicy = {
  /** `000`, `010`, `090`, `MMM`, `XXX`, `YYY`, `ZZZ`. */
  readonly globalDays: string
  readonly bilateral: string
  readonly professionalTechnical: string
  readonly multipleProcedure: string
  readonly assistant: string
  readonly coSurgeon: string
  readonly team: string
}

/** What the site itself asks for one unit, in hundredths of the currency. Never for a clinician. */
export type ServiceCharge = { readonly cents: number; readonly currency: string }

/** Diagnoses (or the beginnings of their codes, without dot) that support a service; `source` is quoted as the site wrote it. */
export type CoveragePolicy = {
  readonly source: string
  /** Empty: every payer. */
  readonly payer: string
  /** Empty: everywhere. */
  readonly jurisdiction: string
  readonly diagnoses: readonly string[]
}

export type HcpcsEntryState = 'valid' | 'terminated' | 'not-yet-valid' | 'invalid'

/** Flags of the Medicare Code Editor for a diagnosis. */
export type EditorFlag =
  | 'manifestation'
  | 'unacceptable-principal'
  | 'questionable-admission'
  | 'requires-secondary'
  | 'unspecified-side'
  | 'newborn'
  | 'pediatric'
  | 'maternity'
  | 'adult'

type PairQuestion = { readonly on: DateOnly; readonly audience: EditAudience }

export type ClaimTables = {
  /** The edit between two codes, whichever of them is column one. */
  readonly findPair: (a: string, b: string, question: PairQuestion) => TableAnswer<ProcedurePair>
  readonly findUnitLimit: (code: string, question: PairQuestion) => TableAnswer<UnitLimit>
  readonly findAddOn: (code: string, on: DateOnly) => TableAnswer<AddOnPrimaries>
  readonly findPolicy: (code: string, on: DateOnly) => TableAnswer<ProcedurePolicy>
  /** HCPCS Level II codes and modifiers only; CPT needs the site's own licensed file. */
  readonly findProcedureState: (code: string, on: DateOnly) => TableAnswer<HcpcsEntryState>
  /** The site's own fee schedule. */
  readonly findCharge: (
    code: string,
    question: { readonly modifiers: readonly string[]; readonly on: DateOnly },
  ) => TableAnswer<ServiceCharge>
  /** The site's own table of coverage policies. */
  readonly listCoverage: (code: string, on: DateOnly) => TableAnswer<readonly CoveragePolicy[]>
  readonly listEditorFlags: (code: Icd10Code, on: DateOnly) => TableAnswer<ReadonlySet<EditorFlag>>
  readonly isPoaExempt: (code: Icd10Code, on: DateOnly) => TableAnswer<boolean>
}

function answerNoData(table: string): () => { readonly state: 'no-data'; readonly table: string } {
  return () => ({ state: 'no-data', table })
}

/** What the rules have to go on when the site has imported nothing. */
export const noClaimTables: ClaimTables = {
  findPair: answerNoData('NCCI procedure-to-procedure edits'),
  findUnitLimit: answerNoData('medically unlikely edits'),
  findAddOn: answerNoData('NCCI add-on codes'),
  findPolicy: answerNoData('physician fee schedule indicators'),
  findProcedureState: answerNoData('HCPCS Level II'),
  findCharge: answerNoData('the site’s fee schedule'),
  listCoverage: answerNoData('the site’s coverage policies'),
  listEditorFlags: answerNoData('Medicare Code Editor'),
  isPoaExempt: answerNoData('POA exempt list'),
}
