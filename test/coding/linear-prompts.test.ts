// Work is counted, not timed: twice the places that name a condition are twice the reads of the note, not four times.
import { expect, test } from 'vitest'
import { findPrompts } from '#coding/prompts/find-prompts.ts'
import { readEncounter } from '#coding/read-encounter.ts'
import { anEncounter, codeSet, knowledge } from './an-encounter.ts'

function countReads<Items extends object>(items: Items, count: () => void): Items {
  return new Proxy(items, {
    get: (target, key, receiver) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) count()
      return Reflect.get(target, key, receiver) as unknown
    },
  })
}

/** Reads of words and mentions of a note while questions are looked for. */
function countWork(text: string): number {
  let reads = 0
  const count = (): void => {
    reads += 1
  }
  const encounter = readEncounter({ record: anEncounter({ notes: [text] }), knowledge, codeSet })
  for (const reading of encounter.readings) {
    Object.assign(reading, {
      lowers: countReads(reading.lowers, count),
      mentions: countReads(reading.mentions, count),
    })
  }
  findPrompts(encounter, knowledge)
  return reads
}

test.each([
  ['(OA '],
  ['OA\nHTN\nCKD\nCHF\n'],
  ['ASSESSMENT:\nOA\n'],
  ['knee OA, hip OA and CKD with anemia '],
  ['1. Sepsis\n'],
])('questions about %j repeated', (piece) => {
  const once = countWork(`Assessment: ${piece.repeat(300)}`)
  const twice = countWork(`Assessment: ${piece.repeat(600)}`)
  expect(once).toBeGreaterThan(1000)
  expect(twice / once).toBeLessThan(2.2)
})
