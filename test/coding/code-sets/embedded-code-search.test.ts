import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEmbeddedCodeSearch } from '#coding/code-sets/embedded-code-search.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { knowledgeData as data } from '#coding/knowledge/knowledge.generated.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'

const knowledge = loadKnowledge()
const codeSet = createEmbeddedCodeSet(knowledge)
const search = createEmbeddedCodeSearch({ knowledge, data, codeSet })
const NOVEMBER = parseDateOnly('2026-11-02')

function find(query: string, { limit = 10, on = NOVEMBER } = {}) {
  const answer = search({ query, on, limit })
  if (answer.kind !== 'hits') throw new TypeError(answer.kind)
  return answer.hits
}

describe('search over the embedded codes', () => {
  test.each([
    ['words of the title', 'unilateral primary osteoarthritis right knee', 'M17.11'],
    ['an abbreviation of a word, in any order', 'right knee oa', 'M17.11'],
    ['an abbreviation of the whole condition', 'HTN', 'I10'],
    ['an abbreviation with more words', 'mdd recurrent moderate', 'F33.1'],
    ['a word that is still being typed', 'left ankle spr', 'S93.402A'],
    ['a term that no title has', 'heart attack', 'I21.9'],
    ['the plain condition before its kinds', 'heart failure', 'I50.9'],
    ['the whole code', 'm17.11', 'M17.11'],
    ['the code without its dot', 'M1711', 'M17.11'],
  ])('finds by %s', (_, query, code) => {
    expect(find(query)[0]?.code).toBe(code)
  })

  test('says what was found, and the official title', () => {
    expect(find('htn')[0]).toEqual({
      code: 'I10',
      title: 'Essential (primary) hypertension',
      isBillable: true,
      matched: 'hypertension',
    })
  })

  test('lists a header that was typed, not billable, with what stands below it', () => {
    const hits = find('M17.1')
    expect(hits.map(({ code, isBillable }) => [code, isBillable])).toEqual([
      ['M17.1', false],
      ['M17.11', true],
      ['M17.12', true],
    ])
  })

  test('names its release', () => {
    expect(search({ query: 'knee', on: NOVEMBER, limit: 1 })).toMatchObject({ release: 'embedded FY2027' })
  })

  test('offers no code that another day has', () => {
    expect(find('M67.A01').map(({ code }) => code)).toEqual(['M67.A01'])
    expect(find('M67.A01', { on: parseDateOnly('2026-09-14') })).toEqual([])
  })

  test('answers for no day that the embedded codes do not cover', () => {
    const answer = search({ query: 'knee', on: parseDateOnly('2019-01-01'), limit: 5 })
    expect(answer.kind).toBe('outside-releases')
  })

  test('finds nothing in what is no word', () => {
    for (const query of ['', '  ', '...', 'xyzzy']) expect(find(query)).toEqual([])
  })

  test('takes any text, keeps to the limit and never names a code twice', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (query, limit) => {
        const codes = find(query, { limit }).map(({ code }) => code)
        expect(codes.length).toBeLessThanOrEqual(limit)
        expect(new Set(codes).size).toBe(codes.length)
      }),
      { numRuns: 50 },
    )
  })
})
