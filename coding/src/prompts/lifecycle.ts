/**
 * What becomes of the questions of one encounter: draft → shown → answered | dismissed | resolved | expired, or snoozed.
 * Pure and total: any event may come at any time, and one that makes no sense changes nothing. The proxy folds the
 * events that it stores; the browser runs the same reducer ahead of the proxy's answer.
 */
import type { DismissReason } from '../domain/decision.ts'
import type { Finding, FindingSource } from '../domain/finding.ts'
import type { Fingerprint } from '../domain/ids.ts'

/** A question as the lifecycle sees it. `about` stays the same when only the words behind it change. */
export type Question = {
  readonly fingerprint: Fingerprint
  readonly about: string
  /** The axes that it asks for, or its kind where it asks for none. */
  readonly asks: readonly string[]
  /** Digest of the words and values behind it. */
  readonly evidence: string
  readonly isConflict: boolean
  readonly source: FindingSource
  /** Whether every note that it is about has been signed. */
  readonly isSigned: boolean
}

/** A question as an analysis brings it. */
export type AskedQuestion = Question & {
  /** Names the versions of the notes that it quotes. */
  readonly version: string
}

/** What a snoozed question waits for. Signing ends the wait as it ends everything. */
export type Wait = { readonly kind: 'new-result' } | { readonly kind: 'next-version'; readonly version: string }

export type QuestionState =
  | { readonly kind: 'draft' }
  | { readonly kind: 'shown' }
  | { readonly kind: 'snoozed'; readonly until: Wait }
  | { readonly kind: 'answered' }
  | { readonly kind: 'dismissed'; readonly reason: DismissReason }
  /** The note answers it now. */
  | { readonly kind: 'resolved' }
  /** The words that raised it are gone; unlike what is resolved, it comes back with them. */
  | { readonly kind: 'withdrawn' }
  /** The note was signed without an answer: it is the coder's query now. */
  | { readonly kind: 'expired' }

/** Where a query went in the EHR. */
export type SentQuery = { readonly task: string; readonly response: string }

/** An earlier wording that a person has closed; when its very words come back, so does what was decided of them. */
export type ClosedWording = {
  readonly fingerprint: Fingerprint
  readonly state: Extract<QuestionState, { readonly kind: 'answered' | 'dismissed' }>
}

export type TrackedQuestion = Question & {
  readonly state: QuestionState
  readonly closed: readonly ClosedWording[]
  readonly sent?: SentQuery
}

export type Lifecycle = {
  /** In the order in which they came; one for each thing that is asked about. */
  readonly questions: readonly TrackedQuestion[]
  /** Results that an analysis has seen, by opaque key. */
  readonly results: readonly string[]
  /** While somebody reads, nothing opens by itself. */
  readonly isReading: boolean
}

/** What a person did; kept for good. */
export type PersonEvent =
  | { readonly kind: 'answered'; readonly fingerprint: Fingerprint }
  | { readonly kind: 'dismissed'; readonly fingerprint: Fingerprint; readonly reason: DismissReason }
  | { readonly kind: 'snoozed'; readonly fingerprint: Fingerprint; readonly until: Wait }
  | { readonly kind: 'undone'; readonly fingerprint: Fingerprint }
  | { readonly kind: 'sent'; readonly fingerprint: Fingerprint; readonly sent: SentQuery }

/** What an analysis of the newest record said; kept for good. */
export type AnalysedEvent = {
  readonly kind: 'analysed'
  /** It speaks only of questions of its own source: rules do not withdraw what a model asked. */
  readonly source: FindingSource
  /** Most important first. */
  readonly questions: readonly AskedQuestion[]
  /** `about` of what is not asked any more because the note says it. */
  readonly answered: readonly string[]
  /** Results that no analysis has seen before. */
  readonly newResults: readonly string[]
}

export type LifecycleEvent =
  | AnalysedEvent
  | PersonEvent
  | { readonly kind: 'reading'; readonly isReading: boolean }
  /** Another keeper of the same questions, whose word counts more. */
  | { readonly kind: 'synced'; readonly questions: readonly TrackedQuestion[] }

/** A clinician bears three questions at once; the rest wait in a list (design, section 7). */
export const PROMPT_BUDGET = 3

export const emptyLifecycle: Lifecycle = { questions: [], results: [], isReading: false }

export function listShown({ questions }: Pick<Lifecycle, 'questions'>): readonly TrackedQuestion[] {
  return questions.filter(({ state }) => state.kind === 'shown')
}

