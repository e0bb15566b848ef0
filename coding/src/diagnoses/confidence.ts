/** How sure a code is: a score from where and how its words stand, and what such a score has been worth. */
import type { RelationsSource } from '../knowledge/knowledge-data.ts'
import type { Condition, Weight } from './condition.ts'

/** The order is what counts; calibration says what each is worth. */
const SCORE: Readonly<Record<Weight, number>> = {
  head: 0.92,
  text: 0.8,
  item: 0.62,
  treatment: 0.5,
  support: 0.45,
}

function score({ places }: Condition): number {
  const [first] = places
  const isRepeated = places.length > 1 ? 0.03 : 0
  const isPast = first.mention.assertion.temporality === 'historical' ? 0.15 : 0
  const isLoose = first.reading.note.encounterCertain ? 0 : 0.1
  return SCORE[first.weight] + isRepeated - isPast - isLoose
}

/** The share of suggestions with such a score that was right. */
export function calibrate(steps: RelationsSource['confidence'], raw: number): number {
  return steps.findLast(({ from }) => raw >= from)?.share ?? 0
}

export function estimateConfidence(condition: Condition): number {
  const { knowledge } = condition.places[0].reading
  return calibrate(knowledge.relations.confidence, score(condition))
}
