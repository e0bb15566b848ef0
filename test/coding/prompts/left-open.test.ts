// Notes that leave one thing open, each written down with it before the engine read them, and the same visit with the answer.
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { createReleaseCodeSet, type ReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import type { PromptFinding } from '#coding/domain/finding.ts'
import { describeWithShared } from '../../support/shared-data.ts'
import { anEncounter, knowledge } from '../an-encounter.ts'
import { loadFiscal2026 } from './fiscal-2026.ts'

type LeftOpen = {
  readonly id: string
  readonly class: 'ambulatory' | 'emergency' | 'inpatient'
  readonly sex: 'female' | 'male'
  readonly age: number
  /** "M17 side", "I50 detail", "E87 any": the category of a code and what is open about it. */
  readonly asks: readonly string[]
  readonly note: string
  /** The visit with the answer in it. */
  readonly stated?: string
}

type Asked = PromptFinding['prompt']

const folder = new URL('../../fixtures/prompts/left-open/', import.meta.url)
const visits = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => parse(readFileSync(new URL(file, folder), 'utf8')) as LeftOpen[])

function isAbout({ concept }: Asked, code: string): boolean {
  return (
    concept.startsWith(code) || knowledge.concepts.get(concept)?.rows.some((row) => row.code.startsWith(code)) === true
  )
}

function isAsked(prompts: readonly Asked[], entry: string): boolean {
  const [code = '', what] = entry.split(' ')
  return prompts.some((prompt) => {
    if (!isAbout(prompt, code)) return false
    if (what === 'side') return prompt.axes.includes('laterality')
    return what === 'any' || prompt.promptKind === 'specificity' || prompt.axes.some((axis) => axis !== 'laterality')
  })
}

describeWithShared('code-sets', 'notes that leave one thing open, with FY2026 loaded', () => {
  let codeSet: ReleaseCodeSet

  beforeAll(() => {
    codeSet = createReleaseCodeSet([loadFiscal2026()])
  })

  function ask({ class: encounterClass, sex, age }: LeftOpen, note: string): Asked[] {
    const setting = encounterClass === 'inpatient' ? 'inpatient_facility' : 'professional'
    const record = anEncounter({ encounterClass, setting, sex, age: { unit: 'years', value: age }, notes: [note] })
    const { findings } = analyseEncounter({ record, knowledge, codeSet })
    return findings.filter((finding) => finding.kind === 'prompt').map(({ prompt }) => prompt)
  }

  test('at least seventeen in twenty are asked', () => {
    const wanted = visits.flatMap((visit) => {
      const prompts = ask(visit, visit.note)
      return visit.asks.map((entry) => ({ name: `${visit.id}: ${entry}`, isFound: isAsked(prompts, entry) }))
    })
    const missed = wanted.filter(({ isFound }) => !isFound).map(({ name }) => name)
    expect(1 - missed.length / wanted.length, missed.join('\n')).toBeGreaterThanOrEqual(0.85)
  })

  test('none is asked where the visit tells it', () => {
    const again = visits.flatMap((visit) => {
      const prompts = visit.stated === undefined ? [] : ask(visit, visit.stated)
      return visit.asks.filter((entry) => isAsked(prompts, entry)).map((entry) => `${visit.id}: ${entry}`)
    })
    expect(again).toEqual([])
  })
})
