/** What the release's own families leave open of a condition that neither a concept's axes nor the catalogue asks about. */

import type { Condition } from '../../diagnoses/condition.ts'
import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { Axis } from '../../domain/axis.ts'
import type { OpenAxis } from '../compose-prompt.ts'
import type { PromptSource } from '../prompt-source.ts'
import { deriveFamily, type Family } from './derive-family.ts'
import { isSideSpoken, searchRecord } from './look-first.ts'

// Words of care that say by themselves in which phase an injury is (I.C.19.a): whoever reads them does not ask.
const PHASE_SAID =
  /\b(?:today|yesterday|tonight|this morning|last night|ago|earlier|fell|fall|sustained|acute|accident|injured|presents? after|reduc(?:ed|tion)|surgery|operative|post-?op\w*|cast|splint|sutures?|healed|healing|union|callus|follow[- ]?up|recheck|weeks?|months?|late effect|sequelae?|old)\b/

function isPhaseSaid({ record, readings }: PromptSource): boolean {
  return record.encounterClass === 'emergency' || readings.some(({ lowers }) => PHASE_SAID.test(lowers.join(' ')))
}

function findFamily(source: PromptSource, condition: Condition): Family | undefined {
  const { release, index } = source
  const [row] = condition.rows
  if (release === undefined || row === undefined || index.byOpenCode.has(row.code)) return undefined
  if (hasPrefix(row.code, index.data.unaskedCodes)) return undefined
  const at = release.codes.findRow(row.code)
  return at === undefined ? undefined : deriveFamily({ release, words: index.titles }, at)
}

/** A concept asks about its own axes itself; that of a release has the side of its codes. */
function isUnasked(axis: Axis, { concept }: Condition): boolean {
  const isOwnSide = axis === 'laterality' && concept.isFromRelease === true
  return !isOwnSide && [...concept.values.values()].every((value) => value.axis !== axis)
}

function isAnswered(source: PromptSource, condition: Condition, { axis, values }: OpenAxis): boolean {
  if (axis === 'encounter-phase') return isPhaseSaid(source)
  if (axis === 'laterality') return isSideSpoken(source, condition)
  return searchRecord(source, condition)?.isSaid(axis, values) !== false
}

/** Axes that the release knows, that nothing in the record answers, in plain words. */
export function findStructureAxes(source: PromptSource, condition: Condition): OpenAxis[] {
  const { concept, certainty, places } = condition
  const isAsked = concept.isFromRelease === true || concept.ask.length === 0
  const { weight } = places[0]
  const isStatement = weight === 'head' || weight === 'text'
  if (!isAsked || !isStatement || certainty !== 'established' || concept.kind !== 'diagnosis') return []
  const family = findFamily(source, condition)
  const open = family?.open ?? []
  const asked = open.filter((one) => isUnasked(one.axis, condition) && !isAnswered(source, condition, one))
  return asked.map((one) => ({ ...one, isDerived: true }))
}
