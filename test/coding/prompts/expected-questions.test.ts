// What a documentation specialist would ask of forty public notes, written down by a reader who had not seen what the engine asks of them.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { PromptFinding } from '#coding/domain/finding.ts'
import { describeWithShared, readSharedText } from '../../support/shared-data.ts'
import { anEncounter, findPrompts, knowledge } from '../an-encounter.ts'

type Expected = { readonly code?: string; readonly gap?: string }
type Row = { readonly id: string; readonly note: string }
type Asked = PromptFinding['prompt']

const { notes } = JSON.parse(
  readFileSync(new URL('../../fixtures/prompts/expected-questions.json', import.meta.url), 'utf8'),
) as { notes: Readonly<Record<string, Readonly<Record<string, readonly Expected[]>>>> }

function readNotes(file: string): ReadonlyMap<string, string> {
  const rows = readSharedText('eval-dev', `${file}.jsonl`)
    .trim()
    .split('\n')
    .map((line): Row => JSON.parse(line))
  return new Map(rows.map(({ id, note }) => [id, note]))
}

function isAbout({ concept }: Asked, { code, gap }: Expected): boolean {
  if (gap !== undefined) return concept === gap
  if (code === undefined) return false
  return (
    concept.startsWith(code) || knowledge.concepts.get(concept)?.rows.some((row) => row.code.startsWith(code)) === true
  )
}

type ReadNote = { readonly id: string; readonly questions: readonly Expected[]; readonly asked: readonly Asked[] }

function askAll(): ReadNote[] {
  return Object.entries(notes).flatMap(([file, expected]) => {
    const texts = readNotes(file)
    return Object.entries(expected).map(([id, questions]) => {
      const note = texts.get(id)
      if (note === undefined) throw new TypeError(`${file} has no note ${id}`)
      const asked = findPrompts(anEncounter({ notes: [note] })).map(({ prompt }) => prompt)
      return { id, questions, asked }
    })
  })
}

describeWithShared('eval-dev', 'forty notes read by hand', () => {
  test('are forty, with and without anything to ask', () => {
    const read = askAll()
    expect(read).toHaveLength(40)
    expect(read.filter(({ questions }) => questions.length === 0).length).toBeGreaterThan(15)
  })

  test('at least seven in ten of what would be asked are asked', () => {
    const wanted = askAll().flatMap(({ id, questions, asked }) => questions.map((one) => ({ id, one, asked })))
    const missed = wanted.filter(({ one, asked }) => !asked.some((prompt) => isAbout(prompt, one)))
    const list = missed.map(({ id, one }) => `${id} ${one.code ?? one.gap}`).join('\n')
    expect(1 - missed.length / wanted.length, list).toBeGreaterThanOrEqual(0.7)
  })

  test('nothing is asked of a note that leaves nothing to ask', () => {
    const needless = askAll().filter(({ questions, asked }) => questions.length === 0 && asked.length > 0)
    expect(needless.map(({ id, asked }) => `${id}: ${asked.map(({ concept }) => concept).join()}`)).toEqual([])
  })
})
