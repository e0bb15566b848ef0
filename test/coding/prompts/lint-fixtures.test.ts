import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lintPrompt, lintRules } from '#coding/prompts/lint/lint-prompt.ts'
import { gaps } from './gap-vignettes.ts'
import { compliant, compliantFixtures, context, type Fixture, nonCompliantFixtures } from './lint-fixtures.ts'

/** Ids of every rule that blocks or warns, in the order of their names. */
function judge({ content, context: around }: Omit<Fixture, 'name' | 'rules'>): string[] {
  const linted = lintPrompt({ content: { ...compliant, ...content }, context: { ...context, ...around } })
  const found = linted.ok ? linted.value.warnings : [...linted.problem.broken, ...linted.problem.warnings]
  return found.toSorted()
}

test('the fixtures are at least 60 compliant and 120 non-compliant prompts, and every rule has one', () => {
  expect(compliantFixtures.length).toBeGreaterThanOrEqual(60)
  expect(nonCompliantFixtures.length).toBeGreaterThanOrEqual(120)
  const broken = new Set(nonCompliantFixtures.flatMap(({ rules }) => rules))
  expect(lintRules.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([])
})

test.each(compliantFixtures)('passes: $name', (fixture) => {
  expect(judge(fixture)).toEqual([])
})

test.each(nonCompliantFixtures)('is refused or warned of: $name', (fixture) => {
  expect(judge(fixture)).toEqual([...fixture.rules].toSorted())
})

describe('what the catalogue asks', () => {
  test.each(gaps.map((gap) => [gap.id, gap] as const))('%s passes', (_, { request, options }) => {
    const offered = options.map((text) => ({ id: text, text, evidence: [0], line: text }))
    const question = `The note documents "heart failure". ${request}`
    expect(judge({ content: { question, options: offered, axes: [] } })).toEqual([])
  })
})

test('docs/prompt-lint.md has each rule with its reason and its source', () => {
  const page = readFileSync(new URL('../../../docs/prompt-lint.md', import.meta.url), 'utf8')
  for (const { id, reason, source } of lintRules) {
    expect(page).toContain(`| ${id} |`)
    expect(page, id).toContain(reason)
    expect(page, id).toContain(source)
  }
})
