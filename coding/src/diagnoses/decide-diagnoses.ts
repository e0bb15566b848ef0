/** From conditions to codes: certainty and setting first, then the decision tables, then what codes make of each other. */
import type { EncounterRecord } from '../domain/encounter-record.ts'
import type { Concept, Knowledge } from '../knowledge/concept.ts'
import { GESTATION_CONCEPT } from '../notes/gestation.ts'
import { isApart, listOneSides } from './apart.ts'
import type { EncounterConditions } from './collect-conditions.ts'
import type { Condition } from './condition.ts'
import { type DecisionTable, findRows } from './decision-table.ts'
import { buildDiagnoses, type Diagnosis, hasPrefix } from './diagnosis.ts'
import { orderDiagnoses } from './order-diagnoses.ts'
import { relateDiagnoses } from './relate-diagnoses.ts'

/** A facility codes a stay's uncertain diagnoses as if established (II.H); every other setting does not (IV.H). */
function mayCode(condition: Condition, record: EncounterRecord, knowledge: Knowledge): boolean {
  if (condition.conflict !== undefined) return false
  if (condition.certainty === 'established') return true
  if (record.setting !== 'inpatient_facility') return false
  return !condition.rows.some(({ code }) => hasPrefix(code, knowledge.relations.confirmedOnly))
}

const SPREADING = new Set([
  'radiating',
  'radiates',
  'radiation',
  'referred',
  'refers',
  'due',
  'from',
  'secondary',
  'related',
])

/** "Right knee OA. Left knee pain.": the diagnosis that the line begins with cannot be what hurts there (I.B.5, I.B.6). */
function isComplaintElsewhere({ concept, places: [place] }: Condition, stated: readonly Condition[]): boolean {
  const { weight, reading, mention } = place
  const { sentence } = mention
  if (weight !== 'item' || sentence.label !== undefined || sentence.section.id === 'plan') return false
  if (reading.lowers.slice(sentence.from, sentence.to).some((word) => SPREADING.has(word))) return false
  const complaint = { concept, sides: listOneSides(mention.values) }
  const heads = stated.flatMap(({ concept: named, places: all }) =>
    all
      .filter(
        (one) => one.weight === 'head' && one.reading === reading && one.mention.sentence.problem === sentence.problem,
      )
      .map((one) => ({ concept: named, sides: listOneSides(one.mention.values) })),
  )
  return heads.length > 0 && heads.every((head) => isApart(complaint, head))
}

/** A symptom in the small print of another problem's plan is not a problem of its own. */
function isOwnProblem(condition: Condition, stated: readonly Condition[]): boolean {
  const { concept, places } = condition
  const [{ weight, mention }] = places
  if (concept.kind === 'symptom') {
    const isNamed = weight === 'head' || (weight === 'text' && mention.sentence.section.id !== 'plan')
    return isNamed || isComplaintElsewhere(condition, stated)
  }
  // "Follow up for a blood pressure check" plans another encounter.
  if (concept.kind === 'reason')
    return weight === 'head' || (weight !== 'treatment' && mention.sentence.section.id !== 'plan')
  return true
}

/** The complaint stands in for a diagnosis that is only suspected: its own symptoms, where the notes name them (IV.D). */
function findSymptoms(
  { conditions, knowledge, tableOf }: DiagnosisInput,
  uncertain: readonly Condition[],
): Condition[] {
  if (uncertain.length === 0) return []
  const suspected = uncertain.flatMap(({ rows }) => rows.map(({ code }) => code))
  const wanted = Object.entries(knowledge.relations.integral)
    .filter(([prefix]) => suspected.some((code) => code.startsWith(prefix)))
    .flatMap(([, symptoms]) => symptoms)
  return conditions.supporting.flatMap(({ concept, places: [first, ...others] }) => {
    if (concept.kind !== 'symptom' || first === undefined) return []
    const table = tableOf(concept)
    const rows = findRows(table, new Set(first.mention.values.map(({ value }) => value)))
    const isPart = rows.some(({ code }) => hasPrefix(code, wanted))
    const places = [first, ...others] as const
    return isPart ? [{ concept, table, certainty: 'established' as const, places, values: [], rows }] : []
  })
}

/** The weeks of the pregnancy, wherever the notes state them; alone they are not coded (I.C.21.c.11). */
function findGestationalAge({ conditions, tableOf }: DiagnosisInput): Condition[] {
  const found = conditions.supporting.find(({ concept }) => concept.id === GESTATION_CONCEPT)
  const [first, ...others] = found?.places ?? []
  if (found === undefined || first === undefined) return []
  const table = tableOf(found.concept)
  const rows = findRows(table, new Set(first.mention.values.map(({ value }) => value)))
  return [{ concept: found.concept, table, certainty: 'established', places: [first, ...others], values: [], rows }]
}

export type DiagnosisInput = {
  readonly record: EncounterRecord
  readonly conditions: EncounterConditions
  readonly knowledge: Knowledge
  readonly tableOf: (concept: Concept) => DecisionTable
}

export function decideDiagnoses(input: DiagnosisInput): Diagnosis[] {
  const { record, conditions, knowledge } = input
  const codable = conditions.stated.filter((one) => mayCode(one, record, knowledge))
  const uncertain = conditions.stated.filter((one) => one.certainty === 'uncertain' && !codable.includes(one))
  const symptoms = findSymptoms(input, uncertain)
  const { vague } = knowledge.relations
  const diagnoses = [
    ...codable.filter((one) => isOwnProblem(one, conditions.stated)),
    ...symptoms,
    ...findGestationalAge(input),
  ]
    .flatMap(buildDiagnoses)
    .filter(({ code, concept }) => !hasPrefix(code, vague) && !vague.includes(concept.id))
  return orderDiagnoses(knowledge.relations, relateDiagnoses(knowledge.relations, diagnoses))
}
