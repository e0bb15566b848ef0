/**
 * Small counts are not told: with few visits one can guess whose they were. A single part that is left out of a whole
 * could be worked out from the others, so a second one is left out with it (statistical disclosure control, primary and
 * complementary suppression; CMS cell size policy uses eleven, the site's own reports five).
 */
export const SMALLEST_TOLD = 5

/** What is told, and of how many visits it speaks. */
export type Cell = { readonly count: number; readonly visits: number }

const NONE: Cell = { count: 0, visits: 0 }

export function mayTell(visits: number): boolean {
  return visits === 0 || visits >= SMALLEST_TOLD
}

/**
 * @param denominators of the parts of one whole that is told too.
 * @returns for each part whether it may be told.
 */
export function mayTellParts(denominators: readonly number[]): readonly boolean[] {
  const told = denominators.map(mayTell)
  const hidden = told.flatMap((isTold, index) => (isTold ? [] : [index]))
  if (hidden.length !== 1) return told
  const [next] = denominators
    .map((count, index) => ({ count, index }))
    .filter(({ count, index }) => count > 0 && told[index])
    .toSorted((a, b) => a.count - b.count)
  return told.map((isTold, index) => isTold && index !== next?.index)
}

export type Row<Id extends string> = ReadonlyMap<Id, Cell>

/** A line that is one of several across another whole, by its place in each: told with all of its cells, or not at all. */
export type Crossing<Id extends string, Line extends string> = {
  readonly line: Line
  readonly cells: readonly Id[]
}

/**
 * Which lines are closed: where two ways to divide a whole cross, a cell can be worked out along either, and so can the
 * total of a line. Whatever is told of the others, what is known of those that are closed is the sum of them all.
 */
export function chooseClosed<Id extends string, Line extends string>(
  rows: readonly { readonly cells: Row<Id>; readonly visits: ReadonlyMap<Line, number> }[],
  crossings: readonly Crossing<Id, Line>[],
): ReadonlySet<Line> {
  /** Of one row: each cell's visits, and those of the whole line. */
  const measure = ({ cells, visits }: (typeof rows)[number], one: Crossing<Id, Line>): readonly number[] => [
    ...one.cells.map((id) => cells.get(id)?.visits ?? 0),
    visits.get(one.line) ?? 0,
  ]
  const closed = crossings.filter((one) => rows.some((row) => !measure(row, one).every(mayTell)))
  const size = ({ line }: Crossing<Id, Line>): number =>
    rows.reduce((sum, { visits }) => sum + (visits.get(line) ?? 0), 0)
  const left = crossings
    .filter((one) => !closed.includes(one))
    .toSorted((a, b) => Number(size(a) === 0) - Number(size(b) === 0) || size(a) - size(b))
  const isGuessable = (): boolean =>
    closed.length === 1 ||
    rows.some((row) => {
      const own = closed.map((one) => measure(row, one))
      return own[0]?.some((_, place) => !mayTell(own.reduce((sum, one) => sum + (one[place] ?? 0), 0)))
    })
  while (isGuessable()) {
    const next = left.shift()
    if (next === undefined) break
    closed.push(next)
  }
  return new Set(closed.map(({ line }) => line))
}

/**
 * Which cells are told of no row: one that is too small in any row, and as many more as keep it from being worked out
 * from its line. That the same are left out of every row keeps rows from being taken from the sum of all.
 */
export function chooseHidden<Id extends string>(
  rows: readonly Row<Id>[],
  lines: readonly (readonly Id[])[],
): ReadonlySet<Id> {
  const cellOf = (row: Row<Id>, id: Id): Cell => row.get(id) ?? NONE
  const isSmall = (id: Id): boolean => rows.some((row) => !mayTell(cellOf(row, id).visits))
  const hidden = new Set(lines.flat().filter(isSmall))
  const total = (id: Id): number => rows.reduce((sum, row) => sum + cellOf(row, id).visits, 0)
  for (let before = -1; before !== hidden.size; ) {
    before = hidden.size
    for (const line of lines) {
      if (!isGuessable({ rows, line, hidden })) continue
      const [next] = line
        .filter((id) => !hidden.has(id))
        .toSorted((a, b) => Number(total(a) === 0) - Number(total(b) === 0) || total(a) - total(b))
      if (next !== undefined) hidden.add(next)
    }
  }
  return hidden
}

type Guess<Id extends string> = {
  readonly rows: readonly Row<Id>[]
  readonly line: readonly Id[]
  readonly hidden: ReadonlySet<Id>
}

/** Whether what is left out of a line can be worked out from its total, or is too small even together. */
function isGuessable<Id extends string>({ rows, line, hidden }: Guess<Id>): boolean {
  const own = line.filter((id) => hidden.has(id))
  if (own.length === 0) return false
  return own.length === 1 || rows.some((row) => !mayTell(own.reduce((sum, id) => sum + (row.get(id)?.visits ?? 0), 0)))
}

/** Whether the sum of some cells of a line says nothing of what is left out of it. */
export function mayTellSum<Id extends string>(cells: readonly Id[], guess: Guess<Id>): boolean {
  const { line, hidden } = guess
  const within = cells.filter((id) => hidden.has(id))
  if (within.length === 0) return true
  return within.length === line.filter((id) => hidden.has(id)).length && !isGuessable(guess)
}
