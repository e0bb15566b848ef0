/** Applies what two documented conditions make of each other: combination codes, exclusions, integral symptoms. */
import { parseIcd10Code } from '../domain/icd10-code.ts'
import { isNonEmpty } from '../domain/result.ts'
import type { CombinationSource, DiabetesRelationSource, RelationsSource } from '../knowledge/knowledge-data.ts'
import { findLongestPhrase } from '../notes/phrase-trie.ts'
import { isApart, type Located, listOneSides } from './apart.ts'
import { type Diagnosis, hasPrefix, mergeDiagnoses } from './diagnosis.ts'

/**
 * "CKD due to polycystic disease": another cause is documented, so the classification's presumption does not hold
 * (Official Guidelines FY2026, I.A.15). `causes` are the codes whose mention would be the presumed cause itself.
 */
function hasOtherCause(diagnosis: Diagnosis, causes: readonly string[], all: readonly Diagnosis[]): boolean {
  const { reading, mention } = diagnosis.place
  const { to } = mention
  const limit = Math.min(to + 4, mention.sentence.to)
  for (let index = to; index < limit; index++) {
    const link = findLongestPhrase(reading.knowledge.links, reading.numbers, { from: index, to: mention.sentence.to })
    if (link === undefined) continue
    if (link.entries.includes('not-link')) return true
    const named = reading.mentions.find((one) => one.from >= link.to && one.to <= mention.sentence.to)
    return !all.some(({ code, concept }) => concept === named?.concept && hasPrefix(code, causes))
  }
  return false
}

const NEAR = 6
/** What says, between the cause and what comes of it, that it does. */
const BRINGS =
  /^(?:caus(?:es|ed|ing)|complicated by|leading to|result(?:s|ed|ing) in|with (?:resulting|resultant|associated))$/
const TIED = new Set(['induced', 'associated', 'related', 'mediated'])

/** "AKI due to sepsis", "sepsis-induced encephalopathy", "sepsis complicated by AKI": the note ties the one to the other. */
function isLinked({ place }: Diagnosis, cause: Diagnosis): boolean {
  const { reading, mention } = place
  const { knowledge, lowers, numbers } = reading
  const isNear = (from: number, to: number): boolean => to - from <= NEAR && from <= to
  const causes = reading.mentions.filter(
    ({ concept, assertion, from, to }) =>
      concept === cause.concept &&
      assertion.existence !== 'absent' &&
      (isNear(mention.to, from) || isNear(to, mention.from)),
  )
  return causes.some(({ from, to }) => {
    if (to <= mention.from) {
      const between = lowers.slice(to, mention.from).filter((word) => word !== '-')
      const [first = ''] = between
      return TIED.has(first) || BRINGS.test(first) || BRINGS.test(between.slice(0, 2).join(' '))
    }
    for (let index = mention.to; index < from; index++) {
      const link = findLongestPhrase(knowledge.links, numbers, { from: index, to: from })
      if (link !== undefined) return !link.entries.includes('not-link')
    }
    return false
  })
}

/** The first of the codes that the rule asks for; where it asks for the link, the first that has it. */
function findPart(
  rule: CombinationSource,
  prefixes: readonly string[],
  diagnoses: readonly Diagnosis[],
): Diagnosis | undefined {
  const able = diagnoses.filter(({ code }) => hasPrefix(code, prefixes))
  const causes = diagnoses.filter(({ code }) => hasPrefix(code, rule.all[0] ?? []))
  if (rule.linked !== true || prefixes === rule.all[0]) return able[0]
  return able.find((one) => causes.some((cause) => isLinked(one, cause)))
}

function applyCombination(rule: CombinationSource, diagnoses: readonly Diagnosis[]): Diagnosis[] | undefined {
  if (rule.none !== undefined && diagnoses.some(({ code }) => hasPrefix(code, rule.none ?? []))) return undefined
  const parts = rule.all.map((prefixes) => findPart(rule, prefixes, diagnoses))
  const found = parts.filter((part) => part !== undefined)
  if (found.length < rule.all.length || !isNonEmpty(found)) return undefined
  const causes = rule.all[0] ?? []
  if (rule.ofAnyCause !== true && rule.linked !== true && found.some((part) => hasOtherCause(part, causes, diagnoses)))
    return undefined
  const isDropped = ({ code }: Diagnosis): boolean => hasPrefix(code, rule.drop ?? [])
  const replaces = diagnoses.filter(isDropped).map(({ code }) => code)
  const merged = mergeDiagnoses(parseIcd10Code(rule.add), found, { ...rule, replaces })
  return [...diagnoses.filter((one) => !isDropped(one) && one.code !== merged.code), merged]
}

/** Each set of conditions is combined once, by the first rule that names it. */
function applyCombinations(rules: readonly CombinationSource[], diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  let current = diagnoses
  for (const rule of rules) current = applyCombination(rule, current) ?? current
  return current
}

