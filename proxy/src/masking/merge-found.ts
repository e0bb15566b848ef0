/** From overlapping findings to pieces that do not: what touches the same letters becomes one, and all of it is replaced. */
import type { Found } from './finding.ts'
import type { MaskKind } from './masked-notes.ts'

/** Of two kinds for the same letters, the first of these is kept. */
const ORDER: readonly MaskKind[] = [
  'email',
  'url',
  'ip',
  'ssn',
  'street',
  'facility',
  'date',
  'vehicle',
  'health-plan',
  'mrn',
  'phone',
  'zip',
  'licence',
  'device',
  'account',
  'other-id',
  'name',
  'city',
  'age',
]

export function mergeFound(found: readonly Found[]): Found[] {
  const merged: Found[] = []
  for (const next of found.toSorted((one, other) => one.start - other.start || other.end - one.end)) {
    const last = merged.at(-1)
    if (last && next.start < last.end) merged[merged.length - 1] = join(last, next)
    else merged.push(next)
  }
  return merged
}

/** A date keeps its parts only when the whole piece is that date. */
function join(one: Found, other: Found): Found {
  const [start, end] = [one.start, Math.max(one.end, other.end)]
  const winner = ORDER.indexOf(one.kind) <= ORDER.indexOf(other.kind) ? one : other
  const isWhole = winner.start === start && winner.end === end
  if (isWhole) return winner
  return { kind: winner.kind === 'date' ? 'other-id' : winner.kind, start, end }
}
