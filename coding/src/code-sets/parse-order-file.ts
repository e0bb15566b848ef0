/** Reads the ICD-10-CM order file, `icd10cm-order-YYYY.txt`, and its companion of billable codes, `icd10cm-codes-YYYY.txt`. */
import { type Icd10Code, tryParseIcd10Code } from '../domain/icd10-code.ts'
import { badRelease, type FilePlace } from './bad-release.ts'

export type OrderRow = {
  readonly line: number
  readonly code: Icd10Code
  /** Column 15: 1 when the code is valid for submission, 0 for a heading. */
  readonly isBillable: boolean
  readonly shortTitle: string
  readonly title: string
}

type Line = { readonly text: string; readonly place: FilePlace }

function listLines(text: string, file: string): readonly Line[] {
  return text
    .split('\n')
    .map((line, index) => ({ text: line.replace(/\r$/, ''), place: { file, line: index + 1 } }))
    .filter((line) => line.text.trim() !== '')
}

function readCode(field: string, place: FilePlace): Icd10Code {
  const bare = field.trimEnd()
  const code = /^[0-9A-Z]{3,7}$/.test(bare) ? tryParseIcd10Code(bare) : undefined
  if (code === undefined) throw badRelease(place, 'columns 7-13 hold no ICD-10-CM code')
  return code
}

/** Layout: order number 1-5, code 7-13, flag 15, short title 17-76, long title from 78 ("icd10OrderFiles.pdf", NCHS). */
function parseOrderLine({ text, place }: Line): OrderRow & { readonly order: number } {
  const orderNumber = text.slice(0, 5)
  if (!/^\d{5}$/.test(orderNumber)) throw badRelease(place, 'columns 1-5 hold no order number')
  if (text[5] !== ' ' || text[13] !== ' ' || text[15] !== ' ' || text[76] !== ' ') {
    throw badRelease(place, 'a column that separates two fields is not blank')
  }
  const flag = text[14]
  if (flag !== '0' && flag !== '1') throw badRelease(place, 'column 15 is neither 0 nor 1')
  const shortTitle = text.slice(16, 76).trim()
  const title = text.slice(77).trim()
  if (shortTitle === '' || title === '') throw badRelease(place, 'a title is missing')
  const code = readCode(text.slice(6, 13), place)
  return { order: Number(orderNumber), line: place.line, code, isBillable: flag === '1', shortTitle, title }
}

/**
 * @returns the rows in the order of the file, which is the order of the tabular list.
 * @throws CodingError `bad-release` at the first line that breaks the layout, repeats a code or falls out of order.
 */
export function parseOrderFile(text: string, file: string): readonly OrderRow[] {
  const seen = new Set<Icd10Code>()
  let lastOrder = 0
  const rows = listLines(text, file).map((line) => {
    const { order, ...row } = parseOrderLine(line)
    if (order <= lastOrder) throw badRelease(line.place, `order number ${order} follows ${lastOrder}`)
    if (seen.has(row.code)) throw badRelease(line.place, `${row.code} stands twice in the file`)
    lastOrder = order
    seen.add(row.code)
    return row
  })
  if (rows.length === 0) throw badRelease({ file, line: 1 }, 'the file is empty')
  return rows
}

/** @throws CodingError `bad-release` at the first line that does not begin with a code. */
export function parseCodesFile(text: string, file: string): readonly Icd10Code[] {
  return listLines(text, file).map((line) => readCode(line.text.split(' ', 1)[0] ?? '', line.place))
}
