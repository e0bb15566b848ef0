/** Tables about procedure codes, from the publisher's files to the store. Of those keyed by CPT each keeps who accepted its terms. */
import type { Columns } from '#coding/code-sets/columns.ts'
import { COMPILER_VERSION } from '#coding/code-sets/compile-release.ts'
import { buildAddOnColumns, parseAddOns } from '#coding/code-sets/procedures/add-on-table.ts'
import { buildChargeColumns, parseCharges } from '#coding/code-sets/procedures/charge-table.ts'
import { buildCoverageColumns, parseCoverage } from '#coding/code-sets/procedures/coverage-table.ts'
import { buildEditorFlagColumns, parseEditorFlags } from '#coding/code-sets/procedures/editor-flag-table.ts'
import { buildPairColumns, joinPairRows } from '#coding/code-sets/procedures/pair-table.ts'
import { parsePairs } from '#coding/code-sets/procedures/parse-pairs.ts'
import { buildPolicyColumns, parsePolicies } from '#coding/code-sets/procedures/policy-table.ts'
import { buildUnitLimitColumns, parseUnitLimits } from '#coding/code-sets/procedures/unit-limit-table.ts'
import { CodingError } from '#coding/domain/errors.ts'
import type { Acceptance } from './cpt-terms.ts'
import type { CodeSetName } from './edition.ts'
import type { EditionFile, ImportOutcome } from './import-code-sets.ts'
import { isCptKeyed } from './recognize-file.ts'
import type { ReleaseStore } from './release-store.ts'
import { readSource } from './source-file.ts'

type NamedText = { readonly name: string; readonly text: string }
type Table = { readonly columns: Columns; readonly rows: number }

const READERS: Readonly<Record<string, (files: readonly NamedText[]) => Table>> = {
  pairs: (files) => {
    const rows = joinPairRows(files.map(({ text, name }) => parsePairs(text, name)))
    return { columns: buildPairColumns(rows), rows: rows.one.length }
  },
  'unit-limits': (files) => readRows(files, parseUnitLimits, buildUnitLimitColumns),
  'add-ons': (files) => readRows(files, parseAddOns, buildAddOnColumns),
  'fee-schedule': (files) => readRows(files.slice(0, 1), parsePolicies, buildPolicyColumns),
  'site-charges': (files) => readRows(files, parseCharges, buildChargeColumns),
  'site-coverage': (files) => readRows(files, parseCoverage, buildCoverageColumns),
  'editor-flags': (files) => readRows(files.slice(0, 1), parseEditorFlags, buildEditorFlagColumns),
}

function readRows<Row>(
  files: readonly NamedText[],
  parse: (text: string, file: string) => readonly Row[],
  build: (rows: readonly Row[]) => Columns,
): Table {
  const rows = files.flatMap(({ text, name }) => parse(text, name))
  return { columns: build(rows), rows: rows.length }
}

export type ProcedureImport = {
  readonly store: ReleaseStore
  readonly report: (line: string) => void
  readonly acceptance: Acceptance | undefined
}

/** NCCI comes in parts, so all files of one edition are read as one table. */
export async function importProcedureTable(
  set: CodeSetName,
  files: readonly EditionFile[],
  options: ProcedureImport,
): Promise<readonly ImportOutcome[]> {
  const outcomes: ImportOutcome[] = []
  for (const [release, parts] of Map.groupBy(files, ({ edition }) => edition.release)) {
    const problems = await importEdition(set, parts, options)
    outcomes.push({ release: `${set} ${release}`, result: problems.length > 0 ? 'refused' : 'stored', problems })
  }
  return outcomes
}

async function importEdition(
  set: CodeSetName,
  parts: readonly EditionFile[],
  { store, report, acceptance }: ProcedureImport,
): Promise<readonly string[]> {
  const [first] = parts
  const read = READERS[first?.role ?? '']
  if (first === undefined || read === undefined) return []
  const { edition, role } = first
  const sources = await Promise.all(
    parts.map(async ({ file }) => {
      report(`${set} ${edition.release}: reading ${file.path}`)
      return { name: file.path, ...(await readSource(file)) }
    }),
  )
  try {
    const table = read(sources.map(({ name, data }) => ({ name, text: Buffer.from(data).toString('utf8') })))
    const problem = compareRows(table.rows, (await findStored(store, set, edition.release))?.counts['rows'])
    if (problem !== undefined) return [problem]
    await store.write({
      set,
      ...edition,
      compiler: COMPILER_VERSION,
      counts: { rows: table.rows },
      warnings: [],
      sources: sources.map(({ name, data, sha256 }) => ({ role, name, bytes: data.length, sha256 })),
      ...(isCptKeyed(set) ? { acceptance } : {}),
      columns: table.columns,
    })
    return []
  } catch (error) {
    if (error instanceof CodingError) return [error.message]
    throw error
  }
}

async function findStored(store: ReleaseStore, set: CodeSetName, release: string) {
  return (await store.list(set)).find((manifest) => manifest.release === release)
}

/** A second reading that is much shorter is a cut-off file or a missing part. */
function compareRows(rows: number, before: number | undefined): string | undefined {
  if (before === undefined || rows >= before * 0.9) return undefined
  return `${rows} rows, but the stored edition has ${before}; it is kept`
}
