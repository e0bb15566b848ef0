import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileKnowledge } from '#coding/knowledge/compile-knowledge.ts'
import type { ConceptSource, KnowledgeData } from '#coding/knowledge/knowledge-data.ts'
import { buildKnowledgeModule, buildSources, readKnowledgeData } from '../../../scripts/build-knowledge.ts'
import { knowledge } from '../an-encounter.ts'

const data = readKnowledgeData()

test('the committed module is what coding/data gives', () => {
  const committed = readFileSync(
    new URL('../../../coding/src/knowledge/knowledge.generated.ts', import.meta.url),
    'utf8',
  )
  expect(committed === buildKnowledgeModule(data), 'run `npm run data`').toBe(true)
})

test('every data file has its origin, edition, licence, dates and checksum', () => {
  const committed = readFileSync(new URL('../../../coding/data/SOURCES.json', import.meta.url), 'utf8')
  expect(committed === buildSources(), 'run `npm run data`').toBe(true)
  const { sources } = JSON.parse(committed) as { sources: readonly Record<string, unknown>[] }
  for (const source of sources) {
    expect(Object.keys(source)).toEqual(['files', 'what', 'origin', 'edition', 'licence', 'effective', 'sha256'])
  }
  const named = sources.map(({ files }) => String(files).split('/')[0])
  const present = readdirSync(new URL('../../../coding/data', import.meta.url)).filter(
    (file) => !/README|SOURCES/.test(file),
  )
  expect(present.toSorted((a, b) => a.localeCompare(b))).toEqual(named.toSorted((a = '', b = '') => a.localeCompare(b)))
})

describe('the loader refuses', () => {
  const aConcept: ConceptSource = { id: 'new', title: 'New', terms: ['brand new disease'], codes: { 'A00.9': '| New' } }
  const withConcept = (over: Partial<ConceptSource>): KnowledgeData => ({
    ...data,
    concepts: [...data.concepts, { ...aConcept, ...over }],
  })

  test.each([
    ['a term of another concept', { terms: ['knee osteoarthritis'] }, 'belongs to knee-osteoarthritis and to new'],
    ['a term in other words', { terms: ['renal disease, chronic'] }, 'belongs to ckd'],
    ['a value that no axis has', { codes: { 'A00.9': 'purple | New' } }, 'purple'],
    ['a term that states a value without code', { terms: ['brand new disease => acute'] }, 'states acute'],
    ['two codes for the same values', { codes: { 'A00.9': '| New', 'A00.1': '| Newer' } }, 'same values'],
    ['a code without a title', { codes: { 'A01.09': null } }, 'A01.09 has no title'],
    ['what cannot be a code', { codes: { 'M1?': '| New' } }, 'shaped like an ICD-10-CM code'],
    ['an unknown family of 7th characters', { codes: { 'S00.00+XYZ': '| New' } }, 'names no known family'],
    ['an id that exists', { id: 'gout' }, 'two concepts gout'],
    ['a narrower concept that does not exist', { narrower: ['nothing'] }, 'names nothing'],
  ])('%s', (_, over, message) => {
    expect(() => compileKnowledge(withConcept(over))).toThrow(message)
  })

  test('nothing in what is committed', () => {
    expect(() => compileKnowledge(withConcept({}))).not.toThrow()
  })
})

test('no label is cut off at a comma that YAML reads as the next key', () => {
  const known = new Set(['label', 'cues', 'assumed', 'narrower'])
  const cut = data.concepts.flatMap(({ id, values = {} }) =>
    Object.values(values).flatMap((axis) =>
      Object.entries(axis).flatMap(([value, source]) =>
        Object.keys(source)
          .filter((key) => !known.has(key))
          .map((key) => `${id} ${value}: ${key}`),
      ),
    ),
  )
  expect(cut).toEqual([])
})

test('compiles in well under a second', () => {
  const steps = [...knowledge.concepts.values()].reduce((sum, { rows }) => sum + rows.length, 0)
  // Work grows with rows and terms; a runaway expansion of patterns would show here first.
  expect(steps).toBeLessThan(60_000)
})
