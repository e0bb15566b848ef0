/** The draft claim as its person puts it together. The EHR is the truth; this holds only what is not filed yet. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ClaimContext } from '#coding/claims/claim-context.ts'
import { findVisitLevel } from '#coding/claims/visit-levels.ts'
import type { WriteTarget } from '#coding/contract/tenant.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { CheckFinding, CodeFinding, Finding } from '#coding/domain/finding.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { ValidatedProcedure } from '#coding/domain/validated-code.ts'
import type { EncounterReading, FilingOutcome } from '../../ehr/session-types.ts'
import { buildDraft, findObstacle } from './build-draft.ts'
import {
  changeLine,
  type DraftPlan,
  EMPTY_PLAN,
  listPointers,
  moveDiagnosis,
  type PlannedLine,
  removeLine,
  togglePointer,
} from './draft-plan.ts'
import { describeOutcome } from './draft-words.ts'

type FilingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'filing' }
  | { readonly kind: 'done'; readonly outcome: FilingOutcome }
  | { readonly kind: 'failed'; readonly message: string }

export type DraftState = {
  readonly plan: DraftPlan
  /** Undefined until the chart has been read. */
  readonly draft: DraftClaim | undefined
  /** Codes that the person entered, each with the words that they point to. */
  readonly entered: readonly CodeFinding[]
  readonly checks: readonly CheckFinding[]
  /** Why the rules could not be asked about this draft, when they could not. */
  readonly checksOff: string | undefined
  readonly target: WriteTarget | undefined
  readonly filing: FilingState
}

export type DraftStore = {
  readonly store: StoreApi<DraftState>
  readonly setReading: (reading: EncounterReading) => void
  readonly setAccepted: (accepted: readonly CodeFinding[]) => void
  readonly addEntered: (finding: CodeFinding) => void
  readonly removeEntered: (code: string) => void
  readonly move: (code: Icd10Code, by: -1 | 1) => void
  readonly addLine: (code: ValidatedProcedure) => void
  readonly changeLine: (id: string, change: Partial<PlannedLine>) => void
  readonly removeLine: (id: string) => void
  readonly togglePointer: (id: string, code: Icd10Code) => void
  readonly file: () => Promise<void>
  readonly stop: () => void
}

/** What the rules are asked about: the draft, what it was made from, and registration as far as it could be read. */
export type DraftQuestion = {
  readonly draft: DraftClaim
  readonly record: EncounterRecord
  readonly context?: ClaimContext
}

type Dependencies = {
  readonly check: (question: DraftQuestion, signal: AbortSignal) => Promise<readonly Finding[]>
  readonly file: (draft: DraftClaim) => Promise<FilingOutcome>
  readonly findTarget: () => Promise<WriteTarget>
  readonly announce: (text: string) => void
  readonly describeProblem: (error: unknown) => string
}

/** People click through a draft faster than it is worth checking. */
const CHECK_AFTER_MS = 300

