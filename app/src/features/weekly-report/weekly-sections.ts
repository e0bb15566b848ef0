/** The weekly report as sections of rows: page, CSV and PDF tell the same, and each picture has its table. */
import type {
  AccuracyAnswer,
  AccuracyPart,
  AutoDraftState,
  DraftThreshold,
  JudgedCoding,
  Told,
} from '#coding/contract/accuracy.ts'
import type { UseReportAnswer } from '#coding/contract/use-report.ts'
import type { CsvCell } from '../../ui/csv.ts'
import { describeValue, findFormula, findKind, MEASURE_WORDS } from '../../ui/report/measure-words.ts'

export type WeeklyAnswer = { readonly accuracy: AccuracyAnswer; readonly use: UseReportAnswer }

export type ReportRow = {
  readonly name: string
  readonly value: string
  readonly interval?: { readonly share: number; readonly low: number; readonly high: number }
  readonly numerator?: number
  readonly denominator?: number
  readonly visits?: number
  /** Confidence that was stated, for the calibration. */
  readonly said?: number
  readonly note?: string
}

export type ReportSection = {
  readonly title: string
  readonly lead?: string
  readonly rows: readonly ReportRow[]
  readonly plot?: 'intervals' | 'calibration'
}

const TOO_FEW = 'too few to tell'

function describeAutoDraft({ target, own = 0, bases }: AutoDraftState): ReportSection {
  return {
    title: 'Drafts that software lays out',
    lead: `Only from a confidence on with which the second coder agreed so often that the 95 % interval does not reach below ${percent(target)} %, by the audited visits of half a year and of this version, each code table and model by itself.`,
    rows:
      bases.length === 0
        ? [{ name: 'Visits in the mode auto-draft', value: NOT_CALIBRATED, note: 'none was coded a second time' }]
        : bases.map(({ name, threshold }) => ({ name, ...describeThreshold(threshold, own) })),
  }
}

const NOT_CALIBRATED = 'off: not yet calibrated'

function describeThreshold(threshold: DraftThreshold, own: number): Pick<ReportRow, 'value' | 'note'> {
  const row = (value: string, note: string): Pick<ReportRow, 'value' | 'note'> => ({ value, note })
  switch (threshold.kind) {
    case 'calibrated': {
      const least = Math.max(threshold.threshold, own)
      const whose =
        own > threshold.threshold ? `the site’s own, above the audited ${threshold.threshold}` : 'as audited'
      return row(`on, from a confidence of ${least}`, whose)
    }
    case 'too-few':
      return row(
        NOT_CALIBRATED,
        `too few of the surest suggestions were coded a second time; at least ${threshold.fewest} visits, more for a high target`,
      )
    case 'below-target':
      return row(
        'off: below the target',
        `the interval of the surest suggestions begins at ${percent(threshold.low)} %`,
      )
  }
}

function percent(share: number): string {
  return (share * 100).toFixed(1)
}

export function listSections({ accuracy: { weeks, report, autoDraft }, use }: WeeklyAnswer): readonly ReportSection[] {
  const { drift } = report
  const isDrawn = weeks.length > 0
  return [
    {
      title: 'Sample',
      lead: 'Finished visits, drawn by lot for a second coder who sees no suggestion and no other coding.',
      rows: isDrawn ? weeks.map(describeWeek) : [NOT_DRAWN],
    },
    { title: 'Final codes against the second coder', rows: isDrawn ? listCoding(report.final) : [] },
    {
      title: 'Suggested codes against the second coder',
      lead: 'What Postil suggested, before anybody decided about it.',
      rows: isDrawn ? listCoding(report.suggested) : [],
    },
    part('Final codes agreed, by week', report.weeks),
    part('Final codes agreed, by family of codes', report.families),
    part('Final codes agreed, by service line', report.lines),
    part(
      'Final codes agreed, by confidence of the least sure code',
      report.bands.map(({ name, ...told }) => ({ name: BAND_WORDS[name], ...told })),
    ),
    {
      title: 'Confidence that was stated, and agreement',
      lead: 'Where suggestions keep what they say, the two are the same.',
      plot: 'calibration',
      rows: report.calibration.map(({ from, to, told }) => ({
        ...rowOf({ name: `${from} to ${to}`, ...(told && { told }) }),
        ...(told && { said: told.predicted, note: `stated ${told.predicted.toFixed(2)} on average` }),
      })),
    },
    ...(autoDraft ? [describeAutoDraft(autoDraft)] : []),
    { ...part('Suggested codes agreed, by version', drift.versions), lead: describeDrift(drift) },
    ...report.fairness.map(({ grouping, groups }) => ({
      ...part(`Suggested codes agreed, by ${GROUPING_WORDS[grouping]}`, groups),
      lead: 'Of the visits that were coded a second time. Groups of fewer than five visits are not told.',
    })),
    {
      title: 'Use',
      rows: use.weeks.length === 0 ? [NOT_USED] : use.whole.map(describeMeasure),
    },
  ]
}

