import { describe, expect, test } from 'vitest'
import { foldWork, takeStep, type WorkStanding, type WorkStep } from '#coding/domain/work.ts'

const open: WorkStanding = { kind: 'open' }
const held: WorkStanding = { kind: 'held', reason: 'second-opinion' }
const released: WorkStanding = { kind: 'released' }
const hold: WorkStep = { kind: 'hold', reason: 'awaiting-provider', comment: 'asked for the side' }

type Case = {
  readonly does: string
  readonly before: WorkStanding
  readonly step: WorkStep
  readonly after?: WorkStanding
  readonly problem?: string
}

describe('the work on an encounter', () => {
  test.each([
    { does: 'is put on hold with its reason', before: open, step: hold, after: { ...hold, kind: 'held' } },
    { does: 'is given another reason on hold', before: held, step: hold, after: { ...hold, kind: 'held' } },
    { does: 'goes on after a hold', before: held, step: { kind: 'resume' }, after: open },
    { does: 'is released when it is open', before: open, step: { kind: 'release' }, after: released },
    { does: 'is opened again after its release', before: released, step: { kind: 'reopen' }, after: open },
  ] satisfies Case[])('$does', ({ before, step, after }) => {
    expect(takeStep(before, step)).toEqual({ ok: true, value: after })
  })

  test.each([
    { does: 'is not released while it waits', before: held, step: { kind: 'release' }, problem: 'not-open' },
    { does: 'is not released twice', before: released, step: { kind: 'release' }, problem: 'not-open' },
    { does: 'is not held after its release', before: released, step: hold, problem: 'not-open' },
    { does: 'does not go on when nothing holds it', before: open, step: { kind: 'resume' }, problem: 'not-held' },
    { does: 'is not reopened before its release', before: open, step: { kind: 'reopen' }, problem: 'not-released' },
  ] satisfies Case[])('$does', ({ before, step, problem }) => {
    expect(takeStep(before, step)).toEqual({ ok: false, problem })
  })

  test('is folded from its steps, and a step that could not follow changes nothing', () => {
    expect(foldWork([])).toEqual(open)
    expect(foldWork([hold, { kind: 'release' }])).toEqual({ ...hold, kind: 'held' })
    expect(foldWork([hold, { kind: 'resume' }, { kind: 'release' }])).toEqual(released)
  })
})
