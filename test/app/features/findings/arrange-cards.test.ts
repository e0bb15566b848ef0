import { describe, expect, test } from 'vitest'
import { arrangeCards, findStandingChoice } from '#app/features/findings/arrange-cards.ts'
import type { FindingCard } from '#app/features/findings/finding-card.ts'
import { getFindingKey } from '#app/features/findings/finding-key.ts'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { parseFingerprint } from '#coding/domain/ids.ts'
import type { QuestionState, TrackedQuestion } from '#coding/prompts/lifecycle.ts'
import { aCheck, aCode, aPrompt } from '../builders.ts'

const card = (finding: Finding, over: Partial<FindingCard> = {}): FindingCard => ({
  key: getFindingKey(finding),
  finding,
  phase: { kind: 'open' },
  settled: false,
  ...over,
})
const concepts = ['a', 'b', 'c', 'd', 'e']
const prompts = concepts.map((concept) => aPrompt({ concept }))
const choices = (...list: readonly (readonly [Finding | undefined, DecisionChoice])[]) =>
  new Map(list.flatMap(([finding, choice]) => (finding ? [[finding.fingerprint, choice] as const] : [])))
const titles = (cards: readonly { finding: (typeof prompts)[number] }[]) =>
  cards.map(({ finding }) => finding.prompt.concept)

describe('the questions', () => {
  test('are three at most; the others wait', () => {
    const { questions } = arrangeCards(
      prompts.map((one) => card(one)),
      new Map(),
    )
    expect(titles(questions.shown)).toEqual(['a', 'b', 'c'])
    expect(titles(questions.waiting)).toEqual(['d', 'e'])
  })

  test('make room when one is answered', () => {
    const { questions } = arrangeCards(
      prompts.map((one) => card(one)),
      choices([prompts[0], { kind: 'unable-to-determine' }]),
    )
    expect(titles(questions.shown)).toEqual(['a', 'b', 'c', 'd'])
  })

  test('do not move up while one has only just closed', () => {
    const cards = prompts.map((one, index) =>
      card(one, index === 0 ? { phase: { kind: 'closed', because: 'resolved' }, restingSince: 1 } : {}),
    )
    expect(titles(arrangeCards(cards, new Map()).questions.shown)).toEqual(['a', 'b', 'c'])
  })

  test('that were dismissed rest in place, then go to the shelf', () => {
    const dismissed = choices([prompts[0], { kind: 'dismiss', reason: 'other' }])
    const place = (over: Partial<FindingCard>) =>
      arrangeCards(
        prompts.map((one, index) => card(one, index === 0 ? over : {})),
        dismissed,
      ).questions
    expect(titles(place({ restingSince: 1 }).shown)).toEqual(['a', 'b', 'c'])
    expect(titles(place({ restingSince: 1, settled: true }).dismissed)).toEqual(['a'])
    expect(titles(place({}).dismissed)).toEqual(['a'])
  })
})

describe('the questions, where the proxy says how they stand', () => {
  const states: readonly QuestionState[] = [
    { kind: 'dismissed', reason: 'other' },
    { kind: 'snoozed', until: { kind: 'new-result' } },
    { kind: 'answered' },
    { kind: 'shown' },
    { kind: 'draft' },
  ]
  const tracked = prompts.map(
    (finding, index): TrackedQuestion => ({
      fingerprint: finding.fingerprint,
      about: finding.prompt.concept,
      asks: ['laterality'],
      evidence: 'words',
      isConflict: false,
      source: 'rule',
      isSigned: false,
      state: states[index] ?? { kind: 'draft' },
      closed: [],
    }),
  )
  const arrange = (over: Partial<FindingCard> = {}, given = choices()) =>
    arrangeCards(
      prompts.map((one) => card(one, over)),
      given,
      tracked,
    ).questions

  test('stand by that word: put away, answered, open, waiting', () => {
    const { shown, waiting, dismissed } = arrange()
    expect([shown, waiting, dismissed].map(titles)).toEqual([['c', 'd'], ['e'], ['a', 'b']])
  })

  test('rest where they were before they go to the shelf', () => {
    expect(titles(arrange({ restingSince: 1 }).shown)).toEqual(['a', 'b', 'c', 'd'])
  })

  test('have no decision any more that they have outlived', () => {
    const snoozed = choices([prompts[3], { kind: 'snooze', until: 'new-result' }])
    const find = (index: number, given = snoozed) =>
      findStandingChoice(prompts[index]?.fingerprint ?? parseFingerprint('none'), given, tracked)
    expect(find(3)).toBeUndefined()
    expect(find(0)).toEqual({ kind: 'dismiss', reason: 'other' })
    expect(find(1)).toEqual({ kind: 'snooze', until: 'new-result' })
    const answered = choices([prompts[2], { kind: 'unable-to-determine' }])
    expect(find(2, answered)).toEqual({ kind: 'unable-to-determine' })
  })
})

test('codes and checks have their own shelves, without a limit', () => {
  const codes = ['I10', 'E11.9', 'M54.50', 'J45.909'].map((code) => card(aCode({ code })))
  const { codes: shelf, checks } = arrangeCards([...codes, card(aCheck())], new Map())
  expect(shelf.shown).toHaveLength(4)
  expect(checks.shown).toHaveLength(1)
})
