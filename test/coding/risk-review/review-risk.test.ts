import { describe, expect, test } from 'vitest'
import type { CategoryTable } from '#coding/code-sets/hcc-tables.ts'
import { MODEL } from '#coding/risk-review/review-risk.ts'
import { FIRST, type RiskNote, SECOND, THIRD } from './notes.ts'
import { review } from './review-notes.ts'

/** How many answers (category, standing, proposal) are right; one that is too many counts as wrong. */
function score(notes: readonly RiskNote[]): { readonly right: number; readonly all: number } {
  const answers = notes.flatMap((note) => {
    const found = review(note)
    if (found.kind !== 'reviewed') throw new Error('The table did not answer.')
    const got = new Map(found.conditions.map(({ category, standing, proposal }) => [category, [standing, proposal]]))
    return [...new Set([...Object.keys(note.gold), ...got.keys()])].map(
      (category) => JSON.stringify(note.gold[category]) === JSON.stringify(got.get(category)),
    )
  })
  return { right: answers.filter((one) => one).length, all: answers.length }
}

describe('notes with the answer of a coder written first', () => {
  test.each([
    ['first', FIRST, 40],
    ['second', SECOND, 20],
    ['third', THIRD, 21],
  ] as const)('the %s batch stays as right as it was', (_name, notes, least) => {
    expect(score(notes).right).toBeGreaterThanOrEqual(least)
  })

  test('nothing is proposed to be added or kept without words that name it and words that deal with it', () => {
    for (const note of [...FIRST, ...SECOND, ...THIRD]) {
      const found = review(note)
      for (const { proposal, named, support } of found.kind === 'reviewed' ? found.conditions : []) {
        if (proposal !== 'add' && proposal !== 'keep') continue
        expect(named.length).toBeGreaterThan(0)
        expect(support.length).toBeGreaterThan(0)
        for (const { noteId, quote, start, end } of [...named, ...support.map(({ evidence }) => evidence)]) {
          expect([noteId, note.text.slice(start, end)]).toEqual(['note-1', quote])
        }
      }
    }
  })

  test('what the visit’s diagnoses hold without support is proposed for removal, whatever the category', () => {
    const found = review({ text: 'A/P: Ankle sprain, left. Ice.', visit: ['I50.22', 'J44.9', 'E11.42', 'B20'] })
    expect(found.kind === 'reviewed' && found.conditions.map(({ standing, proposal }) => [standing, proposal])).toEqual(
      Array.from({ length: 4 }, () => ['silent', 'remove']),
    )
  })
})

/** [code, standing, proposal] of every code of one category. */
function listCodes(note: Parameters<typeof review>[0], category: string) {
  const found = review(note)
  const condition = found.kind === 'reviewed' ? found.conditions.find((one) => one.category === category) : undefined
  return condition?.codes.map(({ code, standing, proposal }) => [code, standing, proposal])
}

describe('codes of one category', () => {
  const KIDNEY = 'A/P: Type 2 diabetes with diabetic chronic kidney disease stage 3a. Continue metformin, recheck A1c.'

  test('are judged each by its own words: what the note supports hides nothing that it does not', () => {
    const codes = listCodes({ text: KIDNEY, visit: ['E11.40'] }, 'diabetes-complicated')
    expect(codes).toEqual([
      ['E11.40', 'other', 'remove'],
      ['E11.22', 'supported', 'add'],
    ])
  })

  test('are kept side by side where the note supports both', () => {
    const text = `${KIDNEY}\nDiabetic polyneuropathy, stable on gabapentin.`
    const codes = listCodes({ text, visit: ['E11.22', 'E11.42'] }, 'diabetes-complicated')
    expect(codes).toEqual([
      ['E11.22', 'supported', 'keep'],
      ['E11.42', 'supported', 'keep'],
    ])
  })

  test('are shown with the words against them, where there are some', () => {
    const found = review({ text: `${KIDNEY} No foot ulcer.`, visit: ['E11.22', 'L97.509', 'B20'], list: ['E11.40'] })
    const codes = found.kind === 'reviewed' ? found.conditions.flatMap((condition) => condition.codes) : []
    expect(codes.map(({ code, proposal }) => [code, proposal])).toContainEqual(['E11.40', 'none'])
    const ulcer = codes.find(({ code }) => code === 'L97.509')
    expect(ulcer).toMatchObject({ standing: 'denied', proposal: 'remove' })
    expect(ulcer?.named.map(({ quote }) => quote)).toEqual([expect.stringMatching(/ulcer/)])
  })
})

