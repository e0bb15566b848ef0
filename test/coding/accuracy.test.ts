// Notes written for this test, in many styles, with codes that were fixed before the engine saw them.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { codesOf } from './an-encounter.ts'

type GoldCode = { readonly code: string; readonly optional?: boolean; readonly first_listed?: boolean }
type Row = { readonly id: string; readonly note: string; readonly gold: readonly GoldCode[] }

const dateOfService = parseDateOnly('2026-03-02')

function readRows(): readonly Row[] {
  const [_licence, ...lines] = readFileSync(new URL('../fixtures/notes/outpatient.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as Row)
}

const scored = readRows().map(({ note, gold }) => {
  const found = codesOf(note, { dateOfService })
  const required = gold.filter(({ optional }) => optional !== true).map(({ code }) => code)
  const allowed = new Set(gold.map(({ code }) => code))
  return {
    hits: required.filter((code) => found.includes(code)).length,
    missed: required.filter((code) => !found.includes(code)).length,
    wrong: found.filter((code) => !allowed.has(code)).length,
    isFirstRight: found[0] === gold.find((one) => one.first_listed === true)?.code,
  }
})

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

describe('on 25 notes of our own', () => {
  test('the codes of the claim are found, F1 at least 0.7', () => {
    const [hits, missed, wrong] = [
      sum(scored.map((one) => one.hits)),
      sum(scored.map((one) => one.missed)),
      sum(scored.map((one) => one.wrong)),
    ]
    expect((2 * hits) / (2 * hits + missed + wrong)).toBeGreaterThanOrEqual(0.7)
  })

  test('the first-listed code is right on at least 70 % of them', () => {
    expect(scored.filter((one) => one.isFirstRight).length / scored.length).toBeGreaterThanOrEqual(0.7)
  })
})
