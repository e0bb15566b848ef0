import { describe, expect, test } from 'vitest'
import { describeHappening, describePerson } from '#app/features/work/history-words.ts'
import type { Happening } from '#coding/contract/work.ts'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import { aCode } from '../builders.ts'

const who = { by: 'actor-7f3a', role: 'coder', at: '2026-11-21T14:02:00Z' } as const
const { fingerprint } = aCode()

const decided = (choice: DecisionChoice, about?: string): Happening => ({
  kind: 'decision',
  fingerprint,
  findingKind: 'code',
  choice,
  ...(about !== undefined && { about }),
  ...who,
})

describe('a line of the history', () => {
  test.each<[Happening, string]>([
    [decided({ kind: 'accept' }, 'I10 Hypertension'), 'accepted I10 Hypertension'],
    [decided({ kind: 'accept' }), 'accepted a code'],
    [decided({ kind: 'edit', code: 'I11.9' }, 'I10'), 'changed I10 to I11.9'],
    [
      decided({ kind: 'dismiss', reason: 'disagree-with-evidence' }, 'I10'),
      'dismissed I10: the evidence does not say this',
    ],
    [decided({ kind: 'undo' }, 'I10'), 'took back the last decision about I10'],
    [
      decided({ kind: 'answer', option: 'right', via: 'query' }, 'Knee – clarification'),
      'answered Knee – clarification, through a query',
    ],
    [
      decided({ kind: 'send', task: 'Task/1', response: 'QuestionnaireResponse/1' }, 'Knee'),
      'sent Knee to the author as a query',
    ],
    [
      { kind: 'step', step: { kind: 'hold', reason: 'awaiting-provider', comment: 'Asked twice.' }, ...who },
      'put it on hold: waiting for the provider. Asked twice.',
    ],
    [{ kind: 'step', step: { kind: 'release' }, ...who }, 'released it'],
    [{ kind: 'write', target: 'Claim', state: 'written', ...who }, 'filed the draft'],
    [{ kind: 'write', target: 'Claim', deed: 'withdraw', state: 'written', ...who }, 'withdrew the draft'],
    [
      { kind: 'write', target: 'Claim', deed: 'retract', state: 'pending', ...who },
      'began to mark the draft as entered in error',
    ],
    [
      { kind: 'write', target: 'Claim', deed: 'sign-off', state: 'rejected', ...who },
      'tried to mark the filed draft as checked; nothing was written',
    ],
    [{ kind: 'write', target: 'Task', deed: 'query', state: 'written', ...who }, 'put a query into the EHR'],
    [
      { kind: 'write', target: 'ChargeItem.$create', deed: 'file', state: 'unknown', ...who },
      'posted the charges; nobody knows whether it arrived',
    ],
  ])('%#', (happening, words) => {
    expect(describeHappening(happening)).toBe(words)
  })

  test('names nobody but oneself, and tells others apart', () => {
    expect(describePerson(who, who.by)).toBe('You')
    expect(describePerson(who, 'somebody')).toBe('Coder 7f3a')
    expect(describePerson({ by: 'actor-19bc' }, 'somebody')).toBe('Person 19bc')
  })
})
