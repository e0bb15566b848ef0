/** The draft claim as its person puts it together. The EHR is the truth; this holds only what is not filed yet. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { buildProcedure } from '#coding/claims/build-procedure.ts'
import { findVisitLevel } from '#coding/claims/visit-levels.ts'
import type { DraftBasis, DraftCheckAnswer } from '#coding/contract/draft-check.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { DraftClaim, PresentOnAdmission } from '#coding/domain/draft-claim.ts'
import type { CheckFinding, CodeFinding } from '#coding/domain/finding.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import type { ClaimDetails, KeptDraft, PlannedLine } from '#coding/domain/kept-draft.ts'
import type { ProcedureCode } from '#coding/domain/procedure-code.ts'
import type { ValidatedProcedure } from '#coding/domain/validated-code.ts'
import type { VisitGrid } from '#coding/domain/visit-grid.ts'
import type {
  ClaimFacts,
  DifferenceChoice,
  EncounterReading,
  FilingOutcome,
  TargetChoice,
} from '../../ehr/session-types.ts'
import { buildDraft, findObstacle } from './build-draft.ts'
import {
  type CheckedDraft,
  carryOutFix,
  confirmFix,
  type FixAuthor,
  type FixableCheck,
  isFixable,
  type StepBack,
  takeBack,
} from './carry-out-fix.ts'
import { describeFix } from './describe-fix.ts'
import {
  changeLine,
  type DraftPlan,
  EMPTY_PLAN,
  listLinesOf,
  listPointers,
  moveDiagnosis,
  removeLine,
  setLineFact,
  togglePointer,
} from './draft-plan.ts'
import { describeOutcome } from './draft-words.ts'
import { restoreKept } from './kept-draft.ts'
import { setOnAdmission } from './on-admission.ts'
import type { LineFact } from './parse-line-facts.ts'
import { findFilingBlock, findFinalBlock, findRuling } from './ruling.ts'

type FilingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'filing' }
  | { readonly kind: 'done'; readonly outcome: FilingOutcome }
  | { readonly kind: 'failed'; readonly message: string }

/** A fix that was carried out: what it was, who asked for it, and the way back. */
export type DoneFix = {
  readonly check: FixableCheck
  readonly by: FixAuthor
  readonly words: string
  readonly back: StepBack
}

/** What the person arranged, as it was before a change. */
type Moment = Pick<DraftState, 'plan' | 'entered' | 'done'> & {
  /** The change in words: "units of 99213". */
  readonly words: string
  readonly isTyping: boolean
}

export type DraftState = {
  readonly plan: DraftPlan
  /** Undefined until the chart has been read. */
  readonly draft: DraftClaim | undefined
  /** Codes that the person entered, each with the words that they point to. */
  readonly entered: readonly CodeFinding[]
  readonly checks: readonly CheckFinding[]
  /** For a coder: how the level of the visit follows from note and chart. */
  readonly visit: VisitGrid | undefined
  /** For a coder: earlier services, and numbers of payer and providers. */
  readonly facts: ClaimFacts | undefined
  /** Of a stay that is a draft a day: the days, the oldest first. */
  readonly visitDays: readonly DateOnly[]
  /** Fixes that stand now, the oldest first. */
  readonly done: readonly DoneFix[]
  /** Checks whose fix was carried out since the rules last spoke. */
  readonly settling: ReadonlySet<Fingerprint>
  /** What can be undone, the newest last. */
  readonly past: readonly Moment[]
  /** Whether the rules have still to answer about the draft as it stands. */
  readonly isChecking: boolean
  /** Why the rules could not be asked about this draft, when they could not. */
  readonly checksOff: string | undefined
  readonly target: TargetChoice | undefined
  /** Whether this person may post charges, which are no draft. */
  readonly mayPost: boolean
  /** Whether posted charges can be taken back from here. */
  readonly mayCredit: boolean
  readonly filing: FilingState
}