/** Neither answered nor put away: a signature makes a query of it. */
export function isOpen({ state: { kind } }: Pick<TrackedQuestion, 'state'>): boolean {
  return kind === 'draft' || kind === 'shown' || kind === 'snoozed'
}

/** What a coder may send: unanswered, of notes that are signed. */
export function isQuery(question: TrackedQuestion): boolean {
  return question.state.kind === 'expired' || (question.isSigned && isOpen(question))
}

/** Whether a question of these very words was dismissed, now or before its words changed (lint rule Q18). */
export function isDismissed({ questions }: Pick<Lifecycle, 'questions'>, fingerprint: Fingerprint): boolean {
  return questions.some((question) =>
    [question, ...question.closed].some((one) => one.fingerprint === fingerprint && one.state.kind === 'dismissed'),
  )
}

/**
 * What an analysis found, without the questions that were put away: the engine remembers nothing, so whoever keeps the
 * decisions drops them behind it. No lesser question about the condition stands in, because the engine has chosen already.
 */
export function dropDismissed(findings: readonly Finding[], lifecycle: Pick<Lifecycle, 'questions'>): Finding[] {
  return findings.filter(({ kind, fingerprint }) => kind !== 'prompt' || !isDismissed(lifecycle, fingerprint))
}

function track({ version: _version, ...question }: AskedQuestion): TrackedQuestion {
  return { ...question, state: { kind: 'draft' }, closed: [] }
}

/** The newest wording takes the place of the old one; what a person decided of the old one is remembered. */
function reword(old: TrackedQuestion, asked: AskedQuestion, state: QuestionState): TrackedQuestion {
  const { fingerprint, state: before } = old
  const isClosed = before.kind === 'answered' || before.kind === 'dismissed'
  const memories = isClosed ? [...old.closed, { fingerprint, state: before }] : old.closed
  const remembered = memories.find((memory) => memory.fingerprint === asked.fingerprint)
  return {
    ...track(asked),
    state: remembered?.state ?? state,
    closed: memories.filter((memory) => memory !== remembered),
  }
}

const asksMore = (old: Question, asked: Question): boolean => asked.asks.some((axis) => !old.asks.includes(axis))

/** Other words or values stand behind it, or it asks for something else of the same condition. */
const isAnother = (old: Question, asked: Question): boolean => old.evidence !== asked.evidence || asksMore(old, asked)

function isAwake(until: Wait, asked: AskedQuestion): boolean {
  return until.kind === 'next-version' && until.version !== asked.version
}

/** What an analysis that asks about this again makes of it. */
function askAgain(old: TrackedQuestion, asked: AskedQuestion): TrackedQuestion {
  const { state } = old
  if (isOpen(old) && asked.isSigned && !old.isSigned) return reword(old, asked, { kind: 'expired' })
  switch (state.kind) {
    case 'draft':
    case 'shown':
      return reword(old, asked, state)
    case 'snoozed':
      return reword(old, asked, isAwake(state.until, asked) ? { kind: 'draft' } : state)
    case 'withdrawn':
      return reword(old, asked, { kind: 'draft' })
    case 'answered':
    case 'dismissed':
    case 'expired':
      return isAnother(old, asked) ? reword(old, asked, { kind: 'draft' }) : old
    case 'resolved':
      return asked.isConflict || asksMore(old, asked) ? reword(old, asked, { kind: 'draft' }) : old
  }
}

/** What an analysis that does not ask any more makes of it. What was dismissed is not asked, and stays dismissed. */
function stopAsking(old: TrackedQuestion, isAnswered: boolean): TrackedQuestion {
  switch (old.state.kind) {
    case 'draft':
    case 'shown':
    case 'snoozed':
    case 'expired':
      return { ...old, state: { kind: isAnswered ? 'resolved' : 'withdrawn' } }
    case 'answered':
    case 'withdrawn':
      return isAnswered ? { ...old, state: { kind: 'resolved' } } : old
    case 'dismissed':
    case 'resolved':
      return old
  }
}

function wake(question: TrackedQuestion): TrackedQuestion {
  const { state } = question
  const waited = state.kind === 'snoozed' && state.until.kind === 'new-result'
  return waited ? { ...question, state: { kind: 'draft' } } : question
}

