/**
 * Reads HCPCS Level II: the alpha-numeric file of CMS in its layout of 320 bytes a record ("HCPCS Contractor Record"),
 * or the same fields as tab-separated text. Level I (CPT, numeric) and D codes (CDT) belong to others and are dropped.
 */
import { type DateOnly, isDateOnly } from '../domain/date-only.ts'
import { badRelease, type FilePlace } from './bad-release.ts'

export type HcpcsEntry = {
  readonly kind: 'code' | 'modifier'
  readonly code: string
  readonly title: string
  readonly shortTitle: string
  readonly coverage: string
  readonly added?: DateOnly
  readonly terminated?: DateOnly
}

export type HcpcsFile = { readonly entries: readonly HcpcsEntry[]; readonly dropped: number }

const LEVEL_II_CODE = /^[A-CE-V]\d{4}$/
const LEVEL_II_MODIFIER = /^(?!\d\d)[0-9A-Z]{2}$/
const FIRST_LINES: Readonly<Record<string, HcpcsEntry['kind']>> = { '3': 'code', '7': 'modifier' }
const SHORTEST_RECORD = 119
const DATED_RECORD = 292

/** @throws CodingError `bad-release` */
export function parseHcpcs(text: string, file: string): HcpcsFile {
  const entries = /^kind\tcode\t/.test(text) ? parseTable(text, file) : parseRecords(text, file)
  if (entries.length === 0) throw badRelease({ file, line: 1 }, 'no HCPCS record')
  const kept = entries.filter((entry) => (entry.kind === 'code' ? LEVEL_II_CODE : LEVEL_II_MODIFIER).test(entry.code))
  return { entries: kept, dropped: entries.length - kept.length }
}

function parseRecords(text: string, file: string): readonly HcpcsEntry[] {
  const entries: HcpcsEntry[] = []
  for (const [index, record] of text.split(/\r?\n/).entries()) {
    if (record.trim() === '') continue
    const place = { file, line: index + 1 }
    if (record.length < SHORTEST_RECORD) throw badRelease(place, 'the record is shorter than its layout')
    const identification = record[10] ?? ''
    const kind = FIRST_LINES[identification]
    if (kind !== undefined) entries.push(parseRecord(record, kind, place))
    else if (identification === '4' || identification === '8') continueTitle(entries, record, place)
    else throw badRelease(place, 'column 11 is none of 3, 4, 7, 8')
  }
  return entries
}

/** Positions of the 2025 layout: code 1-5 (modifier 4-5), long text 12-91, short 92-119, coverage 230, dates from 269. */
function parseRecord(record: string, kind: HcpcsEntry['kind'], place: FilePlace): HcpcsEntry {
  if (record.trimEnd().length > DATED_RECORD + 28) throw badRelease(place, 'the record is longer than its layout')
  const added = parseDay(record.slice(268, 276), place)
  const terminated = parseDay(record.slice(284, 292), place)
  return {
    kind,
    code: (kind === 'code' ? record.slice(0, 5) : record.slice(3, 5)).trim(),
    title: record.slice(11, 91).trim(),
    shortTitle: record.slice(91, 119).trim(),
    coverage: record.slice(229, 230).trim(),
    ...(added ? { added } : {}),
    ...(terminated ? { terminated } : {}),
  }
}

function continueTitle(entries: HcpcsEntry[], record: string, place: FilePlace): void {
  const last = entries.pop()
  if (!last) throw badRelease(place, 'a continuation stands before the first record')
  entries.push({ ...last, title: `${last.title} ${record.slice(11, 91).trim()}`.trim() })
}

function parseTable(text: string, file: string): readonly HcpcsEntry[] {
  const [header = '', ...lines] = text.split(/\r?\n/)
  const names = header.split('\t')
  return lines.flatMap((line, index) => {
    if (line === '') return []
    const place = { file, line: index + 2 }
    const cells = line.split('\t')
    if (cells.length !== names.length) throw badRelease(place, `${cells.length} columns instead of ${names.length}`)
    const read = (name: string): string => cells[names.indexOf(name)] ?? ''
    const kind = read('kind')
    if (kind !== 'code' && kind !== 'modifier') throw badRelease(place, 'the first column is neither code nor modifier')
    const added = parseDay(read('added'), place)
    const terminated = parseDay(read('terminated'), place)
    return [
      {
        kind,
        code: read('code'),
        title: read('long_description'),
        shortTitle: read('short_description'),
        coverage: read('coverage'),
        ...(added ? { added } : {}),
        ...(terminated ? { terminated } : {}),
      },
    ]
  })
}

function parseDay(text: string, place: FilePlace): DateOnly | undefined {
  const digits = text.trim()
  if (digits === '' || /^0+$/.test(digits)) return undefined
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
  if (!isDateOnly(day)) throw badRelease(place, `"${digits}" is no date (YYYYMMDD)`)
  return day
}
