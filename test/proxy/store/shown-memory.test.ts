import { expect, test } from 'vitest'
import { createShownMemory } from '#proxy/store/shown-memory.ts'

const HOUR_MS = 60 * 60_000

test('remembers what was kept last, for its panel and its finding alone', () => {
  const memory = createShownMemory()
  memory.keep('panel', 'finding', 'content')
  expect(memory.isNewest('panel', 'finding', 'content')).toBe(true)
  expect(memory.isNewest('panel', 'finding', 'other')).toBe(false)
  expect(memory.isNewest('panel', 'other', 'content')).toBe(false)
  expect(memory.isNewest('other', 'finding', 'content')).toBe(false)
  memory.keep('panel', 'finding', 'other')
  expect(memory.isNewest('panel', 'finding', 'content')).toBe(false)
})

test('forgets after an hour, however often it was asked', () => {
  let now = 0
  const memory = createShownMemory(() => now)
  memory.keep('panel', 'first', 'content')
  now = HOUR_MS - 1
  memory.keep('panel', 'second', 'content')
  expect(memory.isNewest('panel', 'first', 'content')).toBe(true)
  now = HOUR_MS
  expect(memory.isNewest('panel', 'first', 'content')).toBe(false)
  expect(memory.isNewest('panel', 'second', 'content')).toBe(false)
  memory.keep('panel', 'third', 'content')
  expect(memory.isNewest('panel', 'third', 'content')).toBe(true)
})

test('forgets the oldest panels when there are many', () => {
  const memory = createShownMemory()
  for (let index = 0; index <= 2000; index++) memory.keep(`panel ${index}`, 'finding', 'content')
  expect(memory.isNewest('panel 0', 'finding', 'content')).toBe(false)
  expect(memory.isNewest('panel 1', 'finding', 'content')).toBe(true)
  expect(memory.isNewest('panel 2000', 'finding', 'content')).toBe(true)
})
