import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFingerprint } from '#coding/domain/ids.ts'
import {
  type AskedQuestion,
  advance,
  emptyLifecycle,
  isDismissed,
  isQuery,
  type Lifecycle,
  type LifecycleEvent,
  listShown,
  PROMPT_BUDGET,
  type TrackedQuestion,
} from '#coding/prompts/lifecycle.ts'

const ABOUT = ['knee', 'asthma', 'ckd', 'gout', 'sepsis']

type Over = Partial<Omit<AskedQuestion, 'about' | 'fingerprint'>>

/** The fingerprint follows from what is asked and from the words behind it, as the engine's does. */
function question(about: string, over: Over = {}): AskedQuestion {
  const { asks = ['type'], evidence = 'words-1', isConflict = false, source = 'rule' } = over
  const fingerprint = parseFingerprint([about, ...asks, evidence, isConflict ? 'conflict' : 'open', source].join('/'))
  return {
    ...{ about, fingerprint, asks, evidence, isConflict, source },
    isSigned: over.isSigned ?? false,
    version: over.version ?? 'v1',
  }
}

const aQuestion = fc
  .record({
    about: fc.constantFrom(...ABOUT),
    evidence: fc.constantFrom('words-1', 'words-2'),
    asks: fc.constantFrom(['type'], ['side'], ['side', 'type']),
    isConflict: fc.boolean(),
    isSigned: fc.boolean(),
    version: fc.constantFrom('v1', 'v2'),
    source: fc.constantFrom('rule' as const, 'model' as const),
  })
  .map(({ about, ...over }) => question(about, over))
const aFingerprint = aQuestion.map(({ fingerprint }) => fingerprint)
const aWait = fc.constantFrom({ kind: 'new-result' as const }, { kind: 'next-version' as const, version: 'v1' })
const anAnalysis = fc
  .record({
    questions: fc.array(aQuestion, { maxLength: 7 }),
    source: fc.constantFrom('rule' as const, 'model' as const),
    answered: fc.subarray(ABOUT),
    newResults: fc.subarray(['r1', 'r2', 'r3']),
  })
  .map((analysis): LifecycleEvent => ({ kind: 'analysed', ...analysis }))
const sent = { task: 'Task/1', response: 'QuestionnaireResponse/1' }

const anEvent: fc.Arbitrary<LifecycleEvent> = fc.oneof(
  { weight: 4, arbitrary: anAnalysis },
  aFingerprint.map((fingerprint): LifecycleEvent => ({ kind: 'answered', fingerprint })),
  aFingerprint.map((fingerprint): LifecycleEvent => ({ kind: 'dismissed', fingerprint, reason: 'other' })),
  aFingerprint.map((fingerprint): LifecycleEvent => ({ kind: 'undone', fingerprint })),
  fc
    .tuple(aFingerprint, aWait)
    .map(([fingerprint, until]): LifecycleEvent => ({ kind: 'snoozed', fingerprint, until })),
  aFingerprint.map((fingerprint): LifecycleEvent => ({ kind: 'sent', fingerprint, sent })),
  fc.boolean().map((isReading): LifecycleEvent => ({ kind: 'reading', isReading })),
)
const someEvents = fc.array(anEvent, { maxLength: 30 })

type Step = { readonly before: Lifecycle; readonly event: LifecycleEvent; readonly after: Lifecycle }

/** Every state on the way, each with the event that led to it. */
function walk(events: readonly LifecycleEvent[], start = emptyLifecycle): Step[] {
  let before = start
  return events.map((event) => {
    const after = advance(before, event)
    const step = { before, event, after }
    before = after
    return step
  })
}

const stateOf = ({ questions }: Lifecycle, about: string) => questions.find((one) => one.about === about)

/** Holds for every question of every step; `check` sees the question before and after. */
function always(check: (old: TrackedQuestion, now: TrackedQuestion | undefined, step: Step) => void): void {
  fc.assert(
    fc.property(someEvents, (events) => {
      for (const step of walk(events)) {
        for (const old of step.before.questions) check(old, stateOf(step.after, old.about), step)
      }
    }),
    { numRuns: 500 },
  )
}

