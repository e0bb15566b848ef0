/**
 * Gives every error of a note one class, by rules in a fixed order that a reader can repeat by hand. Evidence of annotators
 * is not used: the silver notes have none, and that of CodiEsp is in Spanish.
 */
import type { RelationsSource } from '#coding/knowledge/knowledge-data.ts'
import { type GoldCodes, getCategory, normalizeCode } from './gold-codes.ts'
import type { EngineView, NamedCondition, Prediction } from './read-engine.ts'

export const ERROR_CLASSES = [
  'missed-term',
  'axis',
  'section-or-assertion',
  'term-or-sense',
  'combination',
  'undecided',
] as const

export type ErrorClass = (typeof ERROR_CLASSES)[number]
export type CodeError = { readonly kind: 'missed' | 'extra'; readonly code: string; readonly class: ErrorClass }

export type NoteErrors = {
  readonly gold: GoldCodes
  readonly view: EngineView
  readonly relations: Pick<RelationsSource, 'combinations' | 'integral'>
}

const holdsCategory = (codes: readonly string[], category: string): boolean =>
  codes.some((code) => getCategory(code) === category)

const overlaps = (a: { start: number; end: number }, b: { start: number; end: number }): boolean =>
  a.start < b.end && b.start < a.end

/**
 * A required code that was not predicted, first rule that holds:
 * 1 axis: a code of its category was predicted;
 * 2 combination: a condition led to its category and a rule between codes took it away;
 * 3 axis: a condition that can have its category led to codes of another;
 * 4 section-or-assertion: a condition that can have its category is named, but led to no code;
 * 5 missed-term: no condition that can have its category is named.
 */
export function classifyMissed(code: string, { view }: NoteErrors): ErrorClass {
  const category = getCategory(code)
  const { predictions, chosen, named, codable } = view
  if (predictions.some((one) => getCategory(one.code) === category)) return 'axis'
  if (holdsCategory(chosen, category)) return 'combination'
  const able = named.filter(({ codes }) => holdsCategory(codes, category))
  if (able.some(({ concept }) => codable.has(concept))) return 'axis'
  return able.length > 0 ? 'section-or-assertion' : 'missed-term'
}

/** Whether the annotators have a code that takes the place of this one: a combination of it, or a disease with this symptom. */
function isPartOfGold(code: string, { gold, relations }: NoteErrors): boolean {
  const wanted = [...gold.required, ...gold.optional]
  const covers = (prefix: string): boolean => normalizeCode(code).startsWith(normalizeCode(prefix))
  const isCombined = relations.combinations.some(
    ({ add, all }) => wanted.includes(normalizeCode(add)) && all.flat().some(covers),
  )
  const isIntegral = Object.entries(relations.integral).some(
    ([disease, symptoms]) => wanted.some((one) => one.startsWith(normalizeCode(disease))) && symptoms.some(covers),
  )
  return isCombined || isIntegral
}

/** Whether the same words name a condition to which a missed code belongs. */
function sharesWords(
  { spans, concept }: Prediction,
  missed: readonly string[],
  named: readonly NamedCondition[],
): boolean {
  return named.some(
    (other) =>
      other.concept !== concept &&
      spans.some((span) => overlaps(span, other)) &&
      missed.some((code) => holdsCategory(other.codes, getCategory(code))),
  )
}

/**
 * A predicted code that is neither required nor optional, first rule that holds:
 * 1 axis: the annotators have a code of its category;
 * 2 combination: a rule made it of several, or the annotators have the combination or disease that it is part of;
 * 3 term-or-sense: the same words name a condition to which a missed code belongs;
 * 4 section-or-assertion: the note also speaks of the condition as absent, uncertain, past, hypothetical or another's;
 * 5 undecided: none of these; whether the words carry the code only a reader can say.
 */
export function classifyExtra(prediction: Prediction, errors: NoteErrors): ErrorClass {
  const { gold, view } = errors
  const wanted = [...gold.required, ...gold.optional]
  if (holdsCategory(wanted, getCategory(prediction.code))) return 'axis'
  if (prediction.replaces.length > 0 || isPartOfGold(prediction.code, errors)) return 'combination'
  const predicted = new Set(view.predictions.map(({ code }) => normalizeCode(code)))
  const missed = gold.required.filter((code) => !predicted.has(code))
  if (sharesWords(prediction, missed, view.named)) return 'term-or-sense'
  const isDoubted = view.named.some(({ concept, isPlain }) => concept === prediction.concept && !isPlain)
  return isDoubted ? 'section-or-assertion' : 'undecided'
}
