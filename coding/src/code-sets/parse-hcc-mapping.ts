/** Reads the mapping of CMS from ICD-10-CM codes to the categories of its risk models: the published table, or one line a pair. */
import { tryParseIcd10Code } from '../domain/icd10-code.ts'
import { badRelease } from './bad-release.ts'
import type { CodeAttribute } from './code-attribute.ts'
import { type CsvRow, parseCsv } from './parse-csv.ts'

const PAIRS = ['diagnosis_code', 'cc', 'model_name']

/** @throws CodingError `bad-release` */
export function parseHccMapping(text: string, file: string): readonly CodeAttribute[] {
  const rows = parseCsv(text.replace(/^\ufeff/, ''), file)
  const attributes = PAIRS.every((name, index) => rows[0]?.cells[index] === name)
    ? parsePairs(rows.slice(1), file)
    : parseTable(rows, file)
  if (attributes.length === 0) throw badRelease({ file, line: 1 }, 'no code with a category')
  return attributes
}

function parsePairs(rows: readonly CsvRow[], file: string): readonly CodeAttribute[] {
  return rows.map(({ line, cells: [written = '', value = '', name = ''] }) => {
    const code = tryParseIcd10Code(written)
    if (code === undefined) throw badRelease({ file, line }, 'the first column holds no code')
    return { code, name: name.replace(/ Model /, ' '), value }
  })
}

/** Titles on top, one header whose cells hold line breaks, then the codes, then footnotes. */
function parseTable(rows: readonly CsvRow[], file: string): readonly CodeAttribute[] {
  const start = rows.findIndex((row) => /^diagnosis\s+code$/i.test(row.cells[0] ?? ''))
  const header = rows[start]
  if (!header) throw badRelease({ file, line: 1 }, 'no column "Diagnosis Code"')
  const models = header.cells.map(readModel)
  const body = rows.slice(start + 1)
  const end = body.findIndex((row) => (row.cells[0] ?? '').trim() === '')
  return body.slice(0, end < 0 ? body.length : end).flatMap(({ line, cells }) => {
    const code = tryParseIcd10Code(cells[0] ?? '')
    if (code === undefined) throw badRelease({ file, line }, 'the first column holds no code')
    return models.flatMap((name, column) => {
      const value = (cells[column] ?? '').trim()
      // In the repeated rows of a code with several categories, a dash stands where nothing is to be repeated.
      return name === undefined || !/^\d/.test(value) ? [] : [{ code, name, value }]
    })
  })
}

/** "CMS-HCC ESRD Model Category V24" is a model; "CMS-HCC Model Category V24 for 2025 Payment Year" only says yes or no. */
function readModel(header: string): string | undefined {
  const words = header.replace(/\s+/g, ' ').trim()
  const match = /^((?:CMS-|Rx)HCC(?: ESRD)?) Model Category (V\d+)$/.exec(words)
  return match ? `${match[1]} ${match[2]}` : undefined
}
