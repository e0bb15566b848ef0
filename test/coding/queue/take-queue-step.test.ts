import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { QueueStanding, QueueStep } from '#coding/domain/queue-item.ts'
import { findLiveLock, type QueueActor, type QueueProblem, takeQueueStep } from '#coding/queue/take-queue-step.ts'

const NOW = Date.parse('2026-03-02T10:00:00Z')
const LOCK_MS = 60_000
const ann = { actor: 'ann', role: 'coder', now: NOW, lockMs: LOCK_MS } as const
const bob = { ...ann, actor: 'bob' }
const head = { ...ann, actor: 'head', role: 'admin' } as const
const open: QueueStanding = { state: { kind: 'open' } }
const lockedBy = (by: string, until = NOW + 1): QueueStanding => ({
  ...open,
  lock: { by, until: new Date(until).toISOString() },
})
const held: QueueStanding = { state: { kind: 'held', reason: 'other' } }
const finished: QueueStanding = { state: { kind: 'finished', outcome: 'filed' } }
const FINISH = { kind: 'finish', outcome: 'filed' } as const

type Case = readonly [name: string, standing: QueueStanding, step: QueueStep, who: QueueActor]

describe('a step on the list', () => {
  const taken: readonly Case[] = [
    ['takes what is free', open, { kind: 'take' }, ann],
    ['takes again what one has', lockedBy('ann'), { kind: 'take' }, ann],
    ['takes what another let run out', lockedBy('bob', NOW), { kind: 'take' }, ann],
    ['takes what was given to one', { ...open, assignedTo: 'ann' }, { kind: 'take' }, ann],
    ['keeps a lock', lockedBy('ann'), { kind: 'renew' }, ann],
    ['finishes what one has', lockedBy('ann'), FINISH, ann],
    ['goes on with a hold', held, { kind: 'resume' }, bob],
    ['opens again what is finished', finished, { kind: 'resume' }, bob],
    ['gives away what one has', lockedBy('ann'), { kind: 'assign', to: 'bob' }, ann],
    ['lets an administrator give away what another has', lockedBy('ann'), { kind: 'assign', to: 'bob' }, head],
  ]
  test.each(taken.map(([name, ...given]) => ({ name, given })))('$name', ({ given: [standing, step, who] }) => {
    expect(takeQueueStep(standing, step, who).ok).toBe(true)
  })

  const refused: readonly (readonly [...Case, problem: QueueProblem])[] = [
    ['another has it', lockedBy('bob'), { kind: 'take' }, ann, 'locked'],
    ['it was given to another', { ...open, assignedTo: 'bob' }, { kind: 'take' }, ann, 'assigned'],
    ['it rests', held, { kind: 'take' }, ann, 'not-open'],
    ['nobody has it', open, FINISH, ann, 'not-yours'],
    ['another has it', lockedBy('bob'), FINISH, ann, 'not-yours'],
    ['the lock has run out', lockedBy('ann', NOW), FINISH, ann, 'not-yours'],
    ['the lock has run out', lockedBy('ann', NOW), { kind: 'renew' }, ann, 'not-yours'],
    ['it is finished', finished, FINISH, ann, 'not-open'],
    ['it is open', open, { kind: 'resume' }, ann, 'not-resting'],
    ['another has it', lockedBy('bob'), { kind: 'assign', to: 'ann' }, ann, 'not-yours'],
    ['it is finished', finished, { kind: 'assign', to: 'ann' }, head, 'not-open'],
    ['administrators do not code', open, { kind: 'take' }, head, 'not-allowed'],
  ]
  test.each(refused.map(([name, ...given]) => ({ name, given })))('is refused where $name', ({ given }) => {
    const [standing, step, who, problem] = given
    expect(takeQueueStep(standing, step, who)).toEqual({ ok: false, problem })
  })

  test('leaves no lock on what rests or is finished', () => {
    const steps: readonly QueueStep[] = [
      { kind: 'hold', reason: 'other' },
      { kind: 'return' },
      FINISH,
      { kind: 'give-back' },
      { kind: 'assign' },
    ]
    for (const step of steps) {
      const next = takeQueueStep(lockedBy('ann'), step, ann)
      expect(next.ok && next.value.lock).toBe(undefined)
    }
  })

  test('never lets two people hold one item, whoever does what when', () => {
    const person = fc.constantFrom('ann', 'bob', 'cyd')
    const step: fc.Arbitrary<QueueStep> = fc.oneof(
      fc.constantFrom<QueueStep>({ kind: 'take' }, { kind: 'renew' }, { kind: 'give-back' }, FINISH, {
        kind: 'resume',
      }),
      person.map((to): QueueStep => ({ kind: 'assign', to })),
    )
    const move = fc.record({ actor: person, step, wait: fc.integer({ min: 0, max: 2 * LOCK_MS }) })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        let standing = open
        let now = NOW
        for (const { actor, step: one, wait } of moves) {
          now += wait
          const owner = findLiveLock(standing, now)?.by
          const next = takeQueueStep(standing, one, { ...ann, actor, now })
          if (!next.ok) continue
          if (one.kind !== 'resume' || standing.state.kind === 'open') expect([undefined, actor]).toContain(owner)
          if (one.kind === 'finish') expect(owner).toBe(actor)
          standing = next.value
        }
      }),
    )
  })
})
