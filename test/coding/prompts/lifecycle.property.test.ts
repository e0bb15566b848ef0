import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFingerprint } from '#coding/domain/ids.ts'
import {
  advance,
  emptyLifecycle,
  type Lifecycle,
  type LifecycleEvent,
  listShown,
  PROMPT_BUDGET,
  type Question,
} from '#coding/prompts/lifecycle.ts'

const ABOUT = ['knee', 'asthma', 'ckd', 'gout', 'sepsis']

/** Two versions of the evidence behind each. */
const question = (about: string, version: number, isConflict = false): Question => ({
  about,
  fingerprint: parseFingerprint(`${about}-${version}`),
  isConflict,
})

const aQuestion = fc
  .tuple(fc.constantFrom(...ABOUT), fc.integer({ min: 1, max: 2 }), fc.boolean())
  .map(([about, version, isConflict]) => question(about, version, isConflict))
const aFingerprint = aQuestion.map(({ fingerprint }) => fingerprint)
const anAnalysis = fc
  .uniqueArray(aQuestion, { selector: ({ about }) => about })
  .map((questions): LifecycleEvent => ({ kind: 'analysed', questions }))

const anEvent: fc.Arbitrary<LifecycleEvent> = fc.oneof(
  { weight: 3, arbitrary: anAnalysis },
  aFingerprint.map((fingerprint): LifecycleEvent => ({ kind: 'answered', fingerprint })),
  aFingerprint.map((fingerprint): LifecycleEvent => ({ kind: 'dismissed', fingerprint, reason: 'other' })),
  aFingerprint.map((fingerprint): LifecycleEvent => ({ kind: 'undone', fingerprint })),
  aFingerprint.map((fingerprint): LifecycleEvent => ({ kind: 'snoozed', fingerprint, until: 'culture' })),
  fc.constant<LifecycleEvent>({ kind: 'result-arrived', result: 'culture' }),
  fc.boolean().map((isReading): LifecycleEvent => ({ kind: 'reading', isReading })),
  fc.constant<LifecycleEvent>({ kind: 'signed' }),
)
const someEvents = fc.array(anEvent, { maxLength: 30 })

/** Every state on the way, each with the event that led to it. */
function walk(events: readonly LifecycleEvent[]): { before: Lifecycle; event: LifecycleEvent; after: Lifecycle }[] {
  let before = emptyLifecycle
  return events.map((event) => {
    const after = advance(before, event)
    const step = { before, event, after }
    before = after
    return step
  })
}

const stateOf = ({ questions }: Lifecycle, about: string) => questions.find((one) => one.about === about)

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

  test('what was dismissed returns only with other evidence, or when the person takes it back', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        for (const { before, event, after } of walk(events)) {
          for (const old of before.questions) {
            if (old.state.kind !== 'dismissed' || event.kind === 'undone') continue
            const now = stateOf(after, old.about)
            if (now?.fingerprint === old.fingerprint) expect(now.state).toEqual(old.state)
          }
        }
      }),
    )
  })

  test('what is resolved reopens on a conflict alone', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        for (const { before, after } of walk(events)) {
          for (const old of before.questions) {
            if (old.state.kind !== 'resolved') continue
            const now = stateOf(after, old.about)
            if (now?.state.kind !== 'resolved') expect(old.isConflict || now?.isConflict).toBe(true)
          }
        }
      }),
    )
  })

  test('nothing opens and nothing changes places while somebody reads', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        for (const { before, after } of walk(events)) {
          const places = after.questions.slice(0, before.questions.length).map(({ about }) => about)
          expect(places).toEqual(before.questions.map(({ about }) => about))
          if (!after.isReading) continue
          const shown = new Set(listShown(before).map(({ about }) => about))
          expect(listShown(after).every(({ about }) => shown.has(about))).toBe(true)
        }
      }),
    )
  })

  test('signing leaves nothing open', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        const last = walk([...events, { kind: 'signed' }]).at(-1)?.after ?? emptyLifecycle
        expect(last.questions.some(({ state }) => ['draft', 'shown', 'snoozed'].includes(state.kind))).toBe(false)
      }),
    )
  })
})

describe('one question', () => {
  const knee = question('knee', 1)
  const run = (...events: LifecycleEvent[]) => stateOf(walk(events).at(-1)?.after ?? emptyLifecycle, 'knee')?.state.kind
  const analysed = (...questions: Question[]): LifecycleEvent => ({ kind: 'analysed', questions })
  const { fingerprint } = knee

  test.each<[string, LifecycleEvent[], string]>([
    ['is shown', [analysed(knee)], 'shown'],
    ['waits while somebody reads', [{ kind: 'reading', isReading: true }, analysed(knee)], 'draft'],
    ['is resolved when the note answers', [analysed(knee), analysed()], 'resolved'],
    ['stays resolved when the words come back', [analysed(knee), analysed(), analysed(knee)], 'resolved'],
    ['reopens as a conflict', [analysed(knee), analysed(), analysed(question('knee', 2, true))], 'shown'],
    ['is answered', [analysed(knee), { kind: 'answered', fingerprint }, analysed(knee)], 'answered'],
    [
      'stays dismissed',
      [analysed(knee), { kind: 'dismissed', fingerprint, reason: 'other' }, analysed(knee)],
      'dismissed',
    ],
    [
      'returns with other evidence',
      [analysed(knee), { kind: 'dismissed', fingerprint, reason: 'other' }, analysed(question('knee', 2))],
      'shown',
    ],
    [
      'sleeps until the result',
      [analysed(knee), { kind: 'snoozed', fingerprint, until: 'mri' }, analysed(knee)],
      'snoozed',
    ],
    [
      'wakes with the result',
      [analysed(knee), { kind: 'snoozed', fingerprint, until: 'mri' }, { kind: 'result-arrived', result: 'mri' }],
      'shown',
    ],
    ['expires when the note is signed', [analysed(knee), { kind: 'signed' }], 'expired'],
    [
      'comes back when the person takes it back',
      [analysed(knee), { kind: 'answered', fingerprint }, { kind: 'undone', fingerprint }],
      'shown',
    ],
  ])('%s', (_, events, state) => {
    expect(run(...events)).toBe(state)
  })
})
