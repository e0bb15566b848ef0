/** The chi-square distribution, for tests whether shares differ by more than chance. */

/** @returns the probability of a value at least as great (regularised incomplete gamma function, Numerical Recipes 6.2). */
export function findChiSquareTail(value: number, freedom: number): number {
  if (value <= 0) return 1
  const [a, x] = [freedom / 2, value / 2]
  return x < a + 1 ? 1 - sumSeries(a, x) : continueFraction(a, x)
}

const STEPS = 500
const ENOUGH = 1e-14

function sumSeries(a: number, x: number): number {
  let term = 1 / a
  let total = term
  for (let n = 1; n < STEPS && Math.abs(term) > Math.abs(total) * ENOUGH; n++) {
    term *= x / (a + n)
    total += term
  }
  return total * Math.exp(a * Math.log(x) - x - findLogGamma(a))
}

/** Lentz's method. */
function continueFraction(a: number, x: number): number {
  const tiny = Number.MIN_VALUE / ENOUGH
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let h = d
  for (let n = 1; n < STEPS; n++) {
    const factor = n * (a - n)
    b += 2
    d = 1 / (factor * d + b || tiny)
    c = b + factor / c || tiny
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < ENOUGH) break
  }
  return h * Math.exp(a * Math.log(x) - x - findLogGamma(a))
}

// C. Lanczos, SIAM J. Numer. Anal. B 1 (1964); g = 7, nine terms.
const LANCZOS: readonly [number, ...number[]] = [
  0.999_999_999_999_809_9, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_1,
  -176.615_029_162_140_6, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6,
  1.505_632_735_149_311_6e-7,
]

function findLogGamma(value: number): number {
  if (value < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * value)) - findLogGamma(1 - value)
  const x = value - 1
  const [first, ...rest] = LANCZOS
  const series = rest.reduce((total, term, index) => total + term / (x + index + 1), first)
  const t = x + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(t) - t + Math.log(series)
}