describe('tables beside the mapping', () => {
  const rows = (pairs: Readonly<Record<string, string>>): CategoryTable => ({
    list: (model) => ({
      kind: 'found',
      rows: model === MODEL ? Object.entries(pairs).map(([category, value]) => ({ category, value })) : [],
    }),
  })
  const tables = {
    labels: rows({ 'heart-failure': 'Failure of the heart' }),
    hierarchies: rows({ 'heart-failure': 'copd' }),
  }
  const readCopd = (text: string, visit: readonly string[] = []) => {
    const found = review({ text, visit }, tables)
    return found.kind === 'reviewed' ? found.conditions.find(({ category }) => category === 'copd') : undefined
  }

  test('say what a category is called and that a higher one, supported too, takes its place', () => {
    const text =
      'A/P:\n1. Chronic systolic heart failure, euvolemic, continue carvedilol.\n2. COPD, stable, continue inhaler.'
    expect(readCopd(text)).toMatchObject({ standing: 'supported', trumpedBy: ['heart-failure'] })
    const found = review({ text }, tables)
    expect(found).toMatchObject({ labels: 'found', hierarchies: 'found' })
    expect(found.kind === 'reviewed' && found.conditions.map(({ label }) => label)).toContain('Failure of the heart')
  })

  test('do not let a category without words take the place of another', () => {
    expect(readCopd('A/P: COPD, stable, continue inhaler.', ['I50.22'])).toMatchObject({ trumpedBy: [] })
  })

  test('may be absent: the review works, and says so', () => {
    const found = review({ text: 'A/P: COPD, stable, continue inhaler.' })
    expect(found).toMatchObject({ kind: 'reviewed', labels: 'no-data', hierarchies: 'no-data' })
    expect(found.kind === 'reviewed' && found.conditions[0]).not.toHaveProperty('label')
  })
})

describe('a table that is not there', () => {
  test('is said to be missing, never read as an empty one', () => {
    const visit = { text: 'A/P: COPD, stable.' }
    expect(review(visit, { categories: { list: () => ({ kind: 'no-data' }) } })).toEqual({ kind: 'no-data' })
    const old = { kind: 'outside-releases', nearest: 'PY2026' } as const
    expect(review(visit, { categories: { list: () => old } })).toEqual(old)
    expect(review(visit).kind).toBe('reviewed')
  })
})

describe('the words that support a condition', () => {
  /** "kind: words" for the category that the code belongs to. */
  function supportOf(text: string, code: string): string[] {
    const found = review({ text, visit: [code] })
    const all = found.kind === 'reviewed' ? found.conditions : []
    const own = all.find(({ codes }) => codes.some((one) => one.code === code))
    return own?.support.map(({ kind, evidence }) => `${kind}: ${evidence.quote}`) ?? []
  }

  test.each([
    ['E11.9', 'A/P: Type 2 diabetes, A1c above goal at 8.4.', 'evaluate: A1c above goal at 8.4'],
    ['N18.4', 'A/P: CKD stage 4, creatinine 2.75 today.', 'evaluate: creatinine 2.75'],
    ['N18.4', 'A/P: CKD stage 4, BP 128/76.', 'evaluate: BP 128/76'],
    ['N18.4', 'A/P: CKD stage 4, epoetin 10,000 units weekly.', 'treat: 10,000 units'],
    ['I50.22', 'A/P: Chronic systolic heart failure, EF 35. Stable.', 'evaluate: EF 35'],
  ])('are quoted with their whole numbers: %s, %s', (code, text, quote) => {
    expect(supportOf(text, code)).toContain(quote)
  })

  test.each([
    ['insulin', 'A/P: Type 2 diabetes with CKD stage 4. A1c 8.4, glargine 22 units.', []],
    ['an increase of insulin', 'A/P: Type 2 diabetes with CKD stage 4. Increase glargine to 22 units.', []],
    [
      'insulin beside its own drug',
      'A/P: Type 2 diabetes with CKD stage 4. Glargine 22 units and losartan.',
      ['treat: losartan'],
    ],
  ])('of the kidney are not those of the diabetes: %s', (_, text, expected) => {
    expect(supportOf(text, 'N18.4')).toEqual(expected)
    expect(supportOf(text, 'E11.22')).not.toEqual([])
  })
})
