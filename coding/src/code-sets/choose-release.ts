/** The one rule by which a date of service picks a release. */
import { countDaysBetween, type DateOnly } from '../domain/date-only.ts'

type Window = { readonly effectiveFrom: DateOnly; readonly effectiveTo: DateOnly }

export type ReleaseChoice<Release> =
  | { readonly kind: 'found'; readonly release: Release }
  | { readonly kind: 'outside-releases'; readonly nearest: Release }
  | { readonly kind: 'no-data' }

/** Where windows overlap, the later one is the update of the earlier (1 April splits a fiscal year) and wins. */
export function chooseRelease<Release extends Window>(
  releases: readonly Release[],
  on: DateOnly,
): ReleaseChoice<Release> {
  let latest: Release | undefined
  for (const release of releases) {
    const isInForce = release.effectiveFrom <= on && on <= release.effectiveTo
    if (isInForce && (latest === undefined || release.effectiveFrom >= latest.effectiveFrom)) latest = release
  }
  if (latest) return { kind: 'found', release: latest }
  const [nearest] = releases.toSorted((a, b) => countDaysAway(a, on) - countDaysAway(b, on))
  return nearest ? { kind: 'outside-releases', nearest } : { kind: 'no-data' }
}

function countDaysAway(release: Window, on: DateOnly): number {
  return on < release.effectiveFrom
    ? countDaysBetween(on, release.effectiveFrom)
    : countDaysBetween(release.effectiveTo, on)
}
