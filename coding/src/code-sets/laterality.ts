/**
 * Which codes differ in the side alone. Found by comparing official titles within a category, because no character of a
 * code means a side by itself (M17.0 is bilateral, M17.11 right; C44.1021 and C44.1091 are the two upper eyelids).
 */
import type { CodeTable } from './code-table.ts'
import { at, type Columns, getNumbers } from './columns.ts'

export const SIDES = ['right', 'left', 'bilateral', 'unspecified'] as const
type Side = (typeof SIDES)[number]

export type RowsBySide = Readonly<Partial<Record<Side, number>>>

export type Laterality = {
  /** The group that holds the row, as one of its sides. */
  readonly find: (row: number) => RowsBySide | undefined
}

type Title = {
  readonly row: number
  readonly code: string
  readonly isBillable: boolean
  /** The same for codes that differ in the last character before the 7th alone: S03.01XA and S03.02XA. */
  readonly siblings: string
  readonly words: readonly string[]
  /** The words between commas. */
  readonly segments: readonly (readonly string[])[]
}

// Words that may come and go with the side: "right hip" against "bilateral primary osteoarthritis of hip".
const SIDE_WORDS = new Set([
  ...['right', 'left', 'bilateral', 'unilateral', 'unspecified', 'side', 'sides'],
  ...['affecting', 'dominant', 'non-dominant'],
])
const SMALL_WORDS = new Set(['of', 'the', 'in', 'and', 'or', 'a', 'an', 'to'])

const NONE = 0xffffffff

export function buildLateralityColumns(codes: CodeTable): Columns & { readonly groupCount: number } {
  const groups = listCategories(codes).flatMap(findGroups)
  const groupOfRow = new Uint32Array(codes.size).fill(NONE)
  // An unspecified code may serve several groups (H00.019 for the upper and the lower lid): it then belongs to none.
  const counts = new Map<number, number>()
  for (const group of groups) for (const row of Object.values(group)) counts.set(row, (counts.get(row) ?? 0) + 1)
  groups.forEach((group, index) => {
    for (const row of Object.values(group)) if (counts.get(row) === 1) groupOfRow[row] = index
  })
  return {
    groupCount: groups.length,
    texts: {},
    numbers: {
      'laterality.group': groupOfRow,
      'laterality.rows': Uint32Array.from(groups.flatMap((group) => SIDES.map((side) => group[side] ?? NONE))),
    },
  }
}

export function openLaterality(columns: Columns): Laterality {
  const groupOfRow = getNumbers(columns, 'laterality.group')
  const rows = getNumbers(columns, 'laterality.rows')
  return {
    find: (row) => {
      const group = at(groupOfRow, row)
      if (group === NONE) return undefined
      const members = SIDES.map((side, index) => [side, at(rows, group * SIDES.length + index)] as const)
      return Object.fromEntries(members.filter(([, member]) => member !== NONE))
    },
  }
}

function listCategories(codes: CodeTable): readonly (readonly Title[])[] {
  const categories: Title[][] = []
  for (let row = 0; row < codes.size; row = codes.getSubtree(row).to) {
    const { from, to } = codes.getSubtree(row)
    categories.push(Array.from({ length: to - from }, (_, index) => readTitle(codes, from + index)))
  }
  return categories
}

function readTitle(codes: CodeTable, row: number): Title {
  const code = codes.getBareCode(row)
  const segments = codes
    .getTitle(row)
    .toLowerCase()
    .split(',')
    .map((segment) => segment.split(/[^a-z0-9-]+/).filter((word) => word !== '' && !SMALL_WORDS.has(word)))
  const stem = code.slice(0, 6).replace(/X+$/, '')
  return {
    row,
    code,
    isBillable: codes.isBillable(row),
    siblings: `${stem.slice(0, -1)} ${stem.length} ${code[6] ?? ''}`,
    words: segments.flat(),
    segments,
  }
}

type Family = {
  readonly bySkeleton: ReadonlyMap<string, readonly Title[]>
  readonly bySiblings: ReadonlyMap<string, readonly Title[]>
  /** By the first six characters, for the codes whose 7th character is the side (H34.8311, right eye). */
  readonly byStem: ReadonlyMap<string, readonly Title[]>
}

function findGroups(titles: readonly Title[]): readonly RowsBySide[] {
  const sideless = titles.filter((title) => !title.words.includes('right') && !title.words.includes('left'))
  const family = {
    bySkeleton: Map.groupBy(sideless, (title) => skeleton(title.words)),
    bySiblings: Map.groupBy(sideless, (title) => title.siblings),
    byStem: Map.groupBy(sideless, (title) => title.code.slice(0, 6)),
  }
  return pairSides(titles).map(({ right, left }) => {
    const bilateral = isBilateral(right) ? undefined : findCandidate(right, family, isBilateral)
    const unspecified = findUnspecified(right, family)
    return {
      right: right.row,
      left: left.row,
      ...(bilateral ? { bilateral: bilateral.row } : {}),
      ...(unspecified ? { unspecified: unspecified.row } : {}),
    }
  })
}