export type DraftStore = {
  readonly store: StoreApi<DraftState>
  /** The draft as it stands, with what the rules are asked about; undefined until the chart has been read. */
  readonly ask: () => DraftQuestion | undefined
  readonly setReading: (reading: EncounterReading) => void
  readonly setAccepted: (accepted: readonly CodeFinding[]) => void
  readonly addEntered: (finding: CodeFinding) => void
  readonly removeEntered: (code: string) => void
  readonly move: (code: Icd10Code, by: -1 | 1) => void
  /** @param to counts from 0; past either end is the end. */
  readonly moveTo: (code: Icd10Code, to: number) => void
  readonly addLine: (code: ValidatedProcedure) => void
  readonly changeLine: (id: string, change: Partial<PlannedLine>) => void
  /** What the service asks beside its code; an undefined part takes it off. */
  readonly setLineFact: (id: string, fact: LineFact) => void
  readonly removeLine: (id: string) => void
  readonly togglePointer: (id: string, code: Icd10Code) => void
  /** @param present undefined takes the statement off. */
  readonly setOnAdmission: (code: Icd10Code, present: PresentOnAdmission | undefined) => void
  /** @param words the part in words: "authorization". */
  readonly changeDetails: (details: ClaimDetails, words: string) => void
  /** One visit a draft: it takes the place of another, or comes as a line of its own. */
  readonly chooseVisit: (code: ProcedureCode) => void
  readonly applyFix: (check: FixableCheck) => void
  readonly takeBackFix: (fingerprint: Fingerprint) => void
  /** The person stands behind what a rule did. */
  readonly confirmFix: (fingerprint: Fingerprint) => void
  /** The draft as it was left in an earlier session. */
  readonly restore: (kept: KeptDraft) => void
  /** Takes back the newest change that is not a decision about a finding. */
  readonly undo: () => void
  readonly file: () => Promise<void>
  /** Brings the EHR's copy to what the person chose where the two differ. */
  readonly resolve: (choice: DifferenceChoice) => Promise<void>
  /** @param isError it should never have been filed. */
  readonly withdraw: (isError: boolean) => Promise<void>
  /** Posts the lines as charges in the EHR, at once. */
  readonly post: () => Promise<void>
  /** Where it would go may have become known, or changed, since it was asked. */
  readonly lookAtTarget: () => Promise<void>
  /** Passes nothing over that the EHR refused before; the next filing tries it. */
  readonly tryAllTargets: () => void
  readonly stop: () => void
}

/** What the rules are asked about: the draft, what it was made from, and registration as far as it could be read. */
export type DraftQuestion = DraftBasis & { readonly draft: DraftClaim }

export type FilingStep =
  | { readonly kind: 'file' }
  | { readonly kind: 'resolve'; readonly choice: DifferenceChoice }
  | { readonly kind: 'withdraw'; readonly isError: boolean }
  | { readonly kind: 'post' }

type Dependencies = {
  readonly check: (question: DraftQuestion, signal: AbortSignal) => Promise<DraftCheckAnswer>
  readonly file: (question: DraftQuestion, step: FilingStep) => Promise<FilingOutcome>
  readonly findTarget: () => Promise<TargetChoice>
  readonly tryAllTargets: () => void
  readonly mayPost: () => Promise<boolean>
  readonly mayCredit: () => Promise<boolean>
  readonly announce: (text: string) => void
  readonly describeProblem: (error: unknown) => string
  /** A coder is told of the visit while the draft is still empty, and errors keep their draft from being filed. */
  readonly isCoder: () => boolean
  /** What a coder's claim asks beside the chart; undefined for whoever is not told of it. Never throws. */
  readonly findClaimFacts: () => Promise<ClaimFacts | undefined>
  /** What the person has decided about a check, now or in an earlier session. */
  readonly findChoice: (fingerprint: Fingerprint) => DecisionChoice | undefined
  readonly decide: (check: CheckFinding, choice: DecisionChoice) => void
}

/** People click through a draft faster than it is worth checking. */
const CHECK_AFTER_MS = 300
/** More than anybody takes back by key. */
const LONGEST_PAST = 100

