// Intervals and tests against distributions that are known.
import { describe, expect, test } from 'vitest'
import { findChiSquareTail } from '#coding/accuracy/chi-square.ts'
import { testDrift } from '#coding/accuracy/drift.ts'
import { type Cluster, estimateShare, findStudent975 } from '#coding/accuracy/weighted-share.ts'
import { computeWilsonInterval } from '#coding/reports/wilson-interval.ts'
import { type Random, seedRandom } from './random.ts'

describe('published values', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4 (upper critical values) and 1.3.6.7.2.
  test.each([
    [3.841, 1, 0.05],
    [6.635, 1, 0.01],
    [5.991, 2, 0.05],
    [18.307, 10, 0.05],
    [124.342, 100, 0.05],
    [149.449, 100, 0.001],
  ])('chi-square of %f with %i degrees of freedom', (value, freedom, tail) => {
    expect(Math.abs(findChiSquareTail(value, freedom) - tail)).toBeLessThan(tail * 0.002)
  })

  test.each([
    [1, 12.706],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [10, 2.228],
    [30, 2.042],
    [100, 1.984],
  ])('Student’s t with %i degrees of freedom', (freedom, quantile) => {
    expect(findStudent975(freedom)).toBeCloseTo(quantile, 2)
  })
})

function drawBinomial(random: Random, of: number, share: number): number {
  let hits = 0
  for (let index = 0; index < of; index++) if (random() < share) hits += 1
  return hits
}

// Thousands of rounds: a busy machine takes its time.
const LONG = { timeout: 60_000 }

