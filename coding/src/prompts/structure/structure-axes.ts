/** What the release's own families leave open of a condition that neither a concept's axes nor the catalogue asks about. */
import type { Condition } from '../../diagnoses/condition.ts'
import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { Axis } from '../../domain/axis.ts'
import type { OpenAxis } from '../compose-prompt.ts'
import type { PromptSource } from '../prompt-source.ts'
import { deriveFamily } from './derive-family.ts'
import { isPhaseSaid, isSideSpoken, searchRecord } from './look-first.ts'
import { findNamedAxes } from './named-axis.ts'

/** An axis of the family, and words of the record that answer it. */
type Candidate = OpenAxis & { readonly words: readonly string[] }

/** Each word of a value stands for it: "lower leg" is spoken of as "leg", "stage 2" as any stage. */
function listValueWords({ axis, values }: OpenAxis): string[] {
  const words = values.flatMap(({ label }) => label.split(/[ ,]+/)).filter((word) => word.length > 3)
  return [...new Set([...words, axis])]
}

function listCandidates(source: PromptSource, condition: Condition): Candidate[] {
  const { release, index } = source
  const [row] = condition.rows
  const at = row === undefined ? undefined : release?.codes.findRow(row.code)
  if (release === undefined || row === undefined || at === undefined) return []
  if (index.findOpenGap(row.code) !== undefined || hasPrefix(row.code, index.data.unaskedCodes)) return []
  const isUnasked = condition.concept.isFromRelease === true || condition.concept.ask.length === 0
  const family = isUnasked ? deriveFamily({ release, words: index.titles }, at) : undefined
  const known = (family?.open ?? []).map(
    (open): Candidate => ({ ...open, isDerived: true, words: listValueWords(open) }),
  )
  const named = findNamedAxes(release, at).filter(({ axis }) => known.every((one) => one.axis !== axis))
  return [...known, ...named.map(({ axis, words }): Candidate => ({ axis, values: [], isDerived: true, words }))]
}

/** A concept asks about its own axes itself, or has its reason not to; a side that its codes have is always worth it. */
function isUnasked(axis: Axis, { concept }: Condition): boolean {
  if (axis === 'laterality') return concept.isFromRelease !== true && !concept.ask.includes(axis)
  return [...concept.values.values()].every((value) => value.axis !== axis)
}

function isAnswered(source: PromptSource, condition: Condition, { axis, words }: Candidate): boolean {
  if (axis === 'encounter-phase') return isPhaseSaid(source)
  if (axis === 'laterality') return isSideSpoken(source, condition)
  return searchRecord(source, condition)?.isSaid(axis, words) !== false
}

/** Axes that the release knows, that nothing in the record answers, in plain words. */
export function findStructureAxes(source: PromptSource, condition: Condition): OpenAxis[] {
  const { concept, certainty, places } = condition
  const { weight } = places[0]
  const isStatement = weight === 'head' || weight === 'text'
  if (!isStatement || certainty !== 'established' || concept.kind !== 'diagnosis') return []
  return listCandidates(source, condition)
    .filter((one) => isUnasked(one.axis, condition) && !isAnswered(source, condition, one))
    .map(({ axis, values }) => ({ axis, values, isDerived: true }))
}
