import { describe, expect, test } from 'vitest'
import { isOutcomeOpen, listFiled, type PastWrite } from '#coding/domain/filing-standing.ts'

const filed = { key: 'a', deed: 'file', state: 'written' } as const
const other = { key: 'b', deed: 'file', state: 'written' } as const

describe('what stands', () => {
  test.each<readonly [string, readonly PastWrite[], readonly PastWrite[]]>([
    ['nothing was written', [], []],
    ['a draft', [filed], [filed]],
    ['a draft of which it was not kept what for', [{ state: 'written' }], [{ state: 'written' }]],
    ['a question alone', [{ ...filed, deed: 'query' }], []],
    ['withdrawn', [filed, { ...filed, deed: 'withdraw' }], []],
    ['entered in error', [filed, { ...filed, deed: 'retract' }], []],
    ['withdrawn and filed again', [filed, { ...filed, deed: 'withdraw' }, filed], [filed]],
    ['an update that the EHR refused', [filed, { ...filed, state: 'rejected' }], [filed]],
    ['a withdrawal that the EHR refused', [filed, { ...filed, deed: 'withdraw', state: 'rejected' }], [filed]],
    ['one of two withdrawn', [filed, other, { ...filed, deed: 'withdraw' }], [other]],
    ['signed off', [filed, { ...filed, deed: 'sign-off' }], [{ ...filed, deed: 'sign-off' }]],
    ['a question after it', [filed, { key: 'q', deed: 'query', state: 'written' }], [filed]],
  ])('%s', (_, writes, stands) => {
    expect(listFiled(writes)).toEqual(stands)
  })

  test.each<readonly [readonly PastWrite[], boolean]>([
    [[filed], false],
    [[filed, { ...filed, state: 'pending' }], true],
    [[{ ...filed, state: 'unknown' }, filed], false],
    [[{ ...filed, state: 'unknown' }, other], true],
    [
      [
        { ...filed, state: 'unknown' },
        { ...filed, state: 'rejected' },
      ],
      false,
    ],
  ])('%j: open %s', (writes, isOpen) => {
    expect(isOutcomeOpen(writes)).toBe(isOpen)
  })
})