/** Two titles that are equal but for right and left; of several, the two closest codes. */
function pairSides(titles: readonly Title[]): readonly { right: Title; left: Title }[] {
  const key = (title: Title, side: string): string =>
    `${title.code.length} ${title.words.map((word) => (word === side ? '*' : word)).join(' ')}`
  const lefts = Map.groupBy(
    titles.filter((title) => title.words.includes('left')),
    (title) => key(title, 'left'),
  )
  return titles
    .filter((title) => title.words.includes('right'))
    .flatMap((right) => {
      const left = findClosest(right, lefts.get(key(right, 'right')) ?? [])
      return left ? [{ right, left }] : []
    })
}

function findClosest(title: Title, others: readonly Title[]): Title | undefined {
  return others.toSorted((a, b) => countShared(title.code, b.code) - countShared(title.code, a.code))[0]
}

function countShared(a: string, b: string): number {
  let index = 0
  while (index < a.length && a[index] === b[index]) index += 1
  return index
}

/** The words that name the condition, without number and order: "bilateral ovaries" and "right ovary" come together. */
function listBareWords(words: readonly string[]): readonly string[] {
  const bare = words.filter((word) => !SIDE_WORDS.has(word)).map((word) => word.replace(/ies$/, 'y').replace(/s$/, ''))
  return [...new Set(bare)].filter((word) => word !== '').toSorted()
}

const skeleton = (words: readonly string[]): string => listBareWords(words).join(' ')

const isBilateral = (title: Title): boolean => title.words.includes('bilateral')

const countUnspecified = (title: Title): number => title.words.filter((word) => word === 'unspecified').length

/** One "unspecified" more than in the title of the side: "unspecified fracture of unspecified radius". */
function findUnspecified(right: Title, family: Family): Title | undefined {
  const wanted = countUnspecified(right) + 1
  const accept = (title: Title): boolean =>
    countUnspecified(title) === wanted && isBilateral(title) === isBilateral(right)
  return findCandidate(right, family, accept) ?? findNearestUnspecifiedSibling(right, family)
}

/** A title with the same words; or a sibling that leaves out the short segment of the side ("…, right eye", "…, bilateral"). */
function findCandidate(right: Title, family: Family, accept: (title: Title) => boolean): Title | undefined {
  const same = family.bySkeleton.get(skeleton(right.words)) ?? []
  const closest = findClosest(
    right,
    same.filter((title) => accept(title) && isOfSameLevel(right, title)),
  )
  if (closest) return closest
  const sideSegment = right.segments.find((segment) => segment.includes('right')) ?? []
  if (listBareWords(sideSegment).length > 2) return undefined
  const rest = skeleton(right.segments.filter((segment) => segment !== sideSegment).flat())
  const siblings = [
    ...(family.bySiblings.get(right.siblings) ?? []),
    ...(family.byStem.get(right.code.slice(0, 6)) ?? []),
  ]
  return rest === '' ? undefined : siblings.find((title) => accept(title) && skeleton(title.words) === rest)
}

/** A heading never stands for a billable code, and one 7th character not for another, unless it is itself the side. */
function isOfSameLevel(a: Title, b: Title): boolean {
  return a.isBillable === b.isBillable && (a.code[6] === b.code[6] || a.code.slice(0, 6) === b.code.slice(0, 6))
}

/**
 * "Cutaneous abscess of limb, unspecified" is where an abscess of the axilla goes when nothing says which one: the
 * unspecified sibling serves that leaves out the fewest words, and one at most.
 */
function findNearestUnspecifiedSibling(right: Title, family: Family): Title | undefined {
  const words = listBareWords(right.words)
  const [best, second] = (family.bySiblings.get(right.siblings) ?? [])
    .filter(
      (title) =>
        countUnspecified(title) > countUnspecified(right) &&
        !isBilateral(title) &&
        title.words.includes('other') === right.words.includes('other'),
    )
    .map((title) => ({ title, lost: countMissing(words, listBareWords(title.words)) }))
    .toSorted((a, b) => a.lost - b.lost)
  if (!best || best.lost > 1 || best.lost === second?.lost) return undefined
  return best.title
}

function countMissing(words: readonly string[], others: readonly string[]): number {
  return words.filter((word) => !others.includes(word)).length
}
