// Notes written for this test, in many styles, with codes that were fixed before the engine saw them.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { codesOf } from './an-encounter.ts'

type GoldCode = { readonly code: string; readonly optional?: boolean; readonly first_listed?: boolean }
type Row = { readonly id: string; readonly note: string; readonly gold: readonly GoldCode[] }

const dateOfService = parseDateOnly('2026-03-02')

function readRows(file: string): readonly Row[] {
  const [_licence, ...lines] = readFileSync(new URL(`../fixtures/notes/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as Row)
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

function score(file: string): { readonly f1: number; readonly first: number } {
  const rows = readRows(file).map(({ note, gold }) => {
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
  const hits = sum(rows.map((one) => one.hits))
  const faults = sum(rows.map((one) => one.missed + one.wrong))
  return { f1: (2 * hits) / (2 * hits + faults), first: rows.filter((one) => one.isFirstRight).length / rows.length }
}

describe.each([
  { file: 'outpatient.jsonl', f1: 0.8, first: 0.8 },
  { file: 'styles.jsonl', f1: 0.9, first: 0.85 },
])('on the notes of $file', ({ file, f1, first }) => {
  const scored = score(file)

  test(`the codes of the claim are found, F1 at least ${f1}`, () => {
    expect(scored.f1).toBeGreaterThanOrEqual(f1)
  })

  test(`the first-listed code is right on at least ${first * 100} %`, () => {
    expect(scored.first).toBeGreaterThanOrEqual(first)
  })
})
