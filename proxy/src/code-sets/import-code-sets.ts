/** From a folder of publishers' files to compiled releases in the store. */

import { SENTINELS, type Sentinel } from '#coding/code-sets/check-release.ts'
import { buildAttributeColumns } from '#coding/code-sets/code-attribute.ts'
import type { Columns } from '#coding/code-sets/columns.ts'
import { COMPILER_VERSION } from '#coding/code-sets/compile-release.ts'
import {
  buildCategoryColumns,
  type CategoryRow,
  parseHccHierarchies,
  parseHccLabels,
} from '#coding/code-sets/hcc-tables.ts'
import { buildHcpcsColumns } from '#coding/code-sets/hcpcs-table.ts'
import { parseComplicationList } from '#coding/code-sets/parse-complication-list.ts'
import { parseHccMapping } from '#coding/code-sets/parse-hcc-mapping.ts'
import { parseHcpcs } from '#coding/code-sets/parse-hcpcs.ts'
import { CodingError } from '#coding/domain/errors.ts'
import { type Acceptance, CPT_NOTICE } from './cpt-terms.ts'
import { CODE_SETS, type CodeSetName, type EditionId, findEdition } from './edition.ts'
import { CodeSetError } from './errors.ts'
import { importDiagnoses } from './import-diagnoses.ts'
import { importProcedureTable } from './import-procedure-tables.ts'
import { PINS, type Pin } from './publishers.ts'
import { type FileRole, isCptKeyed, recognizeFile } from './recognize-file.ts'
import type { ReleaseStore } from './release-store.ts'
import { readSource, type SourceFile } from './source-file.ts'

export type ImportOptions = {
  readonly store: ReleaseStore
  readonly files: readonly SourceFile[]
  /** For files whose names say no year. */
  readonly defaultEdition?: EditionId
  readonly report: (line: string) => void
  /** Who accepted the terms of tables keyed by CPT; without it they are not imported. */
  readonly acceptance?: Acceptance
  readonly sentinels?: readonly Sentinel[]
  readonly pins?: readonly Pin[]
}

/** A file that takes part, with what it is and of which edition. */
export type EditionFile = {
  readonly file: SourceFile
  readonly role: FileRole
  readonly edition: EditionId
}

export type ImportOutcome = {
  /** "icd10cm FY2026" */
  readonly release: string
  readonly result: 'stored' | 'refused'
  readonly problems: readonly string[]
}

const OTHER_SETS = ['hcpcs', 'cms-hcc', 'cms-hcc-labels', 'cms-hcc-hierarchies', 'ms-drg'] as const
const PROCEDURE_SETS = CODE_SETS.filter((set) => set === 'mce' || isCptKeyed(set))

/** One bad release does not keep the others out; each outcome says what became of it. */
export async function importCodeSets(options: ImportOptions): Promise<readonly ImportOutcome[]> {
  const { report } = options
  const refused = reportLeftOut(options)
  const outcomes: ImportOutcome[] = []
  const diagnoses = sortFiles(options, 'icd10cm')
  outcomes.push(...(await importDiagnoses(diagnoses, withDefaults(options))))
  for (const set of OTHER_SETS) outcomes.push(...(await importLists(set, options)))
  for (const set of PROCEDURE_SETS) {
    if (isCptKeyed(set) && options.acceptance === undefined) continue
    const { store, acceptance } = options
    outcomes.push(...(await importProcedureTable(set, sortFiles(options, set), { store, report, acceptance })))
  }
  if (outcomes.length === 0) {
    const hint =
      refused.length > 0 ? CPT_NOTICE : 'Expected zip, XML, txt, gz or xlsx files as the publishers name them.'
    throw new CodeSetError(refused.length > 0 ? 'licence-refused' : 'no-source', `Nothing to import. ${hint}`)
  }
  return outcomes
}

/** @returns the names of tables keyed by CPT whose terms nobody has accepted. */
function reportLeftOut({ files, report, acceptance }: ImportOptions): readonly string[] {
  const names: string[] = []
  for (const { path } of files) {
    const found = recognizeFile(path)
    if (found?.kind === 'left-out') report(`${found.name}: left out, ${found.reason}.`)
    if (found?.kind !== 'code-set' || !isCptKeyed(found.set) || acceptance !== undefined) continue
    names.push(path)
    report(`${path}: not imported. ${CPT_NOTICE}`)
  }
  return names
}

