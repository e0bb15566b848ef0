import { describe, expect, test } from 'vitest'
import { findOpenValues, findRow } from '#coding/diagnoses/decision-table.ts'
import { anEncounter, findPrompts, knowledge, promptsOf } from '../an-encounter.ts'

const concepts = [...knowledge.concepts.values()]

describe('every question has an answer that changes the code', () => {
  test.each(concepts.filter(({ ask }) => ask.length > 0).map((concept) => [concept.id, concept] as const))(
    '%s',
    (_, concept) => {
      const base = findRow({ concept, rows: concept.rows }, new Set())
      for (const axis of concept.ask) {
        const values = [...concept.values.values()].filter((value) => value.axis === axis)
        const leads = values.some(({ value }) => concept.rows.some((row) => row !== base && row.values.includes(value)))
        expect(leads, `${concept.id}: ${axis}`).toBe(true)
      }
    },
  )
})

describe('laterality', () => {
  // Concepts whose side leads somewhere by itself; others need a further axis before a side matters.
  const sided = concepts.filter(
    (concept) =>
      concept.ask.includes('laterality') &&
      concept.kind === 'diagnosis' &&
      findOpenValues({ concept, rows: concept.rows }, 'laterality', new Set()).length > 0,
  )

  test.each(sided.map((concept) => [concept.id, concept.title] as const))(
    '%s: asked without a side, silent with one',
    (id, title) => {
      const named = findPrompts(anEncounter({ notes: [`Assessment: ${title}`] })).find(
        ({ prompt }) => prompt.concept === id,
      )
      // A title that is no term of its concept is not how clinicians write it.
      if (named === undefined) return
      expect(named.prompt.axes).toContain('laterality')
      for (const side of ['right', 'left', 'bilateral']) {
        const prompts = findPrompts(anEncounter({ notes: [`Assessment: ${side} ${title}`] }))
        expect(
          prompts.filter(({ prompt }) => prompt.concept === id && prompt.axes.includes('laterality')),
          side,
        ).toEqual([])
      }
    },
  )

  test('never asks for a side that the family does not have', () => {
    for (const { id, ask, rows } of concepts) {
      if (!ask.includes('laterality')) continue
      const isSided = rows.some(
        ({ values }) => values.includes('right') || values.includes('left') || values.includes('bilateral'),
      )
      expect(isSided, id).toBe(true)
    }
  })
})

describe('silence', () => {
  test.each([
    ['negated', 'Assessment: no knee osteoarthritis.'],
    ['family', 'Family history: knee osteoarthritis\nAssessment: hypertension'],
    ['hypothetical', 'Assessment: hypertension, at risk for stroke.'],
    ['history only', 'PMH: heart failure\nAssessment: acute cystitis'],
  ])('%s: %s', (_, text) => {
    expect(promptsOf(text)).toEqual([])
  })

  test('the problem list answers', () => {
    const conditions = [
      {
        id: 'c1',
        category: 'problem-list-item',
        text: 'Osteoarthritis of left knee',
        clinicalStatus: 'active',
        verification: 'confirmed',
      },
    ] as const
    expect(promptsOf('Assessment: knee osteoarthritis', { conditions })).toEqual([])
  })
})

test('the most important question comes first, one a condition', () => {
  const text = 'Assessment:\n1. Asthma\n2. Distal radius fracture\n3. Possible pneumonia'
  expect(promptsOf(text)).toEqual([
    'distal-radius-fracture: laterality+encounter-phase',
    'asthma: severity',
    'pneumonia: uncertain',
  ])
})

test('a broad value is refined, an exact one is not', () => {
  expect(promptsOf('Assessment: CKD stage 3')).toEqual(['ckd: stage'])
  expect(promptsOf('Assessment: CKD stage 3b')).toEqual([])
})
