/** Coverage policies as the site's own file gives them: the diagnoses that support a service, by payer and jurisdiction. */
import type { CoveragePolicy } from '../../claims/claim-tables.ts'
import type { DateOnly } from '../../domain/date-only.ts'
import { badRelease } from '../bad-release.ts'
import { buildStrings, type Columns, joinColumns, openStrings } from '../columns.ts'
import { findColumns, isProcedureText, splitHeader, splitTable } from './procedure-column.ts'
import { isInForce, parseValidity, type Validity } from './site-row.ts'

export type CoverageRow = Validity & {
  readonly code: string
  readonly diagnosis: string
  readonly policy: string
  readonly payer: string
  readonly jurisdiction: string
}

const COLUMNS = {
  code: /^code$/i,
  diagnosis: /^diagnosis$/i,
  policy: /^policy$/i,
  payer: /^payer$/i,
  jurisdiction: /^jurisdiction$/i,
  from: /^(?:effective )?from$/i,
  to: /^(?:effective )?to$/i,
} as const

const FIELDS = [
  'code',
  'diagnosis',
  'policy',
  'payer',
  'jurisdiction',
  'from',
  'to',
] as const satisfies readonly (keyof CoverageRow)[]
/** A code with or without its dot; one that is not complete stands for all codes below it. */
const DIAGNOSIS = /^[A-Z][0-9A-Z]{2}\.?[0-9A-Z]{0,4}$/

/**
 * Reads `site-coverage-2026.csv` with the columns code, diagnosis, policy, payer, jurisdiction, from and to, a row for each
 * pair; payer, jurisdiction and the days may be empty. `policy` is quoted as it stands ("L33456, Joint injections").
 * @throws CodingError `bad-release` with the line.
 */
export function parseCoverage(text: string, file: string): readonly CoverageRow[] {
  const { header, data } = splitHeader(splitTable(text, file), file)
  const columns = findColumns(header, COLUMNS, { file, line: 1 })
  return data.map(({ line, cells }) => {
    const place = { file, line }
    const read = (name: keyof typeof COLUMNS): string => cells[columns[name]] ?? ''
    if (!isProcedureText(read('code'))) throw badRelease(place, 'the code is no procedure code')
    if (!DIAGNOSIS.test(read('diagnosis'))) throw badRelease(place, 'the diagnosis is no ICD-10-CM code')
    if (read('policy') === '') throw badRelease(place, 'the policy has no name; the check quotes it')
    const { from, to } = parseValidity(read('from'), read('to'), place)
    return {
      code: read('code'),
      diagnosis: read('diagnosis').replace('.', ''),
      policy: read('policy'),
      payer: read('payer').toLowerCase(),
      jurisdiction: read('jurisdiction'),
      from,
      to,
    }
  })
}

export function buildCoverageColumns(rows: readonly CoverageRow[]): Columns {
  return joinColumns(
    FIELDS.map((field) =>
      buildStrings(
        `coverage.${field}`,
        rows.map((row) => row[field]),
      ),
    ),
  )
}

export type CoverageTable = { readonly list: (code: string, on: DateOnly) => readonly CoveragePolicy[] | undefined }

/** One policy of a code with all its diagnoses; undefined where no row in force names the code. */
export function openCoverage(columns: Columns): CoverageTable {
  const tables = FIELDS.map((field) => [field, openStrings(columns, `coverage.${field}`)] as const)
  const size = tables[0]?.[1].size ?? 0
  const rows = Array.from({ length: size }, (_, index) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- FIELDS names every property of the row
    return Object.fromEntries(tables.map(([field, table]) => [field, table.get(index)])) as CoverageRow
  })
  const byCode = Map.groupBy(rows, ({ code }) => code)
  return {
    list: (code, on) => {
      const current = (byCode.get(code) ?? []).filter((row) => isInForce(row, on))
      const policies = Map.groupBy(current, ({ policy, payer, jurisdiction }) => `${policy}|${payer}|${jurisdiction}`)
      const listed = [...policies.values()].flatMap((group): CoveragePolicy[] => {
        const [first] = group
        if (first === undefined) return []
        const { policy: source, payer, jurisdiction } = first
        return [{ source, payer, jurisdiction, diagnoses: group.map(({ diagnosis }) => diagnosis) }]
      })
      return listed.length === 0 ? undefined : listed
    },
  }
}
