import { expect, test } from 'vitest'
import { createShownMemory } from '#proxy/store/shown-memory.ts'

const HOUR_MS = 60 * 60_000

test('remembers what was kept, for its panel alone', () => {
  const memory = createShownMemory()
  memory.keep('panel', 'content')
  expect(memory.has('panel', 'content')).toBe(true)
  expect(memory.has('panel', 'other')).toBe(false)
  expect(memory.has('other', 'content')).toBe(false)
})

test('forgets after an hour, however often it was asked', () => {
  let now = 0
  const memory = createShownMemory(() => now)
  memory.keep('panel', 'first')
  now = HOUR_MS - 1
  memory.keep('panel', 'second')
  expect(memory.has('panel', 'first')).toBe(true)
  now = HOUR_MS
  expect(memory.has('panel', 'first')).toBe(false)
  expect(memory.has('panel', 'second')).toBe(false)
  memory.keep('panel', 'third')
  expect(memory.has('panel', 'third')).toBe(true)
})

test('forgets the oldest panels when there are many', () => {
  const memory = createShownMemory()
  for (let index = 0; index <= 2000; index++) memory.keep(`panel ${index}`, 'content')
  expect(memory.has('panel 0', 'content')).toBe(false)
  expect(memory.has('panel 1', 'content')).toBe(true)
  expect(memory.has('panel 2000', 'content')).toBe(true)
})
