import { describe, expect, test } from 'vitest'
import { buildHcpcsColumns, createHcpcsTable } from '#coding/code-sets/hcpcs-table.ts'
import { parseHcpcs } from '#coding/code-sets/parse-hcpcs.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'

/** A record in the layout of 320 bytes; positions count from 1 as in the publisher's description. */
function record(fields: Readonly<Record<number, string>>): string {
  const line = Array.from({ length: 320 }, () => ' ')
  for (const [position, text] of Object.entries(fields)) {
    for (const [offset, letter] of text.split('').entries()) line[Number(position) - 1 + offset] = letter
  }
  return line.join('')
}

const FILE = [
  record({
    1: 'G9999',
    6: '00100',
    11: '3',
    12: 'A made-up service that is',
    92: 'Made-up',
    230: 'C',
    269: '20200101',
    277: '20240101',
  }),
  record({ 1: 'G9999', 6: '00200', 11: '4', 12: 'told in two lines' }),
  record({ 1: 'J0000', 6: '00100', 11: '3', 12: 'An ended drug', 92: 'Ended', 269: '19900101', 285: '20240630' }),
  record({ 1: '99999', 6: '00100', 11: '3', 12: 'not ours', 92: 'not ours' }),
  record({ 1: 'D0000', 6: '00100', 11: '3', 12: 'not ours', 92: 'not ours' }),
  record({ 4: 'ZZ', 6: '00100', 11: '7', 12: 'A made-up modifier', 92: 'Modifier' }),
  record({ 4: '99', 6: '00100', 11: '7', 12: 'not ours', 92: 'not ours' }),
].join('\r\n')

describe('HCPCS Level II', () => {
  test('reads records, continued texts and dates', () => {
    const { entries } = parseHcpcs(FILE, 'hcpcs.txt')
    expect(entries[0]).toEqual({
      kind: 'code',
      code: 'G9999',
      title: 'A made-up service that is told in two lines',
      shortTitle: 'Made-up',
      coverage: 'C',
      added: '2020-01-01',
    })
    expect(entries[1]).toMatchObject({ code: 'J0000', terminated: '2024-06-30' })
  })

  test('drops numeric codes and modifiers and D codes, which belong to others', () => {
    const { entries, dropped } = parseHcpcs(FILE, 'hcpcs.txt')
    expect(entries.map((entry) => entry.code)).toEqual(['G9999', 'J0000', 'ZZ'])
    expect(dropped).toBe(3)
  })

  test('reads the same fields as tab-separated text', () => {
    const header = 'kind\tcode\tlong_description\tshort_description\tcoverage\tadded\tterminated'
    const { entries } = parseHcpcs(`${header}\ncode\tG9999\tA service\tService\tC\t20200101\t\n`, 'hcpcs.tsv')
    expect(entries).toEqual([
      { kind: 'code', code: 'G9999', title: 'A service', shortTitle: 'Service', coverage: 'C', added: '2020-01-01' },
    ])
  })

  test.each([
    ['a short record', 'G9999 too short', /shorter than its layout/],
    ['an unknown record', record({ 1: 'G9999', 11: '5', 12: 'x' }), /column 11/],
    ['a continuation first', record({ 1: 'G9999', 11: '4', 12: 'x' }), /before the first record/],
    ['a date that is none', record({ 1: 'G9999', 11: '3', 12: 'x', 269: '20201301' }), /is no date/],
    ['a line with a column too few', 'kind\tcode\tlong_description\ncode\tG9999\n', /2 columns instead of 3/],
    ['nothing', '', /no HCPCS record/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseHcpcs(text, 'hcpcs.txt')).toThrow(message)
  })

  test('answers by date: the termination date is the last good day', () => {
    const table = createHcpcsTable([
      {
        release: '2024-07',
        effectiveFrom: parseDateOnly('2024-01-01'),
        effectiveTo: parseDateOnly('2024-09-30'),
        columns: buildHcpcsColumns(parseHcpcs(FILE, 'hcpcs.txt').entries),
      },
    ])
    const ask = (code: string, on: string) => table.lookUp(code, parseDateOnly(on)).kind
    expect(ask('G9999', '2024-07-01')).toBe('valid')
    expect(ask('J0000', '2024-06-30')).toBe('valid')
    expect(ask('J0000', '2024-07-01')).toBe('terminated')
    expect(ask('G0000', '2024-07-01')).toBe('invalid')
    expect(ask('G9999', '2025-01-01')).toBe('outside-releases')
    expect(createHcpcsTable([]).lookUp('G9999', parseDateOnly('2024-07-01'))).toEqual({ kind: 'no-data' })
  })
})

describe('the search of HCPCS', () => {
  const { entries } = parseHcpcs(FILE, 'hcpcs.txt')
  const from = parseDateOnly('2020-01-01')
  const table = createHcpcsTable([
    {
      release: '2024',
      effectiveFrom: from,
      effectiveTo: parseDateOnly('2024-12-31'),
      columns: buildHcpcsColumns(entries),
    },
  ])
  const search = (query: string, on = '2024-05-01') => {
    const answer = table.search({ query, on: parseDateOnly(on), limit: 8 })
    return answer.kind === 'hits' ? answer.hits.map(({ code }) => code) : answer.kind
  }

  test.each([
    ['G99', ['G9999']],
    ['g9999', ['G9999']],
    ['service made', ['G9999']],
    ['ended drug', ['J0000']],
    ['MADE-UP', ['G9999']],
    ['serv nothing', []],
    ['modifier', []],
    ['  ', []],
    ['???', []],
  ])('%s', (query, codes) => {
    expect(search(query)).toEqual(codes)
  })

  test('offers no code after its last day, and none of a date without a table', () => {
    expect(search('drug', '2024-06-30')).toEqual(['J0000'])
    expect(search('drug', '2024-07-01')).toEqual([])
    expect(search('drug', '2026-01-01')).toBe('outside-releases')
    expect(createHcpcsTable([]).search({ query: 'drug', on: from, limit: 8 })).toEqual({ kind: 'no-data' })
  })
})
