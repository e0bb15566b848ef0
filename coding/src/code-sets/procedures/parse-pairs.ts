/**
 * Reads NCCI procedure-to-procedure edits: column 1, column 2, in existence before 1996, effective date, deletion date
 * (`*` = none), modifier indicator, rationale; notices of the American Medical Association stand above. A file of the
 * active edits alone has three columns: 1, 2 and the indicator. Source: CMS, NCCI Policy Manual for Medicare, chapter I.
 */
import { badRelease } from '../bad-release.ts'
import { isProcedureText } from './procedure-column.ts'

/** Rows as parallel lists, because there are some two million of them; dates as yyyymmdd, 0 for none. */
export type PairRows = {
  readonly codes: readonly string[]
  readonly one: readonly number[]
  readonly two: readonly number[]
  readonly indicator: readonly number[]
  readonly from: readonly number[]
  readonly to: readonly number[]
}

const NONE = 0

/**
 * Edits with indicator 9 were deleted as if they had never been, and are left out.
 * @throws CodingError `bad-release`
 */
export function parsePairs(text: string, file: string): PairRows {
  const codes: string[] = []
  const places = new Map<string, number>()
  const rows = {
    codes,
    one: [] as number[],
    two: [] as number[],
    indicator: [] as number[],
    from: [] as number[],
    to: [] as number[],
  }
  const place = (code: string): number => {
    const known = places.get(code)
    if (known !== undefined) return known
    codes.push(code)
    places.set(code, codes.length - 1)
    return codes.length - 1
  }
  let line = 0
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    const cells = text.slice(start, end === -1 ? text.length : end).split('\t')
    start = end === -1 ? text.length : end + 1
    line++
    const [one = '', two = ''] = cells
    if (!(isProcedureText(one) && isProcedureText(two))) {
      if (codes.length > 0 && cells.length > 2) throw badRelease({ file, line }, 'expected two procedure codes')
      continue
    }
    const edit = cells.length >= 6 ? readDated(cells) : { from: NONE, to: NONE, indicator: (cells[2] ?? '').trim() }
    if (edit === undefined || !/^[019]$/.test(edit.indicator)) {
      throw badRelease({ file, line }, 'expected dates as yyyymmdd and a modifier indicator 0, 1 or 9')
    }
    if (edit.indicator === '9') continue
    rows.one.push(place(one))
    rows.two.push(place(two))
    rows.indicator.push(Number(edit.indicator))
    rows.from.push(edit.from)
    rows.to.push(edit.to)
  }
  if (rows.one.length === 0) throw badRelease({ file, line: 1 }, 'no pair of procedure codes')
  return rows
}

function readDated(cells: readonly string[]): { from: number; to: number; indicator: string } | undefined {
  const [, , , from = '', to = '', indicator = ''] = cells
  if (!(/^\d{8}$/.test(from) && /^(?:\d{8}|\*?)$/.test(to.trim()))) return undefined
  return { from: Number(from), to: /^\d{8}$/.test(to) ? Number(to) : NONE, indicator: indicator.trim() }
}
