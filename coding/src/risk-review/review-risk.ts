import type { AttributeTable } from '../code-sets/code-attribute.ts'
import { cutMention, type Place } from '../diagnoses/condition.ts'
import type { DateOnly } from '../domain/date-only.ts'
import type { RecordedCondition } from '../domain/encounter-record.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Icd10Code } from '../domain/icd10-code.ts'
import { tryParseIcd10Code } from '../domain/icd10-code.ts'
import type { Concept } from '../knowledge/concept.ts'
import type { EncounterReading } from '../prompts/prompt-source.ts'
import { findSupport } from './find-support.ts'
import type { Proposal, ReviewedCode, ReviewedCondition, RiskReview, Standing } from './risk-review.ts'

export const MODEL = 'CMS-HCC V28'

export type RiskInput = {
  readonly reading: EncounterReading
  /** The imported mapping of codes to categories (CMS, "ICD-10-CM Mappings" of a payment year). */
  readonly categories: AttributeTable
  readonly findTitle: (code: Icd10Code, on: DateOnly) => string
}

/**
 * Reviews every category of the model that the chart or the notes reach.
 * @returns categories in the order of their numbers; `no-data` when the mapping is not imported. Source of what supports a
 * condition: ICD-10-CM Official Guidelines FY2026, IV.J; of the categories: the imported file alone.
 */
export function reviewRisk(input: RiskInput): RiskReview {
  const { reading, categories } = input
  const probe = categories.list(PROBE, reading.record.dateOfService)
  if (probe.kind !== 'found') return probe
  const codes = collectCodes(input)
  const byCategory = new Map<string, ReviewedCode[]>()
  for (const code of codes) {
    for (const category of listCategories(input, code.code)) {
      byCategory.set(category, [...(byCategory.get(category) ?? []), code])
    }
  }
  const conditions = [...byCategory]
    .map(([category, members]) => reviewCategory(input, category, members))
    .sort((a, b) => Number(a.category) - Number(b.category))
  return { kind: 'reviewed', model: MODEL, release: probe.release, conditions }
}

/** Whether the mapping answers for a date does not depend on the code that is asked for. */
const PROBE = requireCode('E11.9')

function requireCode(text: string): Icd10Code {
  const code = tryParseIcd10Code(text)
  if (code === undefined) throw new TypeError(`${text} is not a code`)
  return code
}

function listCategories({ categories, reading }: RiskInput, code: Icd10Code): readonly string[] {
  const answer = categories.list(code, reading.record.dateOfService)
  return answer.kind === 'found' ? answer.attributes.flatMap(({ name, value }) => (name === MODEL ? [value] : [])) : []
}

function isCurrent({ clinicalStatus, verification }: RecordedCondition): boolean {
  return clinicalStatus !== 'resolved' && clinicalStatus !== 'inactive' && verification !== 'refuted'
}

function collectCodes({ reading, findTitle }: RiskInput): readonly ReviewedCode[] {
  const origins = new Map<Icd10Code, Set<ReviewedCode['origins'][number]>>()
  const add = (code: Icd10Code, origin: ReviewedCode['origins'][number]): void => {
    origins.set(code, (origins.get(code) ?? new Set()).add(origin))
  }
  for (const condition of reading.record.conditions.filter(isCurrent)) {
    if (condition.code) add(condition.code, condition.category === 'encounter-diagnosis' ? 'visit' : 'problem-list')
  }
  for (const { code } of reading.diagnoses) add(code, 'note')
  return [...origins].map(([code, from]) => ({
    code,
    title: findTitle(code, reading.record.dateOfService),
    origins: [...from],
  }))
}

function reviewCategory(input: RiskInput, category: string, codes: readonly ReviewedCode[]): ReviewedCondition {
  const { reading } = input
  const isOnVisit = codes.some(({ origins }) => origins.includes('visit'))
  const noted = reading.diagnoses.filter(({ code }) =>
    codes.some((one) => one.code === code && one.origins.includes('note')),
  )
  if (noted.length > 0) {
    const concepts = new Set(noted.map(({ concept }) => concept))
    const stated = reading.conditions.stated.filter(({ concept }) => concepts.has(concept))
    const places = [...noted.map(({ place }) => place), ...stated.flatMap((condition) => condition.places)]
    const related = listRelated(reading, concepts)
    const others = new Set(
      reading.readings.flatMap(({ mentions }) =>
        mentions
          .filter(({ concept }) => concept.kind !== 'symptom' && !related.has(concept))
          .map(({ sentence }) => sentence),
      ),
    )
    const support = findSupport(places, reading.readings, others)
    const standing: Standing = support.length > 0 ? 'supported' : 'listed'
    const named = noted.flatMap(({ evidence }) => evidence.slice(0, 1))
    return { category, codes, standing, proposal: propose(standing, isOnVisit), named, support }
  }
  const { standing, named } = judgeMentions(input, category, codes)
  return { category, codes, standing, proposal: propose(standing, isOnVisit), named, support: [] }
}

