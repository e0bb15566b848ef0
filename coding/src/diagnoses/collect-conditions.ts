/** Gathers the mentions of all notes of an encounter into conditions, and looks for their axis values in the whole record. */
import type { EncounterRecord } from '../domain/encounter-record.ts'
import type { Evidence } from '../domain/evidence.ts'
import { isNonEmpty } from '../domain/result.ts'
import type { Concept, Knowledge } from '../knowledge/concept.ts'
import { findTrimester, GESTATION_CONCEPT } from '../notes/gestation.ts'
import type { Mention } from '../notes/mentions.ts'
import type { ChartReading } from '../notes/read-chart.ts'
import type { NoteReading } from '../notes/read-note.ts'
import {
  type Condition,
  cutMention,
  cutTokens,
  type Place,
  type SideConflict,
  type StatedAxisValue,
  type Weight,
} from './condition.ts'
import { type DecisionTable, findRows } from './decision-table.ts'
import { findProblemValues } from './problem-values.ts'
import { findSidedSites, type SidedSite } from './sided-sites.ts'
import { splitBySide } from './split-by-side.ts'

type Standing = 'established' | 'uncertain' | 'support' | 'none'

/** What a mention may support, from where it stands and how it is asserted (Official Guidelines FY2026, III, IV). */
function judgeMention(mention: Mention, isStatementNote: boolean): Standing {
  const { assertion, concept, sentence } = mention
  if (assertion.experiencer === 'other' || assertion.existence === 'absent') return 'none'
  if (sentence.section.eligibility === 'never' || assertion.temporality === 'hypothetical') return 'none'
  if (sentence.label === 'counseling') return 'none'
  const isIndication = concept.isFromRelease === true && sentence.label === 'treatment'
  const isStatement = sentence.section.eligibility === 'direct' && isStatementNote && !isIndication
  // "History of" a lasting condition in an assessment is how clinicians name it (I.C.21.c.4 asks whether it still exists).
  const isPast = assertion.temporality === 'historical' && !concept.isChronic && concept.kind !== 'status'
  if (isPast) return 'none'
  if (!isStatement) return assertion.existence === 'present' ? 'support' : 'none'
  return assertion.existence === 'uncertain' ? 'uncertain' : 'established'
}

function weigh({ sentence }: Mention, standing: Standing): Weight {
  if (standing === 'support') return 'support'
  if (sentence.role === 'item' && sentence.label === 'treatment') return 'treatment'
  return sentence.role
}

const RANK: Readonly<Record<Weight, number>> = { head: 0, text: 1, item: 2, treatment: 3, support: 4 }

/** Newest note first among equals: a later statement of the same weight stands for the encounter. */
function comparePlaces(a: Place, b: Place): number {
  const byTime = (b.reading.note.time ?? '').localeCompare(a.reading.note.time ?? '')
  return RANK[a.weight] - RANK[b.weight] || byTime || a.mention.from - b.mention.from
}

type Gathered = {
  readonly concept: Concept
  readonly established: Place[]
  readonly uncertain: Place[]
  readonly support: Place[]
}

function gather(readings: readonly NoteReading[]): Map<Concept, Gathered> {
  const byConcept = new Map<Concept, Gathered>()
  const providers = readings.filter(({ note }) => note.authorRole === 'provider')
  // A note that only its date ties to the encounter states diagnoses only where no other note does.
  const certain = providers.filter(({ note }) => note.encounterCertain)
  const statements = new Set(certain.length > 0 ? certain : providers)
  for (const reading of readings) {
    for (const mention of reading.mentions) {
      const standing = judgeMention(mention, statements.has(reading))
      if (standing === 'none') continue
      const { concept } = mention
      const entry = byConcept.get(concept) ?? { concept, established: [], uncertain: [], support: [] }
      byConcept.set(concept, entry)
      entry[standing].push({ reading, mention, weight: weigh(mention, standing) })
    }
  }
  return byConcept
}

function listPlaceValues(place: Place, origin: StatedAxisValue['origin']): StatedAxisValue[] {
  return place.mention.values.map(({ value, from, to }) => ({
    value,
    origin,
    evidence: cutTokens(place, { from, to }),
  }))
}

/** Per axis the value of the best place that states one, or a narrower one from elsewhere; for the side, all. */
function mergeValues(concept: Concept, stated: readonly StatedAxisValue[]): StatedAxisValue[] {
  const merged: StatedAxisValue[] = []
  for (const value of stated) {
    const axis = concept.values.get(value.value)?.axis
    const same = merged.findIndex((one) => concept.values.get(one.value)?.axis === axis)
    const isBroad = concept.values.get(merged[same]?.value ?? '')?.narrower.includes(value.value) === true
    if (axis === undefined || merged.some((one) => one.value === value.value)) continue
    if (isBroad) merged[same] = value
    else if (same === -1 || axis === 'laterality') merged.push(value)
  }
  return merged
}

