/**
 * What the panel knows of one encounter's findings, and what its user decided. One store a connection: when the
 * patient or the encounter changes, the whole store is dropped.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AnalysisEvent, AnalysisStatus } from '#coding/contract/analysis.ts'
import type { DecisionRequest } from '#coding/contract/decision.ts'
import type { PromptList, PromptQuery } from '#coding/contract/prompt-list.ts'
import type { Decision, DecisionChoice } from '#coding/domain/decision.ts'
import type { Finding } from '#coding/domain/finding.ts'
import {
  advance,
  emptyLifecycle,
  type Lifecycle,
  listShown,
  type PersonEvent,
  type TrackedQuestion,
} from '#coding/prompts/lifecycle.ts'
import { findPersonEvent } from '#coding/prompts/person-event.ts'
import { announceClosing, announceCounts, type ClosedBecause } from './closing-words.ts'
import { getCodeDecidedWords, getDecidedWords } from './decided-words.ts'
import { closeCard, type FindingCard, orderCards, placeFinding, settleCards } from './finding-card.ts'
import { type Choices, foldChoices } from './fold-choices.ts'
import { nameFinding } from './name-finding.ts'

export type RunState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' }
  | { readonly kind: 'complete'; readonly at: Date }
  /** What was found before stays on the screen; `reason` says why it may be out of date. */
  | { readonly kind: 'failed'; readonly reason: string }

export type FindingsState = {
  readonly cards: readonly FindingCard[]
  readonly run: RunState
  readonly status: AnalysisStatus | undefined
  readonly choices: Choices
  /** Where the questions stand: the proxy's word, with what was decided here since. */
  readonly lifecycle: Lifecycle
  /** What waits for a coder; empty for everybody else. */
  readonly queries: readonly PromptQuery[]
  /** How many decisions the proxy does not have yet. They are sent again by `sendWaiting`. */
  readonly unsent: number
  /** Text typed into a card and not yet sent, by card. */
  readonly typed: Readonly<Record<string, string>>
}

export type FindingsStore = {
  readonly store: StoreApi<FindingsState>
  readonly begin: () => void
  readonly apply: (event: AnalysisEvent) => void
  readonly fail: (reason: string) => void
  readonly decide: (finding: Finding, choice: DecisionChoice) => void
  /** Where the questions stand by the proxy's answer to a decision. */
  readonly sync: (questions: readonly TrackedQuestion[]) => void
  /** What other people and devices have done since. */
  readonly refresh: (readList: () => Promise<PromptList>) => Promise<void>
  readonly sendWaiting: () => Promise<void>
  readonly type: (key: string, text: string) => void
  /** While focus is inside the lists, nothing is reordered or removed. */
  readonly hold: (held: boolean) => void
  readonly settle: () => void
}

type Dependencies = {
  readonly now: () => Date
  readonly announce: (text: string) => void
  readonly send: (request: DecisionRequest) => Promise<SendOutcome>
}

/** `refused` will not be otherwise next time, so the decision is taken back; `unreachable` waits and is sent again. */
export type SendOutcome = 'recorded' | 'refused' | 'unreachable'

type LocalDecision = {
  readonly request: DecisionRequest
  /** Of a decision about a question. */
  readonly event?: PersonEvent | undefined
  sentInRun?: number
}

