/**
 * What is measured of how Postil is used: the measures of documentation integrity and of coding that a manager is asked
 * for. Each is made of counts (cells) that lines add up to a whole, so that it can be seen what a figure consists of and
 * what may not be told. Nothing here names a person or a patient.
 */

/** Each line is a whole that is told, and its cells are all of its parts. */
export const LINES = {
  questions: ['documented', 'answered-by-click', 'dismissed', 'put-off', 'withdrawn', 'left-alone'],
  clicks: ['took-option', 'own-words', 'unable'],
  queries: ['query-answered', 'query-open'],
  visits: ['visit-queried', 'visit-not-queried'],
  codes: ['code-accepted', 'code-edited', 'code-dismissed', 'code-left'],
  accepted: ['added-taken', 'refined-taken', 'removed-taken', 'other-taken'],
  added: ['added-taken', 'added-left'],
  refined: ['refined-taken', 'refined-left'],
  removed: ['removed-taken', 'removed-left'],
  undirected: ['other-taken', 'other-left'],
  'not-accepted': ['added-left', 'refined-left', 'removed-left', 'other-left'],
  calls: ['call-failed', 'call-usable'],
  items: ['item-invented', 'item-other'],
  finished: ['visit-reviewed', 'visit-unreviewed'],
  audited: ['audited-agreed', 'audited-differs', 'audited-unsupported'],
} as const
export type LineId = keyof typeof LINES

/** Codes divided by direction, and what was accepted and what was not by the same: these lines cross. */
export const DIRECTION_LINES = ['added', 'refined', 'removed', 'undirected'] as const satisfies readonly LineId[]
export const ACROSS_DIRECTIONS = ['accepted', 'not-accepted'] as const satisfies readonly LineId[]
export type CellId = (typeof LINES)[LineId][number]

/** Amounts that are no part of a line: sums, and how many they are of. */
export type AmountId =
  | 'notes'
  | 'clinicians'
  | 'days-to-ready'
  | 'days-to-coder'
  | 'days-to-draft'
  | 'charge-lag'
  | 'days-to-filing'
  | 'model-cost'
/** Of which values are kept, for a median. */
export type SeriesId = 'hours-to-answer' | 'first-finding' | 'card' | 'note-of-batch'

type Told = { readonly id: string; readonly unit: string; readonly formula: string }
type ShareMeasure = Told & { readonly kind: 'share'; readonly line: LineId; readonly cells: readonly CellId[] }
type RateMeasure = Told & { readonly kind: 'rate'; readonly line: LineId; readonly per: LineId | AmountId }
type BalanceMeasure = Told & { readonly kind: 'balance' }
type MeanMeasure = Told & { readonly kind: 'mean'; readonly amount: AmountId }
type QuantileMeasure = Told & { readonly kind: 'quantile'; readonly series: SeriesId; readonly share: number }
export type Measure = ShareMeasure | RateMeasure | BalanceMeasure | MeanMeasure | QuantileMeasure