/** With what the classification reports together with it: care of "diabetic kidney disease" is care of both. */
function listRelated({ readings, diagnoses }: EncounterReading, concepts: ReadonlySet<Concept>): ReadonlySet<Concept> {
  const related = new Set(concepts)
  const places = readings.flatMap((reading) =>
    reading.mentions.map((mention) => ({
      concept: mention.concept,
      words: cutMention({ reading, mention, weight: 'support' }),
    })),
  )
  for (const { evidence } of diagnoses) {
    const together = places.filter(({ words }) =>
      evidence.some(({ noteId, start, end }) => noteId === words.noteId && start < words.end && words.start < end),
    )
    if (!together.some(({ concept }) => concepts.has(concept))) continue
    for (const { concept } of together) related.add(concept)
  }
  return related
}

function propose(standing: Standing, isOnVisit: boolean): Proposal {
  if (standing === 'supported') return isOnVisit ? 'keep' : 'add'
  return isOnVisit ? 'remove' : 'none'
}

const STRENGTH: readonly Standing[] = ['lesser', 'uncertain', 'denied', 'past']

/** What the notes say of a condition that the chart codes and they do not support. The strongest word stands. */
function judgeMentions(
  input: RiskInput,
  category: string,
  codes: readonly ReviewedCode[],
): { readonly standing: Standing; readonly named: readonly Evidence[] } {
  const families = new Set(codes.map(({ code }) => code.slice(0, 3)))
  const isRelated = (place: Place): boolean =>
    place.mention.concept.rows.some(
      ({ code }) => families.has(code.slice(0, 3)) || listCategories(input, code).includes(category),
    )
  const places = input.reading.readings.flatMap((reading) =>
    reading.note.authorRole === 'provider'
      ? reading.mentions.map((mention): Place => ({ reading, mention, weight: 'support' })).filter(isRelated)
      : [],
  )
  const mentioned = places.flatMap((place) => {
    const standing = judgePlace(place)
    return standing === undefined ? [] : [{ standing, evidence: cutMention(place) }]
  })
  const found = [...mentioned, ...findPast(input, codes)]
  const standing = STRENGTH.find((one) => found.some((each) => each.standing === one)) ?? 'silent'
  return { standing, named: found.filter((one) => one.standing === standing).map(({ evidence }) => evidence) }
}

/** Personal history has codes of its own (Official Guidelines FY2026, I.C.21.c.4): "history of breast cancer" is Z85.3. */
const PERSONAL_HISTORY = /^Z8[5-7]/
const COMMON_WORDS = new Set(
  'personal history malignant neoplasm disease disorder other unspecified with without cancer and'.split(' '),
)

function listWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 3 && !COMMON_WORDS.has(word))
}

function findPast(
  { reading, findTitle }: RiskInput,
  codes: readonly ReviewedCode[],
): readonly { readonly standing: Standing; readonly evidence: Evidence }[] {
  const words = new Set(codes.flatMap(({ title }) => listWords(title)))
  return reading.diagnoses
    .filter(
      ({ code }) =>
        PERSONAL_HISTORY.test(code) &&
        listWords(findTitle(code, reading.record.dateOfService)).some((word) => words.has(word)),
    )
    .map(({ evidence: [evidence] }) => ({ standing: 'past', evidence }))
}

function judgePlace({ mention: { assertion, sentence } }: Place): Standing | undefined {
  if (assertion.experiencer === 'other' || assertion.temporality === 'hypothetical') return undefined
  if (sentence.section.eligibility === 'never') return undefined
  if (assertion.existence === 'absent') return 'denied'
  if (assertion.temporality === 'historical') return 'past'
  return assertion.existence === 'uncertain' ? 'uncertain' : 'lesser'
}
