/** Makes one compact table out of all the files of an ICD-10-CM release. */
import type { Icd10Code } from '../domain/icd10-code.ts'
import { buildSearchColumns } from './code-search-index.ts'
import { buildCodeColumns, type CodeTable, openCodeTable } from './code-table.ts'
import { buildStrings, type Columns, joinColumns } from './columns.ts'
import { buildLateralityColumns } from './laterality.ts'
import type { Replacement } from './parse-conversion-table.ts'
import type { AlphabeticIndex } from './parse-index.ts'
import type { OrderRow } from './parse-order-file.ts'
import type { Tabular } from './parse-tabular.ts'
import { buildIndexColumns, type IndexSource } from './release-index.ts'
import { buildNoteColumns } from './release-notes.ts'
import { buildSeventhCharacterColumns } from './seventh-characters.ts'

/** Raised whenever the columns change their meaning, so that older files are compiled anew. */
export const COMPILER_VERSION = 2

/** Only the order file is indispensable: it alone decides which codes are valid. */
export type ReleaseSources = {
  readonly rows: readonly OrderRow[]
  /** The companion list of billable codes, to check the order file against. */
  readonly billableCodes?: readonly Icd10Code[]
  readonly tabular?: Tabular
  readonly alphabetic: Readonly<Partial<Record<IndexSource, AlphabeticIndex>>>
  readonly replacements?: readonly Replacement[]
  readonly poaExempt?: readonly Icd10Code[]
}

export type CompiledRelease = {
  readonly columns: Columns
  readonly counts: Readonly<Record<string, number>>
  /** Misprints of the publisher that do no harm: references to codes that do not exist. */
  readonly warnings: readonly string[]
}

export function compileRelease(sources: ReleaseSources): CompiledRelease {
  const codeColumns = buildCodeColumns(sources.rows)
  const codes = openCodeTable(codeColumns)
  const notes = buildNoteColumns(sources.tabular, codes)
  const index = buildIndexColumns(sources.alphabetic, codes)
  const { groupCount, ...laterality } = buildLateralityColumns(codes)
  const parts = [
    codeColumns,
    notes.columns,
    index.columns,
    laterality,
    buildSeventhCharacterColumns(sources.tabular, codes),
    buildReplacementColumns(sources.replacements ?? []),
    buildPoaColumns(sources.poaExempt, codes),
  ]
  const columns = joinColumns(parts)
  const billable = sources.rows.filter((row) => row.isBillable).length
  return {
    columns: joinColumns([columns, buildSearchColumns(columns, codes)]),
    counts: {
      rows: sources.rows.length,
      billable,
      notes: notes.count,
      ...index.counts,
      'laterality groups': groupCount,
      replacements: sources.replacements?.length ?? 0,
      'poa exempt': sources.poaExempt?.length ?? 0,
    },
    warnings: [...notes.dangling, ...index.dangling],
  }
}

function buildReplacementColumns(replacements: readonly Replacement[]): Columns {
  const pairs = replacements.flatMap(({ code, previous }) => previous.map((old) => ({ code, old })))
  return joinColumns([
    buildStrings(
      'replaced.old',
      pairs.map((pair) => pair.old),
    ),
    buildStrings(
      'replaced.new',
      pairs.map((pair) => pair.code),
    ),
  ])
}

/** No column at all when the list was not loaded: absence of data is not absence of an exemption. */
function buildPoaColumns(exempt: readonly Icd10Code[] | undefined, codes: CodeTable): Columns {
  if (!exempt) return { texts: {}, numbers: {} }
  const flags = new Uint32Array(codes.size)
  for (const code of exempt) {
    const row = codes.findRow(code)
    if (row !== undefined) flags[row] = 1
  }
  return { texts: {}, numbers: { 'poa.exempt': flags } }
}
