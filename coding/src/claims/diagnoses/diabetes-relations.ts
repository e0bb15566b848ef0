/** Conditions under "with" at Diabetes in the index: related unless documented otherwise (I.A.15). */
import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { DraftFix } from '../../domain/draft-fix.ts'
import type { DiabetesRelationSource } from '../../knowledge/knowledge-data.ts'
import type { ClaimRuleInput } from '../claim-rule.ts'
import { addDiagnosis, listWithPrefix, replaceDiagnoses } from './diagnosis-hit.ts'

type RelatedDiabetes = {
  readonly parts: readonly [diabetes: DraftDiagnosis, other: DraftDiagnosis]
  readonly to: string
  readonly fix: DraftFix | undefined
}

/** Codes that say the condition; words where the code alone says too little ("ketoacidosis" of an acidosis). */
function findOther(input: ClaimRuleInput, { match, claimed = [], words }: DiabetesRelationSource) {
  const prefixes = [...match.filter((one) => one !== one.toLowerCase()), ...claimed]
  const pattern = words === undefined ? undefined : new RegExp(words, 'i')
  return listWithPrefix(input, prefixes).find(
    ({ evidence }) => pattern === undefined || evidence.some(({ quote }) => pattern.test(quote)),
  )
}

function relate(
  input: ClaimRuleInput,
  relation: DiabetesRelationSource,
  diabetes: readonly DraftDiagnosis[],
): RelatedDiabetes | undefined {
  const [first] = diabetes
  const other = findOther(input, relation)
  if (first === undefined || other === undefined) return undefined
  const category = first.code.code.slice(0, 3)
  if (relation.not_for?.includes(category) === true) return undefined
  const to = `${category}.${relation.suffix}`
  const isSaid = diabetes.some(({ code }) => code.code.startsWith(to))
  const plain = diabetes.filter(({ code }) => code.code === `${category}.9`)
  const dropped = relation.drop === true ? [other] : []
  if (isSaid && dropped.length === 0) return undefined
  const from = [...plain, ...dropped]
  const fix =
    from.length > 0 ? replaceDiagnoses(input, from, isSaid ? [] : [to]) : addDiagnosis(input, to, first.code.code)
  return { parts: [first, other], to, fix }
}

/**
 * @returns every relation of the draft that is not yet said; only the first while "without complications" stands, since it
 * takes that place and the next check finds the others.
 */
export function findRelatedDiabetes(input: ClaimRuleInput): readonly RelatedDiabetes[] {
  const { types, relations } = input.knowledge.relations.diabetes
  const diabetes = types.map((type) => listWithPrefix(input, [`${type}.`])).find((codes) => codes.length > 0) ?? []
  const taken = new Set<DraftDiagnosis>()
  const found = relations.flatMap((relation): RelatedDiabetes[] => {
    const one = relate(input, relation, diabetes)
    if (one === undefined || taken.has(one.parts[1])) return []
    taken.add(one.parts[1])
    return [one]
  })
  return diabetes.some(({ code }) => code.code.endsWith('.9')) ? found.slice(0, 1) : found
}
