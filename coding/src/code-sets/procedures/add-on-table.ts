/** NCCI add-on codes: which primary codes an add-on code may stand beside. */
import { badRelease } from '../bad-release.ts'
import { at, buildStrings, type Columns, getNumbers, joinColumns, openStrings } from '../columns.ts'
import { findColumns, isProcedureText, splitHeader, splitTable } from './procedure-column.ts'

export type AddOnRow = {
  /** `CCCCC` where the contractor says which. */
  readonly primary: string
  readonly addOn: string
  /** 1: CMS lists every primary. 2: the contractor does. 3: CMS lists some. */
  readonly type: 1 | 2 | 3
  /** yyyymmdd, 0 for none. */
  readonly from: number
  readonly to: number
}

const CONTRACTOR = 'CCCCC'
const NONE = 0
const COLUMNS = { primary: /primary/i, addOn: /add.?on/i, type: /edit type|aoc.*type/i }
const DATES = { from: /effective/i, to: /deletion/i }

/**
 * Reads the add-on code edits as tab- or comma-separated text. Source: CMS, Medicare NCCI Add-on Code Edits.
 * @throws CodingError `bad-release`
 */
export function parseAddOns(text: string, file: string): readonly AddOnRow[] {
  const rows = splitTable(text, file)
  const { header, data } = splitHeader(rows, file)
  const columns = findColumns(header, COLUMNS, { file, line: 1 })
  const dates = findDates(header, file)
  return data.map(({ line, cells }) => {
    const [primary = '', addOn = ''] = [cells[columns.primary], cells[columns.addOn]]
    const type = Number(cells[columns.type])
    if (!isProcedureText(addOn) || !(primary === CONTRACTOR || isProcedureText(primary)) || !isType(type)) {
      throw badRelease({ file, line }, 'expected a primary code, an add-on code and an edit type 1, 2 or 3')
    }
    return { primary, addOn, type, from: readDay(cells[dates?.from ?? -1]), to: readDay(cells[dates?.to ?? -1]) }
  })
}

function findDates(header: Parameters<typeof findColumns>[0], file: string): { from: number; to: number } | undefined {
  const hasDates = header.some(({ cells }) => cells.some((cell) => DATES.from.test(cell)))
  return hasDates ? findColumns(header, DATES, { file, line: 1 }) : undefined
}

function readDay(cell: string | undefined): number {
  return cell !== undefined && /^\d{8}$/.test(cell) ? Number(cell) : NONE
}

function isType(value: number): value is 1 | 2 | 3 {
  return value === 1 || value === 2 || value === 3
}

export function buildAddOnColumns(rows: readonly AddOnRow[]): Columns {
  const strings = (name: 'primary' | 'addOn'): Columns =>
    buildStrings(
      `addons.${name}`,
      rows.map((row) => row[name]),
    )
  const numbers = (name: 'type' | 'from' | 'to'): Record<string, Uint32Array> => ({
    [`addons.${name}`]: Uint32Array.from(rows, (row) => row[name]),
  })
  const all = { ...numbers('type'), ...numbers('from'), ...numbers('to') }
  return joinColumns([strings('primary'), strings('addOn'), { texts: {}, numbers: all }])
}

export type AddOnTable = {
  /** Nothing when the code is no add-on code on the day. */
  readonly find: (
    addOn: string,
    day: number,
  ) => { readonly type: 1 | 2 | 3; readonly primaries: ReadonlySet<string> } | undefined
}

export function openAddOns(columns: Columns): AddOnTable {
  const [primaries, addOns] = [openStrings(columns, 'addons.primary'), openStrings(columns, 'addons.addOn')]
  const [types, from, to] = (['type', 'from', 'to'] as const).map((name) => getNumbers(columns, `addons.${name}`))
  const read = (numbers: Uint32Array | undefined, index: number): number => (numbers ? at(numbers, index) : NONE)
  const byCode = Map.groupBy(
    Array.from({ length: addOns.size }, (_, index) => ({
      addOn: addOns.get(index),
      primary: primaries.get(index),
      type: read(types, index),
      from: read(from, index),
      to: read(to, index),
    })),
    ({ addOn }) => addOn,
  )
  return {
    find: (addOn, day) => {
      const rows = byCode.get(addOn)?.filter((row) => row.from <= day && (row.to === NONE || day <= row.to)) ?? []
      const type = rows[0]?.type
      if (type === undefined || !isType(type)) return undefined
      return { type, primaries: new Set(rows.map(({ primary }) => primary).filter((code) => code !== CONTRACTOR)) }
    },
  }
}