export function createDraftStore(dependencies: Dependencies): DraftStore {
  const store = createStore<DraftState>(() => ({
    plan: EMPTY_PLAN,
    draft: undefined,
    entered: [],
    checks: [],
    checksOff: undefined,
    target: undefined,
    filing: { kind: 'idle' },
  }))
  let reading: EncounterReading | undefined
  let accepted: readonly CodeFinding[] = []
  let lineCount = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let checking: AbortController | undefined

  function setPlan(plan: DraftPlan): void {
    store.setState({ plan })
    rebuild()
  }

  function rebuild(): void {
    if (!reading) return
    const { plan, entered, draft: before } = store.getState()
    const draft = buildDraft(plan, [...accepted, ...entered], reading)
    if (JSON.stringify(draft) === JSON.stringify(before)) return
    store.setState({ draft })
    clearTimeout(timer)
    checking?.abort()
    if (draft.diagnoses.length + draft.lines.length === 0) store.setState({ checks: [], checksOff: undefined })
    else timer = setTimeout(() => void check(draft), CHECK_AFTER_MS)
  }

  async function check(draft: DraftClaim): Promise<void> {
    if (!reading) return
    const mine = new AbortController()
    checking = mine
    try {
      const { record, claimContext: context } = reading
      const findings = await dependencies.check({ draft, record, ...(context && { context }) }, mine.signal)
      if (mine.signal.aborted) return
      store.setState({ checks: findings.filter((finding) => finding.kind === 'check'), checksOff: undefined })
    } catch (error) {
      if (!mine.signal.aborted) store.setState({ checks: [], checksOff: dependencies.describeProblem(error) })
    }
  }

  function planLine(code: ValidatedProcedure, by: Pick<PlannedLine, 'source' | 'isByHand'>): readonly PlannedLine[] {
    if (!reading) return []
    lineCount += 1
    const title = code.title ?? findVisitLevel(code.code)?.label
    return [
      {
        id: `line-${lineCount}`,
        code: title === undefined ? code : { ...code, title },
        modifiers: [],
        units: 1,
        date: reading.record.dateOfService,
        verified: true,
        ...by,
      },
    ]
  }

  /** Lines that came from findings leave with them; lines that the person added stay. */
  function takeLines(): void {
    const { plan } = store.getState()
    const named = accepted.flatMap(({ code, source }) => (code.category === 'diagnosis' ? [] : [{ code, source }]))
    const kept = plan.lines.filter((line) => line.isByHand || named.some(({ code }) => code.code === line.code.code))
    const added = named
      .filter(({ code }) => !kept.some((line) => line.code.code === code.code))
      .flatMap(({ code, source }) => planLine(code, { source, isByHand: false }))
    setPlan({ ...plan, lines: [...kept, ...added] })
  }

  /** What became of the draft stays on the screen until the person changes something. */
  function change(plan: DraftPlan): void {
    store.setState({ filing: { kind: 'idle' } })
    setPlan(plan)
  }

  async function file(): Promise<void> {
    const { draft, filing } = store.getState()
    // A second click while the first is on its way is the same click.
    if (!draft || filing.kind === 'filing' || findObstacle(draft) !== undefined) return
    store.setState({ filing: { kind: 'filing' } })
    try {
      const outcome = await dependencies.file(draft)
      store.setState({ filing: { kind: 'done', outcome } })
      dependencies.announce(describeOutcome(outcome).title)
    } catch (error) {
      store.setState({ filing: { kind: 'failed', message: dependencies.describeProblem(error) } })
    }
  }

  async function findTarget(): Promise<void> {
    try {
      store.setState({ target: await dependencies.findTarget() })
    } catch {
      // Filing asks again, and says what is wrong then.
    }
  }

  return {
    store,
    setReading: (next) => {
      if (next === reading) return
      if (!reading) void findTarget()
      reading = next
      takeLines()
    },
    setAccepted: (next) => {
      accepted = next
      takeLines()
    },
    addEntered: (finding) => {
      const others = store.getState().entered.filter(({ code }) => code.code !== finding.code.code)
      store.setState({ entered: [...others, finding] })
      change(store.getState().plan)
    },
    removeEntered: (code) => {
      store.setState(({ entered }) => ({ entered: entered.filter((one) => one.code.code !== code) }))
      change(store.getState().plan)
    },
    move: (code, by) => {
      const { plan, draft } = store.getState()
      if (draft) change(moveDiagnosis(plan, draft.diagnoses, { code, by }))
    },
    addLine: (code) => {
      const { plan } = store.getState()
      change({ ...plan, lines: [...plan.lines, ...planLine(code, { source: 'person', isByHand: true })] })
    },
    changeLine: (id, part) => change(changeLine(store.getState().plan, id, part)),
    removeLine: (id) => change(removeLine(store.getState().plan, id)),
    togglePointer: (id, code) => {
      const { plan, draft } = store.getState()
      const line = draft?.lines[plan.lines.findIndex((one) => one.id === id)]
      if (!(draft && line)) return
      change(changeLine(plan, id, { pointsTo: togglePointer(listPointers(line, draft.diagnoses), code) }))
    },
    file,
    stop: () => {
      clearTimeout(timer)
      checking?.abort()
    },
  }
}
