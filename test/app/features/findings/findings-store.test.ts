import { describe, expect, test, vi } from 'vitest'
import { RESTING_MS } from '#app/features/findings/finding-card.ts'
import { createFindingsStore, type SendOutcome } from '#app/features/findings/findings-store.ts'
import type { AnalysisEvent, AnalysisStatus } from '#coding/contract/analysis.ts'
import type { Finding, PromptFinding } from '#coding/domain/finding.ts'
import { parseFingerprint } from '#coding/domain/ids.ts'
import type { QuestionState, TrackedQuestion } from '#coding/prompts/lifecycle.ts'
import { aCode, aNote, aPrompt, evidenceOf } from '../builders.ts'

function setUp(send: () => Promise<SendOutcome> = async () => 'recorded') {
  const clock = { at: Date.parse('2026-11-21T14:00:00Z') }
  const said: string[] = []
  const sent = vi.fn(send)
  const findings = createFindingsStore({
    now: () => new Date(clock.at),
    announce: (text) => text && said.push(text),
    send: sent,
  })
  const run = (...found: readonly Finding[]) => {
    findings.begin()
    findings.apply({ event: 'decisions', data: [] })
    for (const data of found) findings.apply({ event: 'finding', data })
    findings.apply({ event: 'done', data: { findings: found.length } })
  }
  /** What the question of the run before was withdrawn for, as the proxy says it. */
  const runWith = (because: 'resolved' | 'no-longer-applies', ...found: readonly Finding[]) => {
    findings.begin()
    for (const data of found) findings.apply({ event: 'finding', data })
    findings.apply({ event: 'withdrawn', data: { fingerprint: aPrompt().fingerprint, because } })
    findings.apply({ event: 'done', data: { findings: found.length } })
  }
  const keys = () => findings.store.getState().cards.map(({ key }) => key)
  return { findings, run, runWith, keys, said, sent, clock }
}

const status = (phase: AnalysisStatus['phase']): AnalysisEvent => ({
  event: 'status',
  data: {
    phase,
    model: { state: 'off', reason: 'no key' },
    codeSet: { state: 'embedded', release: 'FY2027' },
    checksOff: [],
  },
})

const amended = aNote({ version: '2', text: 'Right knee OA, worse.' })

describe('what a model brings', () => {
  const read: Finding = { ...aCode({ code: 'M17.11' }), source: 'model', provisional: true }

  test('is provisional until the stream is complete', () => {
    const { findings } = setUp()
    findings.begin()
    findings.apply({ event: 'finding', data: read })
    findings.apply(status('complete'))
    expect(findings.store.getState().cards[0]?.finding.provisional).toBe(true)
    findings.apply({ event: 'done', data: { findings: 1 } })
    expect(findings.store.getState().cards[0]?.finding.provisional).toBe(false)
  })

  test.each(['model-withdrew', 'stream-incomplete'] as const)(
    'is taken back with a reason when it broke off: %s',
    (because) => {
      const { findings, said } = setUp()
      findings.begin()
      findings.apply({ event: 'finding', data: read })
      findings.apply(status('model'))
      findings.apply({ event: 'withdrawn', data: { fingerprint: read.fingerprint, because } })
      findings.apply({ event: 'done', data: { findings: 0 } })
      expect(findings.store.getState().cards[0]?.phase).toEqual({ kind: 'closed', because: 'not-completed' })
      expect(said.at(-1)).toBe('M17.11: The language model did not finish, so this is taken back.')
    },
  )
})

