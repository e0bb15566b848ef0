/** How sure a share is: the score interval of E. B. Wilson, JASA 22 (1927), which holds for few cases and for 0 and 1. */
export type Interval = { readonly low: number; readonly high: number }

/** 97.5th percentile of the standard normal distribution. */
export const NORMAL_975 = 1.959_963_985

/** @returns the 95 % interval of `hits / of`, each from 0 to 1; nothing is known of no cases. */
export function computeWilsonInterval(hits: number, of: number): Interval {
  return of === 0 ? { low: 0, high: 1 } : computeScoreInterval(hits / of, of)
}

/** @param of more than none; of a weighted sample, its effective size, which need not be whole. */
export function computeScoreInterval(share: number, of: number): Interval {
  const square = NORMAL_975 * NORMAL_975
  const centre = (share + square / (2 * of)) / (1 + square / of)
  const half = (NORMAL_975 * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of))) / (1 + square / of)
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}
