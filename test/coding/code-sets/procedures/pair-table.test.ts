import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildPairColumns, joinPairRows, openPairTable } from '#coding/code-sets/procedures/pair-table.ts'
import { parsePairs } from '#coding/code-sets/procedures/parse-pairs.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'

const TODAY = parseDateOnly('2026-11-02')
const NOTICE = 'CPT only copyright American Medical Association. All rights reserved.\n'
const HEAD = 'Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n'

function open(...files: readonly string[]) {
  return openPairTable(buildPairColumns(joinPairRows(files.map((text) => parsePairs(text, 'ptp.txt')))))
}

describe('NCCI pairs', () => {
  test('reads the publisher’s file below its notices', () => {
    const table = open(
      `${NOTICE}${HEAD}G0001\tG0002\t\t20200101\t*\t1\tMisuse\nG0001\tG0003\t*\t19960101\t*\t0\tStandards\n`,
    )
    expect(table.find('G0001', 'G0002', TODAY)).toEqual({ columnOne: 'G0001', columnTwo: 'G0002', indicator: 1 })
    expect(table.find('G0001', 'G0003', TODAY)?.indicator).toBe(0)
    expect(table.find('G0002', 'G0001', TODAY)).toBeUndefined()
    expect(table.find('G0001', 'G0009', TODAY)).toBeUndefined()
  })

  test.each([
    ['2026-09-30', false],
    ['2026-10-01', true],
    ['2026-12-31', true],
    ['2027-01-01', false],
  ])('an edit of one quarter on %s: in force %s', (day, isInForce) => {
    const table = open('G0001\tG0002\t\t20261001\t20261231\t1\tx\n')
    expect(table.find('G0001', 'G0002', parseDateOnly(day)) !== undefined).toBe(isInForce)
  })

  test('an edit that came back holds in both of its times', () => {
    const table = open('G0001\tG0002\t\t20100101\t20101231\t0\tx\nG0001\tG0002\t\t20250101\t*\t1\tx\n')
    expect(table.find('G0001', 'G0002', parseDateOnly('2010-06-01'))?.indicator).toBe(0)
    expect(table.find('G0001', 'G0002', parseDateOnly('2015-06-01'))).toBeUndefined()
    expect(table.find('G0001', 'G0002', TODAY)?.indicator).toBe(1)
  })

  test('an edit deleted as if it had never been (indicator 9) is left out', () => {
    expect(open('G0001\tG0002\t\t20200101\t20200101\t9\tx\nG0001\tG0003\t\t20200101\t*\t1\tx\n').size).toBe(1)
  })

  test('several parts of one edition are one table', () => {
    const table = open('G0002\tG0001\t1\n', 'A0001\tG0002\t0\n')
    expect(table.find('G0002', 'G0001', TODAY)?.indicator).toBe(1)
    expect(table.find('A0001', 'G0002', TODAY)?.indicator).toBe(0)
  })

  test.each([
    ['no pair at all', 'nothing here\n', /no pair/],
    ['an indicator that does not exist', 'G0001\tG0002\t4\n', /line 1.*0, 1 or 9/],
    ['a date that is none', 'G0001\tG0002\t1\nG0001\tG0003\t\tsoon\t*\t1\tx\n', /line 2/],
    ['a broken line among good ones', 'G0001\tG0002\t1\nG0001\t\t1\n', /line 2/],
  ])('refuses %s and says where', (_, text, problem) => {
    expect(() => parsePairs(text, 'ptp.txt')).toThrow(problem)
  })

  const code = fc.integer({ min: 0, max: 40 }).map((number) => `G${String(number).padStart(4, '0')}`)

  test('finds exactly the pairs that were put in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(code, code, fc.constantFrom(0, 1)), { minLength: 1 }),
        code,
        code,
        (rows, one, two) => {
          const table = open(rows.map(([a, b, indicator]) => `${a}\t${b}\t${indicator}\n`).join(''))
          const expected = rows.filter(([a, b]) => a === one && b === two).map(([, , indicator]) => indicator)
          const found = table.find(one, two, TODAY)
          expect(found !== undefined).toBe(expected.length > 0)
          if (found) expect(expected).toContain(found.indicator)
        },
      ),
    )
  })
})
