/** Medically unlikely edits: most units of a code, and how they are counted. */
import { badRelease } from '../bad-release.ts'
import { at, buildStrings, type Columns, getNumbers, joinColumns, openStrings } from '../columns.ts'
import { findColumns, isProcedureText, splitHeader, splitTable } from './procedure-column.ts'

export type UnitLimitRow = {
  readonly code: string
  readonly units: number
  /** MUE adjudication indicator: 1 by claim line, 2 by date (policy), 3 by date (clinical). */
  readonly adjudication: 1 | 2 | 3
}

const COLUMNS = { code: /hcpcs|cpt/i, units: /mue (?:values?|units)/i, adjudication: /\bMAI\b|adjudication/i }

/**
 * Reads a table such as `MCR_MUE_PractitionerServices_Eff_10-01-2026.csv`: code, value, "2 Date of Service Edit: Policy",
 * rationale. Source: CMS, Medicare NCCI Medically Unlikely Edits.
 * @throws CodingError `bad-release`
 */
export function parseUnitLimits(text: string, file: string): readonly UnitLimitRow[] {
  const { header, data } = splitHeader(splitTable(text, file), file)
  const columns = findColumns(header, COLUMNS, { file, line: 1 })
  return data.flatMap(({ line, cells }) => {
    const code = cells[columns.code] ?? ''
    if (!isProcedureText(code)) return []
    const units = Number(cells[columns.units])
    const adjudication = Number.parseInt(cells[columns.adjudication] ?? '', 10)
    if (!Number.isInteger(units) || units < 0 || !isAdjudication(adjudication)) {
      throw badRelease({ file, line }, 'expected whole units and an adjudication indicator 1, 2 or 3')
    }
    return [{ code, units, adjudication }]
  })
}

function isAdjudication(value: number): value is 1 | 2 | 3 {
  return value === 1 || value === 2 || value === 3
}

export function buildUnitLimitColumns(rows: readonly UnitLimitRow[]): Columns {
  const codes = buildStrings(
    'limits.code',
    rows.map(({ code }) => code),
  )
  const numbers = {
    'limits.units': Uint32Array.from(rows, ({ units }) => units),
    'limits.adjudication': Uint32Array.from(rows, ({ adjudication }) => adjudication),
  }
  return joinColumns([codes, { texts: {}, numbers }])
}

export function openUnitLimits(columns: Columns): ReadonlyMap<string, Omit<UnitLimitRow, 'code'>> {
  const codes = openStrings(columns, 'limits.code')
  const units = getNumbers(columns, 'limits.units')
  const kinds = getNumbers(columns, 'limits.adjudication')
  return new Map(
    Array.from({ length: codes.size }, (_, index) => {
      const adjudication = at(kinds, index)
      return [
        codes.get(index),
        { units: at(units, index), adjudication: isAdjudication(adjudication) ? adjudication : 2 },
      ]
    }),
  )
}