function describeWeek({ week, population, drawn, coded, withdrawn }: AccuracyAnswer['weeks'][number]): ReportRow {
  return {
    name: `Week from ${week}`,
    value: `${coded} of ${drawn} coded a second time`,
    numerator: coded,
    denominator: drawn,
    note: `${population} finished${withdrawn > 0 ? `, ${withdrawn} could not be coded` : ''}`,
  }
}

const NOT_DRAWN: ReportRow = {
  name: 'Visits drawn',
  value: 'none',
  note: 'draw a week that is over; coders then find its visits under Second coding',
}

function describeMeasure(measured: UseReportAnswer['whole'][number]): ReportRow {
  const { told } = measured
  const kind = findKind(measured.id)
  const isWhole = kind === 'share'
  return {
    name: MEASURE_WORDS[measured.id],
    value: describeValue(measured.id, measured),
    // A quantile is of so many values, and no sum over them.
    ...(told &&
      kind !== 'quantile' && { numerator: isWhole ? told.numerator : Math.round(told.numerator * 100) / 100 }),
    ...(told && { denominator: told.denominator }),
    note: findFormula(measured.id),
  }
}

const NOT_USED: ReportRow = { name: 'Notes read and decided about', value: 'none in these weeks' }

export const BAND_WORDS = {
  none: 'no code suggested',
  'below-0.5': 'below 0.5',
  '0.5-0.7': '0.5 to 0.7',
  '0.7-0.9': '0.7 to 0.9',
  '0.9-1': '0.9 to 1',
} as const

const GROUPING_WORDS = { age: 'age', sex: 'sex', language: 'language', payer: 'kind of payer' } as const

function part(title: string, parts: readonly AccuracyPart[]): ReportSection {
  return { title, plot: 'intervals', rows: parts.map(rowOf) }
}

function rowOf({ name, told }: AccuracyPart): ReportRow {
  return told ? { name, ...describeTold(told) } : { name, value: TOO_FEW }
}

function describeTold({ share, low, high, hits, of, visits }: Told): Omit<ReportRow, 'name'> {
  if (of === 0) return { value: 'none', visits }
  return {
    value: `${percent(share)} % (${percent(low)} to ${percent(high)} %)`,
    interval: { share, low, high },
    numerator: hits,
    denominator: of,
    visits,
  }
}

function listCoding({ told }: JudgedCoding): readonly ReportRow[] {
  if (!told) return [{ name: 'Codes agreed', value: TOO_FEW }]
  const { over, under, other } = told.errors
  const direction = (name: string, count: number | undefined, note: string): ReportRow =>
    count === undefined ? { name, value: TOO_FEW, note } : { name, value: String(count), numerator: count, note }
  return [
    { name: 'Codes agreed', ...describeTold(told.agreed), note: 'codes that the second coder has too ÷ codes' },
    { name: 'Codes found', ...describeTold(told.found), note: 'codes agreed ÷ codes of the second coder' },
    {
      name: 'Unsupported codes',
      ...describeTold(told.unsupported),
      note: 'codes of which the blind reading has nothing of the category ÷ codes',
    },
    direction('Errors: too much', over, 'a code too many, a more exact code, a higher level'),
    direction('Errors: too little', under, 'a code missed, a less exact code, a lower level'),
    direction('Errors: otherwise', other, 'another side or type of the same category'),
  ]
}

function describeDrift({ alpha, test }: AccuracyAnswer['report']['drift']): string {
  switch (test.kind) {
    case 'one-version':
      return 'One version alone: nothing to compare.'
    case 'too-few':
      return 'Too few visits or disagreements to compare versions.'
    case 'tested': {
      const found = test.differs ? 'Versions differ more than by chance' : 'No difference between versions is shown'
      return `${found}: chi-square ${test.statistic.toFixed(2)}, ${test.freedom} degrees of freedom, p = ${test.p.toPrecision(2)}, tested at ${alpha}.`
    }
  }
}

export function tabulateWeekly(sections: readonly ReportSection[]): readonly (readonly CsvCell[])[] {
  return [
    ['section', 'name', 'value', 'share', 'low', 'high', 'numerator', 'denominator', 'visits', 'stated', 'note'],
    ...sections.flatMap(({ title, rows }) =>
      rows.map(({ name, value, interval, numerator, denominator, visits, said, note }): readonly CsvCell[] => [
        title,
        name,
        value,
        interval?.share,
        interval?.low,
        interval?.high,
        numerator,
        denominator,
        visits,
        said,
        note,
      ]),
    ),
  ]
}
