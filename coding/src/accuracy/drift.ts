/** Whether versions of the engine differ in how often a blind coder agrees with them. */
import type { AccuracyReport } from '../contract/accuracy.ts'
import { findChiSquareTail } from './chi-square.ts'

/** Of the one test that a report makes: so often does it see a difference where there is none. */
export const DRIFT_ALPHA = 0.05

type Version = { readonly share: number; readonly effective: number; readonly visits: number }

/**
 * Pearson's test of homogeneity on the effective numbers (J. N. K. Rao and A. J. Scott, JASA 76 (1981), first order).
 * It is not made where fewer than five agreements or disagreements are expected of a version (W. G. Cochran, 1954).
 */
export function testDrift(versions: readonly Version[]): Pick<AccuracyReport['drift'], 'alpha' | 'test'> {
  const alpha = DRIFT_ALPHA
  const total = sum(versions.map(({ effective }) => effective))
  const whole = total === 0 ? 0 : sum(versions.map(({ share, effective }) => share * effective)) / total
  const least = Math.min(...versions.map(({ effective }) => effective * Math.min(whole, 1 - whole)))
  if (versions.length < 2 || least < LEAST_EXPECTED) {
    return { alpha, test: { kind: versions.length < 2 ? 'one-version' : 'too-few' } }
  }
  const statistic = sum(
    versions.map(({ share, effective }) => (effective * (share - whole) ** 2) / (whole * (1 - whole))),
  )
  const freedom = versions.length - 1
  const p = findChiSquareTail(statistic, freedom)
  return { alpha, test: { kind: 'tested', statistic, freedom, p, differs: p < alpha } }
}

const LEAST_EXPECTED = 5

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