describe('coverage of the 95 % interval', LONG, () => {
  test.each([
    [20, 0.5],
    [20, 0.95],
    [60, 0.9],
    [100, 0.95],
    [100, 0.99],
    [400, 0.95],
  ])('of Wilson, %i codes, true share %f', (of, share) => {
    const random = seedRandom(of * 1000 + Math.round(share * 100))
    let covered = 0
    for (let round = 0; round < 4000; round++) {
      const { low, high } = computeWilsonInterval(drawBinomial(random, of, share), of)
      if (low <= share && share <= high) covered += 1
    }
    // Wilson's interval oscillates about its level (Brown, Cai and DasGupta, Stat. Sci. 16 (2001)).
    expect(covered / 4000).toBeGreaterThan(0.92)
  })

  /** Strata of very different size and quality; the codes of a visit succeed and fail together to some degree. */
  const STRATA = [
    { name: 'a', size: 4000, share: 0.97 },
    { name: 'b', size: 1500, share: 0.9 },
    { name: 'c', size: 400, share: 0.75 },
    { name: 'd', size: 100, share: 0.5 },
  ]
  const CODES = 4
  const TRUE_SHARE =
    STRATA.reduce((sum, { size, share }) => sum + size * share, 0) / STRATA.reduce((sum, { size }) => sum + size, 0)

  function drawClusters(random: Random, visits: number, together: number): Cluster[] {
    return STRATA.flatMap(({ name, size, share }) =>
      Array.from({ length: visits }, () => {
        // A visit is all of a piece with this probability, otherwise its codes are independent.
        const whole = random() < together
        const hits = whole ? (random() < share ? CODES : 0) : drawBinomial(random, CODES, share)
        return { stratum: name, stratumSize: size, hits, of: CODES }
      }),
    )
  }

  test.each([
    [10, 0],
    [30, 0],
    [30, 0.3],
    [60, 0.3],
    [60, 1],
  ])('of the weighted share, %i visits a stratum, togetherness %f', (visits, together) => {
    const random = seedRandom(visits * 10 + together * 100)
    let covered = 0
    let total = 0
    for (let round = 0; round < 2000; round++) {
      const estimate = estimateShare(drawClusters(random, visits, together))
      if (estimate.low <= TRUE_SHARE && TRUE_SHARE <= estimate.high) covered += 1
      total += estimate.share
    }
    expect(covered / 2000).toBeGreaterThan(0.92)
    expect(Math.abs(total / 2000 - TRUE_SHARE)).toBeLessThan(0.01)
  })

  test('an interval that forgets weights and visits misses its level by far: the weights are needed', () => {
    const random = seedRandom(5)
    let covered = 0
    for (let round = 0; round < 1000; round++) {
      const clusters = drawClusters(random, 60, 0.3)
      const hits = clusters.reduce((sum, one) => sum + one.hits, 0)
      const { low, high } = computeWilsonInterval(hits, clusters.length * CODES)
      if (low <= TRUE_SHARE && TRUE_SHARE <= high) covered += 1
    }
    expect(covered / 1000).toBeLessThan(0.2)
  })

  test('of the weighted share holds with six visits, for which the normal quantile is too small', () => {
    const random = seedRandom(77)
    // Of 20 throws of a coin ten or more.
    const truth = 0.5881
    let [covered, withoutStudent] = [0, 0]
    for (let round = 0; round < 3000; round++) {
      const clusters = Array.from({ length: 6 }, () => {
        const hits = drawBinomial(random, 20, 0.5)
        // All or nothing, so that it is visits that tell, and few of them.
        return { stratum: 'all', stratumSize: 500, hits: hits >= 10 ? 20 : 0, of: 20 }
      })
      const { low, high } = estimateShare(clusters)
      if (low <= truth && truth <= high) covered += 1
      const plain = computeWilsonInterval(clusters.filter(({ hits }) => hits > 0).length, clusters.length)
      if (plain.low <= truth && truth <= plain.high) withoutStudent += 1
    }
    expect(covered / 3000).toBeGreaterThan(0.93)
    expect(withoutStudent / 3000).toBeLessThan(0.93)
    // By hand: four of six right, one visit more of the same spread gives 5, Student's t of five degrees 2.571.
    const six = Array.from({ length: 6 }, (_, index) => ({
      stratum: 'a',
      stratumSize: 6,
      hits: index < 4 ? 1 : 0,
      of: 1,
    }))
    expect(estimateShare(six).effective).toBeCloseTo(5 * (1.96 / 2.571) ** 2, 1)
  })

  test('a sample without any error tells less the more unequal its weights are', () => {
    const sample = (sizes: readonly number[]) =>
      estimateShare(
        sizes.flatMap((stratumSize, index) =>
          Array.from({ length: 20 }, () => ({ stratum: `s${index}`, stratumSize, hits: 1, of: 1 })),
        ),
      )
    const [even, uneven] = [sample([100, 100]), sample([100, 5000])]
    expect(even.effective).toBeCloseTo(40, 6)
    expect(uneven.effective).toBeLessThan(25)
    expect(uneven.low).toBeLessThan(even.low)
  })

  // R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  test.each<[number, number, readonly [number, number]]>([
    [81, 263, [0.2553, 0.3662]],
    [15, 148, [0.0624, 0.1605]],
    [0, 20, [0, 0.1611]],
    [1, 29, [0.0061, 0.1718]],
  ])('of Wilson for %i of %i is as published', (hits, of, [low, high]) => {
    const found = computeWilsonInterval(hits, of)
    expect(found.low).toBeCloseTo(low, 4)
    expect(found.high).toBeCloseTo(high, 4)
  })

  test('is that of Wilson where every visit has one code and the same weight', () => {
    const clusters = Array.from({ length: 4000 }, (_, index) => ({
      stratum: 'all',
      stratumSize: 4000,
      hits: index % 10 === 0 ? 0 : 1,
      of: 1,
    }))
    const { share, low, high } = estimateShare(clusters)
    const wilson = computeWilsonInterval(3600, 4000)
    expect(share).toBeCloseTo(0.9, 10)
    expect(low).toBeCloseTo(wilson.low, 3)
    expect(high).toBeCloseTo(wilson.high, 3)
  })

  test('says that nothing is known of no codes', () => {
    expect(estimateShare([])).toMatchObject({ low: 0, high: 1, of: 0 })
    expect(estimateShare([{ stratum: 'a', stratumSize: 9, hits: 0, of: 0 }])).toMatchObject({
      low: 0,
      high: 1,
      visits: 0,
    })
  })
})

describe('the test for drift', LONG, () => {
  function version(random: Random, share: number) {
    const clusters = Array.from({ length: 150 }, () => ({
      stratum: 'all',
      stratumSize: 1000,
      hits: drawBinomial(random, 3, share),
      of: 3,
    }))
    return estimateShare(clusters)
  }
  function rateOfAlarms(shares: readonly number[]): number {
    const random = seedRandom(11)
    let alarms = 0
    for (let round = 0; round < 2000; round++) {
      const { test: outcome } = testDrift(shares.map((share) => version(random, share)))
      if (outcome.kind === 'tested' && outcome.differs) alarms += 1
    }
    return alarms / 2000
  }

  test('sees a difference where there is none about as often as it says', () => {
    const rate = rateOfAlarms([0.92, 0.92, 0.92])
    expect(rate).toBeGreaterThan(0.02)
    expect(rate).toBeLessThan(0.075)
  })

  test('sees a version that is ten points worse nearly always', () => {
    expect(rateOfAlarms([0.95, 0.85])).toBeGreaterThan(0.95)
  })

  test('is not made where there is one version, or too little to tell', () => {
    const random = seedRandom(1)
    expect(testDrift([version(random, 0.9)]).test).toEqual({ kind: 'one-version' })
    expect(testDrift([version(random, 1), version(random, 1)]).test).toEqual({ kind: 'too-few' })
  })
})
