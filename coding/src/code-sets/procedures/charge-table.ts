/** The site's own fee schedule: what it asks for a service. For the coder's view alone; none is ever shipped. */
import type { ServiceCharge } from '../../claims/claim-tables.ts'
import type { DateOnly } from '../../domain/date-only.ts'
import { badRelease } from '../bad-release.ts'
import { buildStrings, type Columns, joinColumns, openStrings } from '../columns.ts'
import { findColumns, isProcedureText, splitHeader, splitTable } from './procedure-column.ts'
import { isInForce, parseValidity, type Validity } from './site-row.ts'

export type ChargeRow = Validity & {
  readonly code: string
  readonly modifier: string
  readonly cents: string
  readonly currency: string
}

const COLUMNS = {
  code: /^code$/i,
  modifier: /^modifier$/i,
  charge: /^charge$/i,
  currency: /^currency$/i,
  from: /^(?:effective )?from$/i,
  to: /^(?:effective )?to$/i,
} as const

const FIELDS = ['code', 'modifier', 'cents', 'currency', 'from', 'to'] as const satisfies readonly (keyof ChargeRow)[]
const AMOUNT = /^(\d{1,7})(?:\.(\d{2}))?$/

/**
 * Reads `site-charges-2026.csv` with the columns code, modifier, charge, currency, from and to; the modifier and the days
 * may be empty. A charge is a number such as 185 or 185.00, above nothing.
 * @throws CodingError `bad-release` with the line, never with an amount.
 */
export function parseCharges(text: string, file: string): readonly ChargeRow[] {
  const { header, data } = splitHeader(splitTable(text, file), file)
  const columns = findColumns(header, COLUMNS, { file, line: 1 })
  return data.map(({ line, cells }) => {
    const place = { file, line }
    const read = (name: keyof typeof COLUMNS): string => cells[columns[name]] ?? ''
    const [, whole, part = '00'] = AMOUNT.exec(read('charge')) ?? []
    const cents = Number(`${whole ?? ''}${part}`)
    if (!isProcedureText(read('code'))) throw badRelease(place, 'the code is no procedure code')
    if (!/^(?:[A-Z0-9]{2})?$/.test(read('modifier'))) throw badRelease(place, 'a modifier has two characters')
    if (whole === undefined || cents <= 0) throw badRelease(place, 'the charge is no amount such as 185.00')
    if (!/^[A-Z]{3}$/.test(read('currency'))) throw badRelease(place, 'the currency has three letters, such as USD')
    const { from, to } = parseValidity(read('from'), read('to'), place)
    return {
      code: read('code'),
      modifier: read('modifier'),
      cents: String(cents),
      currency: read('currency'),
      from,
      to,
    }
  })
}

export function buildChargeColumns(rows: readonly ChargeRow[]): Columns {
  return joinColumns(
    FIELDS.map((field) =>
      buildStrings(
        `charge.${field}`,
        rows.map((row) => row[field]),
      ),
    ),
  )
}

type Question = { readonly modifiers: readonly string[]; readonly on: DateOnly }
export type ChargeTable = { readonly find: (code: string, question: Question) => ServiceCharge | undefined }

/** A row with one of the line's modifiers goes before the row without any. */
export function openCharges(columns: Columns): ChargeTable {
  const tables = FIELDS.map((field) => [field, openStrings(columns, `charge.${field}`)] as const)
  const size = tables[0]?.[1].size ?? 0
  const rows = Array.from({ length: size }, (_, index) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- FIELDS names every property of the row
    return Object.fromEntries(tables.map(([field, table]) => [field, table.get(index)])) as ChargeRow
  })
  const byCode = Map.groupBy(rows, ({ code }) => code)
  return {
    find: (code, { modifiers, on }) => {
      const current = (byCode.get(code) ?? []).filter((row) => isInForce(row, on))
      const row =
        current.find(({ modifier }) => modifiers.includes(modifier)) ?? current.find((one) => one.modifier === '')
      return row && { cents: Number(row.cents), currency: row.currency }
    },
  }
}
