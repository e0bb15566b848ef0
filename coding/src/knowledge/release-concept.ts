/** A code of an official release as a concept: the release itself says which side, phase or default it has. */
import { listBillableRows } from '../code-sets/code-table.ts'
import { type RowsBySide, SIDES } from '../code-sets/laterality.ts'
import type { Icd10Release } from '../code-sets/open-release.ts'
import type { CodeRow } from './code-pattern.ts'
import type { AxisValue, Concept } from './concept.ts'

const SIDE_VALUES: ReadonlyMap<string, AxisValue> = new Map(
  (['right', 'left', 'bilateral'] as const).map((value) => [
    value,
    { axis: 'laterality', value, label: value, narrower: [] },
  ]),
)

const countUnspecified = (title: string): number => title.toLowerCase().split('unspecified').length - 1

/** The child that says nothing more: the only one, active treatment (I.C.19.a), or the one "unspecified" child. */
function findDefaultChild(release: Icd10Release, row: number): number | undefined {
  const { codes, seventhCharacters } = release
  const children = codes.listChildren(row)
  if (children.length < 2) return children[0]
  if (seventhCharacters.find(row) !== undefined && children.every((child) => codes.getBareCode(child).length === 7)) {
    return children.find((child) => codes.getBareCode(child).endsWith('A'))
  }
  const own = countUnspecified(codes.getTitle(row))
  const unspecified = children.filter((child) => countUnspecified(codes.getTitle(child)) > own)
  return unspecified.length === 1 ? unspecified[0] : undefined
}

/** A billable code at or below the row that claims nothing beyond the words; undefined when the words must say more. */
export function findDefaultRow(release: Icd10Release, row: number): number | undefined {
  let current: number | undefined = row
  while (current !== undefined && !release.codes.isBillable(current)) current = findDefaultChild(release, current)
  return current
}

/** The codes of the sides below a heading that has no default of its own. */
function findSides(release: Icd10Release, row: number): RowsBySide | undefined {
  const [first] = listBillableRows(release.codes, row)
  return first === undefined ? undefined : release.laterality.find(first)
}

function listRows(release: Icd10Release, row: number): CodeRow[] {
  const { codes } = release
  const preset = findDefaultRow(release, row)
  const sides = preset === undefined ? findSides(release, row) : release.laterality.find(preset)
  const buildRow = (one: number, values: readonly string[]): CodeRow => ({
    code: codes.getCode(one),
    title: codes.getTitle(one),
    values,
  })
  const sided = SIDES.flatMap((side) => {
    const one = sides?.[side]
    return one === undefined || side === 'unspecified' ? [] : [buildRow(one, [side])]
  })
  const isSided = sided.some(({ code }) => preset !== undefined && codes.getCode(preset) === code)
  return preset === undefined || isSided ? sided : [buildRow(preset, []), ...sided]
}

export function buildReleaseConcept(release: Icd10Release, row: number): Concept {
  const { codes } = release
  const rows = listRows(release, row)
  const values = rows.some((one) => one.values.length > 0) ? SIDE_VALUES : new Map<string, AxisValue>()
  const code = codes.getCode(row)
  return {
    id: code,
    title: codes.getTitle(row),
    kind: code.startsWith('R') ? 'symptom' : 'diagnosis',
    isChronic: false,
    isFromRelease: true,
    narrower: [],
    values,
    ask: [],
    refine: [],
    rows,
    accepts: (cue) => cue.concept === undefined && values.has(cue.value),
  }
}
