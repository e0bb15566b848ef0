/** Two notes that state different values of one axis of the same condition: both passages, neither preferred (I.B.14). */
import { type Condition, cutMention, type Place } from '../../diagnoses/condition.ts'
import type { Axis } from '../../domain/axis.ts'
import type { AxisValue } from '../../knowledge/concept.ts'
import { composeValueConflict } from '../compose-prompt.ts'
import type { PromptDraft } from '../prompt-source.ts'
import { getTerm } from '../wording.ts'

/** These do not change from note to note of one encounter. */
const LASTING: readonly Axis[] = ['type', 'stage']
/** These do over days; two notes of one day contradict each other. */
const PASSING: readonly Axis[] = ['acuity', 'severity', 'control']

type Stated = { readonly place: Place; readonly value: AxisValue }

function listStated({ concept, places }: Condition, axis: Axis): Stated[] {
  return places.flatMap((place) =>
    place.mention.values.flatMap(({ value }) => {
      const known = concept.values.get(value)
      return known?.axis === axis ? [{ place, value: known }] : []
    }),
  )
}

function isSameDay(a: Place, b: Place): boolean {
  const [first, second] = [a.reading.note.time, b.reading.note.time]
  return first !== undefined && first.slice(0, 10) === second?.slice(0, 10)
}

function agree(a: AxisValue, b: AxisValue): boolean {
  return a.value === b.value || a.narrower.includes(b.value) || b.narrower.includes(a.value)
}

function findConflict(condition: Condition, axis: Axis): readonly [Stated, Stated] | undefined {
  const stated = listStated(condition, axis)
  const [here] = stated
  const there = stated.find(
    ({ place, value }) =>
      here !== undefined &&
      place.reading !== here.place.reading &&
      !agree(value, here.value) &&
      (LASTING.includes(axis) || isSameDay(place, here.place)),
  )
  return here === undefined || there === undefined ? undefined : [here, there]
}

export function findValueConflict(condition: Condition): PromptDraft | undefined {
  for (const axis of [...LASTING, ...PASSING]) {
    const conflict = findConflict(condition, axis)
    if (conflict === undefined) continue
    const [here, there] = conflict
    const passages = [cutMention(here.place), cutMention(there.place)] as const
    const content = composeValueConflict(condition, { axis, passages, values: [here.value, there.value] })
    const documentedTerms = [getTerm(condition.places[0]).toLowerCase()]
    return { content, documentedTerms, availableAxes: [axis], answeredAxes: [] }
  }
  return undefined
}