function applyAnalysis(questions: readonly TrackedQuestion[], event: AnalysedEvent): readonly TrackedQuestion[] {
  // Of two about the same, the first is the more important.
  const asked = new Map(event.questions.toReversed().map((question) => [question.about, question]))
  const awake = event.newResults.length > 0 ? questions.map(wake) : questions
  const kept = awake.map((old) => {
    const again = asked.get(old.about)
    // One card a condition: while a rule asks, a model's question about the same adds nothing, and the other way round.
    if (again !== undefined) return isOpen(old) && again.source !== old.source ? old : askAgain(old, again)
    return old.source === event.source ? stopAsking(old, event.answered.includes(old.about)) : old
  })
  const known = new Set(questions.map(({ about }) => about))
  const fresh = [...new Set(event.questions.map(({ about }) => about))].flatMap((about) => {
    const question = asked.get(about)
    return question === undefined || known.has(about) ? [] : [question]
  })
  return [...kept, ...fresh.map(track)]
}

/** Another keeper's questions; what opened there without this reader's doing waits until the reader looks up. */
function applySync({ questions, isReading }: Lifecycle, theirs: readonly TrackedQuestion[]): TrackedQuestion[] {
  const shown = new Set(listShown({ questions }).map(({ about }) => about))
  return theirs.map((question) => {
    const isNew = question.state.kind === 'shown' && !shown.has(question.about)
    return isReading && isNew ? { ...question, state: { kind: 'draft' } } : question
  })
}

/** A question that a person takes back stands open again at once; the one that opened last makes room. */
function reopen(questions: readonly TrackedQuestion[], fingerprint: Fingerprint): readonly TrackedQuestion[] {
  const shown = listShown({ questions })
  const last = shown.length >= PROMPT_BUDGET ? shown.at(-1) : undefined
  return questions.map((question): TrackedQuestion => {
    if (question.fingerprint === fingerprint) return { ...question, state: { kind: 'shown' } }
    return question === last ? { ...question, state: { kind: 'draft' } } : question
  })
}

function isPutAway({ state: { kind } }: TrackedQuestion): boolean {
  return kind === 'answered' || kind === 'dismissed' || kind === 'snoozed'
}

function applyPerson(questions: readonly TrackedQuestion[], event: PersonEvent): readonly TrackedQuestion[] {
  const one = questions.find(({ fingerprint }) => fingerprint === event.fingerprint)
  if (one === undefined) return questions
  const put = (next: TrackedQuestion) => questions.map((question) => (question === one ? next : question))
  const isUnanswered = isOpen(one) || one.state.kind === 'expired'
  switch (event.kind) {
    case 'answered':
      return isUnanswered ? put({ ...one, state: { kind: 'answered' } }) : questions
    case 'dismissed':
      return isUnanswered ? put({ ...one, state: { kind: 'dismissed', reason: event.reason } }) : questions
    case 'snoozed':
      return one.state.kind === 'draft' || one.state.kind === 'shown'
        ? put({ ...one, state: { kind: 'snoozed', until: event.until } })
        : questions
    case 'undone':
      return isPutAway(one) ? reopen(questions, event.fingerprint) : questions
    case 'sent':
      return isQuery(one) ? put({ ...one, state: { kind: 'expired' }, sent: event.sent }) : questions
  }
}

/** Opens what waits, oldest first, as far as the budget goes. */
function fillBudget(questions: readonly TrackedQuestion[]): readonly TrackedQuestion[] {
  let places = PROMPT_BUDGET - listShown({ questions }).length
  return questions.map((question): TrackedQuestion => {
    if (question.state.kind !== 'draft' || places <= 0) return question
    places -= 1
    return { ...question, state: { kind: 'shown' } }
  })
}

export function advance(lifecycle: Lifecycle, event: LifecycleEvent): Lifecycle {
  const { questions, results, isReading } = lifecycle
  switch (event.kind) {
    case 'reading': {
      const opened = event.isReading ? questions : fillBudget(questions)
      return { questions: opened, results, isReading: event.isReading }
    }
    case 'synced': {
      const synced = applySync(lifecycle, event.questions)
      return { questions: isReading ? synced : fillBudget(synced), results, isReading }
    }
    case 'analysed': {
      const analysed = applyAnalysis(questions, event)
      const seen = event.newResults.filter((result) => !results.includes(result))
      return { questions: isReading ? analysed : fillBudget(analysed), results: [...results, ...seen], isReading }
    }
    case 'answered':
    case 'dismissed':
    case 'snoozed':
    case 'undone':
    case 'sent':
      // What a person did may open the next one, at the end of the list: nothing above it moves.
      return { questions: fillBudget(applyPerson(questions, event)), results, isReading }
  }
}
