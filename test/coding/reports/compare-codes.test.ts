import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findCodeFamily } from '#coding/reports/code-family.ts'
import { compareCodes, compareShares } from '#coding/reports/compare-codes.ts'
import { computeWilsonInterval } from '#coding/reports/wilson-interval.ts'

const ENCOUNTERS = [
  { serviceLine: 'Cardiology', suggested: ['I10', 'E11.9', 'I10'], final: ['I10', 'E11.65'] },
  { serviceLine: 'Orthopedics', suggested: ['M17.11'], final: ['M17.11', '20610'] },
]

test('codes are agreed, missing or extra, by family and service line, with the visits that have them', () => {
  expect(compareCodes([...ENCOUNTERS, ...ENCOUNTERS.slice(0, 1)])).toEqual([
    { family: 'Circulation', serviceLine: 'Cardiology', agreed: 2, missing: 0, extra: 0, visits: 2 },
    { family: 'Endocrine and metabolic', serviceLine: 'Cardiology', agreed: 0, missing: 2, extra: 2, visits: 2 },
    { family: 'Musculoskeletal', serviceLine: 'Orthopedics', agreed: 1, missing: 0, extra: 0, visits: 1 },
    { family: 'Procedures', serviceLine: 'Orthopedics', agreed: 0, missing: 1, extra: 0, visits: 1 },
  ])
  expect(compareShares('All', { agreed: 2, missing: 2, extra: 1 })).toMatchObject({
    found: { hits: 2, of: 4, share: 0.5 },
    right: { hits: 2, of: 3 },
  })
})

test.each([
  ['A00.0', 'Infections'],
  ['C50.911', 'Neoplasms'],
  ['D49.9', 'Neoplasms'],
  ['D50.9', 'Blood and immunity'],
  ['H59.0', 'Eye'],
  ['H60.1', 'Ear'],
  ['O9A.1', 'Pregnancy and birth'],
  ['P07.1', 'Perinatal'],
  ['T88.9', 'Injury and poisoning'],
  ['U07.1', 'Special purposes'],
  ['V00.0', 'External causes'],
  ['Z99.9', 'Factors of health status'],
  ['99213', 'Procedures'],
  ['0001F', 'Procedures'],
  ['G0439', 'Procedures'],
])('%s falls into %s', (code, family) => {
  expect(findCodeFamily(code)).toBe(family)
})

describe('the interval of a share', () => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  test.each([
    { hits: 81, of: 263, low: 0.2553, high: 0.3662 },
    { hits: 15, of: 148, low: 0.0624, high: 0.1605 },
    { hits: 0, of: 20, low: 0, high: 0.1611 },
    { hits: 1, of: 29, low: 0.0061, high: 0.1718 },
  ])('$hits of $of', ({ hits, of, low, high }) => {
    const interval = computeWilsonInterval(hits, of)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  test('holds the share, narrows with more cases, and knows nothing of none', () => {
    expect(computeWilsonInterval(0, 0)).toEqual({ low: 0, high: 1 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 50, max: 500 }), (hits, of) => {
        const [few, many] = [computeWilsonInterval(hits, of), computeWilsonInterval(hits * 10, of * 10)]
        expect(few.low).toBeLessThanOrEqual(hits / of + 1e-12)
        expect(few.high).toBeGreaterThanOrEqual(hits / of - 1e-12)
        expect(many.high - many.low).toBeLessThan(few.high - few.low)
      }),
    )
  })
})
