// Whole notes of our own: what a documentation specialist would ask of each, and what it answers already, was written down
// with the note, before the engine read it.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { PromptFinding } from '#coding/domain/finding.ts'
import { anEncounter, findPrompts, knowledge } from '../an-encounter.ts'

type WholeNote = {
  readonly id: string
  readonly class: 'ambulatory' | 'emergency' | 'inpatient'
  readonly sex: 'female' | 'male'
  /** Years; 0 for a newborn of some days. */
  readonly age: number
  /** "M17 laterality": the category of a code and what is open about it. */
  readonly asks: readonly string[]
  readonly answered: readonly string[]
  readonly note: string
}

type Asked = PromptFinding['prompt']

const folder = new URL('../../fixtures/prompts/whole-notes/', import.meta.url)
const notes = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => parse(readFileSync(new URL(file, folder), 'utf8')) as WholeNote[])

function buildRecord({ class: encounterClass, sex, age, note }: WholeNote): EncounterRecord {
  return anEncounter({
    encounterClass,
    setting: encounterClass === 'inpatient' ? 'inpatient_facility' : 'professional',
    sex,
    age: age === 0 ? { unit: 'days', value: 4 } : { unit: 'years', value: age },
    notes: [note],
  })
}

const asked: ReadonlyMap<WholeNote, readonly Asked[]> = new Map(
  notes.map((note) => [note, findPrompts(buildRecord(note)).map(({ prompt }) => prompt)]),
)

function isAbout({ concept }: Asked, code: string): boolean {
  return (
    concept.startsWith(code) || knowledge.concepts.get(concept)?.rows.some((row) => row.code.startsWith(code)) === true
  )
}

function isAskedAgain(prompts: readonly Asked[], [code = '', axis]: readonly string[]): boolean {
  return prompts.some((prompt) => isAbout(prompt, code) && prompt.axes.some((one) => one === axis))
}

describe('whole notes of our own', () => {
  test('are many', () => {
    expect(new Set(notes.map(({ id }) => id)).size).toBe(notes.length)
    expect(notes.length).toBeGreaterThanOrEqual(138)
  })

  test('no question is asked about what the note answers', () => {
    const again = [...asked].flatMap(([{ id, answered }, prompts]) =>
      answered.filter((entry) => isAskedAgain(prompts, entry.split(' '))).map((entry) => `${id}: ${entry}`),
    )
    expect(again).toEqual([])
  })

  test('more than half of what would be asked is asked', () => {
    const wanted = [...asked].flatMap(([{ id, asks }, prompts]) =>
      asks.map((entry) => ({ entry: `${id}: ${entry}`, code: entry.split(' ')[0] ?? '', prompts })),
    )
    const missed = wanted.filter(({ code, prompts }) => !prompts.some((prompt) => isAbout(prompt, code)))
    expect(1 - missed.length / wanted.length, missed.map(({ entry }) => entry).join('\n')).toBeGreaterThanOrEqual(0.5)
  })
})
