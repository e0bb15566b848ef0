import type { ShadowAnswer } from '#coding/contract/site-report.ts'
import { addUp, type Comparison, divideBy, type Share } from '#coding/reports/compare-codes.ts'
import type { CsvCell } from '../../ui/csv.ts'

export type ShadowSummary = {
  readonly compared: number
  readonly uncompared: number
  readonly all: Comparison
  readonly families: readonly Comparison[]
  readonly lines: readonly Comparison[]
  /** Whether any day's final codes came from a file of the site. */
  readonly hasFile: boolean
}

export function summariseShadow({ days }: ShadowAnswer): ShadowSummary {
  const cells = days.flatMap(({ report }) => report.cells)
  return {
    compared: days.reduce((sum, { report }) => sum + report.compared, 0),
    uncompared: days.reduce((sum, { report }) => sum + report.uncompared, 0),
    all: addUp('All codes', cells),
    families: divideBy('family', cells),
    lines: divideBy('serviceLine', cells),
    hasFile: days.some(({ report }) => report.source === 'file'),
  }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

/** `64 % (52 to 75 %)`; of nothing, nothing is known. */
export function describeShare({ share, low, high, of }: Share): string {
  if (of === 0) return 'none'
  return `${percent(share)} (${Math.round(low * 100)} to ${percent(high)})`
}

function listShare({ share, low, high, of }: Share): readonly CsvCell[] {
  return of === 0 ? ['', '', ''] : [share, low, high]
}

export function tabulateShadow({ all, families, lines }: ShadowSummary): readonly (readonly CsvCell[])[] {
  const row = (by: string, one: Comparison): readonly CsvCell[] => [
    by,
    one.name,
    one.agreed,
    one.missing,
    one.extra,
    ...[one.found, one.right].flatMap(listShare),
  ]
  return [
    [
      'by',
      'name',
      'agreed',
      'missing',
      'extra',
      'found',
      'found low',
      'found high',
      'right',
      'right low',
      'right high',
    ],
    row('all', all),
    ...families.map((one) => row('family', one)),
    ...lines.map((one) => row('service line', one)),
  ]
}
