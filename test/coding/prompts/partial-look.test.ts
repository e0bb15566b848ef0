import { describe, expect, test } from 'vitest'
import { buildFingerprint } from '#coding/domain/fingerprint.ts'
import {
  type AskedQuestion,
  advance,
  emptyLifecycle,
  type Lifecycle,
  type PersonEvent,
} from '#coding/prompts/lifecycle.ts'
import { buildPartialEvent } from '#coding/prompts/partial-look.ts'

const aQuestion = (about: string, changes: Partial<AskedQuestion> = {}): AskedQuestion => ({
  fingerprint: buildFingerprint([about, changes.evidence ?? 'words']),
  about,
  asks: ['laterality'],
  evidence: 'words',
  isConflict: false,
  source: 'rule',
  isSigned: false,
  version: '1',
  ...changes,
})

const analyse = (lifecycle: Lifecycle, questions: readonly AskedQuestion[]): Lifecycle =>
  advance(lifecycle, {
    kind: 'analysed',
    source: questions[0]?.source ?? 'rule',
    questions,
    answered: [],
    newResults: [],
  })

const look = (lifecycle: Lifecycle, asked: readonly AskedQuestion[] = []): Lifecycle =>
  advance(lifecycle, buildPartialEvent(lifecycle, asked))

const knee = aQuestion('knee')
const { fingerprint } = knee
const person: readonly (readonly [string, PersonEvent | undefined])[] = [
  ['open', undefined],
  ['answered', { kind: 'answered', fingerprint }],
  ['dismissed', { kind: 'dismissed', fingerprint, reason: 'other' }],
  ['put off until the next save', { kind: 'snoozed', fingerprint, until: { kind: 'next-version', version: '1' } }],
  ['put off until a result', { kind: 'snoozed', fingerprint, until: { kind: 'new-result' } }],
]

describe('a look at a part of the record', () => {
  test.each(person)('changes nothing of a question that is %s', (_, event) => {
    const asked = analyse(emptyLifecycle, [knee])
    const before = event ? advance(asked, event) : asked
    expect(look(before)).toEqual(before)
    expect(look(before, [knee])).toEqual(before)
  })

  test.each(person.slice(1))('does not reopen by fewer words what is %s', (_, event) => {
    const asked = analyse(emptyLifecycle, [knee])
    const before = event ? advance(asked, event) : asked
    expect(look(before, [aQuestion('knee', { evidence: 'fewer words', version: '2' })])).toEqual(before)
  })

  test('does not wake what is unanswered at signing, nor lose where it was sent', () => {
    const expired = analyse(analyse(emptyLifecycle, [knee]), [{ ...knee, isSigned: true }])
    const sent = { task: 'Task/1', response: 'QuestionnaireResponse/1' }
    const before = advance(expired, { kind: 'sent', fingerprint, sent })
    expect(before.questions).toMatchObject([{ state: { kind: 'expired' }, sent }])
    expect(look(before)).toEqual(before)
    expect(look(before, [{ ...knee, isSigned: true }])).toEqual(before)
  })

  test('asks what nobody has asked, after what stands', () => {
    const after = look(analyse(emptyLifecycle, [knee]), [aQuestion('hip')])
    expect(after.questions.map(({ about, state }) => [about, state.kind])).toEqual([
      ['knee', 'shown'],
      ['hip', 'shown'],
    ])
  })

  test('renews the words of what is open', () => {
    const after = look(analyse(emptyLifecycle, [knee]), [aQuestion('knee', { evidence: 'other words' })])
    expect(after.questions).toMatchObject([{ evidence: 'other words', state: { kind: 'shown' } }])
  })

  test('leaves to a model what a model asked', () => {
    const before = analyse(emptyLifecycle, [{ ...knee, source: 'model' }])
    expect(look(before)).toEqual(before)
    expect(look(before, [aQuestion('knee', { evidence: 'other words' })])).toEqual(before)
  })

  test('keeps within the budget', () => {
    const after = look(
      emptyLifecycle,
      ['a', 'b', 'c', 'd'].map((about) => aQuestion(about)),
    )
    expect(after.questions.map(({ state }) => state.kind)).toEqual(['shown', 'shown', 'shown', 'draft'])
  })
})