export function createDraftStore(dependencies: Dependencies): DraftStore {
  const store = createStore<DraftState>(() => ({
    plan: EMPTY_PLAN,
    draft: undefined,
    entered: [],
    checks: [],
    visit: undefined,
    facts: undefined,
    visitDays: [],
    done: [],
    settling: new Set(),
    past: [],
    isChecking: false,
    checksOff: undefined,
    target: undefined,
    mayPost: false,
    mayCredit: false,
    filing: { kind: 'idle' },
  }))
  let reading: EncounterReading | undefined
  let accepted: readonly CodeFinding[] = []
  let lineCount = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let checking: AbortController | undefined
  let checked: CheckedDraft | undefined
  /** What a rule may not do by itself again in this session, because it did not help. */
  const tried = new Set<Fingerprint>()

  function setPlan(plan: DraftPlan): void {
    store.setState({ plan })
    rebuild()
  }

  function rebuild(): void {
    if (!reading) return
    const { plan, entered, facts, draft: before } = store.getState()
    const filing = { ...facts?.filing, ...reading.filing }
    const draft = buildDraft(plan, [...accepted, ...entered], facts ? { ...reading, filing } : reading)
    if (JSON.stringify(draft) === JSON.stringify(before)) return
    const isChecking = !isEmpty(draft) || dependencies.isCoder()
    store.setState({ draft, isChecking })
    clearTimeout(timer)
    checking?.abort()
    if (isEmpty(draft)) store.setState({ checks: [], checksOff: undefined })
    if (isChecking) timer = setTimeout(() => void check(draft), CHECK_AFTER_MS)
  }

  async function check(draft: DraftClaim): Promise<void> {
    if (!reading) return
    const mine = new AbortController()
    checking = mine
    try {
      const lineIds = listLinesOf(draft, store.getState().plan.lines).map(({ id }) => id)
      const facts = await dependencies.findClaimFacts()
      if (mine.signal.aborted) return
      if (facts !== store.getState().facts) {
        store.setState({ facts })
        rebuild()
        // The draft names something more now, and is checked anew.
        if (mine.signal.aborted) return
      }
      const { findings, visit } = await dependencies.check({ draft, ...describeBasis(reading, facts) }, mine.signal)
      if (mine.signal.aborted) return
      // An empty draft is asked about for its visit alone; that it is empty nobody has to be told.
      const checks = isEmpty(draft) ? [] : findings.filter((finding) => finding.kind === 'check')
      checked = { draft, lineIds }
      store.setState({ checks, visit, settling: new Set(), isChecking: false, checksOff: undefined })
      if (!store.getState().mayPost) void findMayPost()
      recodeAtOnce(checks)
    } catch (error) {
      if (mine.signal.aborted) return
      store.setState({ checks: [], isChecking: false, checksOff: dependencies.describeProblem(error) })
    }
  }

  /** Where the classification leaves no choice, or a person has accepted the same before. */
  function recodeAtOnce(checks: readonly CheckFinding[]): void {
    for (const check of checks.filter(isFixable)) {
      const choice = dependencies.findChoice(check.fingerprint)
      const isDue = choice?.kind === 'accept' || (check.severity === 'recode' && choice === undefined)
      const isDeclined = store.getState().plan.declined.includes(check.fingerprint)
      if (isDue && !isDeclined && !tried.has(check.fingerprint)) carryOut(check, choice ? 'person' : 'rule')
    }
  }

  /** @returns whether the fix still had something to change. */
  function carryOut(check: FixableCheck, by: FixAuthor): boolean {
    const { plan, draft } = store.getState()
    if (!(checked && draft)) return false
    const out = carryOutFix(plan, { check, by, checked, planLine: planAddedLine })
    if (!out) return false
    const words = describeFix(check.fix, checked.draft)
    tried.add(check.fingerprint)
    remember(words)
    store.setState(({ done, settling }) => ({
      done: [
        ...done.filter((one) => one.check.fingerprint !== check.fingerprint),
        { check, by, words, back: out.back },
      ],
      settling: new Set([...settling, check.fingerprint]),
    }))
    setPlan({ ...out.plan, declined: out.plan.declined.filter((one) => one !== check.fingerprint) })
    dependencies.announce(by === 'rule' ? `Recoded: ${words}. ${check.message}` : `Done: ${words}.`)
    return true
  }

  function planAddedLine({ code, units }: { code: ValidatedProcedure; units: number }): PlannedLine | undefined {
    const [line] = planLine(code, { source: 'rule', isByHand: true })
    return line && { ...line, units }
  }

  function dropDone(fix: DoneFix): void {
    store.setState(({ checks, done, settling }) => ({
      // It will be true again in a moment; until the rules say so, it keeps its place on the screen.
      checks: [...checks.filter(({ fingerprint }) => fingerprint !== fix.check.fingerprint), fix.check],
      done: done.filter((one) => one !== fix),
      settling: new Set([...settling].filter((one) => one !== fix.check.fingerprint)),
      filing: { kind: 'idle' },
    }))
  }

  /** @param isTyping letters of one entry are undone together. */
  function remember(words: string, isTyping = false): void {
    const { plan, entered, done, past } = store.getState()
    const last = past.at(-1)
    if (isTyping && last?.isTyping && last.words === words) return
    store.setState({ past: [...past, { plan, entered, done, words, isTyping }].slice(-LONGEST_PAST) })
  }

  function undo(): void {
    const { past, done } = store.getState()
    const moment = past.at(-1)
    if (!moment) return
    const gone = listMissing(done, moment.done)
    const back = listMissing(moment.done, done)
    store.setState({ past: past.slice(0, -1), entered: moment.entered, done: moment.done, filing: { kind: 'idle' } })
    for (const { check } of gone) dependencies.decide(check, { kind: 'undo' })
    for (const { check } of back) dependencies.decide(check, { kind: 'accept' })
    setPlan(decline(moment.plan, listGone(done, moment.done)))
    takeLines()
    dependencies.announce(`Undone: ${moment.words}.`)
  }

  function planLine(
    code: ValidatedProcedure,
    by: Pick<PlannedLine, 'source' | 'isByHand' | 'evidence' | 'confidence'>,
  ): readonly PlannedLine[] {
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

  /** The day whose note says it, of a stay that is a draft a day. */
  function findServiceDay({ evidence = [] }: Pick<PlannedLine, 'evidence'>): DateOnly | undefined {
    const said = reading?.visitDays?.findLast(({ noteIds }) => evidence.some(({ noteId }) => noteIds.includes(noteId)))
    return said?.day
  }

  /** Whether the line is there for this finding: the same code of another day's note is another service. */
  function isFor(line: PlannedLine, finding: CodeFinding): boolean {
    if (line.code.code !== finding.code.code) return false
    const day = findServiceDay(finding)
    return day === undefined || day === (findServiceDay(line) ?? line.date)
  }

  /** Lines that came from findings leave with them; lines that the person added stay. */
  function takeLines(): void {
    const { plan } = store.getState()
    const named = accepted.filter(({ code }) => code.category !== 'diagnosis')
    const kept = plan.lines.filter((line) => line.isByHand || named.some((finding) => isFor(line, finding)))
    const added = named
      .filter((finding) => !kept.some((line) => isFor(line, finding)))
      .filter(({ code }) => !plan.takenOff.includes(code.code))
      .flatMap((finding) => {
        const { code, source, evidence } = finding
        if (code.category === 'diagnosis') return []
        const waiting = plan.waiting.find((line) => isFor(line, finding))
        if (waiting) return [waiting]
        const date = findServiceDay(finding)
        // A person who enters a code does not state how sure software is of it.
        const sure = source === 'person' ? {} : { confidence: finding.confidence }
        return planLine(code, { source, isByHand: false, evidence, ...sure }).map((line) =>
          date ? { ...line, date } : line,
        )
      })
    const waiting = plan.waiting.filter((line) => !added.includes(line))
    setPlan({ ...plan, lines: [...kept, ...added], waiting })
  }

  /** What became of the draft stays on the screen until the person changes something. */
  function change(plan: DraftPlan, words: string, isTyping = false): void {
    if (plan === store.getState().plan) return
    remember(words, isTyping)
    store.setState({ filing: { kind: 'idle' } })
    setPlan(plan)
  }

  function moveTo(code: Icd10Code, findPlace: (place: number) => number): void {
    const { plan, draft } = store.getState()
    if (!draft) return
    const place = draft.diagnoses.findIndex((one) => one.code.code === code)
    change(moveDiagnosis(plan, draft.diagnoses, { code, to: findPlace(place) }), `place of ${code}`)
    const now = store.getState().draft?.diagnoses ?? []
    const at = now.findIndex((one) => one.code.code === code) + 1
    dependencies.announce(`${code} is diagnosis ${at} of ${now.length}.`)
  }

  function nameLine(id: string): string {
    return store.getState().plan.lines.find((line) => line.id === id)?.code.code ?? 'a line'
  }

  function ask(): DraftQuestion | undefined {
    const { draft, facts } = store.getState()
    return draft && reading && { draft, ...describeBasis(reading, facts) }
  }

  async function file(step: FilingStep): Promise<void> {
    const { filing } = store.getState()
    const question = ask()
    // A second click while the first is on its way is the same click.
    if (!question || filing.kind === 'filing') return
    const { draft } = question
    // What was filed can be taken back, whatever has become of the draft here since.
    if (step.kind !== 'withdraw' && findObstacle(draft) !== undefined) return
    const ruling = findRuling(store.getState())
    if (step.kind === 'file' && dependencies.isCoder() && findFilingBlock(ruling) !== undefined) return
    if (step.kind === 'post' && findFinalBlock(ruling) !== undefined) return
    store.setState({ filing: { kind: 'filing' } })
    try {
      const outcome = await dependencies.file(question, step)
      store.setState({ filing: { kind: 'done', outcome } })
      dependencies.announce(describeOutcome(outcome).title)
      // What the EHR refused just now is passed over from here on.
      void findTarget()
    } catch (error) {
      store.setState({ filing: { kind: 'failed', message: dependencies.describeProblem(error) } })
    }
  }

  async function findMayPost(): Promise<void> {
    try {
      store.setState({ mayPost: await dependencies.mayPost(), mayCredit: await dependencies.mayCredit() })
    } catch {
      // It is not offered then; posting asks again.
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
    ask,
    setReading: (next) => {
      if (next === reading) return
      if (!reading) void findTarget()
      reading = next
      store.setState({ visitDays: next.visitDays?.map(({ day }) => day) ?? [] })
      takeLines()
    },
    setAccepted: (next) => {
      const gone = accepted.filter((one) => !next.some(({ code }) => code.code === one.code.code))
      accepted = next
      // A finding that is accepted anew is wanted anew.
      const { plan } = store.getState()
      const takenOff = plan.takenOff.filter((one) => !gone.some(({ code }) => code.code === one))
      if (takenOff.length < plan.takenOff.length) store.setState({ plan: { ...plan, takenOff } })
      takeLines()
    },
    addEntered: (finding) => {
      remember(`${finding.code.code} entered`)
      const others = store.getState().entered.filter(({ code }) => code.code !== finding.code.code)
      store.setState({ entered: [...others, finding], filing: { kind: 'idle' } })
      rebuild()
      dependencies.announce(`${finding.code.code} is on the draft.`)
    },
    removeEntered: (code) => {
      remember(`${code} taken off`)
      const entered = store.getState().entered.filter((one) => one.code.code !== code)
      store.setState({ entered, filing: { kind: 'idle' } })
      rebuild()
    },
    move: (code, by) => moveTo(code, (place) => place + by),
    moveTo: (code, to) => moveTo(code, () => to),
    addLine: (code) => {
      const { plan } = store.getState()
      const lines = [...plan.lines, ...planLine(code, BY_HAND)]
      change({ ...plan, lines }, `line ${code.code} added`)
      dependencies.announce(`${code.code} is on the draft.`)
    },
    changeLine: (id, part) =>
      change(
        changeLine(store.getState().plan, id, part),
        `${Object.keys(part).join(' and ')} of ${nameLine(id)}`,
        true,
      ),
    setLineFact: (id, fact) =>
      change(
        setLineFact(store.getState().plan, id, fact),
        `${Object.keys(fact).join(' and ')} of ${nameLine(id)}`,
        true,
      ),
    removeLine: (id) => change(removeLine(store.getState().plan, id), `line ${nameLine(id)} taken off`),
    togglePointer: (id, code) => {
      const { plan, draft } = store.getState()
      const line = draft?.lines[listLinesOf(draft, plan.lines).findIndex((one) => one.id === id)]
      if (!(draft && line)) return
      const pointsTo = togglePointer(listPointers(line, draft.diagnoses), code)
      change(changeLine(plan, id, { pointsTo }), `diagnoses of ${nameLine(id)}`)
    },
    changeDetails: (details, words) => change({ ...store.getState().plan, details }, words, true),
    setOnAdmission: (code, present) => {
      const { plan } = store.getState()
      change({ ...plan, details: setOnAdmission(plan.details, code, present) }, `${code} on admission`)
    },
    chooseVisit: (code) => {
      const { plan, draft } = store.getState()
      const visit = buildProcedure(code)
      const lines = draft ? listLinesOf(draft, plan.lines) : plan.lines
      const old = lines.find((line) => findVisitLevel(line.code.code) !== undefined)
      const chosen = old
        ? replaceVisit(plan, old, visit)
        : { ...plan, lines: [...plan.lines, ...planLine(visit, BY_HAND)] }
      change(chosen, `visit ${code}`)
      dependencies.announce(old ? `${code} takes the place of ${old.code.code}.` : `${code} is on the draft.`)
    },
    applyFix: (check) => {
      store.setState({ filing: { kind: 'idle' } })
      if (carryOut(check, 'person')) dependencies.decide(check, { kind: 'accept' })
      else dependencies.announce('That no longer applies to this draft.')
    },
    takeBackFix: (fingerprint) => {
      const fix = store.getState().done.find((one) => one.check.fingerprint === fingerprint)
      if (!fix) return
      remember(`taking back ${fix.words}`)
      dropDone(fix)
      setPlan(decline(takeBack(store.getState().plan, fix.back), [fix]))
      if (fix.by === 'person') dependencies.decide(fix.check, { kind: 'undo' })
      dependencies.announce(`Taken back: ${fix.words}.`)
    },
    confirmFix: (fingerprint) => {
      const fix = store.getState().done.find((one) => one.check.fingerprint === fingerprint)
      if (fix?.by !== 'rule') return
      store.setState(({ done }) => ({ done: done.map((one) => (one === fix ? { ...fix, by: 'person' } : one)) }))
      setPlan(confirmFix(store.getState().plan, fix.back))
      dependencies.decide(fix.check, { kind: 'accept' })
      dependencies.announce('Kept.')
    },
    restore: (kept) => {
      const encounterId = reading?.record.encounterId
      if (encounterId === undefined) return
      store.setState(restoreKept(kept, encounterId))
      takeLines()
    },
    undo,
    file: () => file({ kind: 'file' }),
    resolve: (choice) => file({ kind: 'resolve', choice }),
    withdraw: (isError) => file({ kind: 'withdraw', isError }),
    post: () => file({ kind: 'post' }),
    lookAtTarget: findTarget,
    tryAllTargets: () => {
      dependencies.tryAllTargets()
      store.setState({ filing: { kind: 'idle' } })
      void findTarget()
      void findMayPost()
    },
    stop: () => {
      clearTimeout(timer)
      checking?.abort()
    },
  }
}

function describeBasis({ record, claimContext }: EncounterReading, facts: ClaimFacts | undefined): DraftBasis {
  if (!(claimContext || facts)) return { record }
  const context = { ...claimContext, ...facts?.history, ...(facts?.billing && { billing: facts.billing }) }
  return { record, context }
}

const BY_HAND = { source: 'person', isByHand: true } as const

function isEmpty({ diagnoses, lines }: DraftClaim): boolean {
  return diagnoses.length + lines.length === 0
}

/** Units, modifiers and diagnoses of the line stay: they belong to the visit, whatever its level. */
function replaceVisit(plan: DraftPlan, old: PlannedLine, code: ValidatedProcedure): DraftPlan {
  const changed = changeLine(plan, old.id, { ...BY_HAND, code, verified: true })
  return old.isByHand ? changed : { ...changed, takenOff: [...changed.takenOff, old.code.code] }
}

/** The fixes that the other list does not have. */
function listGone(fixes: readonly DoneFix[], others: readonly DoneFix[]): readonly DoneFix[] {
  const known = new Set(others.map(({ check }) => check.fingerprint))
  return fixes.filter(({ check }) => !known.has(check.fingerprint))
}

/** Of those, what a person stands behind. */
function listMissing(fixes: readonly DoneFix[], others: readonly DoneFix[]): readonly DoneFix[] {
  return listGone(fixes, others).filter(({ by }) => by === 'person')
}

/** Kept with the draft: what was taken back stays so in every session. */
function decline(plan: DraftPlan, fixes: readonly DoneFix[]): DraftPlan {
  const declined = new Set([...plan.declined, ...fixes.map(({ check }) => check.fingerprint)])
  return { ...plan, declined: [...declined] }
}
