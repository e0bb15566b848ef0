// Work is counted, not timed: reads of the words of a text that is twice as long must not much more than double.
import { expect, test } from 'vitest'
import { splitLines } from '#coding/notes/lines.ts'
import { buildTermWords } from '#coding/notes/mentions.ts'
import { findSections } from '#coding/notes/sections.ts'
import { splitSentences } from '#coding/notes/sentences.ts'
import { findTerms } from '#coding/notes/term-search.ts'
import { tokenize } from '#coding/notes/tokens.ts'
import { knowledge } from '../an-encounter.ts'

function countReads<Item>(items: readonly Item[]): { readonly items: readonly Item[]; readonly reads: () => number } {
  let reads = 0
  const counted = new Proxy(items, {
    get: (target, key, receiver) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1
      return Reflect.get(target, key, receiver) as unknown
    },
  })
  return { items: counted, reads: () => reads }
}

function countWork(text: string): number {
  const tokens = tokenize(text)
  const counted = countReads(tokens)
  const lowers = countReads(tokens.map(({ lower }) => lower))
  const note = { text, tokens: counted.items, lowers: lowers.items, lines: splitLines(text, counted.items), knowledge }
  const words = buildTermWords({ tokens }, knowledge)
  const canonical = countReads(words.canonical)
  for (const { from, to } of splitSentences(note, findSections(note))) {
    findTerms({ ...words, canonical: canonical.items }, from, to)
  }
  return counted.reads() + lowers.reads() + canonical.reads()
}

test.each([
  ['pain in the right left knee and or knee / '],
  ['right knee osteoarthritis and '],
  ['no evidence of '],
  ['PLAN:\n'],
  ['1. '],
  ['acute on chronic acute on chronic '],
])('twice the text is twice the work: %j', (piece) => {
  const once = countWork(`Assessment: ${piece.repeat(200)}`)
  const twice = countWork(`Assessment: ${piece.repeat(400)}`)
  expect(twice / once).toBeLessThan(2.2)
})
