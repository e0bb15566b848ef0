/**
 * One signed-in launch put together: chart, findings, note and draft of one patient and one encounter. Whatever it
 * holds is dropped with it, so that nothing of one patient can reach the next.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AnalysisStatus } from '#coding/contract/analysis.ts'
import type { DecisionRequest } from '#coding/contract/decision.ts'
import type { DraftBasis } from '#coding/contract/draft-check.ts'
import type { KeepDraftRequest } from '#coding/contract/kept-draft.ts'
import type { PromptQuery } from '#coding/contract/prompt-list.ts'
import type { WorkAnswer } from '#coding/contract/work.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { WorkStep } from '#coding/domain/work.ts'
import type { RiskRemark } from '#coding/risk-review/risk-remark.ts'
import type { RiskReview } from '#coding/risk-review/risk-review.ts'
import { type CodeFinder, createCodeFinder } from './code-finder.ts'
import { describeEhrProblem, describeProblem } from './describe-problem.ts'
import { sha256Hex } from './ehr/digest.ts'
import { EhrError } from './ehr/errors.ts'
import type {
  ContextChange,
  EhrConnection,
  EhrPage,
  EncounterReading,
  FilingOutcome,
  WriteLedger,
} from './ehr/session-types.ts'
import type { EmbeddedCodes } from './embedded-codes.ts'
import { type ChartStore, createChartStore, findReading } from './features/chart/chart-store.ts'
import { createChartFollower } from './features/chart/follow-chart.ts'
import { createDraftKeeper, type DraftKeeper, type KeepOutcome } from './features/draft/draft-keeper.ts'
import { createDraftStore, type DraftQuestion, type DraftStore, type FilingStep } from './features/draft/draft-store.ts'
import { describeOutcome } from './features/draft/draft-words.ts'
import { addDraftNote } from './features/draft-note/add-draft-note.ts'
import { createDraftNoteStore, type DraftNoteStore } from './features/draft-note/draft-note-store.ts'
import { createFindingsStore, type FindingsStore, type SendOutcome } from './features/findings/findings-store.ts'
import { createAnalysisRunner } from './features/findings/run-analysis.ts'
import { createNotesStore, type NotesStore } from './features/notes/notes-store.ts'
import { createWorkStore, type WorkStore } from './features/work/work-store.ts'
import { createClaimFactsFinder } from './find-claim-facts.ts'
import { mapAccepted } from './map-accepted.ts'
import { ProxyError } from './proxy/errors.ts'
import type { ProxySession } from './proxy/proxy-session.ts'
import { type Announcer, createAnnouncer } from './ui/announcer.ts'

type ProxyState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly session: ProxySession }
  /** The chart is still shown and a draft can still be put together by hand. */
  | { readonly kind: 'away'; readonly message: string }

export type Encounter = {
  readonly connection: EhrConnection
  readonly announcer: Announcer
  readonly chart: ChartStore
  readonly findings: FindingsStore
  readonly notes: NotesStore
  readonly draft: DraftStore
  /** What its author writes here because the EHR does not show it. */
  readonly draftNote: DraftNoteStore
  readonly ehrPage: StoreApi<EhrPage>
  /** For a coder: whether the draft is with Postil's server as it stands here. */
  readonly keeper: DraftKeeper
  /** For a coder: hold, release and history. */
  readonly work: WorkStore
  /** For a coder: marks the filed draft of the day on the screen as checked by a person. */
  readonly checkOffDay: () => Promise<void>
  /** Whether the EHR says that its user has moved on to another chart. */
  readonly elsewhere: StoreApi<{ readonly isOtherChart: boolean }>
  readonly codes: CodeFinder
  /** For a coder: risk conditions against the notes as they were last read. */
  readonly reviewRisk: () => Promise<RiskReview>
  /** Puts on record that remarks on them are taken away. */
  readonly recordRemarks: ProxySession['recordRemarks']
  /** The same remarks as a FHIR resource, to be saved. */
  readonly exportRemarks: (remarks: readonly RiskRemark[]) => Promise<string>
  readonly proxy: StoreApi<ProxyState>
  readonly exportDraft: EhrConnection['exportDraft']
  /** By which the history knows this draft. */
  readonly findDraftKey: (draft: DraftClaim) => Promise<string>
  /** Sends an unanswered question to its author; answers with what stands in the way, in words. */
  readonly sendQuery: (query: PromptQuery) => Promise<string | undefined>
  /** Of the site, not of this visit; for those whose role has it. */
  readonly askSite: ProxySession['ask']
  readonly start: () => void
  /** Looks at the chart at once, and tries again what waits for the proxy. */
  readonly lookNow: () => void
  readonly stop: () => void
}

