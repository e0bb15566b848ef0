/** What an analysis says: a code, a question, or the result of a rule. */
import type { Axis } from './axis.ts'
import type { DraftFix } from './draft-fix.ts'
import type { Evidence } from './evidence.ts'
import type { FindingId, Fingerprint } from './ids.ts'
import type { Prompt } from './prompt.ts'
import type { NonEmpty } from './result.ts'
import type { ValidatedCode } from './validated-code.ts'

/** `person`: entered by hand; no analysis brings one. */
export type FindingSource = 'chart' | 'rule' | 'model' | 'person'

type FindingBase = {
  readonly id: FindingId
  readonly fingerprint: Fingerprint
  readonly source: FindingSource
  /** True until the stream that brought it is complete. Rules are never provisional. */
  readonly provisional: boolean
}

export type CodeFinding = FindingBase & {
  readonly kind: 'code'
  readonly code: ValidatedCode
  readonly direction: 'add' | 'refine' | 'remove'
  /** Calibrated, 0 to 1. */
  readonly confidence: number
  readonly evidence: NonEmpty<Evidence>
  /** One sentence that a coder would accept: "assessment: 'right knee OA'; side from the same phrase". */
  readonly rationale: string
  /** What this code replaces on the draft, when a rule recoded (severity R of the coding rules). */
  readonly replaces: readonly string[]
  /** Concept id from coding/data, and the axes that this code is exact about; absent where no concept stands behind it. */
  readonly states?: { readonly concept: string; readonly axes: readonly Axis[] }
}

export type PromptFinding = FindingBase & { readonly kind: 'prompt'; readonly prompt: Prompt }

/** `recode`: the classification leaves no choice, so the draft is changed in plain sight, with the reason and an undo. */
export type CheckSeverity = 'error' | 'recode' | 'warning' | 'question' | 'information'

export type CheckFinding = FindingBase & {
  readonly kind: 'check'
  /** Kebab-case id of the rule; its page is docs/rules/<id>.md. */
  readonly rule: string
  readonly severity: CheckSeverity
  readonly message: string
  /** What to do next, in plain words. */
  readonly advice: string
  readonly evidence: readonly Evidence[]
  /** What one key puts right; with `recode` it is done unless a person undoes it. */
  readonly fix?: DraftFix
  /** Which line of the draft it is about, from 1. */
  readonly line?: number
  readonly ruleSource: { readonly title: string; readonly edition: string; readonly section: string }
}

export type Finding = CodeFinding | PromptFinding | CheckFinding
