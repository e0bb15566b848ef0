import type { ShadowAnswer } from '#coding/contract/site-report.ts'
import { type Comparison, compareShares, type Share } from '#coding/reports/compare-codes.ts'
import type { CsvCell } from '../../ui/csv.ts'

export type ShadowSummary = {
  readonly all: Comparison
  readonly families: readonly Comparison[]
  readonly lines: readonly Comparison[]
}

/** @returns undefined where too few visits were compared to tell. */
export function summariseShadow({ all, families, lines }: ShadowAnswer): ShadowSummary | undefined {
  if (!all) return undefined
  const compare = ({ name = 'others, each too small', ...counts }: ShadowAnswer['families'][number]): Comparison =>
    compareShares(name, counts)
  return { all: compareShares('All codes', all), families: families.map(compare), lines: lines.map(compare) }
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
