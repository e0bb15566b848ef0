import type { Measured, UseReportAnswer } from '#coding/contract/use-report.ts'
import type { MeasureId } from '#coding/reports/measure-use.ts'
import type { CsvCell } from '../../ui/csv.ts'
import { computeValue, findFormula } from '../../ui/report/measure-words.ts'

export type Point = { readonly monday: string; readonly value: number | undefined }

/** @returns undefined for weeks of which nothing may be told, or in which nothing happened. */
export function listPoints(id: MeasureId, { weeks }: UseReportAnswer): readonly Point[] {
  return weeks.map(({ monday, measures }) => {
    const told = measures.find((one) => one.id === id)?.told
    return { monday, value: told && told.denominator > 0 ? computeValue(id, told) : undefined }
  })
}

export function tabulateUse({ whole, weeks }: UseReportAnswer): readonly (readonly CsvCell[])[] {
  const row = (when: string, { id, told }: Measured): readonly CsvCell[] => [
    when,
    id,
    findFormula(id),
    told?.numerator,
    told?.denominator,
  ]
  return [
    ['week from', 'measure', 'formula', 'numerator', 'denominator'],
    ...whole.map((one) => row('all', one)),
    ...weeks.flatMap(({ monday, measures }) => measures.map((one) => row(monday, one))),
  ]
}