export type EncounterSource = {
  readonly record: EncounterRecord
  readonly readings: readonly NoteReading[]
  readonly knowledge: Knowledge
  /** The problem list and encounter diagnoses as words. */
  readonly chart: readonly ChartReading[]
  readonly tableOf: (concept: Concept) => DecisionTable
}

type SideSource = EncounterSource & { readonly sided: readonly SidedSite[] }

function isSide(value: StatedAxisValue): boolean {
  return ['right', 'left', 'bilateral'].includes(value.value)
}

/** The side of the site elsewhere in the record, when all places agree (I.B.13, I.B.14: any clinician's documentation). */
function findSiteSide(source: SideSource, concept: Concept): StatedAxisValue[] {
  const words = source.knowledge.sites.get(concept.site ?? '')
  const found = source.sided.filter(({ word }) => words?.has(word) === true)
  const sides = new Set(found.map(({ side }) => side))
  const [first] = found
  return sides.size === 1 && first !== undefined
    ? [{ value: first.side, evidence: first.evidence, origin: 'record' }]
    : []
}

/** The patient's phase of care follows from the place: what an emergency department treats is active treatment (I.C.19.a). */
function findSettingValues(source: EncounterSource, concept: Concept): StatedAxisValue[] {
  const isEmergency = source.record.encounterClass === 'emergency'
  return isEmergency && concept.values.has('initial') ? [{ value: 'initial', origin: 'record' }] : []
}

/** The trimester that the weeks of the pregnancy give, where the notes agree on it (I.C.15.a.3). */
function findTrimesterValues({ readings }: EncounterSource, concept: Concept): StatedAxisValue[] {
  if (![...concept.values.values()].some(({ axis }) => axis === 'trimester')) return []
  const stated = readings.flatMap((reading) =>
    reading.mentions.flatMap((mention): StatedAxisValue[] => {
      const { existence, temporality, experiencer } = mention.assertion
      const isNow = existence === 'present' && temporality === 'current' && experiencer === 'patient'
      const weeks = mention.concept.id === GESTATION_CONCEPT && isNow ? mention.values[0] : undefined
      if (weeks === undefined) return []
      const value = findTrimester(weeks.value)
      return [{ value, origin: 'record', evidence: cutTokens({ reading, mention }, weeks) }]
    }),
  )
  return new Set(stated.map(({ value }) => value)).size === 1 ? stated.slice(0, 1) : []
}

function findRecordValues(source: SideSource, gathered: Gathered): StatedAxisValue[] {
  const { concept } = gathered
  const mentions = gathered.support.flatMap((place) => listPlaceValues(place, 'record'))
  const charted = source.chart
    .flatMap((reading) => reading.mentions.filter((mention) => mention.concept === concept))
    .flatMap((mention) => mention.values.map(({ value }): StatedAxisValue => ({ value, origin: 'record' })))
  const stated = [...mentions, ...charted]
  const sides = stated.filter(isSide)
  const derived = [...findSettingValues(source, concept), ...findTrimesterValues(source, concept)]
  const others = [...stated.filter((value) => !isSide(value)), ...derived]
  const agreed = new Set(sides.map(({ value }) => value)).size === 1 ? sides : []
  return [...others, ...(sides.length === 0 ? findSiteSide(source, concept) : agreed)]
}

const OPPOSITE: ReadonlyMap<string, string> = new Map([
  ['right', 'left'],
  ['left', 'right'],
])

/** Two places that name the same condition on opposite sides, neither naming both (I.B.14: the provider is asked). */
function findSideConflict(
  source: SideSource,
  { established, support }: Gathered,
  places: readonly Place[],
): SideConflict | undefined {
  const [first] = places
  if (first === undefined) return undefined
  const sidesOf = (place: Place): Set<string> =>
    new Set(
      listPlaceValues(place, 'statement')
        .filter(isSide)
        .map(({ value }) => value),
    )
  const stated = new Set(established.filter(({ reading }) => reading === first.reading).flatMap((p) => [...sidesOf(p)]))
  const [side] = stated
  const opposite = OPPOSITE.get(side ?? '')
  if (stated.size !== 1 || side === undefined || opposite === undefined) return undefined
  const all = [...established, ...support]
  const isBoth = all.some((place) => sidesOf(place).has('bilateral'))
  const agrees = support.some((place) => place.reading === first.reading && sidesOf(place).has(side))
  const there = all.find((place) => {
    const sides = sidesOf(place)
    const isElsewhere = place.reading !== first.reading || !agrees
    return isElsewhere && sides.size === 1 && sides.has(opposite)
  })
  const here = established.find((place) => sidesOf(place).has(side))
  const elsewhere = there === undefined ? findOtherNoteSide(source, first, opposite) : cutMention(there)
  if (elsewhere === undefined || here === undefined || isBoth) return undefined
  return { here: cutMention(here), there: elsewhere, sides: [side, opposite] }
}