/** In the order in which they are shown. */
export const MEASURES = [
  {
    id: 'prompt-rate',
    kind: 'rate',
    unit: 'a visit',
    line: 'questions',
    per: 'visits',
    formula: 'questions shown ÷ visits read in the panel or for a card',
  },
  {
    id: 'prompts-a-note',
    kind: 'rate',
    unit: 'a note',
    line: 'questions',
    per: 'notes',
    formula: 'questions shown ÷ notes read in the panel',
  },
  {
    id: 'prompts-a-clinician',
    kind: 'rate',
    unit: 'a clinician',
    line: 'questions',
    per: 'clinicians',
    formula: 'questions shown ÷ clinicians who were shown one; an average, never one of them',
  },
  {
    id: 'answered',
    kind: 'share',
    unit: '',
    line: 'questions',
    cells: ['documented', 'answered-by-click'],
    formula:
      'questions that a later version of the notes answers, or a click, "unable to determine" among them ÷ questions shown',
  },
  {
    id: 'documented',
    kind: 'share',
    unit: '',
    line: 'questions',
    cells: ['documented'],
    formula: 'questions that a later version of the notes answers ÷ questions shown',
  },
  {
    id: 'agreed',
    kind: 'share',
    unit: '',
    line: 'clicks',
    cells: ['took-option'],
    formula: 'answers that take an offered option ÷ answers by click; what was answered in the note alone took none',
  },
  {
    id: 'dismissed',
    kind: 'share',
    unit: '',
    line: 'questions',
    cells: ['dismissed'],
    formula: 'questions dismissed ÷ questions shown',
  },
  {
    id: 'withdrawn',
    kind: 'share',
    unit: '',
    line: 'questions',
    cells: ['withdrawn'],
    formula: 'questions whose words were taken out of the notes ÷ questions shown',
  },
  {
    id: 'not-acted-on',
    kind: 'share',
    unit: '',
    line: 'questions',
    cells: ['left-alone'],
    formula: 'questions neither answered, dismissed, put off nor withdrawn ÷ questions shown',
  },
  {
    id: 'query-rate',
    kind: 'share',
    unit: '',
    line: 'visits',
    cells: ['visit-queried'],
    formula: 'visits with a query that was sent ÷ visits read in the panel or for a card',
  },
  {
    id: 'sent-answered',
    kind: 'share',
    unit: '',
    line: 'queries',
    cells: ['query-answered'],
    formula: 'sent queries that were answered, by click or in the notes ÷ queries sent',
  },
  {
    id: 'hours-to-answer',
    kind: 'quantile',
    unit: 'hours',
    series: 'hours-to-answer',
    share: 0.5,
    formula: 'median of the hours from sending a query to its answer',
  },
  {
    id: 'review-rate',
    kind: 'share',
    unit: '',
    line: 'finished',
    cells: ['visit-reviewed'],
    formula: 'finished visits whose notes Postil has read ÷ finished visits, of days that have a day’s end',
  },
  {
    id: 'code-accepted',
    kind: 'share',
    unit: '',
    line: 'codes',
    cells: ['code-accepted'],
    formula: 'codes accepted as suggested ÷ codes shown',
  },
  {
    id: 'code-edited',
    kind: 'share',
    unit: '',
    line: 'codes',
    cells: ['code-edited'],
    formula: 'codes changed before use ÷ codes shown',
  },
  {
    id: 'code-dismissed',
    kind: 'share',
    unit: '',
    line: 'codes',
    cells: ['code-dismissed'],
    formula: 'codes dismissed ÷ codes shown',
  },
  {
    id: 'added-accepted',
    kind: 'share',
    unit: '',
    line: 'added',
    cells: ['added-taken'],
    formula: 'codes to add that were accepted ÷ codes to add shown',
  },
  {
    id: 'refined-accepted',
    kind: 'share',
    unit: '',
    line: 'refined',
    cells: ['refined-taken'],
    formula: 'more exact codes that were accepted ÷ more exact codes shown',
  },
  {
    id: 'removed-accepted',
    kind: 'share',
    unit: '',
    line: 'removed',
    cells: ['removed-taken'],
    formula: 'codes to remove that were accepted ÷ codes to remove shown',
  },
  {
    id: 'direction-balance',
    kind: 'balance',
    unit: 'from -1, only removals, to 1, only additions',
    formula: '(accepted codes to add − accepted codes to remove) ÷ codes accepted',
  },
  {
    id: 'audited-accuracy',
    kind: 'share',
    unit: '',
    line: 'audited',
    cells: ['audited-agreed'],
    formula:
      'final codes that a blind second coder has too ÷ final codes of the visits drawn for the accuracy audit, as counted; the weekly report weights them',
  },
  {
    id: 'unsupported',
    kind: 'share',
    unit: '',
    line: 'audited',
    cells: ['audited-unsupported'],
    formula:
      'final codes of whose category a blind second coder found nothing in the notes ÷ final codes of the visits drawn for the accuracy audit, as counted',
  },
  {
    id: 'days-to-ready',
    kind: 'mean',
    unit: 'days',
    amount: 'days-to-ready',
    formula: 'days from the end of a visit to its signed and read notes ÷ visits on the coders’ list',
  },
  {
    id: 'days-to-coder',
    kind: 'mean',
    unit: 'days',
    amount: 'days-to-coder',
    formula: 'days from signed and read notes to the first coder ÷ visits taken',
  },
  {
    id: 'days-to-draft',
    kind: 'mean',
    unit: 'days',
    amount: 'days-to-draft',
    formula: 'days from the first coder to the filed draft ÷ visits taken and filed',
  },
  {
    id: 'charge-lag',
    kind: 'mean',
    unit: 'days',
    amount: 'charge-lag',
    formula: 'days from the end of a visit to its filed draft ÷ visits filed',
  },
  {
    id: 'days-to-filing',
    kind: 'mean',
    unit: 'days',
    amount: 'days-to-filing',
    formula: 'days from the first reading of a visit to its filed draft ÷ visits filed',
  },
  {
    id: 'first-finding-p50',
    kind: 'quantile',
    unit: 'ms',
    series: 'first-finding',
    share: 0.5,
    formula: 'median of the time from asking about a changed note to its first finding in the panel',
  },
  {
    id: 'first-finding-p95',
    kind: 'quantile',
    unit: 'ms',
    series: 'first-finding',
    share: 0.95,
    formula: '95th percentile of the same: so many of a hundred were quicker',
  },
  {
    id: 'card-p50',
    kind: 'quantile',
    unit: 'ms',
    series: 'card',
    share: 0.5,
    formula: 'median of the time of an answer to a CDS Hooks call',
  },
  { id: 'card-p95', kind: 'quantile', unit: 'ms', series: 'card', share: 0.95, formula: '95th percentile of the same' },
  {
    id: 'batch-p50',
    kind: 'quantile',
    unit: 'ms',
    series: 'note-of-batch',
    share: 0.5,
    formula: 'median of the time that the batch works on a note once its chart is read',
  },
  {
    id: 'batch-p95',
    kind: 'quantile',
    unit: 'ms',
    series: 'note-of-batch',
    share: 0.95,
    formula: '95th percentile of the same',
  },
  {
    id: 'model-failed',
    kind: 'share',
    unit: '',
    line: 'calls',
    cells: ['call-failed'],
    formula: 'calls of the model without a usable answer ÷ calls',
  },
  {
    id: 'model-invented',
    kind: 'share',
    unit: '',
    line: 'items',
    cells: ['item-invented'],
    formula:
      'items of the model with words that are not in the note, a code that cannot be billed or a state that the words do not say ÷ items; none of them was shown',
  },
  {
    id: 'model-cost',
    kind: 'mean',
    unit: 'micro-dollars a visit',
    amount: 'model-cost',
    formula: 'cost of the model ÷ visits that it was asked about',
  },
] as const satisfies readonly Measure[]

