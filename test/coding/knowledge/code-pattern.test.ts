import { describe, expect, test } from 'vitest'
import { expandCodePattern } from '#coding/knowledge/code-pattern.ts'

const codesOf = (pattern: string, text: string | null = '| T'): string[] =>
  expandCodePattern(pattern, text).map(({ code, values }) => [code, ...values].join(' '))

describe('expandCodePattern', () => {
  test.each([
    ['a plain code', 'I10', ['I10']],
    ['sides in their order', 'M25.56[1|2||9]', ['M25.561 right', 'M25.562 left', 'M25.569']],
    ['sides with a bilateral code', 'H66.9[1|2|3|0]', ['H66.91 right', 'H66.92 left', 'H66.93 bilateral', 'H66.90']],
    ['phases with their placeholder', 'S33.5XX+ADS', ['S33.5XXA', 'S33.5XXD subsequent', 'S33.5XXS sequela']],
    ['phases that need filling', 'T14.8+ADS', ['T14.8XXA', 'T14.8XXD subsequent', 'T14.8XXS sequela']],
  ])('%s', (_, pattern, codes) => {
    expect(codesOf(pattern)).toEqual(codes)
  })

  test('a forearm fracture has sixteen characters; open without a type is I or II', () => {
    const rows = expandCodePattern('S52.501+forearm', '| Fracture')
    expect(new Set(rows.map(({ code }) => code)).size).toBe(16)
    expect(rows.find(({ values }) => values.join() === 'nonunion')?.code).toBe('S52.501K')
    expect(rows.find(({ values }) => values.join() === 'open')?.code).toBe('S52.501B')
    expect(rows.find(({ code }) => code === 'S52.501B')?.title).toBe(
      'Fracture, initial encounter for open fracture type I or II',
    )
  })

  test('writes the side into the title, and "bilateral" without its noun', () => {
    expect(expandCodePattern('H66.9[1|2|3|0]', '| Otitis media, {side ear}').map(({ title }) => title)).toEqual([
      'Otitis media, right ear',
      'Otitis media, left ear',
      'Otitis media, bilateral',
      'Otitis media, unspecified ear',
    ])
  })

  test('keeps the values of the row', () => {
    expect(codesOf('M17.3[1|2||]', 'post-traumatic | T')).toEqual([
      'M17.31 post-traumatic right',
      'M17.32 post-traumatic left',
    ])
  })
})
