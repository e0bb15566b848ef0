// The site's own tables: charges and coverage policies, from the file to the answer.
import { describe, expect, test } from 'vitest'
import { buildChargeColumns, openCharges, parseCharges } from '#coding/code-sets/procedures/charge-table.ts'
import { buildCoverageColumns, openCoverage, parseCoverage } from '#coding/code-sets/procedures/coverage-table.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { CodingError } from '#coding/domain/errors.ts'

const on = parseDateOnly('2026-11-02')

const CHARGES = `code,modifier,charge,currency,from,to
G0001,,185.00,USD,2026-01-01,2026-06-30
G0001,,190,USD,2026-07-01,
G0001,26,60.50,USD,,
`

describe('charges', () => {
  const table = openCharges(buildChargeColumns(parseCharges(CHARGES, 'site-charges-2026.csv')))

  test('are those of the day, to its first and last', () => {
    const at = (day: string) => table.find('G0001', { modifiers: [], on: parseDateOnly(day) })
    expect(at('2026-06-30')).toEqual({ cents: 18_500, currency: 'USD' })
    expect(at('2026-07-01')).toEqual({ cents: 19_000, currency: 'USD' })
    expect(at('2025-12-31')).toBeUndefined()
  })

  test('are those of a modifier before those of the code', () => {
    expect(table.find('G0001', { modifiers: ['RT', '26'], on })).toEqual({ cents: 6050, currency: 'USD' })
    expect(table.find('G0002', { modifiers: [], on })).toBeUndefined()
  })

  test.each([
    ['no amount', 'G0001,,free,USD,,', /line 2.*no amount/],
    ['nothing', 'G0001,,0.00,USD,,', /no amount/],
    ['a third digit', 'G0001,,1.005,USD,,', /no amount/],
    ['no currency', 'G0001,,1.00,dollars,,', /three letters/],
    ['no day', 'G0001,,1.00,USD,soon,', /no day/],
    ['days in the wrong order', 'G0001,,1.00,USD,2026-02-01,2026-01-01', /before the first/],
    ['a long modifier', 'G0001,LEFT,1.00,USD,,', /two characters/],
  ])('are refused: %s', (_, row, says) => {
    const read = () => parseCharges(`code,modifier,charge,currency,from,to\n${row}\n`, 'site-charges-2026.csv')
    expect(read).toThrow(CodingError)
    expect(read).toThrow(says)
  })

  test('are refused without their columns', () => {
    expect(() => parseCharges('code,charge\nG0001,1.00\n', 'site-charges-2026.csv')).toThrow(/no column for "modifier"/)
  })
})

const COVERAGE = `code,diagnosis,policy,payer,jurisdiction,from,to
G0001,E11,"L00001, Made-up test",medicare,J8,2026-01-01,
G0001,I10,"L00001, Made-up test",medicare,J8,2026-01-01,
G0001,M17.11,"L00001, Made-up test",medicare,J8,,2025-12-31
`

describe('coverage policies', () => {
  test('are one for each policy, with the diagnoses of the day', () => {
    const table = openCoverage(buildCoverageColumns(parseCoverage(COVERAGE, 'site-coverage-2026.csv')))
    expect(table.list('G0001', on)).toEqual([
      { source: 'L00001, Made-up test', payer: 'medicare', jurisdiction: 'J8', diagnoses: ['E11', 'I10'] },
    ])
    expect(table.list('G0001', parseDateOnly('2025-12-31'))?.[0]?.diagnoses).toEqual(['M1711'])
    expect(table.list('G0002', on)).toBeUndefined()
  })

  test.each([
    ['no diagnosis', 'G0001,knee,L1,,,,', /no ICD-10-CM code/],
    ['no name', 'G0001,E11.9,,,,,', /has no name/],
  ])('are refused: %s', (_, row, says) => {
    const header = 'code,diagnosis,policy,payer,jurisdiction,from,to'
    expect(() => parseCoverage(`${header}\n${row}\n`, 'site-coverage-2026.csv')).toThrow(says)
  })
})