export function createFindingsStore({ now, announce, send }: Dependencies): FindingsStore {
  const store = createStore<FindingsState>(() => ({
    cards: [],
    run: { kind: 'none' },
    status: undefined,
    choices: new Map(),
    lifecycle: emptyLifecycle,
    queries: [],
    unsent: 0,
    typed: {},
  }))

  let held = false
  /** Counts what the proxy is asked for, so that what it says can be told from what was decided meanwhile. */
  let runNumber = 0
  let current = 0
  let seen = new Set<string>()
  let keysBefore = new Set<string>()
  let recorded: readonly Pick<Decision, 'fingerprint' | 'choice'>[] = []
  let local: LocalDecision[] = []
  let synced: readonly TrackedQuestion[] = []
  let sending: Promise<void> | undefined

  const setCards = (cards: readonly FindingCard[]) => store.setState({ cards })
  const refreshChoices = () =>
    store.setState({
      choices: foldChoices([...recorded, ...local.map(({ request }) => request)]),
      unsent: local.filter(({ sentInRun }) => sentInRun === undefined).length,
    })

  /** What was sent since the proxy was asked may be missing from its list. */
  function hear(decisions: typeof recorded, askedInRun: number): void {
    recorded = decisions
    local = local.filter(({ sentInRun }) => sentInRun === undefined || sentInRun >= askedInRun)
    refreshChoices()
  }

  const setLifecycle = (change: (lifecycle: Lifecycle) => Lifecycle) =>
    store.setState(({ lifecycle }) => ({ lifecycle: change(lifecycle) }))

  /** What the proxy says, and on top of it what it had not heard when it said so. */
  function sync(questions: readonly TrackedQuestion[], unheard: readonly LocalDecision[]): void {
    synced = questions
    const events = unheard.flatMap(({ event }) => event ?? [])
    setLifecycle((lifecycle) => events.reduce<Lifecycle>(advance, advance(lifecycle, { kind: 'synced', questions })))
  }

  /** Closes what this run no longer found; the proxy has already said of which questions the note answers. Rules are complete long before a model is, and do not wait for it. */
  function closeUnseen(isOver: (finding: Finding) => boolean): void {
    setCards(
      store.getState().cards.map((card) => {
        if (seen.has(card.key) || !isOver(card.finding)) return card
        return closeCard(card, 'no-longer-applies', now().getTime())
      }),
    )
  }

  function close(fingerprint: Finding['fingerprint'], because: ClosedBecause): void {
    setCards(
      store
        .getState()
        .cards.map((card) =>
          card.finding.fingerprint === fingerprint ? closeCard(card, because, now().getTime()) : card,
        ),
    )
  }

  function announceChanges(): void {
    const { cards, choices } = store.getState()
    const changed = cards.filter(({ key, finding, phase }) => {
      const choice = choices.get(finding.fingerprint)
      return phase.kind === 'closed'
        ? keysBefore.has(key) && choice?.kind !== 'dismiss'
        : !(choice || keysBefore.has(key))
    })
    keysBefore = new Set(cards.filter(({ phase }) => phase.kind === 'open').map(({ key }) => key))
    const opened = changed.filter(({ phase }) => phase.kind === 'open').map(({ finding }) => finding)
    announce(
      changed.length > 4
        ? announceCounts(opened, changed.length - opened.length)
        : changed.map(({ finding, phase }) => announceChange(finding, phase)).join(' '),
    )
  }

  function applyStatus(status: AnalysisStatus): void {
    store.setState({ status })
    if (status.phase === 'rules') return
    closeUnseen((finding) => finding.source !== 'model')
    if (status.phase === 'model') announceChanges()
  }

  function complete(): void {
    closeUnseen(() => true)
    const cards = store
      .getState()
      .cards.map((card) =>
        card.finding.provisional ? { ...card, finding: { ...card.finding, provisional: false } } : card,
      )
    setCards(held ? cards : orderCards(cards, [...seen]))
    store.setState({ run: { kind: 'complete', at: now() } })
    announceChanges()
  }

  function apply(event: AnalysisEvent): void {
    switch (event.event) {
      case 'decisions':
        hear(event.data, current)
        break
      case 'prompts':
        sync(event.data.questions, local)
        break
      case 'status':
        applyStatus(event.data)
        break
      case 'finding': {
        const placed = placeFinding(store.getState().cards, event.data, seen)
        seen.add(placed.key)
        setCards(placed.cards)
        break
      }
      case 'withdrawn':
        close(event.data.fingerprint, getClosedBecause(event.data.because))
        break
      case 'done':
        complete()
        break
      case 'error':
        store.setState({ run: { kind: 'failed', reason: event.data.message } })
        break
    }
  }

  async function sendInOrder(): Promise<void> {
    for (;;) {
      const next = local.find(({ sentInRun }) => sentInRun === undefined)
      if (!next) return
      const outcome = await send(next.request)
      if (outcome === 'unreachable') return
      if (outcome === 'recorded') next.sentInRun = runNumber
      else {
        local = local.filter((one) => one !== next)
        sync(synced, local)
        announce('That could not be recorded, so it was taken back.')
      }
      refreshChoices()
    }
  }

  /** Ahead of the proxy's answer: the question moves at once, and what opens in its place is said. */
  function follow(finding: Finding, choice: DecisionChoice, event: PersonEvent): void {
    const before = new Set(listShown(store.getState().lifecycle).map(({ fingerprint }) => fingerprint))
    setLifecycle((lifecycle) => advance(lifecycle, event))
    const { cards, lifecycle } = store.getState()
    const opened = new Set(
      listShown(lifecycle).flatMap(({ fingerprint }) => (before.has(fingerprint) ? [] : [fingerprint])),
    )
    opened.delete(finding.fingerprint)
    const next = cards.map((card) => card.finding).find(({ fingerprint }) => opened.has(fingerprint))
    const words = next?.kind === 'prompt' ? [`Next question: ${next.prompt.title}.`] : []
    announce([getDecidedWords(choice), ...words].join(' '))
  }

  function sendWaiting(): Promise<void> {
    sending ??= sendInOrder().finally(() => {
      sending = undefined
    })
    return sending
  }

  return {
    store,
    begin: () => {
      runNumber += 1
      current = runNumber
      seen = new Set()
      store.setState({ run: { kind: 'running' } })
    },
    apply,
    fail: (reason) => store.setState({ run: { kind: 'failed', reason } }),
    decide: (finding, choice) => {
      const event = finding.kind === 'prompt' ? findPersonEvent(choice, finding) : undefined
      const { fingerprint, kind } = finding
      local.push({ request: { fingerprint, findingKind: kind, choice, about: nameFinding(finding) }, event })
      if (event) follow(finding, choice, event)
      if (finding.kind === 'code') announce(getCodeDecidedWords(finding, choice))
      const restingSince = now().getTime()
      const rests = choice.kind === 'dismiss' || choice.kind === 'snooze'
      setCards(
        store.getState().cards.map((card): FindingCard => {
          if (card.finding.fingerprint !== finding.fingerprint) return card
          if (rests) return { ...card, restingSince, settled: false }
          const { restingSince: _rested, ...rest } = card
          return { ...rest, settled: false }
        }),
      )
      refreshChoices()
      void sendWaiting()
    },
    sync: (questions) =>
      sync(
        questions,
        local.filter(({ sentInRun }) => sentInRun === undefined),
      ),
    refresh: async (readList) => {
      runNumber += 1
      const mine = runNumber
      const { decisions, questions, queries } = await readList()
      hear(decisions, mine)
      sync(questions, local)
      store.setState({ queries })
    },
    sendWaiting,
    type: (key, text) => store.setState(({ typed }) => ({ typed: { ...typed, [key]: text } })),
    hold: (next) => {
      if (held === next) return
      held = next
      setLifecycle((lifecycle) => advance(lifecycle, { kind: 'reading', isReading: next }))
    },
    settle: () => {
      if (held) return
      const { cards, typed } = store.getState()
      setCards(settleCards(cards, now().getTime(), ({ key }) => (typed[key] ?? '') !== ''))
    },
  }
}

type WithdrawnBecause = Extract<AnalysisEvent, { event: 'withdrawn' }>['data']['because']

function getClosedBecause(because: WithdrawnBecause): ClosedBecause {
  if (because === 'model-withdrew' || because === 'stream-incomplete') return 'not-completed'
  return because === 'resolved' || because === 'no-longer-applies' || because === 'expired' ? because : 'withdrawn'
}

function announceChange(finding: Finding, phase: FindingCard['phase']): string {
  if (phase.kind === 'closed') return announceClosing(finding, phase.because)
  if (finding.kind === 'prompt') return `New question: ${finding.prompt.title}.`
  return finding.kind === 'code' ? `New code: ${finding.code.code}.` : `New check: ${finding.message}`
}