export type MeasureId = (typeof MEASURES)[number]['id']

/** Measures of the second list are not computed here; each says why. */
export const NOT_COMPUTED = [
  { name: 'Automation rate', because: 'none by design: nothing is filed without a person' },
  { name: 'Balance and burden by clinician, and against peers', because: 'there is no figure by person here' },
  {
    name: 'Late charges (CL-2), clean claims (CL-1), first-pass resolution, denials (AR-5), case mix (FM-5)',
    because: 'Postil has no remittance, posting or charge master',
  },
] as const

/** What a measure counts by: its questions or codes can be divided into families. */
export function findDivided(measure: Measure): 'prompt' | 'code' | undefined {
  switch (measure.kind) {
    case 'share':
      if (measure.line === 'questions') return 'prompt'
      return CODE_LINES.has(measure.line) ? 'code' : undefined
    case 'balance':
      return 'code'
    case 'rate':
    case 'mean':
    case 'quantile':
      return undefined
  }
}

const CODE_LINES: ReadonlySet<LineId> = new Set(['codes', 'added', 'refined', 'removed', 'accepted', 'audited'])

/** Which whole a measure is a part of, for who asks what it consists of. */
export function findLine(measure: Measure): LineId | undefined {
  switch (measure.kind) {
    case 'share':
    case 'rate':
      return measure.line
    case 'balance':
      return 'accepted'
    case 'mean':
    case 'quantile':
      return undefined
  }
}
