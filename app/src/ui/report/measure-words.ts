/** The measures of use in words, for every page that tells them. */
import type { Measured } from '#coding/contract/use-report.ts'
import { type CellId, MEASURES, type MeasureId } from '#coding/reports/measures.ts'
import { computeWilsonInterval } from '#coding/reports/wilson-interval.ts'

export const MEASURE_WORDS: Readonly<Record<MeasureId, string>> = {
  'prompt-rate': 'Questions a visit',
  'prompts-a-note': 'Questions a note',
  'prompts-a-clinician': 'Questions a clinician',
  answered: 'Questions answered',
  documented: 'Questions answered in the notes',
  agreed: 'Answers that take an offered option',
  dismissed: 'Questions dismissed',
  withdrawn: 'Questions whose words were taken out',
  'not-acted-on': 'Questions left alone',
  'query-rate': 'Visits with a query',
  'sent-answered': 'Sent queries answered',
  'hours-to-answer': 'Hours until a sent query is answered, median',
  'review-rate': 'Finished visits that Postil has read',
  'code-accepted': 'Codes accepted',
  'code-edited': 'Codes changed before use',
  'code-dismissed': 'Codes dismissed',
  'added-accepted': 'Codes to add, accepted',
  'refined-accepted': 'More exact codes, accepted',
  'removed-accepted': 'Codes to remove, accepted',
  'direction-balance': 'Balance of additions and removals',
  'audited-accuracy': 'Final codes that a blind second coder has too',
  unsupported: 'Final codes without support in a blind reading',
  'days-to-ready': 'Days from visit to signed notes',
  'days-to-coder': 'Days from signed notes to coder',
  'days-to-draft': 'Days from coder to filed draft',
  'charge-lag': 'Charge lag: days from visit to filed draft',
  'days-to-filing': 'Days from first reading to filed draft',
  'first-finding-p50': 'Wait for the first finding, median',
  'first-finding-p95': 'Wait for the first finding, 95th percentile',
  'card-p50': 'Wait for a CDS Hooks card, median',
  'card-p95': 'Wait for a CDS Hooks card, 95th percentile',
  'batch-p50': 'Work of the batch on a note, median',
  'batch-p95': 'Work of the batch on a note, 95th percentile',
  'model-failed': 'Calls of the model without an answer',
  'model-invented': 'Items of the model that the notes do not bear out',
  'model-cost': 'Cost of the model a visit',
}

export const CELL_WORDS: Readonly<Record<CellId, string>> = {
  documented: 'answered in the notes',
  'answered-by-click': 'answered by click alone',
  dismissed: 'dismissed',
  'put-off': 'put off',
  withdrawn: 'words taken out of the notes',
  'left-alone': 'left alone',
  'took-option': 'took an offered option',
  'own-words': 'in own words',
  unable: 'unable to determine',
  'query-answered': 'answered',
  'query-open': 'not answered',
  'visit-queried': 'with a query',
  'visit-not-queried': 'without one',
  'code-accepted': 'accepted',
  'code-edited': 'changed before use',
  'code-dismissed': 'dismissed',
  'code-left': 'left alone',
  'added-taken': 'additions, accepted',
  'added-left': 'additions, not accepted',
  'refined-taken': 'more exact codes, accepted',
  'refined-left': 'more exact codes, not accepted',
  'removed-taken': 'removals, accepted',
  'removed-left': 'removals, not accepted',
  'other-taken': 'accepted before directions were on record',
  'other-left': 'not accepted, before directions were on record',
  'call-failed': 'without a usable answer',
  'call-usable': 'with one',
  'item-invented': 'not borne out by the notes',
  'item-other': 'others',
  'audited-agreed': 'the second coder has it too',
  'audited-differs': 'another code of its category, or one of several',
  'audited-unsupported': 'nothing of its category in the blind reading',
  'visit-reviewed': 'read by Postil',
  'visit-unreviewed': 'not read',
}

/** What a question asks; chapters of codes are words already. */
const FAMILY_WORDS: Readonly<Record<string, string>> = {
  laterality: 'which side',
  specificity: 'type, severity or stage',
  'encounter-phase': 'phase of care',
  linkage: 'cause',
  conflict: 'notes that contradict each other',
  undocumented: 'findings without a diagnosis',
  'clinical-validation': 'a diagnosis without findings',
  uncertain: 'uncertain diagnoses',
  'present-on-admission': 'present on admission',
  'history-or-current': 'history or current',
  'missing-support': 'what a code needs',
  'time-or-units': 'time or units',
}

export function nameFamily(name: string | undefined): string {
  return name === undefined ? 'others, each too small' : (FAMILY_WORDS[name] ?? name)
}

const MICRO = 1_000_000

/** "64 % (52 to 75 %)", "1.4"; too few events are said to be too few. */
export function describeValue(id: MeasureId, { told }: Measured): string {
  if (!told) return 'too few to tell'
  if (told.denominator === 0) return 'none'
  const value = computeValue(id, told)
  const measure = MEASURES.find((one) => one.id === id)
  if (id === 'model-cost') return `$${value.toFixed(4)}`
  if (measure?.kind === 'quantile') return measure.unit === 'ms' ? `${Math.round(value)} ms` : value.toFixed(1)
  if (measure?.kind !== 'share') return value.toFixed(measure?.kind === 'balance' ? 2 : 1)
  const { low, high } = computeWilsonInterval(told.numerator, told.denominator)
  return `${Math.round(value * 100)} % (${Math.round(low * 100)} to ${Math.round(high * 100)} %)`
}

/** Of a value as it is drawn and taken away. */
export function findUnit(id: MeasureId): string {
  if (id === 'model-cost') return '$ a visit'
  return findKind(id) === 'share' ? '%' : (MEASURES.find((one) => one.id === id)?.unit ?? '')
}

/** In the unit of `findUnit`; a share from nothing to 1. @param told of more than none. */
export function computeValue(id: MeasureId, told: NonNullable<Measured['told']>): number {
  if (findKind(id) === 'quantile') return told.numerator
  return told.numerator / told.denominator / (id === 'model-cost' ? MICRO : 1)
}

export function findKind(id: MeasureId): (typeof MEASURES)[number]['kind'] {
  return MEASURES.find((one) => one.id === id)?.kind ?? 'mean'
}

export function findFormula(id: MeasureId): string {
  return MEASURES.find((one) => one.id === id)?.formula ?? ''
}
