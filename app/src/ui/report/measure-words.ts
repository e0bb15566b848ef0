/** The measures of use in words, for every page that tells them. */
import type { Measured } from '#coding/contract/use-report.ts'
import { MEASURES, type MeasureId } from '#coding/reports/measure-use.ts'
import { computeWilsonInterval } from '#coding/reports/wilson-interval.ts'

export const MEASURE_WORDS: Readonly<Record<MeasureId, string>> = {
  'prompt-rate': 'Questions a visit',
  answered: 'Questions answered',
  documented: 'Questions answered with words for the note',
  agreed: 'Answers that take an offered option',
  dismissed: 'Questions dismissed',
  'not-acted-on': 'Questions left alone',
  'sent-answered': 'Sent queries answered',
  'hours-to-answer': 'Hours until a sent query is answered',
  'code-accepted': 'Codes accepted',
  'code-edited': 'Codes changed before use',
  'code-dismissed': 'Codes dismissed',
  'added-accepted': 'Codes to add, accepted',
  'refined-accepted': 'More exact codes, accepted',
  'removed-accepted': 'Codes to remove, accepted',
  'direction-balance': 'Balance of additions and removals',
  'days-to-ready': 'Days from visit to signed notes',
  'days-to-coder': 'Days from signed notes to coder',
  'days-to-draft': 'Days from coder to filed draft',
  'charge-lag': 'Charge lag: days from visit to filed draft',
  'days-to-filing': 'Days from first reading to filed draft',
  'first-finding-p50': 'Wait for the first finding, median',
  'first-finding-p95': 'Wait for the first finding, 95th percentile',
  'model-failed': 'Calls of the model without an answer',
  'model-cost': 'Cost of the model a visit',
}

const MICRO = 1_000_000

/** "64 % (52 to 75 %)", "1.4"; too few events are said to be too few. */
export function describeValue(id: MeasureId, { told }: Measured): string {
  if (!told) return 'too few to tell'
  if (told.denominator === 0) return 'none'
  const value = computeValue(id, told)
  if (findKind(id) === 'quantile') return `${Math.round(value)} ms`
  if (id === 'model-cost') return `$${(value / MICRO).toFixed(4)}`
  if (findKind(id) === 'mean') return value.toFixed(1)
  const { low, high } = computeWilsonInterval(told.numerator, told.denominator)
  return `${Math.round(value * 100)} % (${Math.round(low * 100)} to ${Math.round(high * 100)} %)`
}

/** @param told of more than none. */
export function computeValue(id: MeasureId, told: NonNullable<Measured['told']>): number {
  return findKind(id) === 'quantile' ? told.numerator : told.numerator / told.denominator
}

export function findKind(id: MeasureId): (typeof MEASURES)[number]['kind'] {
  return MEASURES.find((one) => one.id === id)?.kind ?? 'mean'
}

export function findFormula(id: MeasureId): string {
  return MEASURES.find((one) => one.id === id)?.formula ?? ''
}
