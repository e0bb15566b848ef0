/** Reads the conversion table of NCHS: which codes a newer code replaced. */
import { type Icd10Code, tryParseIcd10Code } from '../domain/icd10-code.ts'
import { badRelease } from './bad-release.ts'

/** A sheet as rows of cells, read by the caller; `line` counts from 1. */
export type SheetRow = { readonly line: number; readonly cells: readonly string[] }

export type Replacement = {
  readonly code: Icd10Code
  /** Single codes only: what the table gives as a range ("Codes in Categories T36-T50") replaces no one code. */
  readonly previous: readonly Icd10Code[]
}

// "None" stands where a code has no predecessor; every code has a digit in its second or third place.
const CODE_BEGINNING = /^[A-Z](?:\d|[A-Z]\d)/

const tryParseCell = (text: string): Icd10Code | undefined =>
  CODE_BEGINNING.test(text) ? tryParseIcd10Code(text) : undefined

/** @throws CodingError `bad-release` when the sheet has another layout. */
export function parseConversionTable(rows: readonly SheetRow[], file: string): readonly Replacement[] {
  const header = rows.findIndex((row) => /current code/i.test(row.cells[0] ?? ''))
  if (header < 0) throw badRelease({ file, line: 1 }, 'no column "Current code assignment"')
  return rows.slice(header + 1).flatMap((row) => {
    const [current = '', , previous = ''] = row.cells.map((cell) => cell.trim())
    if (current === '') return []
    const code = tryParseCell(current)
    if (code === undefined) throw badRelease({ file, line: row.line }, 'the first column holds no code')
    const codes = previous.split(/[\s,;]+/).map(tryParseCell)
    return [
      {
        code,
        previous: codes.filter((one) => one !== undefined).filter((one) => one !== code),
      },
    ]
  })
}