type Dependencies = {
  readonly connection: EhrConnection
  readonly openProxySession: () => Promise<ProxySession>
  readonly loadEmbeddedCodes: () => Promise<EmbeddedCodes>
  readonly isVisible: () => boolean
  readonly now: () => Date
}

export function composeEncounter(dependencies: Dependencies): Encounter {
  const { connection, openProxySession, loadEmbeddedCodes, isVisible, now } = dependencies
  const announcer = createAnnouncer()
  const { announce } = announcer
  const chart = createChartStore()
  const notes = createNotesStore()
  const draftNote = createDraftNoteStore({ digest: sha256Hex })
  const ehrPage = createStore<EhrPage>(() => ({}))
  const elsewhere = createStore(() => ({ isOtherChart: false }))
  const proxy = createStore<ProxyState>(() => ({ kind: 'opening' }))
  const codes = createCodeFinder({ findSession, loadEmbedded: loadEmbeddedCodes })
  const findings = createFindingsStore({ now, announce, send: sendDecision })
  const runner = createAnalysisRunner({
    findings,
    analyse: (record, signal) => {
      const { maskSeeds } = findReading(chart.store.getState()) ?? {}
      return getSession().analyse(record, signal, maskSeeds)
    },
    describeProblem,
    giveWay: () => new Promise((resolve) => setTimeout(resolve)),
  })
  const draft = createDraftStore({
    check: (question, signal) => getSession().checkDraft(question, signal),
    file: (question, step) => carryOutFiling(question, step).finally(refreshWork),
    findTarget: connection.findWriteTarget,
    tryAllTargets: connection.tryAllTargets,
    mayPost: async () => findSession()?.role === 'coder' && (await connection.mayPostCharges()),
    mayCredit: async () => findSession()?.role === 'coder' && (await connection.mayCreditCharges()),
    announce,
    describeProblem,
    isCoder: () => findSession()?.role === 'coder',
    findClaimFacts: createClaimFactsFinder({
      readClaimFacts: connection.readClaimFacts,
      isCoder: () => findSession()?.role === 'coder',
      now: () => now().getTime(),
    }),
    findChoice: (fingerprint) => findings.store.getState().choices.get(fingerprint),
    decide: findings.decide,
  })
  const work = createWorkStore({
    read: readWork,
    take: takeStep,
    announce,
    describeProblem,
  })
  const keeper = createDraftKeeper({ draft, send: keepDraft, announce })
  const follower = createChartFollower({
    read: (signal) => connection.readEncounter(signal, draft.store.getState().plan.details),
    onReading,
    onProblem,
    isVisible,
    now: () => now().getTime(),
  })
  /** Set while the newest record has not been analysed; `retryAt` keeps a failing proxy from being asked each second. */
  let waiting: { retryAt: number; failures: number } | undefined
  let opening: Promise<void> | undefined
  let passing = 0
  let endWatch: (() => void) | undefined
  let resendAt = 0

  function findSession(): ProxySession | undefined {
    const state = proxy.getState()
    return state.kind === 'open' ? state.session : undefined
  }

  function getSession(): ProxySession {
    const state = proxy.getState()
    if (state.kind === 'open') return state.session
    throw new ProxyError('offline', state.kind === 'away' ? state.message : 'Postil is still connecting.')
  }

  /** A coder's draft goes nowhere from a screen that somebody has overtaken, and not before the rules have had it. */
  function getLedger(question: DraftQuestion): WriteLedger {
    const { ledger, role } = getSession()
    if (role !== 'coder') return ledger
    const basis = takeBasis(question)
    return {
      ...ledger,
      begin: async (intent) => {
        const isFiled = intent.content?.purpose === 'file'
        return ledger.begin({ ...intent, basedOn: await keeper.findRevision(), ...(isFiled && { basis }) })
      },
    }
  }

  async function carryOutFiling(question: DraftQuestion, step: FilingStep): Promise<FilingOutcome> {
    const { draft: claim } = question
    const ledger = getLedger(question)
    switch (step.kind) {
      case 'file':
        return connection.fileDraft(claim, ledger)
      case 'resolve':
        return connection.resolveDifference(claim, step.choice, ledger)
      case 'withdraw':
        return connection.withdrawDraft(claim, ledger, step.isError)
      case 'post':
        return connection.postCharges(claim, ledger)
    }
  }

  async function openProxy(): Promise<void> {
    try {
      const session = await openProxySession()
      connection.passOver(session.refusedTargets)
      proxy.setState({ kind: 'open', session }, true)
      if (session.refusedTargets.length > 0) void draft.lookAtTarget()
      void findings.sendWaiting()
    } catch (error) {
      proxy.setState({ kind: 'away', message: describeProblem(error) }, true)
    }
  }

  /** The session is opened beside the first read of the chart, and once, whoever asks for it first. */
  function openProxyOnce(): Promise<void> {
    if (proxy.getState().kind === 'open') return Promise.resolve()
    opening ??= openProxy().finally(() => {
      opening = undefined
    })
    return opening
  }

  async function analyseNewest(): Promise<void> {
    const reading = findReading(chart.store.getState())
    if (!(reading && waiting) || now().getTime() < waiting.retryAt) return
    const { failures } = waiting
    waiting = undefined
    await openProxyOnce()
    const state = proxy.getState()
    // Whoever looks over the site neither charts nor codes.
    if (state.kind === 'open' && (state.session.role === 'auditor' || state.session.role === 'admin')) return
    if (state.kind === 'open') {
      await runner.run(addDraftNote(reading.record, draftNote.store.getState().note))
      if (state.session.role === 'coder') await refreshPrompts()
    } else findings.fail(state.kind === 'away' ? state.message : 'Postil is still connecting.')
    const hasFailed = findings.store.getState().run.kind === 'failed'
    if (hasFailed) waiting ??= { failures: failures + 1, retryAt: now().getTime() + getRetryDelay(failures) }
  }

  /** What other people and other devices have done since, and what the EHR holds of queries that were sent. */
  async function refreshPrompts(): Promise<void> {
    const session = findSession()
    if (!session || findings.store.getState().status?.mode) return
    refreshWork()
    try {
      await findings.refresh(session.listPrompts)
      await readAnswers()
    } catch (error) {
      // The next look asks again; until then what is on the screen stands.
      if (!(error instanceof ProxyError || error instanceof EhrError)) throw error
    }
  }

  async function readWork(): Promise<WorkAnswer> {
    const answer = await getSession().readWork()
    // Once: what this panel changes after that is the newest.
    if (findReading(chart.store.getState())) keeper.begin(answer.kept)
    return answer
  }

  async function keepDraft(request: KeepDraftRequest): Promise<KeepOutcome> {
    try {
      return { kind: 'kept', revision: await getSession().keepDraft(request) }
    } catch (error) {
      if (!(error instanceof ProxyError || error instanceof EhrError)) throw error
      if (error.code === 'locked') return { kind: 'locked', reason: error.message }
      return { kind: error.code === 'conflict' ? 'overtaken' : 'unreachable' }
    }
  }

  /** Nothing of this is a clinician's. */
  function refreshWork(): void {
    if (findSession()?.role === 'coder') void work.refresh()
  }

  async function takeStep(step: WorkStep): Promise<WorkAnswer> {
    const question = step.kind === 'release' ? draft.ask() : undefined
    const session = getSession()
    const answer = await (question ? session.takeStep(step, takeBasis(question)) : session.takeStep(step))
    if (step.kind === 'release') void signOff()
    if (connection.tenant.workTasks) void keepTask()
    return answer
  }

  /** Each day of a stay is a draft of its own, and is marked as checked by itself. */
  async function checkOffDay(): Promise<void> {
    const question = draft.ask()
    if (!question) return
    try {
      const outcome = await connection.signOffDraft(question.draft, getLedger(question))
      if (isSignedOff(outcome)) announce('This day is checked off.')
      else work.store.setState({ notice: describeOutcome(outcome).detail })
    } catch (error) {
      work.store.setState({ notice: describeProblem(error) })
    } finally {
      await work.refresh()
    }
  }

  /**
   * The coder's release is the word of a person for what was filed: the EHR's copy loses the label that software
   * asserted it. Only what stands in the EHR as it stands here is signed off; a later edit has not been filed.
   */
  async function signOff(): Promise<void> {
    const question = draft.ask()
    if (!question) return
    try {
      const outcome = await connection.signOffDraft(question.draft, getLedger(question))
      if (outcome.kind === 'queued') announce('Released. The draft on Postil’s list is marked as checked by a person.')
      else if (isSignedOff(outcome)) announce('Released. The draft in the EHR is marked as checked by a person.')
      else tell(outcome.kind === 'rejected' ? outcome.reason : describeOutcome(outcome).title)
    } catch (error) {
      tell(describeProblem(error))
    } finally {
      refreshWork()
    }
  }

  /** In sight, because whoever released it believes that all of it is in the EHR. */
  function tell(reason: string): void {
    const notice = `The draft in the EHR keeps its label of software. ${reason}`
    work.store.setState({ notice })
    announce(`Released. ${notice}`)
  }

  /** The coders' list follows what is done here, and its Task in the EHR follows the list. */
  async function keepTask(): Promise<void> {
    const { keepTaskHere } = await import('./keep-list-tasks.ts')
    const tell = (problem: string | undefined): void => {
      if (problem !== undefined) announce(problem)
    }
    await keepTaskHere({ session: getSession(), keep: connection.keepWorkTask, tell })
  }

  async function reviewRisk(): Promise<RiskReview> {
    const reading = findReading(chart.store.getState())
    if (!reading) throw new EhrError('not-found')
    return getSession().reviewRisk(reading.record)
  }

  async function exportRemarks(remarks: readonly RiskRemark[]): Promise<string> {
    const reading = findReading(chart.store.getState())
    if (!reading) throw new EhrError('not-found')
    const { dateOfService, notes: read } = reading.record
    return connection.exportRemarks({ remarks, dateOfService, noteIds: read.map(({ id }) => id) })
  }

  async function readAnswers(): Promise<void> {
    for (const { finding, question } of findings.store.getState().queries) {
      if (!question.sent) continue
      const reading = await connection.readQueryAnswer(question.sent.response, finding)
      if (reading.kind === 'answered') findings.decide(finding, { ...reading.answer, via: 'query' })
    }
  }

  async function sendQuery({ finding }: PromptQuery): Promise<string | undefined> {
    const session = findSession()
    if (!session) return 'Sending needs Postil’s server, which keeps the record of every write.'
    const outcome = await connection.sendQuery(finding, session.ledger)
    switch (outcome.kind) {
      case 'sent':
        findings.decide(finding, { kind: 'send', task: outcome.task, response: outcome.response })
        await findings.sendWaiting()
        await holdForAnswer()
        await refreshPrompts()
        return undefined
      case 'session-ended':
        return 'Your EHR session has ended. Open Postil again from the chart.'
      case 'not-offered':
        return `It stays on this list: ${outcome.reason}.`
      case 'rejected':
      case 'unknown':
        return outcome.reason
    }
  }

  /** Whoever asks the author waits for the author; the coder may go on at once where that is not so. */
  async function holdForAnswer(): Promise<void> {
    if (work.store.getState().standing?.kind === 'open') await work.take({ kind: 'hold', reason: 'awaiting-provider' })
  }

  function onReading(reading: EncounterReading, changed: boolean): void {
    chart.setReading(reading, now())
    draft.setReading(reading)
    if (changed) waiting = { failures: 0, retryAt: 0 }
    void analyseNewest()
    void retryUnsent()
  }

  /** Decisions that the proxy has not heard go out with the next look at the chart, whatever else happens. */
  async function retryUnsent(): Promise<void> {
    if (findings.store.getState().unsent === 0 || now().getTime() < resendAt) return
    resendAt = now().getTime() + RESEND_MS
    await openProxyOnce()
    await findings.sendWaiting()
  }

  async function passOnAccepted(): Promise<void> {
    const reading = findReading(chart.store.getState())
    if (!reading) return
    passing += 1
    const mine = passing
    const accepted = await mapAccepted(findings.store.getState(), reading.record.dateOfService, codes.lookUp)
    // Looking up a typed code takes a moment; what was accepted since then counts.
    if (mine === passing) draft.setAccepted(accepted)
  }

  function onProblem(error: unknown): boolean {
    const problem = describeEhrProblem(error)
    chart.setProblem(problem)
    return !(problem.code === 'wrong-patient' || problem.code === 'session-ended')
  }

  /** Another chart is only said: what stands here is still its own patient's. A closed one leaves the screen. */
  function onContext(change: ContextChange): void {
    if (change === 'same-chart' || change === 'other-chart') {
      elsewhere.setState({ isOtherChart: change === 'other-chart' })
      return
    }
    chart.setProblem(describeEhrProblem(new EhrError(change === 'closed' ? 'chart-closed' : 'signed-out')))
    follower.stop()
  }

  /** To be told of changes is to leave a subscription in the EHR, which is a write: not where Postil only watches. */
  function followRecord(status: AnalysisStatus | undefined): void {
    if (status?.mode) {
      endWatch?.()
      endWatch = undefined
    } else endWatch ??= connection.watchRecord({ onChange: follower.nudge, onWatching: follower.setWatching })
  }

  async function sendDecision(request: DecisionRequest): Promise<SendOutcome> {
    const state = proxy.getState()
    if (state.kind !== 'open') return 'unreachable'
    try {
      const { questions } = await state.session.decide(request)
      if (questions) findings.sync(questions)
      refreshWork()
      return 'recorded'
    } catch (error) {
      const isRefusal = error instanceof ProxyError && REFUSALS.includes(error.code)
      return isRefusal ? 'refused' : 'unreachable'
    }
  }

  const unsubscribe = [
    draftNote.store.subscribe((state, before) => {
      if (state.note === before.note) return
      waiting = { failures: 0, retryAt: 0 }
      void analyseNewest()
    }),
    findings.store.subscribe((state, before) => {
      if (state.cards !== before.cards || state.choices !== before.choices) void passOnAccepted()
    }),
    connection.followContext(onContext),
    draft.store.subscribe(({ plan }, before) => {
      // Rules and dates follow who bills and the day, so the record is read anew.
      const { billedBy, day } = plan.details
      const was = before.plan.details
      if (billedBy !== was.billedBy || day !== was.day) follower.nudge()
    }),
    findings.store.subscribe(({ status }, before) => {
      if (status !== before.status) followRecord(status)
    }),
    () => endWatch?.(),
    connection.onSessionEnded(() => {
      chart.setProblem(describeEhrProblem(new EhrError('session-ended')))
      follower.stop()
    }),
  ]

  return {
    connection,
    announcer,
    chart,
    findings,
    notes,
    draft,
    draftNote,
    ehrPage,
    exportDraft: connection.exportDraft,
    findDraftKey: (claim) => connection.findDraftKey(claim, getSession().ledger),
    keeper,
    elsewhere,
    work,
    checkOffDay,
    codes,
    reviewRisk,
    exportRemarks,
    recordRemarks: (...remarks) => getSession().recordRemarks(...remarks),
    proxy,
    sendQuery,
    askSite: async (call) => getSession().ask(call),
    start: () => {
      void openProxyOnce()
      void connection.findEhrPage().then((page) => ehrPage.setState(page))
      follower.start()
    },
    lookNow: () => {
      if (waiting) waiting.retryAt = 0
      void findings.sendWaiting().then(refreshPrompts)
      follower.nudge()
    },
    stop: () => {
      for (const end of unsubscribe) end()
      follower.stop()
      runner.stop()
      draft.stop()
      keeper.stop()
      draftNote.stop()
    },
  }
}

/** What a draft was made from, without the draft. */
function takeBasis({ record, context }: DraftQuestion): DraftBasis {
  return { record, ...(context && { context }) }
}

function isSignedOff({ kind }: FilingOutcome): boolean {
  return kind === 'updated' || kind === 'already-filed' || kind === 'queued'
}

/** Would be answered the same next time. */
const REFUSALS: readonly ProxyError['code'][] = ['bad-request', 'forbidden', 'not-active']
const RESEND_MS = 5000

function getRetryDelay(failures: number): number {
  return Math.min(2000 * 2 ** failures, 30_000)
}
