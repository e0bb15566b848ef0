/**
 * A share in the whole population, estimated from a stratified sample of visits that each bring several codes.
 *
 * The estimate is a combined ratio: codes agreed over codes judged, each visit weighted by how many visits of its stratum
 * it stands for. Codes of one visit resemble each other, so the variance is that between visits (Taylor linearisation,
 * ultimate clusters; Cochran, Sampling Techniques, 3rd ed., 6.11). The interval is E. B. Wilson's on the effective
 * number of codes, with Student's quantile for the degrees of freedom (E. L. Korn and B. I. Graubard, Survey
 * Methodology 24 (1998); C. Franco et al., J. Surv. Stat. Methodol. 7 (2019), who find it holds near 0 and 1).
 * No finite population correction: the question is how the work is done, not how one week's visits came out.
 */
import { computeScoreInterval, type Interval, NORMAL_975 } from '../reports/wilson-interval.ts'

/** One visit: `hits` of its `of` codes; `stratumSize` visits are in its stratum. */
export type Cluster = {
  readonly stratum: string
  readonly stratumSize: number
  readonly hits: number
  readonly of: number
}

export type WeightedShare = Interval & {
  readonly share: number
  /** As they were counted, without weights. */
  readonly hits: number
  readonly of: number
  readonly visits: number
  /** Codes of a simple random sample that would tell as much. */
  readonly effective: number
}

type Weighed = { readonly weight: number; readonly cluster: Cluster }

export function estimateShare(clusters: readonly Cluster[]): WeightedShare {
  const strata = [...Map.groupBy(clusters, ({ stratum }) => stratum).values()]
  const weighed = strata.flatMap((own): readonly Weighed[] => {
    const size = Math.max(own.length, ...own.map(({ stratumSize }) => stratumSize))
    return own.map((cluster) => ({ weight: size / own.length, cluster }))
  })
  const hits = sum(clusters.map((one) => one.hits))
  const of = sum(clusters.map((one) => one.of))
  const counts = { hits, of, visits: clusters.filter((one) => one.of > 0).length }
  const weighedOf = sum(weighed.map(({ weight, cluster }) => weight * cluster.of))
  if (weighedOf === 0) return { share: 0, low: 0, high: 1, ...counts, effective: 0 }
  const share = Math.min(1, sum(weighed.map(({ weight, cluster }) => weight * cluster.hits)) / weighedOf)
  const effective = findEffective({ weighed, share, weighedOf, of, strata: strata.length })
  return { share, ...computeScoreInterval(share, effective), ...counts, effective }
}

type Estimated = {
  readonly weighed: readonly Weighed[]
  readonly share: number
  readonly weighedOf: number
  readonly of: number
  readonly strata: number
}

function findEffective({ weighed, share, weighedOf, of, strata }: Estimated): number {
  // Leslie Kish, Survey Sampling (1965), 11.7: what unequal weights alone cost.
  const byWeights = weighedOf ** 2 / sum(weighed.map(({ weight, cluster }) => weight ** 2 * cluster.of))
  const variance = computeVariance(weighed, share, weighedOf)
  const bySpread = variance === 0 ? byWeights : (share * (1 - share)) / variance
  const freedom = Math.max(1, weighed.filter(({ cluster }) => cluster.of > 0).length - strata)
  const narrowing = (NORMAL_975 / findStudent975(freedom)) ** 2
  // A sample that happens to be even tells no more than its codes.
  const isSpreadKnown = share > 0 && share < 1
  return Math.max(Number.EPSILON, isSpreadKnown ? Math.min(bySpread * narrowing, of) : byWeights)
}

function computeVariance(weighed: readonly Weighed[], share: number, weighedOf: number): number {
  const residual = ({ cluster }: Weighed): number => cluster.hits - share * cluster.of
  const pooled = sum(weighed.map((one) => residual(one) ** 2)) / Math.max(1, weighed.length - 1)
  const parts = [...Map.groupBy(weighed, ({ cluster }) => cluster.stratum).values()].map((own) => {
    const count = own.length
    const weight = own[0]?.weight ?? 0
    const mean = sum(own.map(residual)) / count
    // One visit more, with the spread of all: a stratum with one visit, or without an error by luck, is not sure of itself.
    const spread = (sum(own.map((one) => (residual(one) - mean) ** 2)) + pooled) / count
    return (weight * count) ** 2 * (spread / count)
  })
  return sum(parts) / weighedOf ** 2
}

/** 97.5th percentile of Student's t: a table for few degrees of freedom, then Cornish and Fisher's expansion (Abramowitz and Stegun 26.7.5). */
export function findStudent975(freedom: number): number {
  const exact = [12.706, 4.303, 3.182, 2.776][freedom - 1]
  if (exact !== undefined) return exact
  const z = NORMAL_975
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ]
  return terms.reduce((total, term, index) => total + term / freedom ** (index + 1), z)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