/** Another note that speaks of the site on the opposite side only: a rooming note that names the other hip. */
function findOtherNoteSide(source: SideSource, { reading, mention }: Place, opposite: string): Evidence | undefined {
  const words = source.knowledge.sites.get(mention.concept.site ?? '')
  const others = source.readings.filter(({ note }) => note !== reading.note)
  for (const { note } of others) {
    const found = source.sided.filter(({ word, evidence }) => evidence.noteId === note.id && words?.has(word) === true)
    const [first] = found
    if (first !== undefined && found.every(({ side }) => side === opposite)) return first.evidence
  }
  return undefined
}

/** What a plan names is what is to be done about it; the assessment says what it is. */
const rankPlace = ({ weight, mention }: Place): number =>
  RANK[weight] + (mention.sentence.section.id === 'plan' ? 0.5 : 0)

/** "1. Probable sleep apnea" and below it "sleep study for sleep apnea": the better place says how certain it is. */
function isOutweighed({ established, uncertain }: Gathered): boolean {
  const rankOf = (places: readonly Place[]): number => Math.min(...places.map(rankPlace))
  return established.length === 0 || rankOf(uncertain) < rankOf(established)
}

function buildCondition(source: SideSource, gathered: Gathered): Condition | undefined {
  const { concept } = gathered
  const isEstablished = !isOutweighed(gathered)
  const places = (isEstablished ? gathered.established : gathered.uncertain).toSorted(comparePlaces)
  if (!isNonEmpty(places)) return undefined
  const statement = places.flatMap((place) => listPlaceValues(place, 'statement'))
  const record = [...places.flatMap(findProblemValues), ...findRecordValues(source, gathered)]
  const hasSide = statement.some(isSide)
  const values = mergeValues(concept, [...statement, ...record.filter((value) => !(hasSide && isSide(value)))])
  const table = source.tableOf(concept)
  const bySide = splitBySide(concept, { places, values: values.map(({ value }) => value) })
  const conflict = concept.values.has('right') ? findSideConflict(source, gathered, places) : undefined
  return {
    concept,
    certainty: isEstablished ? 'established' : 'uncertain',
    places,
    values,
    table,
    rows: [...new Set(bySide.flatMap((stated) => findRows(table, stated)))],
    ...(conflict === undefined ? {} : { conflict }),
  }
}

/** "Kidney disease" where the history names CKD stage 3: the more exact concept stands for both. */
function narrow(
  source: SideSource,
  condition: Condition,
  all: { readonly built: readonly Condition[]; readonly gathered: readonly Gathered[] },
): Condition[] {
  const { narrower } = condition.concept
  if (narrower.length === 0 || condition.certainty === 'uncertain') return [condition]
  if (all.built.some(({ concept }) => narrower.includes(concept.id))) return []
  const found = all.gathered.filter(({ concept, support }) => narrower.includes(concept.id) && support.length > 0)
  const [exact, another] = found
  const [refinedBy] = exact?.support ?? []
  if (exact === undefined || refinedBy === undefined || another !== undefined) return [condition]
  const { concept } = exact
  const table = source.tableOf(concept)
  const values = mergeValues(
    concept,
    exact.support.flatMap((place) => listPlaceValues(place, 'record')),
  )
  const rows = findRows(table, new Set(values.map(({ value }) => value)))
  return [{ ...condition, concept, table, values, rows, refinedBy }]
}

export type EncounterConditions = {
  /** From diagnostic statements, in the order of the best place. */
  readonly stated: readonly Condition[]
  /** Named outside any diagnostic statement: history, findings, complaints. */
  readonly supporting: readonly { readonly concept: Concept; readonly places: readonly Place[] }[]
}

export function collectConditions(source: EncounterSource): EncounterConditions {
  const gathered = [...gather(source.readings).values()]
  const sided = source.readings.flatMap(findSidedSites)
  const built = gathered.flatMap((entry) => buildCondition({ ...source, sided }, entry) ?? [])
  const stated = built.flatMap((condition) => narrow({ ...source, sided }, condition, { built, gathered }))
  const supporting = gathered
    .filter(({ established, uncertain }) => established.length === 0 && uncertain.length === 0)
    .map(({ concept, support }) => ({ concept, places: support }))
  return { stated, supporting }
}
