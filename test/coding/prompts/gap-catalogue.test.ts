// Every gap of the catalogue is raised by its vignette, and by none of the four that look like it.
import { describe, expect, test } from 'vitest'
import { anEncounter, findPrompts } from '../an-encounter.ts'
import { gaps, tryGap } from './gap-vignettes.ts'

test('the catalogue has 159 gaps', () => {
  expect(gaps).toHaveLength(159)
})

describe.each(gaps.map((gap) => [gap.id, gap] as const))('%s', (_, gap) => {
  test('is asked when it is open; silent when answered, negated, in the family or in the past', () => {
    const failing = Object.entries(tryGap(gap)).flatMap(([variant, holds]) => (holds ? [] : [variant]))
    expect(failing).toEqual([])
  })

  test('asks in one sentence of its own, without a blank to fill in', () => {
    expect(gap.request).toMatch(/please (clarify|describe)/i)
    expect(`${gap.request} ${gap.options.join(' ')}`).not.toMatch(/\{\{|\(state/)
    expect(gap.options.length).toBeLessThanOrEqual(6)
  })
})

test('a question of the catalogue is asked where its setting is', () => {
  const note = 'Findings: sodium 121.\nAssessment: Well adult.'
  const ask = (encounterClass: 'ambulatory' | 'inpatient'): number =>
    findPrompts(anEncounter({ notes: [note], encounterClass })).length
  expect([ask('inpatient'), ask('ambulatory')]).toEqual([1, 0])
})
