/** What payment tables say about a diagnosis code: CMS-HCC categories by model, and the MS-DRG complication level. */
import type { DateOnly } from '../domain/date-only.ts'
import type { Icd10Code } from '../domain/icd10-code.ts'
import { chooseRelease } from './choose-release.ts'
import { buildStrings, type Columns, joinColumns, openStrings } from './columns.ts'

export type CodeAttribute = {
  readonly code: Icd10Code
  /** The model ("CMS-HCC V28"), or "MS-DRG". */
  readonly name: string
  /** The category ("37"), or `CC`, `MCC`, `MCC-alive` (only when the patient is discharged alive). */
  readonly value: string
}

export type AttributeEdition = {
  readonly release: string
  readonly effectiveFrom: DateOnly
  readonly effectiveTo: DateOnly
  readonly columns: Columns
}

type AttributeAnswer =
  | {
      readonly kind: 'found'
      readonly release: string
      readonly attributes: readonly Pick<CodeAttribute, 'name' | 'value'>[]
    }
  | { readonly kind: 'outside-releases'; readonly nearest: string }
  | { readonly kind: 'no-data' }

export type AttributeTable = { readonly list: (code: Icd10Code, on: DateOnly) => AttributeAnswer }

export function buildAttributeColumns(attributes: readonly CodeAttribute[]): Columns {
  return joinColumns(
    (['code', 'name', 'value'] as const).map((field) =>
      buildStrings(
        `attribute.${field}`,
        attributes.map((attribute) => attribute[field]),
      ),
    ),
  )
}

/** Never shown to the clinician who writes the note, and never a reason to choose a code (design 7). */
export function createAttributeTable(editions: readonly AttributeEdition[]): AttributeTable {
  const opened = editions.map((edition) => ({ ...edition, byCode: readAttributes(edition.columns) }))
  return {
    list: (code, on) => {
      const choice = chooseRelease(opened, on)
      if (choice.kind === 'no-data') return { kind: 'no-data' }
      if (choice.kind === 'outside-releases') return { kind: 'outside-releases', nearest: choice.nearest.release }
      const { release, byCode } = choice.release
      return { kind: 'found', release, attributes: byCode.get(code) ?? [] }
    },
  }
}

type Attribute = Pick<CodeAttribute, 'name' | 'value'>

function readAttributes(columns: Columns): ReadonlyMap<string, readonly Attribute[]> {
  const codes = openStrings(columns, 'attribute.code')
  const names = openStrings(columns, 'attribute.name')
  const values = openStrings(columns, 'attribute.value')
  const byCode = new Map<string, Attribute[]>()
  for (let index = 0; index < codes.size; index++) {
    const attribute = { name: names.get(index), value: values.get(index) }
    const known = byCode.get(codes.get(index))
    if (known) known.push(attribute)
    else byCode.set(codes.get(index), [attribute])
  }
  return byCode
}