describe('in any order of events', () => {
  test('at most three are open', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        for (const { after } of walk(events)) expect(listShown(after).length).toBeLessThanOrEqual(PROMPT_BUDGET)
      }),
    )
  })

  test('there is one card for each thing that is asked about', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        for (const { after } of walk(events)) {
          const about = after.questions.map((one) => one.about)
          expect(new Set(about).size).toBe(about.length)
        }
      }),
    )
  })

  test('nothing that is known is ever forgotten, and everything keeps its place', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        for (const { before, after } of walk(events)) {
          const places = after.questions.slice(0, before.questions.length).map(({ about }) => about)
          expect(places).toEqual(before.questions.map(({ about }) => about))
        }
      }),
    )
  })

  test('what was dismissed returns only with other words behind it or another axis, or when the person takes it back', () => {
    always((old, now, { event }) => {
      if (old.state.kind !== 'dismissed' || event.kind === 'undone') return
      if (now?.state.kind === 'dismissed') return expect(now.fingerprint).toBe(old.fingerprint)
      const hasOtherWords = now?.evidence !== old.evidence
      expect(hasOtherWords || now?.asks.some((axis) => !old.asks.includes(axis))).toBe(true)
      expect(now?.fingerprint).not.toBe(old.fingerprint)
    })
  })

  test('words that were dismissed never stand open again, whatever was asked in between', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        const dismissed = new Set<string>()
        for (const { before, event, after } of walk(events)) {
          if (event.kind === 'undone') dismissed.delete(event.fingerprint)
          for (const { fingerprint, state } of after.questions) {
            const wasOpen = before.questions.some(
              (one) => one.fingerprint === fingerprint && one.state.kind !== 'dismissed',
            )
            if (state.kind === 'dismissed' && wasOpen && event.kind === 'dismissed') dismissed.add(fingerprint)
          }
          for (const { fingerprint } of listShown(after)) expect(dismissed.has(fingerprint)).toBe(false)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('what is answered, "unable to determine" among it, is respected in the same way', () => {
    always((old, now, { event }) => {
      if (old.state.kind !== 'answered' || event.kind === 'undone' || now?.state.kind === 'resolved') return
      if (now?.fingerprint === old.fingerprint) expect(now.state).toEqual(old.state)
    })
  })

  test('what is resolved reopens on a conflict alone, unless something else is asked', () => {
    always((old, now) => {
      if (old.state.kind !== 'resolved' || now?.state.kind === 'resolved') return
      expect(now?.isConflict || now?.asks.some((axis) => !old.asks.includes(axis))).toBe(true)
    })
  })

  test('while somebody reads, nothing opens but by the reader’s own doing', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        for (const { before, event, after } of walk(events)) {
          if (!after.isReading || (event.kind !== 'analysed' && event.kind !== 'reading')) continue
          const shown = new Set(listShown(before).map(({ about }) => about))
          expect(listShown(after).every(({ about }) => shown.has(about))).toBe(true)
        }
      }),
    )
  })

  test('a signature leaves none of the questions of its note open', () => {
    always((old, now, { event }) => {
      if (event.kind !== 'analysed' || old.isSigned || !['draft', 'shown', 'snoozed'].includes(old.state.kind)) return
      const asked = event.questions.find(({ about }) => about === old.about)
      if (asked?.isSigned && asked.source === old.source) expect(now?.state.kind).toBe('expired')
    })
  })

  test('an analysis that says nothing new changes nothing', () => {
    fc.assert(
      fc.property(someEvents, anAnalysis, (events, analysis) => {
        const once = advance(walk(events).at(-1)?.after ?? emptyLifecycle, analysis)
        const again = { ...analysis, newResults: [] }
        const twice = advance(once, again)
        expect(advance(twice, again)).toEqual(twice)
      }),
    )
  })

  test('two keepers agree once one has heard the other', () => {
    fc.assert(
      fc.property(someEvents, someEvents, (ours, theirs) => {
        const proxy = walk(theirs.filter(({ kind }) => kind !== 'reading')).at(-1)?.after ?? emptyLifecycle
        const browser = walk([...ours, { kind: 'reading', isReading: false }]).at(-1)?.after ?? emptyLifecycle
        expect(advance(browser, { kind: 'synced', questions: proxy.questions }).questions).toEqual(proxy.questions)
      }),
    )
  })
})

