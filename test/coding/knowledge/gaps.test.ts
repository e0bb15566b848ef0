// The catalogue of documentation gaps as a specification of what the concepts must know.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { codesOf, knowledge } from '../an-encounter.ts'

type Gap = {
  readonly id: string
  readonly triggers: { readonly terms: readonly string[] }
  readonly codes: { readonly nonspecific: readonly { readonly code: string }[] }
}

const { entries } = parse(readFileSync(new URL('../../../coding/data/gaps.yaml', import.meta.url), 'utf8')) as {
  entries: readonly Gap[]
}
const coded = new Set([...knowledge.concepts.values()].flatMap(({ rows }) => rows.map(({ code }) => String(code))))

// Gaps that are not about one condition: they need indicators, relations or claims, which later rules bring.
const NOT_A_CONDITION = new Set([
  'poa-indicator',
  'uncertain-diagnosis',
  'complication-link',
  'diabetes-long-term-drug',
])

test('the catalogue is whole', () => {
  expect(entries).toHaveLength(159)
})

describe('the codes of a gap', () => {
  test('are known for at least four in five gaps', () => {
    const gaps = entries.filter(({ id }) => !NOT_A_CONDITION.has(id))
    const covered = gaps.filter(({ codes }) => codes.nonspecific.some(({ code }) => coded.has(code)))
    expect(covered.length / gaps.length).toBeGreaterThan(0.8)
  })

  test('follow from one of its terms in an assessment for at least two in three gaps', () => {
    const gaps = entries.filter(({ id }) => !NOT_A_CONDITION.has(id))
    const reached = gaps.filter(({ triggers, codes }) => {
      const wanted = new Set([...codes.nonspecific].map(({ code }) => code.slice(0, 3)))
      return triggers.terms.some((term) => codesOf(`Assessment: ${term}`).some((code) => wanted.has(code.slice(0, 3))))
    })
    expect(reached.length / gaps.length).toBeGreaterThan(2 / 3)
  })
})
