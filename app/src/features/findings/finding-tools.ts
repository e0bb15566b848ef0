import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { Finding } from '#coding/domain/finding.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { CodeProblem, SearchCodes } from '../../ui/code-field/code-suggestions.ts'
import type { InsertLine } from '../../ui/insert-line.ts'
import type { EvidenceView } from './describe-evidence.ts'

/** What every card may do; handed down once, so that a card knows no store. */
export type FindingTools = {
  readonly decide: (finding: Finding, choice: DecisionChoice) => void
  readonly describe: (evidence: Evidence) => EvidenceView
  /** Opens the note at the words. */
  readonly showInNote: (evidence: Evidence) => void
  /** Whether a diagnosis code may be claimed on the day; otherwise why not, in words. */
  readonly findCodeProblem: (code: Icd10Code) => Promise<CodeProblem | undefined>
  readonly searchCodes: SearchCodes
  readonly setTyped: (key: string, text: string) => void
  /** Where a line can be put into the note; undefined where it can only be copied. */
  readonly insertLine: InsertLine | undefined
}
