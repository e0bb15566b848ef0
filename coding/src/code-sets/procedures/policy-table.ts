/** Policy indicators of the physician fee schedule. Amounts, and the descriptors that are the AMA's, are never read. */
import { buildStrings, type Columns, joinColumns, openStrings } from '../columns.ts'
import { findColumns, isProcedureText, splitHeader, splitTable } from './procedure-column.ts'

export type PolicyRow = {
  readonly code: string
  readonly status: string
  readonly globalDays: string
  readonly bilateral: string
  readonly professionalTechnical: string
  readonly multipleProcedure: string
  readonly assistant: string
  readonly coSurgeon: string
  readonly team: string
}

const COLUMNS = {
  code: /\bHCPCS$/i,
  modifier: /\bMOD$/i,
  status: /\bSTATUS\b.*CODE|^CODE$/i,
  professionalTechnical: /PC ?\/?TC/i,
  globalDays: /GLOB.*DAYS/i,
  multipleProcedure: /MULT.*PROC/i,
  bilateral: /BILAT.*SURG/i,
  assistant: /ASST.*SURG/i,
  coSurgeon: /CO-? ?SURG/i,
  team: /TEAM.*SURG/i,
} as const

const FIELDS = [
  'code',
  'status',
  'globalDays',
  'bilateral',
  'professionalTechnical',
  'multipleProcedure',
  'assistant',
  'coSurgeon',
  'team',
] as const satisfies readonly (keyof PolicyRow)[]

/**
 * Reads a file such as `PPRRVU2026_Oct_nonQPP.csv`. Rows of a part (26, TC, 53) repeat the indicators of the whole, which
 * stands in the row without modifier; a code that exists only in parts is taken from its first row.
 * Source: CMS, Physician Fee Schedule Relative Value Files, record layout.
 * @throws CodingError `bad-release`
 */
export function parsePolicies(text: string, file: string): readonly PolicyRow[] {
  const { header, data } = splitHeader(splitTable(text, file), file)
  const columns = findColumns(header, COLUMNS, { file, line: 1 })
  const byCode = new Map<string, PolicyRow>()
  for (const { cells } of data) {
    const code = cells[columns.code] ?? ''
    const isWhole = (cells[columns.modifier] ?? '') === ''
    if (!isProcedureText(code) || (byCode.has(code) && !isWhole)) continue
    const read = (name: Exclude<keyof PolicyRow, 'code'>): string => cells[columns[name]] ?? ''
    byCode.set(code, {
      code,
      status: read('status'),
      globalDays: read('globalDays').padStart(3, '0'),
      bilateral: read('bilateral'),
      professionalTechnical: read('professionalTechnical'),
      multipleProcedure: read('multipleProcedure'),
      assistant: read('assistant'),
      coSurgeon: read('coSurgeon'),
      team: read('team'),
    })
  }
  return [...byCode.values()]
}

export function buildPolicyColumns(rows: readonly PolicyRow[]): Columns {
  return joinColumns(
    FIELDS.map((field) =>
      buildStrings(
        `policy.${field}`,
        rows.map((row) => row[field]),
      ),
    ),
  )
}

export function openPolicies(columns: Columns): ReadonlyMap<string, PolicyRow> {
  const tables = FIELDS.map((field) => [field, openStrings(columns, `policy.${field}`)] as const)
  const size = tables[0]?.[1].size ?? 0
  const rows = Array.from({ length: size }, (_, index) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- FIELDS names every property of the row
    return Object.fromEntries(tables.map(([field, table]) => [field, table.get(index)])) as PolicyRow
  })
  return new Map(rows.map((row) => [row.code, row]))
}
