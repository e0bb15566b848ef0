// The same note with and without what would be asked, written in many styles before the engine saw them: a floor, no aim.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { anEncounter, findPrompts, knowledge } from '../an-encounter.ts'

type Pair = {
  readonly id: string
  readonly axis: 'laterality' | 'specificity'
  readonly stem: string
  readonly stated: string
  readonly open: string
}

const file = new URL('../../fixtures/prompts/pairs.jsonl', import.meta.url)
const pairs = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line): Pair => JSON.parse(line))

/** Whether the axis of the pair is asked about a condition of the pair's category. */
function isAsked({ axis, stem }: Pair, note: string): boolean {
  return findPrompts(anEncounter({ notes: [note] })).some(({ prompt: { concept, axes, promptKind } }) => {
    const isOfCategory = knowledge.concepts.get(concept)?.rows.some(({ code }) => code.startsWith(stem)) === true
    const isSide = axes.includes('laterality')
    return isOfCategory && (axis === 'laterality' ? isSide : promptKind === 'specificity' || axes.length > 0)
  })
}

describe.each([
  ['laterality', 0.9],
  ['specificity', 0.85],
] as const)('%s', (axis, floor) => {
  const own = pairs.filter((pair) => pair.axis === axis)

  test('is never asked for where the note states it', () => {
    expect(own.filter((pair) => isAsked(pair, pair.stated)).map(({ id }) => id)).toEqual([])
  })

  test(`is asked for in at least ${floor} of the notes that leave it open`, () => {
    const missed = own.filter((pair) => !isAsked(pair, pair.open)).map(({ id }) => id)
    expect(1 - missed.length / own.length, missed.join()).toBeGreaterThanOrEqual(floor)
  })
})
