/** How sure a share is: the score interval of E. B. Wilson, JASA 22 (1927), which holds for few cases and for 0 and 1. */
export type Interval = { readonly low: number; readonly high: number }

// 97.5th percentile of the standard normal distribution.
const Z = 1.959_963_985

/** @returns the 95 % interval of `hits / of`, each from 0 to 1; nothing is known of no cases. */
export function computeWilsonInterval(hits: number, of: number): Interval {
  if (of === 0) return { low: 0, high: 1 }
  const share = hits / of
  const square = Z * Z
  const centre = (share + square / (2 * of)) / (1 + square / of)
  const half = (Z * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of))) / (1 + square / of)
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}
