/** What the proxy asks of the engine. `coding` answers it; a test may answer it too. */
import type { ClaimContext } from '#coding/claims/claim-context.ts'
import type { CodeSearchAnswer, CodeSearchRequest } from '#coding/code-sets/dated-code-search.ts'
import type { CodeSetState } from '#coding/code-sets/diagnosis-code-set.ts'
import type { HcpcsSearchAnswer } from '#coding/code-sets/hcpcs-table.ts'
import type { CodeLookUp } from '#coding/code-sets/look-up-with-children.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { VisitGrid } from '#coding/domain/visit-grid.ts'
import type { OpenRecord } from '#coding/proposals/open-record.ts'
import type { RiskReview } from '#coding/risk-review/risk-review.ts'

export type DraftToCheck = {
  readonly draft: DraftClaim
  readonly record: EncounterRecord
  readonly context: ClaimContext
}

export type Engine = {
  readonly analyse: (record: EncounterRecord) => {
    readonly findings: readonly Finding[]
    /** Which table answered for diagnoses on the date of service. */
    readonly state: CodeSetState
  }
  /** Answers somebody who proposes findings that are not the engine's own. */
  readonly openRecord: (record: EncounterRecord) => OpenRecord
  /** `visit` and findings about its level are for a coder alone. */
  readonly checkDraft: (
    question: DraftToCheck,
    reader: 'coder' | 'clinician',
  ) => { readonly findings: readonly Finding[]; readonly visit?: VisitGrid }
  /** For coders and auditors alone. */
  readonly reviewRisk: (record: EncounterRecord) => RiskReview
  readonly lookUp: (code: Icd10Code, on: DateOnly) => CodeLookUp
  readonly searchCodes: (request: CodeSearchRequest) => CodeSearchAnswer
  /** Of HCPCS Level II. */
  readonly searchProcedures: (request: CodeSearchRequest) => HcpcsSearchAnswer
}
