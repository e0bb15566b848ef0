/** A rule of a draft claim: pure, one id everywhere (file, page in docs/rules, test, screen). */
import type { DiagnosisCodeSet } from '../code-sets/diagnosis-code-set.ts'
import type { ReleaseCodeSet } from '../code-sets/release-code-set.ts'
import type { DateOnly } from '../domain/date-only.ts'
import type { DraftClaim } from '../domain/draft-claim.ts'
import type { DraftFix } from '../domain/draft-fix.ts'
import type { EncounterRecord } from '../domain/encounter-record.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { CheckSeverity } from '../domain/finding.ts'
import type { VisitGrid } from '../domain/visit-grid.ts'
import type { Knowledge } from '../knowledge/concept.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { EncounterReading } from '../prompts/prompt-source.ts'
import type { ClaimContext } from './claim-context.ts'
import type { ClaimTables } from './claim-tables.ts'
import type { PayerPolicy } from './payer-policy.ts'

/** The notes of the tabular list are there only with an official release. */
export type ClaimCodeSet = DiagnosisCodeSet & Partial<ReleaseCodeSet>

export type ClaimRuleInput = {
  readonly draft: DraftClaim
  readonly record: EncounterRecord
  /** The notes as the engine reads them: sections, sentences, assertions (`find-statement.ts` searches them). */
  readonly readings: readonly NoteReading[]
  /** What the engine itself makes of the record: conditions with their certainty, and the codes that they support. */
  readonly reading: Pick<EncounterReading, 'conditions' | 'diagnoses'>
  readonly knowledge: Knowledge
  readonly codeSet: ClaimCodeSet
  readonly tables: ClaimTables
  readonly context: ClaimContext
  /** The payer's defaults with what the site has switched. */
  readonly policy: PayerPolicy
  /** How the level of the visit follows from note and chart. */
  readonly visit: VisitGrid
}

export type ClaimRuleHit = {
  readonly severity: CheckSeverity
  readonly message: string
  /** What to do next, in plain words. */
  readonly advice: string
  /** Which part of the draft is meant, so that two hits of one rule can be told apart: a code, a line's place. */
  readonly about: string
  readonly evidence: readonly Evidence[]
  readonly fix?: DraftFix
}

export type ClaimRule = {
  readonly id: string
  readonly family: 'diagnoses' | 'edits' | 'lines' | 'modifiers' | 'participants' | 'scrub' | 'time' | 'visits'
  readonly source: { readonly title: string; readonly edition: string; readonly section: string }
  /** First and last date of service that the rule speaks of; a year is never in an `if`. */
  readonly effective: { readonly from: DateOnly; readonly to?: DateOnly }
  readonly check: (input: ClaimRuleInput) => readonly ClaimRuleHit[]
}
