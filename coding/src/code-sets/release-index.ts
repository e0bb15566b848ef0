/**
 * The alphabetic files of a release as data for the engine's matcher: every path of the Index to Diseases, the External
 * Cause Index, the Table of Neoplasms and the Table of Drugs, with the codes that the order file really has.
 */
import type { Icd10Code } from '../domain/icd10-code.ts'
import type { CodeTable } from './code-table.ts'
import { at, buildStrings, type Columns, getNumbers, joinColumns, openStrings } from './columns.ts'
import { createTermFinder, type FindTerm } from './index-paths.ts'
import type { AlphabeticIndex, IndexTerm } from './parse-index.ts'

export const INDEX_SOURCES = ['index', 'external-causes', 'neoplasms', 'drugs'] as const
export type IndexSource = (typeof INDEX_SOURCES)[number]

/** One line of the index that leads to a code. */
export type IndexEntry = {
  readonly source: 'index' | 'external-causes'
  /** From the main term inwards, as printed without modifiers: ["Osteoarthritis", "primary", "knee"]. */
  readonly terms: readonly string[]
  /** Words in parentheses along the path: their presence or absence changes nothing (Official Guidelines I.A.7). */
  readonly nonEssential: readonly string[]
  /** May be a heading: then `isIncomplete`, and the digits below it must be chosen from the note. */
  readonly code: Icd10Code
  readonly isIncomplete: boolean
  /** Second code of the pair, sequenced after `code` (Official Guidelines I.A.13). */
  readonly manifestation?: Icd10Code
  /** The path that the index sends to ("see"), when the line has no code of its own. */
  readonly via?: readonly string[]
}

const NEOPLASM_BEHAVIORS = ['primary', 'secondary', 'in-situ', 'benign', 'uncertain', 'unspecified'] as const
const DRUG_INTENTS = ['accidental', 'self-harm', 'assault', 'undetermined', 'adverse-effect', 'underdosing'] as const

/** One line of the Table of Neoplasms (site) or of the Table of Drugs (substance). Drug codes lack their 7th character. */
type TableEntry<Column extends string> = {
  readonly terms: readonly string[]
  readonly nonEssential: readonly string[]
  readonly codes: Readonly<Partial<Record<Column, Icd10Code>>>
}
export type NeoplasmEntry = TableEntry<(typeof NEOPLASM_BEHAVIORS)[number]>
export type DrugEntry = TableEntry<(typeof DRUG_INTENTS)[number]>

export type ReleaseIndex = {
  /** Which of the four files this release was compiled with. */
  readonly sources: readonly IndexSource[]
  readonly listEntries: () => Iterable<IndexEntry>
  readonly listNeoplasms: () => Iterable<NeoplasmEntry>
  readonly listDrugs: () => Iterable<DrugEntry>
}

type FlatTerm = { readonly term: IndexTerm; readonly parent: number | undefined }

export type CompiledIndex = {
  readonly columns: Columns
  readonly counts: Readonly<Record<string, number>>
  /** Codes that the order file does not have, and cross-references that lead nowhere. */
  readonly dangling: readonly string[]
}

// In the columns, 0 stands for none and numbers are one higher.
const TABLE_COLUMNS = 6

export function buildIndexColumns(
  files: Readonly<Partial<Record<IndexSource, AlphabeticIndex>>>,
  codes: CodeTable,
): CompiledIndex {
  const findNeoplasm = createTermFinder(files.neoplasms?.mainTerms ?? [])
  const parts = INDEX_SOURCES.map((source) =>
    buildOne(source, files[source] ? withNeoplasms(files[source], findNeoplasm) : undefined, codes),
  )
  return {
    columns: joinColumns(parts.map((part) => part.columns)),
    counts: Object.fromEntries(INDEX_SOURCES.map((source, index) => [source, parts[index]?.count ?? 0])),
    dangling: parts.flatMap((part) => part.dangling),
  }
}

function buildOne(
  source: IndexSource,
  file: AlphabeticIndex | undefined,
  codes: CodeTable,
): { columns: Columns; count: number; dangling: readonly string[] } {
  const flat: FlatTerm[] = []
  flatten(file?.mainTerms ?? [], undefined, flat)
  const dangling: string[] = []
  const resolveCode = (printed: string | undefined, term: IndexTerm): number => {
    if (printed === undefined) return 0
    const row = codes.findRow(printed.replace(/[.-]+$/, ''))
    if (row === undefined) dangling.push(`${source}, line ${term.line}: code ${printed} does not exist`)
    return row === undefined ? 0 : row + 1
  }
  const numberOf = new Map(flat.map(({ term }, index) => [term, index]))
  const findTerm = createTermFinder(file?.mainTerms ?? [])
  const resolveSee = ({ term }: FlatTerm): number => {
    if (term.see === undefined) return 0
    const target = findTerm(term.see)
    return target ? (numberOf.get(target) ?? -1) + 1 : 0
  }
  const isTable = source === 'neoplasms' || source === 'drugs'
  const columns = joinColumns([
    buildStrings(
      `${source}.title`,
      flat.map(({ term }) => term.title),
    ),
    buildStrings(
      `${source}.modifiers`,
      flat.map(({ term }) => term.nonEssential.join('|')),
    ),
    {
      texts: {},
      numbers: {
        [`${source}.parent`]: Uint32Array.from(flat, ({ parent }) => (parent === undefined ? 0 : parent + 1)),
        [`${source}.code`]: Uint32Array.from(flat, ({ term }) => resolveCode(term.code, term)),
        [`${source}.incomplete`]: Uint32Array.from(flat, ({ term }) => (term.code?.endsWith('-') ? 1 : 0)),
        [`${source}.manifestation`]: Uint32Array.from(flat, ({ term }) => resolveCode(term.manifestation, term)),
        [`${source}.see`]: Uint32Array.from(flat, resolveSee),
        [`${source}.cells`]: Uint32Array.from(
          isTable ? flat.flatMap(({ term }) => listCells(term).map((cell) => resolveCode(cell, term))) : [],
        ),
      },
    },
  ])
  return { columns, count: flat.length, dangling }
}

