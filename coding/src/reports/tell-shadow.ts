/** From compared codes to what may be told of them: rows of fewer than five visits stand together. */
import type { ShadowAnswer, ShadowDay } from '../contract/site-report.ts'
import type { ComparisonCell } from './compare-codes.ts'
import { mayTell, SMALLEST_TOLD } from './suppress-small.ts'

type Told = Omit<ShadowAnswer, 'range'>
type Row = Told['families'][number] & { readonly visits: number }

export function tellShadow(days: readonly ShadowDay[]): Told {
  const compared = days.reduce((sum, day) => sum + day.compared, 0)
  const cells = days.flatMap((day) => day.cells)
  const isTold = mayTell(compared)
  return {
    days: days.length,
    compared,
    uncompared: days.reduce((sum, day) => sum + day.uncompared, 0),
    hasFile: days.some(({ source }) => source === 'file'),
    ...(isTold && { all: addUp(cells) }),
    families: isTold ? tellRows(listRows('family', days)) : [],
    lines: isTold ? tellRows(listRows('serviceLine', days)) : [],
  }
}

function addUp(cells: readonly ComparisonCell[]): NonNullable<Told['all']> {
  const sum = (part: 'agreed' | 'missing' | 'extra') => cells.reduce((total, cell) => total + cell[part], 0)
  return { agreed: sum('agreed'), missing: sum('missing'), extra: sum('extra') }
}

/** A visit has one line and several families: of a line's families that with the most visits is how many it has at least. */
function listRows(by: 'family' | 'serviceLine', days: readonly ShadowDay[]): readonly Row[] {
  const other = by === 'family' ? 'serviceLine' : 'family'
  const cells = days.flatMap((day) => day.cells)
  return [...Map.groupBy(cells, (cell) => cell[by])].map(([name, own]) => {
    const counts = days.map((day) => day.cells.filter((cell) => cell[by] === name).map(({ visits = 0 }) => visits))
    const visits = counts.map((ones) =>
      other === 'family' ? Math.max(0, ...ones) : ones.reduce((sum, one) => sum + one, 0),
    )
    return { name, ...addUp(own), visits: visits.reduce((sum, one) => sum + one, 0) }
  })
}

/** The largest first; a small row is never told alone, and what stands together is not small either. */
function tellRows(rows: readonly Row[]): Told['families'] {
  const sorted = rows.toSorted((a, b) => b.visits - a.visits || (a.name ?? '').localeCompare(b.name ?? ''))
  let kept = sorted.findIndex(({ visits }) => visits < SMALLEST_TOLD)
  if (kept === -1) kept = sorted.length
  const visitsFrom = (from: number): number => sorted.slice(from).reduce((sum, { visits }) => sum + visits, 0)
  while (kept > 0 && kept < sorted.length && visitsFrom(kept) < SMALLEST_TOLD) kept -= 1
  // Together they are all there is: that stands above.
  if (kept === 0) return []
  const told = sorted.slice(0, kept).map(({ visits: _visits, ...row }) => row)
  return kept === sorted.length ? told : [...told, addUp(sorted.slice(kept).map(toCell))]
}

function toCell({ agreed, missing, extra }: Row): ComparisonCell {
  return { family: '', serviceLine: '', visits: 0, agreed, missing, extra }
}
