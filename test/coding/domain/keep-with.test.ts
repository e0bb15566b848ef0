import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { type Kept, keepWith } from '#coding/domain/keep-with.ts'

test('keeps a value with its owner, out of sight of whoever copies or compares it', () => {
  const [one, other] = [keepWith<{ readonly id: number }, string>(), keepWith<{ readonly id: number }, string>()]
  const owner = { id: 1 }
  one.set(owner, 'first')
  one.set(owner, 'second')
  expect([one.get(owner), other.get(owner), one.get({ ...owner })]).toEqual(['second', undefined, undefined])
  expect(JSON.stringify(owner)).toBe('{"id":1}')
  expect(owner).toStrictEqual({ id: 1 })
})

test('what is kept is gone with the next short collection after its owner', () => {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new TypeError('no collector')
  type Owner = { readonly id: number }
  type Value = { readonly owner: Owner; readonly words: readonly string[] }
  const leftMb = (kept: Kept<Owner, Value>): number => {
    collect()
    const before = process.memoryUsage().heapUsed
    for (let id = 0; id < 1000; id++) {
      const owner = { id }
      kept.set(owner, { owner, words: new Array<string>(500).fill('word') })
    }
    // Whatever is still reached then moves to where only a full collection looks.
    for (let time = 0; time < 3; time++) collect({ type: 'minor' })
    return (process.memoryUsage().heapUsed - before) / 1024 ** 2
  }
  const before = new WeakMap<Owner, Value>()
  expect(leftMb(before)).toBeGreaterThan(2)
  expect(leftMb(keepWith())).toBeLessThan(0.5)
  // Not forgotten before the figure was read.
  expect(before.has({ id: 1 })).toBe(false)
})