describe('a run of the analysis', () => {
  test('announces what is new, once', () => {
    const { run, said } = setUp()
    run(aPrompt())
    run(aPrompt())
    expect(said).toEqual(['New question: Knee osteoarthritis – clarification.'])
  })

  test('says what became of a code that was decided, and of one that was taken back', () => {
    const { findings, run, said } = setUp()
    const code = aCode({ code: 'M17.11' })
    run(code)
    findings.decide(code, { kind: 'accept' })
    expect(said.at(-1)).toBe('M17.11 accepted.')
    findings.decide(code, { kind: 'undo' })
    expect(said.at(-1)).toBe('Taken back: M17.11 is open again.')
    findings.decide(code, { kind: 'edit', code: 'M17.12' })
    expect(said.at(-1)).toBe('M17.11 changed to M17.12.')
    findings.decide(code, { kind: 'dismiss', reason: 'already-documented' })
    expect(said.at(-1)).toBe('M17.11 dismissed.')
  })

  test('closes a question that the note now answers, and says how', () => {
    const { findings, run, runWith, said } = setUp()
    run(aPrompt())
    runWith('resolved', aCode({ code: 'M17.11', evidence: evidenceOf('Right knee OA', amended) }))
    const [question] = findings.store.getState().cards
    expect(question?.phase).toEqual({ kind: 'closed', because: 'resolved' })
    expect(said.at(-1)).toBe('Knee osteoarthritis – clarification: The note now says which side. New code: M17.11.')
  })

  test('says of a question whose words are gone only that, not that it was answered', () => {
    const { run, runWith, said } = setUp()
    run(aPrompt())
    runWith('no-longer-applies')
    expect(said.at(-1)).toBe('Knee osteoarthritis – clarification: The note no longer raises this.')
  })

  test('never takes silence for an answer', () => {
    const { run, said } = setUp()
    run(aPrompt())
    run()
    expect(said.at(-1)).toBe('Knee osteoarthritis – clarification: The note no longer raises this.')
  })

  test('closes what rules no longer find without waiting for the model', () => {
    const { findings, run } = setUp()
    run(aPrompt(), aPrompt({ concept: 'asthma', source: 'model', quote: 'knee pain' }))
    findings.begin()
    findings.apply(status('model'))
    const phases = findings.store.getState().cards.map(({ phase }) => phase.kind)
    expect(phases).toEqual(['closed', 'open'])
  })

  test('keeps what was found when it fails', () => {
    const { findings, run, keys } = setUp()
    run(aPrompt())
    findings.begin()
    findings.apply({ event: 'error', data: { code: 'busy', message: 'Too many checks at once.' } })
    expect(keys()).toEqual(['prompt:laterality:knee-osteoarthritis'])
    expect(findings.store.getState().run).toEqual({ kind: 'failed', reason: 'Too many checks at once.' })
  })

  test('keeps a card in its place when only the words behind it change', () => {
    const { findings, run, keys } = setUp()
    run(aPrompt(), aCode())
    run(aPrompt({ evidence: evidenceOf('knee OA', amended) }), aCode())
    expect(keys()).toEqual(['prompt:laterality:knee-osteoarthritis', 'code:add:I10'])
    expect(findings.store.getState().cards[0]?.changedFrom).toBe(aPrompt().fingerprint)
  })

  test('clears the provisional mark only at its end', () => {
    const { findings } = setUp()
    findings.begin()
    findings.apply({ event: 'finding', data: aPrompt({ provisional: true, source: 'model' }) })
    expect(findings.store.getState().cards[0]?.finding.provisional).toBe(true)
    findings.apply({ event: 'done', data: { findings: 1 } })
    expect(findings.store.getState().cards[0]?.finding.provisional).toBe(false)
  })

  test('takes the engine’s order, unless somebody’s focus is in the list', () => {
    const { findings, run, keys } = setUp()
    run(aCode(), aPrompt())
    const before = keys()
    findings.hold(true)
    run(aPrompt(), aCode())
    expect(keys()).toEqual(before)
    findings.hold(false)
    run(aPrompt(), aCode())
    expect(keys()).toEqual(before.toReversed())
  })
})

describe('a card that closed', () => {
  function closed() {
    const all = setUp()
    all.run(aPrompt())
    all.run()
    return all
  }

  test('rests in its place, then goes', () => {
    const { findings, keys, clock } = closed()
    findings.settle()
    expect(keys()).toHaveLength(1)
    clock.at += RESTING_MS
    findings.settle()
    expect(keys()).toHaveLength(0)
  })

  test('stays while focus is inside the list', () => {
    const { findings, keys, clock } = closed()
    findings.hold(true)
    clock.at += RESTING_MS
    findings.settle()
    expect(keys()).toHaveLength(1)
  })

  test('stays while it holds an answer that was typed and not sent', () => {
    const { findings, keys, clock } = closed()
    findings.type('prompt:laterality:knee-osteoarthritis', 'medial compartment')
    clock.at += RESTING_MS
    findings.settle()
    expect(keys()).toHaveLength(1)
  })

  test('opens again when the question comes back', () => {
    const { findings, run } = closed()
    run(aPrompt())
    expect(findings.store.getState().cards[0]?.phase).toEqual({ kind: 'open' })
  })
})

describe('a decision', () => {
  test('stands at once and is sent', async () => {
    const { findings, run, sent } = setUp()
    const code = aCode()
    run(code)
    findings.decide(code, { kind: 'accept' })
    expect(findings.store.getState().choices.get(code.fingerprint)).toEqual({ kind: 'accept' })
    await findings.sendWaiting()
    expect(sent).toHaveBeenCalledExactlyOnceWith({
      fingerprint: code.fingerprint,
      findingKind: 'code',
      about: 'I10 Essential (primary) hypertension',
      choice: { kind: 'accept' },
    })
  })

  test('is kept while the proxy is away, and sent in order when it is back', async () => {
    const outcomes: SendOutcome[] = ['unreachable', 'recorded', 'recorded']
    const { findings, run, sent } = setUp(async () => outcomes.shift() ?? 'recorded')
    const code = aCode()
    run(code)
    findings.decide(code, { kind: 'accept' })
    await findings.sendWaiting()
    findings.decide(code, { kind: 'undo' })
    await findings.sendWaiting()
    expect(findings.store.getState().unsent).toBe(0)
    expect(sent.mock.calls.length).toBe(3)
  })

  test('survives a list from the proxy that was written before it arrived there', async () => {
    const { findings, run } = setUp()
    const code = aCode()
    run(code)
    findings.begin()
    findings.decide(code, { kind: 'accept' })
    await findings.sendWaiting()
    findings.apply({ event: 'decisions', data: [] })
    expect(findings.store.getState().choices.has(code.fingerprint)).toBe(true)
  })

  test('is taken back when the proxy refuses it', async () => {
    const { findings, run, said } = setUp(async () => 'refused')
    const code = aCode()
    run(code)
    findings.decide(code, { kind: 'edit', code: 'I11.9' })
    await findings.sendWaiting()
    expect(findings.store.getState().choices.size).toBe(0)
    expect(said.at(-1)).toBe('That could not be recorded, so it was taken back.')
  })
})

