import type { Measured, UseReportAnswer } from '#coding/contract/use-report.ts'
import type { MeasureId } from '#coding/reports/measures.ts'
import type { CsvCell } from '../../ui/csv.ts'
import { CELL_WORDS, computeValue, findFormula, findKind, findUnit, nameFamily } from '../../ui/report/measure-words.ts'

export type Point = { readonly monday: string; readonly value: number | undefined }

/** @returns undefined for weeks of which nothing may be told, or in which nothing happened. */
export function listPoints(id: MeasureId, { weeks }: UseReportAnswer): readonly Point[] {
  return weeks.map(({ monday, measures }) => {
    const told = measures.find((one) => one.id === id)?.told
    return { monday, value: told && told.denominator > 0 ? computeValue(id, told) : undefined }
  })
}

export function tabulateUse({
  whole,
  weeks,
  families,
  lines,
  dismissals,
}: UseReportAnswer): readonly (readonly CsvCell[])[] {
  const row = (when: string, family: string, { id, told }: Measured): readonly CsvCell[] => [
    when,
    family,
    id,
    findFormula(id),
    findKind(id) === 'quantile' ? undefined : told?.numerator,
    told?.denominator,
    told && told.denominator > 0 ? scale(id, computeValue(id, told)) : undefined,
    findUnit(id),
  ]
  return [
    ['week from', 'family', 'measure', 'formula', 'numerator', 'denominator', 'value', 'unit'],
    ...whole.map((one) => row('all', 'all', one)),
    ...weeks.flatMap(({ monday, measures }) => measures.map((one) => row(monday, 'all', one))),
    ...families.flatMap(({ name, measures }) => measures.map((one) => row('all', nameFamily(name), one))),
    ...lines.flatMap((line) => listParts(line).map(([name, count]) => ['all', 'all', line.id, name, count])),
    ...dismissals.map(({ reason, count }) => ['all', 'all', 'reason for dismissal', reason, count]),
  ]
}

/** A share in hundredths, as its unit says; four figures after the point are more than any interval bears. */
function scale(id: MeasureId, value: number): number {
  return Number((findKind(id) === 'share' ? value * 100 : value).toFixed(4))
}

type Line = UseReportAnswer['lines'][number]

export function listParts({ parts, together }: Line): readonly (readonly [name: string, count: number])[] {
  return [
    ...parts.map(({ id, count }) => [CELL_WORDS[id], count] as const),
    ...(together ? [[together.ids.map((id) => CELL_WORDS[id]).join(' or '), together.count] as const] : []),
  ]
}

export function describeDrift(drift: UseReportAnswer['drift']): string {
  switch (drift.kind) {
    case 'too-few':
      return 'Balance of additions and removals: too few accepted codes to compare the newest week with those before it.'
    case 'steady':
      return `Balance of additions and removals${compare(drift)}: no drift is shown in the week from ${drift.monday}.`
    case 'drifted':
      return `The balance of additions and removals has moved by more than three standard errors in the week from ${drift.monday}${compare(drift)}. Look at which codes are accepted, and why.`
  }
}

function compare({ told }: Exclude<UseReportAnswer['drift'], { readonly kind: 'too-few' }>): string {
  return told ? ` (${told.balance.toFixed(2)}, and ${told.before.toFixed(2)} before it)` : ''
}
