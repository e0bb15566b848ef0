/** Comma-separated values as spreadsheet programs write them: quotes may hold commas and line breaks (RFC 4180). */
import { badRelease } from './bad-release.ts'

export type CsvRow = { readonly line: number; readonly cells: readonly string[] }

const FIELD = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/y

/** @throws CodingError `bad-release` at a quote that is not closed. */
export function parseCsv(text: string, file: string): readonly CsvRow[] {
  const rows: CsvRow[] = []
  let cells: string[] = []
  let line = 1
  let firstLine = 1
  FIELD.lastIndex = 0
  while (FIELD.lastIndex < text.length) {
    const match = FIELD.exec(text)
    if (!match) throw badRelease({ file, line }, 'a quote is not closed, or stands in the middle of a field')
    const [whole, field = '', end] = match
    cells.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field)
    line += whole.split('\n').length - 1
    if (end !== ',') {
      rows.push({ line: firstLine, cells })
      cells = []
      firstLine = line
    }
  }
  if (cells.length > 0) rows.push({ line: firstLine, cells: [...cells, ''] })
  return rows
}
