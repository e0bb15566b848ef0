import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BANDS } from '#coding/accuracy/audited-visit.ts'
import { findChiSquareTail } from '#coding/accuracy/chi-square.ts'
import { type Drawable, drawSample, type SamplePolicy } from '#coding/accuracy/draw-sample.ts'
import { seedRandom } from './random.ts'

const POLICY = { perStratum: 3, share: 0, most: 1000 } satisfies SamplePolicy

function aPopulation(size: number, seed: string, lines: readonly string[] = ['Cardiology', 'Emergency']): Drawable[] {
  return Array.from({ length: size }, (_, index) => {
    const id = `visit-${index}`
    const lot = createHash('sha256').update(`${seed}\u001f${id}`).digest().readUIntBE(0, 6) / 2 ** 48
    return { id, serviceLine: lines[index % lines.length] ?? '', band: BANDS[index % BANDS.length] ?? 'none', lot }
  })
}

const ids = (population: readonly Drawable[], policy: SamplePolicy) =>
  drawSample(population, policy).map(({ visit }) => visit.id)

describe('the draw', { timeout: 60_000 }, () => {
  test('takes from every stratum as the policy says, and says how large the stratum is', () => {
    const drawn = drawSample(aPopulation(200, 'seed'), POLICY)
    const strata = Map.groupBy(drawn, ({ visit }) => `${visit.serviceLine} ${visit.band}`)
    expect(strata.size).toBe(10)
    for (const own of strata.values()) {
      expect(own).toHaveLength(3)
      expect(own.every(({ stratumSize }) => stratumSize === 20)).toBe(true)
    }
  })

  test('takes its share of a large stratum, and no less than the least of a small one', () => {
    const line = (serviceLine: string, size: number) =>
      aPopulation(size, serviceLine, [serviceLine]).map((one) => ({
        ...one,
        id: `${serviceLine}-${one.id}`,
        band: BANDS[0],
      }))
    const drawn = drawSample([...line('Cardiology', 500), ...line('Emergency', 40)], { ...POLICY, share: 0.02 })
    expect(drawn.filter(({ visit }) => visit.serviceLine === 'Cardiology')).toHaveLength(10)
    expect(drawn.filter(({ visit }) => visit.serviceLine === 'Emergency')).toHaveLength(3)
  })

  test('is the same for the same seed whatever the order, and another for another seed', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(aPopulation(60, 'seed'), { minLength: 60 }), (shuffled) => {
        expect(ids(shuffled, POLICY)).toEqual(ids(aPopulation(60, 'seed'), POLICY))
      }),
    )
    expect(ids(aPopulation(200, 'other'), POLICY)).not.toEqual(ids(aPopulation(200, 'seed'), POLICY))
  })

  test('never takes more than there is or than the week may have, and leaves a stratum with one before another with none', () => {
    const whole = {
      size: fc.nat(80),
      perStratum: fc.integer({ min: 1, max: 9 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      most: fc.integer({ min: 1, max: 60 }),
    }
    fc.assert(
      fc.property(fc.record(whole), ({ size, ...policy }) => {
        const population = aPopulation(size, 'seed')
        const drawn = drawSample(population, policy)
        expect(drawn.length).toBeLessThanOrEqual(Math.min(size, policy.most))
        expect(new Set(drawn.map(({ visit }) => visit.id)).size).toBe(drawn.length)
        const counts = [...Map.groupBy(population, ({ serviceLine, band }) => serviceLine + band).keys()].map(
          (key) => drawn.filter(({ visit }) => visit.serviceLine + visit.band === key).length,
        )
        if (counts.includes(0)) expect(Math.max(...counts, 0)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('gives every visit of a stratum the same chance (chi-square over 1,500 seeds)', () => {
    const [size, taken, rounds] = [25, 5, 1500]
    const counts = new Map<string, number>()
    for (let round = 0; round < rounds; round++) {
      const population = aPopulation(size, `seed-${round}`, ['Cardiology']).map((one) => ({ ...one, band: BANDS[0] }))
      for (const id of ids(population, { perStratum: taken, share: 0, most: 100 }))
        counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    const expected = (rounds * taken) / size
    // Without replacement: the counts vary by (1 - taken/size) less than those of independent draws.
    const spread = [...Array(size).keys()].map(
      (index) => ((counts.get(`visit-${index}`) ?? 0) - expected) ** 2 / expected,
    )
    const statistic = (spread.reduce((sum, one) => sum + one, 0) * (size - 1)) / size / (1 - taken / size)
    expect(findChiSquareTail(statistic, size - 1)).toBeGreaterThan(0.001)
  })

  test('the lots of a seed are spread evenly (chi-square over 20,000 lots in 100 bins)', () => {
    const bins = Array.from({ length: 100 }, () => 0)
    for (const { lot } of aPopulation(20_000, 'seed'))
      bins[Math.floor(lot * 100)] = (bins[Math.floor(lot * 100)] ?? 0) + 1
    const statistic = bins.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0)
    expect(findChiSquareTail(statistic, 99)).toBeGreaterThan(0.001)
  })

  test('a generator that favours some visits fails the same test', () => {
    const random = seedRandom(7)
    const bins = Array.from({ length: 100 }, () => 0)
    for (let index = 0; index < 20_000; index++) {
      const lot = random() ** 1.1
      bins[Math.floor(lot * 100)] = (bins[Math.floor(lot * 100)] ?? 0) + 1
    }
    const statistic = bins.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0)
    expect(findChiSquareTail(statistic, 99)).toBeLessThan(0.001)
  })
})
