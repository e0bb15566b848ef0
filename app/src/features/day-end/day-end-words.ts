import type { DayEndAnswer } from '#coding/contract/site-report.ts'
import { GAP_KINDS, type GapKind } from '#coding/reports/find-charge-gaps.ts'
import type { CsvCell } from '../../ui/csv.ts'
import type { Bar } from '../../ui/report/bar-chart.tsx'

export const GAP_WORDS: Readonly<Record<GapKind, string>> = {
  'appointment-without-encounter': 'Appointment without a visit',
  'finished-uncoded': 'Finished, not coded',
  'coded-not-filed': 'Coded, not filed',
  'procedure-without-line': 'Documented, no line',
  'line-without-documentation': 'Line without documentation',
}

type Day = DayEndAnswer['days'][number]
export type DatedGap = Day['report']['gaps'][number] & { readonly day: string }

export const NOBODY = 'No clinician named'

export function nameProvider(provider: DatedGap['provider']): string {
  return provider ? (provider.name ?? provider.reference) : NOBODY
}

/** The newest day first: what is missing there can still be found easily. */
export function listGaps({ days }: DayEndAnswer): readonly DatedGap[] {
  return days.toReversed().flatMap(({ day, report }) => report.gaps.map((gap) => ({ ...gap, day })))
}

export type GapView = 'day' | 'provider'

/** Gaps by kind, one bar a day or a clinician. */
export function drawGaps(answer: DayEndAnswer, by: GapView): readonly Bar[] {
  const gaps = listGaps(answer)
  // A day without a gap is good news, and has its row.
  const names =
    by === 'day'
      ? answer.days.map(({ day }) => day)
      : [...new Set(gaps.map(({ provider }) => nameProvider(provider)))].toSorted()
  return names.map((name) => ({
    name,
    parts: GAP_KINDS.map((kind) => ({
      name: GAP_WORDS[kind],
      value: gaps.filter((gap) => gap.kind === kind && (by === 'day' ? gap.day : nameProvider(gap.provider)) === name)
        .length,
    })),
  }))
}

export type ProviderRow = {
  readonly name: string
  readonly kept: number
  readonly finished: number
  readonly coded: number
  readonly filed: number
}

/** Over all days. */
export function addUpProviders({ days }: DayEndAnswer): readonly ProviderRow[] {
  const rows = days.flatMap(({ report }) => report.providers)
  return [...Map.groupBy(rows, ({ provider }) => nameProvider(provider))]
    .map(([name, own]) => {
      const sum = (part: 'kept' | 'finished' | 'coded' | 'filed') => own.reduce((total, row) => total + row[part], 0)
      return { name, kept: sum('kept'), finished: sum('finished'), coded: sum('coded'), filed: sum('filed') }
    })
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

/** Types of resources that at least one day was put together without. */
export function listUnread({ days }: DayEndAnswer): readonly string[] {
  return [...new Set(days.flatMap(({ report }) => report.unread))]
}

/** Finished visits whose notes nobody has read; undefined where no day says. */
export function countUnreadVisits({
  days,
}: DayEndAnswer): { readonly unread: number; readonly of: number } | undefined {
  const known = days.flatMap(({ report: { reviewed, providers } }) => {
    const finished = providers.reduce((sum, one) => sum + one.finished, 0)
    return reviewed === undefined ? [] : [{ unread: finished - reviewed, of: finished }]
  })
  if (known.length === 0) return undefined
  const sum = (part: 'unread' | 'of'): number => known.reduce((total, day) => total + day[part], 0)
  return { unread: sum('unread'), of: sum('of') }
}

export function tabulateGaps(gaps: readonly DatedGap[]): readonly (readonly CsvCell[])[] {
  return [
    ['day', 'gap', 'reference', 'clinician', 'visit', 'code', 'words'],
    ...gaps.map(({ day, kind, reference, provider, visitType, code, text }) => [
      day,
      GAP_WORDS[kind],
      reference,
      nameProvider(provider),
      visitType,
      code,
      text,
    ]),
  ]
}
