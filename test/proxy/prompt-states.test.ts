// Questions of the rules and of a model beside each other.
import { describe, expect, test } from 'vitest'
import type { Finding, PromptFinding } from '#coding/domain/finding.ts'
import { advance, emptyLifecycle, type Lifecycle } from '#coding/prompts/lifecycle.ts'
import { buildAnalysedEvent, chooseShowing, mayBeAsked } from '#proxy/prompt-states.ts'
import { aPrompt, aRecord } from './proxy-fixture.ts'

const record = aRecord()

function prompt(concept: string, source: 'rule' | 'model' = 'rule'): PromptFinding {
  const finding = aPrompt(concept)
  if (finding.kind !== 'prompt') throw new TypeError('not a prompt')
  return { ...finding, source }
}

type Analysis = { readonly findings: readonly Finding[]; readonly source?: 'rule' | 'model' }

function follow(lifecycle: Lifecycle, { findings, source = 'rule' }: Analysis, shown: readonly PromptFinding[] = []) {
  const analysed = { record, findings, source, shown }
  const after = advance(lifecycle, buildAnalysedEvent(lifecycle, analysed))
  return { after, ...chooseShowing(after, analysed) }
}

const knee = prompt('knee')
const gout = prompt('gout', 'model')

describe('a question of a model', () => {
  const withKnee = follow(emptyLifecycle, { findings: [knee] }).after
  const { after: both } = follow(withKnee, { findings: [knee, gout], source: 'model' })

  test('may be asked beside those of the rules', () => {
    expect(mayBeAsked(withKnee.questions, gout, record)).toBe(true)
    expect(both.questions.map(({ about, source }) => [about, source])).toEqual([
      ['knee', 'rule'],
      ['gout', 'model'],
    ])
  })

  test('may not be asked about what a rule asks', () => {
    const same = { ...prompt('knee', 'model'), fingerprint: gout.fingerprint }
    expect(mayBeAsked(withKnee.questions, same, record)).toBe(false)
  })

  test.each([
    ['dismissed', { kind: 'dismissed', reason: 'other' }],
    ['taken to coding', undefined],
  ] as const)('may not be asked again when it was %s', (_, state) => {
    const closed = both.questions.map((question) =>
      question.about === 'gout' ? { ...question, state: state ?? ({ kind: 'expired' } as const) } : question,
    )
    expect(mayBeAsked(closed, gout, record)).toBe(false)
  })

  test('is not withdrawn by rules that do not ask it, and is by the model', () => {
    const rules = follow(both, { findings: [knee] }, [gout])
    expect([rules.withdrawn, rules.after.questions[1]?.state.kind]).toEqual([[], 'shown'])
    const model = follow(both, { findings: [knee], source: 'model' }, [gout])
    expect([model.withdrawn.map(({ because }) => because), model.after.questions[0]?.state.kind]).toEqual([
      ['no-longer-applies'],
      'shown',
    ])
  })
})
