import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCodeSearch } from '#coding/code-sets/code-search.ts'
import { createDatedCodeSearch } from '#coding/code-sets/dated-code-search.ts'
import { countEdits, countEditsOfBeginning, listSearchWords } from '#coding/code-sets/search-words.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { aRelease } from '../../fixtures/a-release.ts'

const release = aRelease(2026)
const search = createCodeSearch(release.columns, release.codes, new Map([['gd', ['gromp disease']]]))
const find = (query: string, limit = 10): readonly string[] => search(query, limit).map((hit) => hit.code)

describe('type-ahead', () => {
  test('finds titles by words in any order, the last one unfinished', () => {
    expect(find('knee right gro')[0]).toBe('Q01.11')
    expect(find('zorblitis fe')).toEqual(['Q00.1'])
  })

  test('finds inclusion terms and lines of the index, and says which', () => {
    expect(search('sezary', 5)[0]).toMatchObject({ code: 'Q00.0', matched: 'Zorblitis of Sézary' })
    expect(search('knee disease', 1)[0]).toMatchObject({ code: 'Q01.1', matched: 'Knee disease' })
  })

  test('forgives a misspelling, a swapped letter and a beginning cut short', () => {
    expect(find('zorbltis fever')).toContain('Q00.1')
    expect(find('acute zroblitis')).toContain('Q00.0')
    expect(find('frac upper rigth')).toContain('Q02.11XA')
  })

  test('does without one word of three, but not without one of two', () => {
    expect(find('gromp right elephant')).toContain('Q01.11')
    expect(find('gromp elephant')).toEqual([])
  })

  test('reads abbreviations that it is given', () => {
    expect(find('gd right')[0]).toBe('Q01.11')
    expect(find('GD')).toContain('Q01.9')
  })

  test('puts billable codes and initial encounters first', () => {
    const found = find('upper fictional fracture right')
    expect(found[0]).toBe('Q02.11')
    expect(found.indexOf('Q02.11XA')).toBeLessThan(found.indexOf('Q02.11XD'))
  })

  test('lists the codes below what looks like the beginning of a code', () => {
    expect(find('q01.1')).toEqual(['Q01.1', 'Q01.10', 'Q01.11', 'Q01.12'])
    expect(find('Q0110')).toEqual(['Q01.10'])
    expect(find('Q', 2)).toEqual(['Q00', 'Q00.0'])
  })

  test('never names a code twice, and keeps to the limit', () => {
    const found = find('gromp', 3)
    expect(found).toHaveLength(3)
    expect(new Set(found).size).toBe(3)
    expect(find('gromp', 0)).toEqual([])
  })

  test('answers nothing to nothing', () => {
    for (const query of ['', '   ', '!?', 'of the and', 'elephant']) expect(find(query)).toEqual([])
  })

  test('takes any text, and gives the same answer twice', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (query) => {
        expect(find(query)).toEqual(find(query))
      }),
    )
  })

  test('asks the release of the date', () => {
    const dated = createDatedCodeSearch([release], new Map())
    const ask = (on: string) => dated({ query: 'gromp', on: parseDateOnly(on), limit: 1 })
    expect(ask('2026-01-01')).toMatchObject({ kind: 'hits', release: 'FY2026' })
    expect(ask('2030-01-01')).toEqual({ kind: 'outside-releases', nearest: 'FY2026' })
    expect(createDatedCodeSearch([], new Map())({ query: 'gromp', on: parseDateOnly('2026-01-01'), limit: 1 })).toEqual(
      { kind: 'no-data' },
    )
  })
})

describe('words', () => {
  test('are lower case, bare of marks and plural, without small words', () => {
    expect(listSearchWords("Diseases of the Knees (Sézary's), arteries NOS")).toEqual([
      ...['disease', 'knee', 'sezary', 'artery'],
    ])
    expect(listSearchWords('diabetes mellitus sepsis abscess')).toEqual(['diabete', 'mellitus', 'sepsis', 'abscess'])
  })

  test.each([
    ['knee', 'knee', 0],
    ['kne', 'knee', 1],
    ['knnee', 'knee', 1],
    ['kene', 'knee', 1],
    ['knie', 'knee', 1],
    ['hip', 'knee', 3],
  ])('%s is %s within %i edits', (typed, word, edits) => {
    expect(countEdits(typed, word, 2)).toBe(Math.min(edits, 3))
  })

  test('the beginning of a word counts alone while it is typed', () => {
    expect(countEditsOfBeginning('pnuem', 'pneumonia', 2)).toBe(1)
    expect(countEdits('pnuem', 'pneumonia', 2)).toBe(3)
  })
})
