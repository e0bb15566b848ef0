/** Tables to take away (RFC 4180). */
import { toSpreadsheetText } from '#coding/domain/spreadsheet-text.ts'

export type CsvCell = string | number | undefined

function writeCell(value: CsvCell): string {
  if (typeof value === 'number') return String(value)
  const safe = toSpreadsheetText(value ?? '')
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function buildCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('')
}
