/**
 * A table of the note with a column for what would be asked: under "Stage" in the row of the sacrum stands the stage of
 * the ulcer there. Rows are lines, cells stand between bars or tabs.
 */
import type { Axis } from '../domain/axis.ts'
import { keepWith } from '../domain/keep-with.ts'
import type { Concept } from '../knowledge/concept.ts'
import type { NoteReading } from '../notes/read-note.ts'

type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }

const CELL_END = /[|\t]/
const LEAST_CELLS = 3

const tables = keepWith<NoteReading, readonly Table[]>()

function splitRow(line: string): readonly string[] {
  const cells = line.trim().replace(/^\|/, '').replace(/\|$/, '').split(CELL_END)
  return cells.map((cell) => cell.trim().toLowerCase())
}

/** Lines of as many cells that follow each other; the first names the columns. */
function findTables({ text }: NoteReading): Table[] {
  const found: { columns: readonly string[]; rows: (readonly string[])[] }[] = []
  let open: (typeof found)[number] | undefined
  for (const line of text.split('\n')) {
    const cells = splitRow(line)
    if (cells.length < LEAST_CELLS) open = undefined
    else if (open !== undefined && open.columns.length === cells.length) open.rows.push(cells)
    else {
      open = { columns: cells, rows: [] }
      found.push(open)
    }
  }
  return found
}

function listTables(reading: NoteReading): readonly Table[] {
  const known = tables.get(reading) ?? findTables(reading)
  tables.set(reading, known)
  return known
}

const HEADS: Readonly<Partial<Record<Axis, RegExp>>> = {
  stage: /^(?:stage|staging|grade|category)\b/,
  severity: /^(?:severity|degree|depth|grade|stage|class)\b/,
  type: /^(?:type|kind|class|subtype)\b/,
  cause: /^(?:cause|etiology|aetiology|organism|due to)\b/,
  laterality: /^(?:side|laterality|r ?\/ ?l|l ?\/ ?r)\b/,
  site: /^(?:site|location|area)\b/,
  acuity: /^(?:acuity|course)\b/,
}

const LEAST_LETTERS = 4
const EMPTY = /^(?:-|–|n\/?a|unknown|\?|)$/

/** Words by which a row can name the condition or where it is. */
function listNames({ title, site, id }: Concept): readonly string[] {
  const words = `${title} ${site ?? ''} ${id.replaceAll('-', ' ')}`.toLowerCase().match(/[a-z]+/g) ?? []
  return words.filter((word) => word.length >= LEAST_LETTERS)
}

export function isToldInTable(readings: readonly NoteReading[], concept: Concept, axis: Axis): boolean {
  const head = HEADS[axis]
  if (head === undefined) return false
  const names = listNames(concept)
  return readings.some((reading) =>
    listTables(reading).some(({ columns, rows }) => {
      const at = columns.findIndex((column) => head.test(column))
      const isNaming = (cells: readonly string[]): boolean =>
        cells.some((cell) => names.some((name) => cell.includes(name.slice(0, LEAST_LETTERS + 1))))
      return at !== -1 && rows.some((cells) => !EMPTY.test(cells[at] ?? '') && isNaming(cells))
    }),
  )
}