describe('one question', () => {
  const knee = question('knee')
  const { fingerprint } = knee
  const run = (events: readonly LifecycleEvent[]) => stateOf(walk(events).at(-1)?.after ?? emptyLifecycle, 'knee')
  const analysed = (questions: AskedQuestion[] = [], over: { answered?: string[]; newResults?: string[] } = {}) =>
    ({ kind: 'analysed', source: 'rule', questions, answered: [], newResults: [], ...over }) satisfies LifecycleEvent
  const answeredByNote = analysed([], { answered: ['knee'] })
  const dismissed: LifecycleEvent = { kind: 'dismissed', fingerprint, reason: 'other' }
  const answered: LifecycleEvent = { kind: 'answered', fingerprint }
  const undone: LifecycleEvent = { kind: 'undone', fingerprint }
  const untilResult: LifecycleEvent = { kind: 'snoozed', fingerprint, until: { kind: 'new-result' } }
  const untilVersion: LifecycleEvent = { kind: 'snoozed', fingerprint, until: { kind: 'next-version', version: 'v1' } }
  const signed = analysed([question('knee', { isSigned: true })])
  const sentIt: LifecycleEvent = { kind: 'sent', fingerprint, sent }
  const others = ['asthma', 'ckd', 'gout'].map((about) => question(about))

  test.each<[string, LifecycleEvent[], string]>([
    ['is shown', [analysed([knee])], 'shown'],
    ['waits when three are open', [analysed([...others, knee])], 'draft'],
    ['waits while somebody reads', [{ kind: 'reading', isReading: true }, analysed([knee])], 'draft'],
    ['is resolved when the note answers', [analysed([knee]), answeredByNote], 'resolved'],
    ['stays resolved when the words come back', [analysed([knee]), answeredByNote, analysed([knee])], 'resolved'],
    [
      'reopens as a conflict',
      [analysed([knee]), answeredByNote, analysed([question('knee', { isConflict: true })])],
      'shown',
    ],
    [
      'reopens for something that nobody has asked',
      [analysed([knee]), answeredByNote, analysed([question('knee', { asks: ['side'] })])],
      'shown',
    ],
    ['is withdrawn when its words are gone', [analysed([knee]), analysed()], 'withdrawn'],
    ['comes back with its words', [analysed([knee]), analysed(), analysed([knee])], 'shown'],
    [
      'is not withdrawn by what speaks of other questions',
      [analysed([knee]), { ...analysed(), source: 'model' }],
      'shown',
    ],
    ['is answered', [analysed([knee]), answered, analysed([knee])], 'answered'],
    ['is resolved after the answer stands in the note', [analysed([knee]), answered, answeredByNote], 'resolved'],
    ['stays dismissed', [analysed([knee]), dismissed, analysed([knee])], 'dismissed'],
    ['stays dismissed when nobody asks any more', [analysed([knee]), dismissed, analysed()], 'dismissed'],
    [
      'stays dismissed when only part of it is asked again',
      [
        analysed([question('knee', { asks: ['side', 'type'] })]),
        { ...dismissed, fingerprint: question('knee', { asks: ['side', 'type'] }).fingerprint },
        analysed([knee]),
      ],
      'dismissed',
    ],
    [
      'returns with other words',
      [analysed([knee]), dismissed, analysed([question('knee', { evidence: 'words-2' })])],
      'shown',
    ],
    [
      'stays dismissed when its words come back after others',
      [analysed([knee]), dismissed, analysed([question('knee', { evidence: 'words-2' })]), analysed([knee])],
      'dismissed',
    ],
    ['sleeps until a result', [analysed([knee]), untilResult, analysed([knee])], 'snoozed'],
    ['wakes with a result', [analysed([knee]), untilResult, analysed([knee], { newResults: ['r1'] })], 'shown'],
    ['sleeps through the same version', [analysed([knee]), untilVersion, analysed([knee])], 'snoozed'],
    [
      'wakes with the next version',
      [analysed([knee]), untilVersion, analysed([question('knee', { version: 'v2' })])],
      'shown',
    ],
    ['expires when the note is signed', [analysed([knee]), signed], 'expired'],
    ['expires in its sleep', [analysed([knee]), untilResult, signed], 'expired'],
    ['of a note that was signed before is shown', [signed], 'shown'],
    ['that was answered does not expire', [analysed([knee]), answered, signed], 'answered'],
    ['is closed by an addendum after it expired', [analysed([knee]), signed, answeredByNote], 'resolved'],
    ['is answered after it expired', [analysed([knee]), signed, answered], 'answered'],
    ['is sent only after it expired', [analysed([knee]), sentIt], 'shown'],
    ['of a note that was signed before can be sent', [signed, sentIt], 'expired'],
    ['comes back when the person takes it back', [analysed([knee]), answered, undone], 'shown'],
    ['is woken by hand', [analysed([knee]), untilResult, undone], 'shown'],
  ])('%s', (_, events, state) => {
    expect(run(events)?.state.kind).toBe(state)
  })

  test('that is taken back stands open at once, and what had taken its place waits again', () => {
    const [asthma, ckd, gout] = others
    const steps = walk([analysed([knee, ...(asthma && ckd && gout ? [asthma, ckd, gout] : [])]), dismissed, undone])
    const open = steps.map(({ after }) => listShown(after).map(({ about }) => about))
    expect(open).toEqual([
      ['knee', 'asthma', 'ckd'],
      ['asthma', 'ckd', 'gout'],
      ['knee', 'asthma', 'ckd'],
    ])
  })

  test('that was dismissed is known by its words, also after others took their place', () => {
    const steps = walk([analysed([knee]), dismissed, analysed([question('knee', { evidence: 'words-2' })]), undone])
    const known = steps.map(({ after }) => isDismissed(after, fingerprint))
    expect(known).toEqual([false, true, true, true])
  })

  test('keeps where it was sent, and is a query as long as nobody answers', () => {
    const query = run([analysed([knee]), signed, sentIt, signed])
    expect(query?.sent).toEqual(sent)
    expect(query && isQuery(query)).toBe(true)
    const closed = run([analysed([knee]), signed, sentIt, answered])
    expect(closed && isQuery(closed)).toBe(false)
  })
})
