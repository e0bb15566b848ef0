/** What masking would take out of a note that a model reads, without the names of a chart. */
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { maskNotes } from '#proxy/masking/mask-notes.ts'
import type { MaskKind, RandomSource } from '#proxy/masking/masked-notes.ts'
import type { EvaluationRow } from './read-rows.ts'

export type MaskPrediction = {
  readonly id: string
  /** In code points, as the scorers count. */
  readonly spans: readonly { readonly start: number; readonly end: number; readonly label: MaskKind }[]
}

/** Gives dates without a year theirs; where dates go is of no interest here. */
const DATE_OF_SERVICE = parseDateOnly('2026-01-01')

/** The same in every run (Park and Miller, 1988). */
function createRandom(): RandomSource {
  let state = 1
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

export function predictMasks({ id, note }: EvaluationRow): MaskPrediction {
  const { listReplaced } = maskNotes({ notes: [{ id, text: note }], dateOfService: DATE_OF_SERVICE }, createRandom())
  let [units, points] = [0, 0]
  const toPoints = (unit: number): number => {
    points += Array.from(note.slice(units, unit)).length
    units = unit
    return points
  }
  const spans = listReplaced(id).map(({ kind, original }) => {
    const start = toPoints(original.start)
    return { start, end: toPoints(original.end), label: kind }
  })
  return { id, spans }
}
