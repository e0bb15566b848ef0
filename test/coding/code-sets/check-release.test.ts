import { describe, expect, test } from 'vitest'
import { checkRelease } from '#coding/code-sets/check-release.ts'
import { parseCodesFile, parseOrderFile } from '#coding/code-sets/parse-order-file.ts'
import { someSources } from '../../fixtures/a-release.ts'
import { aCodesFile, anOrderFile, ROWS, SENTINELS } from '../../fixtures/code-set-files.ts'

const check = (rows = ROWS, extra = {}) => checkRelease({ ...someSources(rows), ...extra }, { sentinels: SENTINELS })

describe('what must hold before a release is stored', () => {
  test('a good release has no problems', () => {
    expect(check(ROWS, { billableCodes: parseCodesFile(aCodesFile(), 'codes.txt') })).toEqual([])
  })

  test('every code has a heading above it', () => {
    expect(check(ROWS.filter((row) => row.code !== 'Q00'))).toContainEqual(
      expect.stringMatching(/^Q000 has no heading above it \(and 2 more\)/),
    )
  })

  test('the codes file agrees with the flags, both ways', () => {
    const billableCodes = parseCodesFile(aCodesFile(), 'codes.txt')
    const flipped = ROWS.map((row) => (row.code === 'Q00.0' ? { ...row, isBillable: false } : row))
    expect(check(flipped, { billableCodes })).toEqual([
      'Q00.0 is in the codes file, but not billable in the order file',
    ])
    expect(check(ROWS, { billableCodes: billableCodes.slice(1) })).toEqual([
      'Q00.0 is billable in the order file, but not in the codes file',
    ])
  })

  test('the codes that every edition has are there, with their flags', () => {
    const changed = ROWS.filter((row) => row.code !== 'Q00.9').map((row) =>
      row.code === 'Q01.1' ? { ...row, isBillable: true } : row,
    )
    expect(check(changed)).toEqual(
      expect.arrayContaining(['Q00.9, which every edition has, is missing', 'Q01.1 should not be billable']),
    )
  })

  test('the tabular list stands for exactly the codes of the order file', () => {
    const added = [...ROWS, { code: 'Q04', isBillable: true, title: 'Not in the list' }]
    expect(check(added)).toEqual(['Q04 is in the order file, but not in the tabular list'])
    const removed = ROWS.filter((row) => row.code !== 'Q01.12')
    expect(check(removed)).toEqual(['Q0112 is in the tabular list, but not in the order file'])
  })

  test('the size changes by no more than two in a hundred a year', () => {
    const rows = parseOrderFile(anOrderFile(), 'order.txt')
    const compare = (before: number, yearsApart: number) =>
      checkRelease(
        { rows, alphabetic: {} },
        { sentinels: [], nearest: { release: 'FY2025', rows: before, yearsApart } },
      )
    const size = rows.length
    expect(compare(size, 0)).toEqual([])
    expect(compare(size * 2, 1)).toEqual([expect.stringMatching(/rows, but FY2025 has \d+: a change of 50\.0 %/)])
    expect(compare(Math.round(size * 1.05), 3)).toEqual([])
  })
})