describe('where the questions stand', () => {
  const concepts = ['a', 'b', 'c', 'd']
  const [first, second, third, fourth] = concepts.map((concept) =>
    aPrompt({ concept, title: `${concept} – clarification` }),
  )
  const tracked = (finding: PromptFinding | undefined, state: QuestionState): TrackedQuestion => ({
    fingerprint: finding?.fingerprint ?? parseFingerprint('none'),
    about: finding?.prompt.concept ?? '',
    asks: ['laterality'],
    evidence: 'words',
    isConflict: false,
    source: 'rule',
    isSigned: false,
    state,
    closed: [],
  })
  const shown = { kind: 'shown' } as const
  const three = () => [tracked(first, shown), tracked(second, shown), tracked(third, shown)]
  const four = () => [...three(), tracked(fourth, { kind: 'draft' })]

  function open(questions = four(), send?: () => Promise<SendOutcome>) {
    const all = setUp(send)
    const tell = (data: readonly TrackedQuestion[]) =>
      all.findings.apply({ event: 'prompts', data: { questions: data } })
    const kinds = () => all.findings.store.getState().lifecycle.questions.map(({ state }) => state.kind)
    all.findings.begin()
    all.findings.apply({ event: 'decisions', data: [] })
    tell(questions)
    for (const data of [first, second, third, fourth]) if (data) all.findings.apply({ event: 'finding', data })
    all.findings.apply({ event: 'done', data: { findings: 4 } })
    return { ...all, tell, kinds }
  }
  const needed = (finding: PromptFinding | undefined): PromptFinding => {
    if (!finding) throw new TypeError('no prompt')
    return finding
  }

  test('is the proxy’s word', () => {
    expect(open().kinds()).toEqual(['shown', 'shown', 'shown', 'draft'])
  })

  test('changes at once with a decision, the next one opens at the end, and both are heard', () => {
    const { findings, kinds, said } = open()
    findings.decide(needed(first), { kind: 'dismiss', reason: 'other' })
    expect(kinds()).toEqual(['dismissed', 'shown', 'shown', 'shown'])
    expect(said.at(-1)).toBe('Question dismissed. Next question: d – clarification.')
  })

  test('follows what the proxy answers, also against what was thought here', () => {
    const { findings, kinds } = open()
    findings.sync([tracked(first, { kind: 'resolved' }), tracked(second, shown)])
    expect(kinds()).toEqual(['resolved', 'shown'])
  })

  test('keeps what was decided while the proxy is away, whatever it said before', async () => {
    const { findings, kinds, tell } = open(three(), async () => 'unreachable')
    findings.decide(needed(first), { kind: 'unable-to-determine' })
    await findings.sendWaiting()
    tell(three())
    expect(kinds()).toEqual(['answered', 'shown', 'shown'])
  })

  test('goes back to what it was when a decision is refused', async () => {
    const { findings, kinds } = open(three(), async () => 'refused')
    findings.decide(needed(first), { kind: 'snooze', until: 'new-result' })
    expect(kinds()[0]).toBe('snoozed')
    await findings.sendWaiting()
    expect(kinds()[0]).toBe('shown')
  })

  test('takes a later word of another device for what it is', async () => {
    const { findings, kinds } = open()
    findings.decide(needed(first), { kind: 'unable-to-determine' })
    findings.decide(needed(first), { kind: 'undo' })
    await findings.sendWaiting()
    const questions = [tracked(first, { kind: 'dismissed', reason: 'other' }), ...four().slice(1)]
    await findings.refresh(async () => ({ decisions: [], questions, queries: [] }))
    expect(kinds()[0]).toBe('dismissed')
  })

  test('opens nothing while somebody reads, and what waited when they look up', () => {
    const { findings, kinds, tell } = open([tracked(first, shown)])
    findings.hold(true)
    tell([tracked(first, shown), tracked(second, shown)])
    expect(kinds()).toEqual(['shown', 'draft'])
    findings.hold(false)
    expect(kinds()).toEqual(['shown', 'shown'])
  })

  test('closes a card whose note was signed, and says where the question is now', () => {
    const { findings, said } = open(three())
    findings.begin()
    findings.apply({ event: 'withdrawn', data: { fingerprint: needed(first).fingerprint, because: 'expired' } })
    for (const data of [second, third]) if (data) findings.apply({ event: 'finding', data })
    findings.apply({ event: 'done', data: { findings: 2 } })
    expect(findings.store.getState().cards[0]?.phase).toEqual({ kind: 'closed', because: 'expired' })
    expect(said.at(-1)).toContain('The note was signed without an answer. The question is with coding now.')
  })
})
