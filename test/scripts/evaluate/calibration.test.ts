import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measureCalibration } from '../../../scripts/evaluate/calibration.ts'
import { drawReliability } from '../../../scripts/evaluate/reliability-chart.ts'

const judge = (confidence: number, right: number, wrong: number) => [
  ...Array.from({ length: right }, () => ({ confidence, isRight: true })),
  ...Array.from({ length: wrong }, () => ({ confidence, isRight: false })),
]

describe('expected calibration error', () => {
  test('is the gap of each bin, weighted by its codes', () => {
    const { bins, error } = measureCalibration([...judge(0.95, 9, 1), ...judge(0.25, 0, 10)])
    expect(bins[9]).toMatchObject({ count: 10, right: 0.9 })
    expect(bins[9]?.stated).toBeCloseTo(0.95)
    expect(error).toBeCloseTo((10 * 0.05 + 10 * 0.25) / 20)
  })

  test('is 0 where what is stated is what is right, and for nothing at all', () => {
    expect(measureCalibration(judge(0.75, 3, 1)).error).toBeCloseTo(0)
    expect(measureCalibration([]).error).toBe(0)
  })

  test.each([
    [0, 0],
    [0.3, 3],
    [0.7, 7],
    [0.999, 9],
    [1, 9],
  ])('%d falls into bin %i', (confidence, bin) => {
    expect(measureCalibration(judge(confidence, 1, 0)).bins.findIndex(({ count }) => count > 0)).toBe(bin)
  })

  test('loses no code and stays between 0 and 1', () => {
    const judged = fc.array(
      fc.record({ confidence: fc.double({ min: 0, max: 1, noNaN: true }), isRight: fc.boolean() }),
    )
    fc.assert(
      fc.property(judged, (all) => {
        const { bins, error } = measureCalibration(all)
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(all.length)
        expect(error).toBeGreaterThanOrEqual(0)
        expect(error).toBeLessThanOrEqual(1)
      }),
    )
  })
})

test('the picture has a circle for each bin that holds codes, and says its figures in words', () => {
  const svg = drawReliability(measureCalibration([...judge(0.95, 9, 1), ...judge(0.25, 0, 10)]).bins)
  expect(svg.match(/<circle/g)).toHaveLength(2)
  expect(svg).toContain('0.25 and 0.00 of 10, 0.95 and 0.90 of 10')
})