/** What a relation names by its concept goes by that; anything else by its code, where the words say enough. */
function matchesRelation(
  { match, claimed = [], words = '' }: DiabetesRelationSource,
  { concept, code, evidence }: Diagnosis,
  named: ReadonlySet<string>,
): boolean {
  const isMatch = match.some((one) => (isConceptId(one) ? concept.id === one : hasPrefix(code, [one])))
  if (isMatch || named.has(concept.id) || !hasPrefix(code, claimed)) return isMatch
  const pattern = new RegExp(words, 'i')
  return evidence.some(({ quote }) => pattern.test(quote))
}

/** Codes begin with a capital letter, ids do not. */
function isConceptId(match: string): boolean {
  return match === match.toLowerCase()
}

/** The index's "with" list under Diabetes: presumed unless another cause is documented. */
function applyDiabetes(source: RelationsSource['diabetes'], diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  const diabetes = diagnoses.find(({ code }) => hasPrefix(code, source.types))
  if (diabetes === undefined) return diagnoses
  const category = diabetes.code.slice(0, 3)
  const named = new Set(source.relations.flatMap(({ match }) => match.filter(isConceptId)))
  const added: Diagnosis[] = []
  const dropped = new Set<Diagnosis>()
  for (const relation of source.relations) {
    for (const diagnosis of diagnoses) {
      if (relation.not_for?.includes(category) === true) continue
      if (!matchesRelation(relation, diagnosis, named) || hasOtherCause(diagnosis, source.types, diagnoses)) continue
      const replaces = [diabetes.code, ...(relation.drop === true ? [diagnosis.code] : [])]
      const code = parseIcd10Code(`${category}.${relation.suffix}`)
      if (relation.drop === true) dropped.add(diagnosis)
      if (added.some((one) => one.code === code)) continue
      added.push(mergeDiagnoses(code, [diabetes, diagnosis], { id: relation.id, section: source.section, replaces }))
    }
  }
  const others = diagnoses.filter((one) => !dropped.has(one) && !added.some(({ code }) => code === one.code))
  const hasComplication = [...others, ...added].some(
    ({ code }) => code.startsWith(category) && code !== `${category}.9`,
  )
  // "Without complications" is not reported beside a complication of the same type.
  return [...others.filter(({ code }) => !(hasComplication && code === `${category}.9`)), ...added]
}

/** Terms that write E11 ("diabetic retinopathy") take the type that the encounter documents. */
function alignDiabetesType(source: RelationsSource['diabetes'], diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  const typed = diagnoses.find(({ code }) => hasPrefix(code, source.types) && !code.startsWith('E11'))
  if (typed === undefined) return diagnoses
  const category = typed.code.slice(0, 3)
  return diagnoses.map((one) =>
    one.code.startsWith('E11.') ? { ...one, code: parseIcd10Code(`${category}${one.code.slice(3)}`) } : one,
  )
}

function locate({ concept, place, exactAxes }: Diagnosis): Located {
  return { concept, sides: exactAxes.includes('laterality') ? listOneSides(place.mention.values) : [] }
}

function applyExclusions(relations: RelationsSource, diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  return relations.exclusive.reduce(
    (current, { when, drop }) =>
      current.some(({ code }) => hasPrefix(code, when))
        ? current.filter(
            (one) =>
              !hasPrefix(one.code, drop) ||
              current
                .filter(({ code }) => hasPrefix(code, when))
                .every((reason) => isApart(locate(reason), locate(one))),
          )
        : current,
    diagnoses,
  )
}

/** Signs and symptoms that are routinely part of a coded diagnosis are not coded beside it (I.B.5). */
function dropIntegral(relations: RelationsSource, diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  if (!diagnoses.some(({ concept }) => concept.kind === 'symptom')) return diagnoses
  const integral = Object.entries(relations.integral).flatMap(([prefix, symptoms]) =>
    diagnoses.filter(({ code }) => code.startsWith(prefix)).map((reason) => ({ reason, symptoms })),
  )
  const isPart = (one: Diagnosis): boolean =>
    integral.some(({ reason, symptoms }) => hasPrefix(one.code, symptoms) && !isApart(locate(reason), locate(one)))
  return diagnoses.filter((one) => one.concept.kind !== 'symptom' || !isPart(one))
}

function dropRepeated(diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  return diagnoses.filter((one, index) => diagnoses.findIndex(({ code }) => code === one.code) === index)
}

/** An organism is coded beside the infection that it causes, not alone (I.B.7). */
function dropUnaccompanied(relations: RelationsSource, diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  return diagnoses.filter((one) => {
    const rule = relations.requires.find(({ code }) => one.code.startsWith(code))
    return rule === undefined || diagnoses.some(({ code }) => hasPrefix(code, rule.beside))
  })
}

export function relateDiagnoses(relations: RelationsSource, diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  const aligned = alignDiabetesType(relations.diabetes, dropRepeated(diagnoses))
  const combined = applyDiabetes(relations.diabetes, applyCombinations(relations.combinations, aligned))
  const kept = dropIntegral(relations, applyExclusions(relations, combined))
  return dropRepeated(dropUnaccompanied(relations, kept))
}