const withDefaults = (options: ImportOptions) => ({
  store: options.store,
  report: options.report,
  sentinels: options.sentinels ?? SENTINELS,
  pins: options.pins ?? PINS,
})

/** The files of one code set. What names no edition is reported and left out, never guessed. */
function sortFiles(options: ImportOptions, set: CodeSetName): readonly EditionFile[] {
  return options.files.flatMap((file) => {
    const found = recognizeFile(file.path)
    if (found?.kind !== 'code-set' || found.set !== set) return []
    const edition = findEdition(set, file.path) ?? options.defaultEdition
    if (!edition) options.report(`${file.path}: the name says no year; say which with --fy.`)
    return edition ? [{ file, role: found.role, edition }] : []
  })
}

type List = { readonly columns: Columns; readonly counts: Readonly<Record<string, number>> }

const READERS: Readonly<Record<(typeof OTHER_SETS)[number], (text: string, file: string) => List>> = {
  hcpcs: (text, file) => {
    const { entries, dropped } = parseHcpcs(text, file)
    const codes = entries.filter((entry) => entry.kind === 'code').length
    return { columns: buildHcpcsColumns(entries), counts: { codes, modifiers: entries.length - codes, dropped } }
  },
  'cms-hcc': (text, file) => readAttributes(parseHccMapping(text, file)),
  'cms-hcc-labels': (text, file) => readCategories(parseHccLabels(text, file)),
  'cms-hcc-hierarchies': (text, file) => readCategories(parseHccHierarchies(text, file)),
  'ms-drg': (text, file) => readAttributes(parseComplicationList(text, file)),
}

function readAttributes(attributes: Parameters<typeof buildAttributeColumns>[0]): List {
  const codes = new Set(attributes.map((attribute) => attribute.code)).size
  return { columns: buildAttributeColumns(attributes), counts: { codes, entries: attributes.length } }
}

const readCategories = (rows: readonly CategoryRow[]): List => ({
  columns: buildCategoryColumns(rows),
  counts: { entries: rows.length },
})

/** Sets that are one list an edition. Of several files of an edition, the first that the publisher wrote is taken. */
async function importLists(
  set: (typeof OTHER_SETS)[number],
  options: ImportOptions,
): Promise<readonly ImportOutcome[]> {
  const byRelease = Map.groupBy(sortFiles(options, set), ({ edition }) => edition.release)
  const outcomes: ImportOutcome[] = []
  for (const [release, files] of byRelease) {
    const [first] = files
    if (!first) continue
    const problems = await importList(set, first, options)
    outcomes.push({ release: `${set} ${release}`, result: problems.length > 0 ? 'refused' : 'stored', problems })
  }
  return outcomes
}

/** @returns why the list was refused; nothing when it is stored. */
async function importList(
  set: (typeof OTHER_SETS)[number],
  { file, role, edition }: EditionFile,
  { store, report }: ImportOptions,
): Promise<readonly string[]> {
  report(`${set} ${edition.release}: reading ${file.path}`)
  const { data, sha256 } = await readSource(file)
  try {
    const { columns, counts } = READERS[set](Buffer.from(data).toString('utf8'), file.path)
    const previous = (await store.list(set)).find((manifest) => manifest.release === edition.release)
    const unit = 'codes' in counts ? 'codes' : 'entries'
    const problem = compareCounts(unit, counts[unit] ?? 0, previous?.counts[unit])
    if (problem !== undefined) return [problem]
    const sources = [{ role, name: file.path, bytes: data.length, sha256 }]
    await store.write({ set, ...edition, compiler: COMPILER_VERSION, counts, warnings: [], sources, columns })
    return []
  } catch (error) {
    if (error instanceof CodingError) return [error.message]
    throw error
  }
}

/** A shorter second reading of the same edition is a cut-off file. */
function compareCounts(unit: string, count: number, before: number | undefined): string | undefined {
  if (before === undefined || count >= before * 0.98) return undefined
  return `${count} ${unit}, but the stored edition has ${before}; it is kept`
}
