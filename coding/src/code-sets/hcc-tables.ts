/** What stands beside the mapping of codes to risk categories: what a category is called, and which others it takes the place of. */
import type { DateOnly } from '../domain/date-only.ts'
import { badRelease } from './bad-release.ts'
import { chooseRelease } from './choose-release.ts'
import type { AttributeEdition } from './code-attribute.ts'
import { buildStrings, type Columns, joinColumns, openStrings } from './columns.ts'
import { parseCsv } from './parse-csv.ts'

export type CategoryRow = {
  /** As the mapping names it: "CMS-HCC V28". */
  readonly model: string
  readonly category: string
  /** Its label; or a category that does not count beside it. */
  readonly value: string
}

export type CategoryTable = {
  /** No rows where nothing covers the date; `kind` says why. */
  readonly list: (
    model: string,
    on: DateOnly,
  ) => {
    readonly kind: 'found' | 'no-data' | 'outside-releases'
    readonly rows: readonly Omit<CategoryRow, 'model'>[]
  }
}

type Shape = { readonly columns: readonly [string, string]; readonly isValue: (text: string) => boolean }

const MODEL_COLUMNS = ['model_domain', 'model_version']
const CATEGORY = /^(?:(?:RX)?HCC)?(\d{1,3})$/

/** `cc,label,model_domain,model_version`, further columns left aside. @throws CodingError `bad-release` */
export function parseHccLabels(text: string, file: string): readonly CategoryRow[] {
  const isValue = (label: string): boolean => label !== '' && label.length <= 300
  return parseRows(text, file, { columns: ['cc', 'label'], isValue })
}

/** `cc_parent,cc_child,model_domain,model_version`: the first takes the place of the second. @throws CodingError `bad-release` */
export function parseHccHierarchies(text: string, file: string): readonly CategoryRow[] {
  return parseRows(text, file, { columns: ['cc_parent', 'cc_child'], isValue: (child) => CATEGORY.test(child) })
}

function parseRows(text: string, file: string, { columns, isValue }: Shape): readonly CategoryRow[] {
  const [header, ...body] = parseCsv(text.replace(/^\ufeff/, ''), file)
  const places = [...columns, ...MODEL_COLUMNS].map((name) => header?.cells.indexOf(name) ?? -1)
  if (places.includes(-1)) {
    throw badRelease({ file, line: 1 }, `the columns are not ${[...columns, ...MODEL_COLUMNS].join(', ')}`)
  }
  if (body.length === 0) throw badRelease({ file, line: 2 }, 'no category')
  return body.map(({ line, cells }) => {
    const [written = '', value = '', domain = '', version = ''] = places.map((place) => (cells[place] ?? '').trim())
    const category = CATEGORY.exec(written)?.[1]
    const model = nameModel(domain, version)
    if (category === undefined || model === undefined || !isValue(value)) {
      throw badRelease({ file, line }, 'not a category of a model')
    }
    return { model, category, value }
  })
}

/** "ESRD" and "R08" are what the mapping calls "CMS-HCC ESRD" and "V08". */
function nameModel(domain: string, version: string): string | undefined {
  const number = /^[VR](\d\d)$/.exec(version)?.[1]
  if (number === undefined || !/^(?:CMS-HCC|ESRD|RxHCC)$/.test(domain)) return undefined
  return `${domain === 'ESRD' ? 'CMS-HCC ESRD' : domain} V${number}`
}

const FIELDS = ['model', 'category', 'value'] as const

export function buildCategoryColumns(rows: readonly CategoryRow[]): Columns {
  return joinColumns(
    FIELDS.map((field) =>
      buildStrings(
        `category.${field}`,
        rows.map((row) => row[field]),
      ),
    ),
  )
}

export function createCategoryTable(editions: readonly AttributeEdition[]): CategoryTable {
  const opened = editions.map((edition) => ({ ...edition, byModel: readRows(edition.columns) }))
  return {
    list: (model, on) => {
      const choice = chooseRelease(opened, on)
      return choice.kind === 'found'
        ? { kind: 'found', rows: choice.release.byModel.get(model) ?? [] }
        : { kind: choice.kind, rows: [] }
    },
  }
}

function readRows(columns: Columns): ReadonlyMap<string, readonly Omit<CategoryRow, 'model'>[]> {
  const [models, categories, values] = FIELDS.map((field) => openStrings(columns, `category.${field}`))
  const rows = Array.from({ length: models?.size ?? 0 }, (_, index) => ({
    model: models?.get(index) ?? '',
    category: categories?.get(index) ?? '',
    value: values?.get(index) ?? '',
  }))
  return Map.groupBy(rows, ({ model }) => model)
}
