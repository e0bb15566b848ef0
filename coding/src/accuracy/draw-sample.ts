/** Which finished visits go to a second coder: by lot within each stratum, so that anybody with the seed can draw again. */
import type { Band } from './audited-visit.ts'

export type SamplePolicy = {
  /** Visits of each stratum (service line and band of confidence), or all where there are fewer. */
  readonly perStratum: number
  /** At least this share of each stratum. */
  readonly share: number
  /** Of one week; where the strata want more, the largest samples give way first. */
  readonly most: number
}

export type Drawable = {
  readonly id: string
  readonly serviceLine: string
  readonly band: Band
  /** From 0 up to 1, the same for the same visit, week and seed. */
  readonly lot: number
}

export type Drawn<Visit extends Drawable> = { readonly visit: Visit; readonly stratumSize: number }

/** @returns visits by stratum and lot; the order of the population does not matter. */
export function drawSample<Visit extends Drawable>(
  population: readonly Visit[],
  policy: SamplePolicy,
): readonly Drawn<Visit>[] {
  const strata = [...Map.groupBy(population, ({ serviceLine, band }) => `${serviceLine}\u001f${band}`)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, visits]) => visits.toSorted((a, b) => a.lot - b.lot || (a.id < b.id ? -1 : 1)))
  const sizes = allot(
    strata.map((visits) => visits.length),
    policy,
  )
  return strata.flatMap((visits, index) =>
    visits.slice(0, sizes[index] ?? 0).map((visit) => ({ visit, stratumSize: visits.length })),
  )
}

/** @returns how many of each stratum. A stratum is left with one before any is left with none. */
function allot(available: readonly number[], { perStratum, share, most }: SamplePolicy): readonly number[] {
  const sizes = available.map((count) => Math.min(count, Math.max(perStratum, Math.ceil(count * share))))
  let total = sizes.reduce((sum, size) => sum + size, 0)
  while (total > most) {
    const largest = Math.max(...sizes)
    if (largest === 0) break
    sizes[sizes.lastIndexOf(largest)] = largest - 1
    total -= 1
  }
  return sizes
}