const BEHAVIOR_COLUMNS: readonly (readonly [pattern: RegExp, column: number])[] = [
  [/,\s*malignant,?\s*secondary$|,\s*secondary$/, 3],
  [/,\s*malignant(?:,?\s*primary)?$/, 2],
  [/,\s*(?:in situ|carcinoma in situ)$/, 4],
  [/,\s*benign$/, 5],
  [/,\s*uncertain(?: behavior)?$/, 6],
  [/,\s*unspecified(?: behavior)?$/, 7],
]

/** "see Neoplasm, skin, benign" leads into the table: the line takes the code of that cell. */
function withNeoplasms(file: AlphabeticIndex, findNeoplasm: FindTerm): AlphabeticIndex {
  const visit = (term: IndexTerm): IndexTerm => ({
    ...term,
    ...(term.code === undefined ? findCell(term.see, findNeoplasm) : {}),
    terms: term.terms.map(visit),
  })
  return { ...file, mainTerms: file.mainTerms.map(visit) }
}

function findCell(see: string | undefined, findNeoplasm: FindTerm): { readonly code?: string } {
  const path = see?.replace(/^(?:Table of )?Neoplasms?\b/i, 'Neoplasm')
  if (path === undefined || !path.startsWith('Neoplasm')) return {}
  const behavior = BEHAVIOR_COLUMNS.find(([pattern]) => pattern.test(path))
  const code = behavior && findNeoplasm(path.replace(behavior[0], ''))?.cells.get(behavior[1])
  return code === undefined ? {} : { code }
}

function flatten(terms: readonly IndexTerm[], parent: number | undefined, into: FlatTerm[]): void {
  for (const term of terms) {
    const number = into.push({ term, parent }) - 1
    flatten(term.terms, number, into)
  }
}

/** Columns 2 to 7 of the two tables. */
function listCells(term: IndexTerm): readonly (string | undefined)[] {
  return Array.from({ length: TABLE_COLUMNS }, (_, index) => term.cells.get(index + 2))
}

export function openIndex(columns: Columns, codes: CodeTable): ReleaseIndex {
  const tables = {
    index: openTable(columns, 'index'),
    'external-causes': openTable(columns, 'external-causes'),
    neoplasms: openTable(columns, 'neoplasms'),
    drugs: openTable(columns, 'drugs'),
  }

  function* listEntries(): Iterable<IndexEntry> {
    for (const source of ['index', 'external-causes'] as const) {
      const table = tables[source]
      for (let term = 0; term < table.size; term++) {
        const entry = readEntry(table, term)
        if (entry) yield { source, ...entry }
      }
    }
  }

  const readEntry = (table: Table, term: number): Omit<IndexEntry, 'source'> | undefined => {
    const see = at(table.see, term)
    const target = at(table.codes, term) > 0 || see === 0 ? term : see - 1
    const row = at(table.codes, target) - 1
    if (row < 0) return undefined
    const manifestation = at(table.manifestations, target) - 1
    return {
      ...readPath(table, term),
      code: codes.getCode(row),
      isIncomplete: at(table.incomplete, target) === 1 || !codes.isBillable(row),
      ...(manifestation < 0 ? {} : { manifestation: codes.getCode(manifestation) }),
      ...(target === term ? {} : { via: readPath(table, target).terms }),
    }
  }

  function* listTable<Column extends string>(table: Table, names: readonly Column[]): Iterable<TableEntry<Column>> {
    for (let term = 0; term < table.size; term++) {
      const see = at(table.see, term)
      const target = see === 0 ? term : see - 1
      const found: Partial<Record<Column, Icd10Code>> = {}
      names.forEach((name, index) => {
        const row = at(table.cells, target * TABLE_COLUMNS + index) - 1
        if (row >= 0) found[name] = codes.getCode(row)
      })
      if (Object.keys(found).length > 0) yield { ...readPath(table, term), codes: found }
    }
  }

  return {
    sources: INDEX_SOURCES.filter((source) => tables[source].size > 0),
    listEntries,
    listNeoplasms: () => listTable(tables.neoplasms, NEOPLASM_BEHAVIORS),
    listDrugs: () => listTable(tables.drugs, DRUG_INTENTS),
  }
}

type Table = ReturnType<typeof openTable>

function openTable(columns: Columns, source: IndexSource) {
  const titles = openStrings(columns, `${source}.title`)
  return {
    size: titles.size,
    titles,
    modifiers: openStrings(columns, `${source}.modifiers`),
    parents: getNumbers(columns, `${source}.parent`),
    codes: getNumbers(columns, `${source}.code`),
    incomplete: getNumbers(columns, `${source}.incomplete`),
    manifestations: getNumbers(columns, `${source}.manifestation`),
    see: getNumbers(columns, `${source}.see`),
    cells: getNumbers(columns, `${source}.cells`),
  }
}

function readPath(table: Table, term: number): Pick<IndexEntry, 'terms' | 'nonEssential'> {
  const terms: string[] = []
  const nonEssential: string[] = []
  for (let number = term + 1; number > 0; number = at(table.parents, number - 1)) {
    terms.unshift(table.titles.get(number - 1))
    const modifiers = table.modifiers.get(number - 1)
    if (modifiers !== '') nonEssential.unshift(...modifiers.split('|'))
  }
  return { terms, nonEssential }
}
