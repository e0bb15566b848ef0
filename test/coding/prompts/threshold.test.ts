import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasChanged, isAbnormal, tryParseThreshold } from '#coding/prompts/signs/threshold.ts'

describe('a threshold of the catalogue', () => {
  test.each([
    ['< 135 or > 145 mmol/L', [134], [135, 145]],
    ['> 2 mmol/L (lactic acidosis usually > 4)', [2.1], [2]],
    ['>= 6.5 % diagnostic; above the goal for control', [6.5], [6.4]],
    ['> 50 mmHg with pH < 7.35', [51], [7.2, 50]],
    ['> 20 or < 10 per minute', [21, 9], [10, 20]],
    ['>= 100,000 CFU/mL of one organism', [100_000], [99_999]],
  ])('%s', (text, abnormal, normal) => {
    const threshold = tryParseThreshold(text)
    if (threshold === undefined) throw new TypeError('It was not parsed.')
    for (const value of abnormal) expect(isAbnormal({ value }, threshold), String(value)).toBe(true)
    for (const value of normal) expect(isAbnormal({ value }, threshold), String(value)).toBe(false)
  })

  test('that names neither value nor range is none', () => {
    expect(['total', 'positive', ''].map(tryParseThreshold)).toEqual([undefined, undefined, undefined])
  })

  test('gives way to the reference range that was sent', () => {
    const sodium = tryParseThreshold('< 135 mmol/L') ?? { bounds: [] }
    expect(isAbnormal({ value: 130, interpretation: 'normal' }, sodium)).toBe(false)
    const troponin = tryParseThreshold('elevated') ?? { bounds: [] }
    expect(isAbnormal({ value: 40 }, troponin)).toBe(false)
    expect(isAbnormal({ value: 40, interpretation: 'high' }, troponin)).toBe(true)
  })

  test('may be a change over the encounter', () => {
    const rise = tryParseThreshold('rise >= 0.3 mg/dL in 48 h') ?? { bounds: [] }
    const fall = tryParseThreshold('fall >= 2 g/dL') ?? { bounds: [] }
    expect([
      hasChanged([1, 1.3], rise),
      hasChanged([1.3, 1], rise),
      hasChanged([1], rise),
      hasChanged([], rise),
    ]).toEqual([true, false, false, false])
    expect([hasChanged([12, 13, 10.9], fall), hasChanged([10.9, 13, 12], fall)]).toEqual([true, false])
  })

  test('property: parsing any text ends, and a value cannot be both sides of one bound', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 999 }), (text, bound) => {
        expect(() => tryParseThreshold(text)).not.toThrow()
        const threshold = tryParseThreshold(`< ${bound}`) ?? { bounds: [] }
        expect(isAbnormal({ value: bound }, threshold)).toBe(false)
        expect(isAbnormal({ value: bound - 1 }, threshold)).toBe(true)
      }),
    )
  })
})
