/** Units of timed therapy from the minutes of each service, by both methods (coding/data/time-rules.yaml, `therapy`). */
import { timeRules } from '../time-rules.generated.ts'

export type TimedMinutes = { readonly code: string; readonly minutes: number }

const { minutes_a_unit: UNIT, first_unit_from: FIRST } = timeRules.therapy

/** 8 to 22 minutes are one unit, 23 to 37 two, and so on. */
function countUnits(minutes: number): number {
  return Math.floor((minutes + UNIT - FIRST) / UNIT)
}

/**
 * `medicare`: the total decides how many units; each service keeps its full quarter hours, and what is left goes to the
 * largest remainders (Medicare Claims Processing Manual, chapter 5, section 20.2.C). `midpoint`: each service by itself.
 */
export function allotUnits(
  services: readonly TimedMinutes[],
  method: 'medicare' | 'midpoint',
): ReadonlyMap<string, number> {
  if (method === 'midpoint') return new Map(services.map(({ code, minutes }) => [code, countUnits(minutes)]))
  const units = new Map(services.map(({ code, minutes }) => [code, Math.floor(minutes / UNIT)]))
  const total = countUnits(services.reduce((sum, { minutes }) => sum + minutes, 0))
  let left = total - [...units.values()].reduce((sum, count) => sum + count, 0)
  for (const { code } of services.toSorted((a, b) => (b.minutes % UNIT) - (a.minutes % UNIT))) {
    if (left <= 0) break
    units.set(code, (units.get(code) ?? 0) + 1)
    left--
  }
  return units
}
