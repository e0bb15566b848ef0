import type { AttributeTable } from '../code-sets/code-attribute.ts'
import type { CategoryTable } from '../code-sets/hcc-tables.ts'
import { cutMention, type Place } from '../diagnoses/condition.ts'
import type { DateOnly } from '../domain/date-only.ts'
import type { RecordedCondition } from '../domain/encounter-record.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Icd10Code } from '../domain/icd10-code.ts'
import { tryParseIcd10Code } from '../domain/icd10-code.ts'
import type { Concept } from '../knowledge/concept.ts'
import type { EncounterReading } from '../prompts/prompt-source.ts'
import { findSupport } from './find-support.ts'
import type { CodeStanding, Proposal, ReviewedCode, ReviewedCondition, RiskReview, Standing } from './risk-review.ts'

export const MODEL = 'CMS-HCC V28'

export type RiskInput = {
  readonly reading: EncounterReading
  /** The imported mapping of codes to categories (CMS, "ICD-10-CM Mappings" of a payment year). */
  readonly categories: AttributeTable
  readonly labels: CategoryTable
  readonly hierarchies: CategoryTable
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
  const byCategory = new Map<string, ChartCode[]>()
  for (const code of collectCodes(input)) {
    for (const category of listCategories(input, code.code)) {
      byCategory.set(category, [...(byCategory.get(category) ?? []), code])
    }
  }
  const on = reading.record.dateOfService
  const [labels, hierarchies] = [input.labels.list(MODEL, on), input.hierarchies.list(MODEL, on)]
  const labelOf = new Map(labels.rows.map(({ category, value }) => [category, value]))
  const reviewed = [...byCategory].map(([category, members]) => reviewCategory(input, category, members))
  const supported = new Set(reviewed.flatMap(({ category, standing }) => (standing === 'supported' ? category : [])))
  const conditions = reviewed
    .map((condition): ReviewedCondition => {
      const label = labelOf.get(condition.category)
      const above = hierarchies.rows.filter(
        ({ category, value }) => value === condition.category && supported.has(category),
      )
      return { ...condition, ...(label && { label }), trumpedBy: above.map(({ category }) => category).sort(byNumber) }
    })
    .sort((a, b) => byNumber(a.category, b.category))
  const { release } = probe
  return { kind: 'reviewed', model: MODEL, release, labels: labels.kind, hierarchies: hierarchies.kind, conditions }
}

const byNumber = (a: string, b: string): number => Number(a) - Number(b)

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

type ChartCode = Pick<ReviewedCode, 'code' | 'title' | 'origins'>

function collectCodes({ reading, findTitle }: RiskInput): readonly ChartCode[] {
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

type Noted = EncounterReading['diagnoses']
type Untrumped = Omit<ReviewedCondition, 'label' | 'trumpedBy'>

function reviewCategory(input: RiskInput, category: string, members: readonly ChartCode[]): Untrumped {
  const noted = input.reading.diagnoses.filter(({ code }) => members.some((one) => one.code === code))
  const judged = noted.length > 0 ? judgeNoted(input, noted, noted) : judgeMentions(input, category, members)
  const codes = members.map((member): ReviewedCode => {
    const { standing, named } = judgeCode(input, { category, member, noted })
    return { ...member, standing, proposal: propose(standing, isOfVisit(member)), named }
  })
  return { category, codes, support: [], ...judged, proposal: propose(judged.standing, members.some(isOfVisit)) }
}

function isOfVisit({ origins }: ChartCode): boolean {
  return origins.includes('visit')
}

type Judgement<S extends CodeStanding> = { readonly standing: S; readonly named: readonly Evidence[] }

/** A code is judged by its own words: what the notes say of another code of its category supports that one alone. */
function judgeCode(
  input: RiskInput,
  { category, member, noted }: { readonly category: string; readonly member: ChartCode; readonly noted: Noted },
): Judgement<CodeStanding> {
  const own = noted.filter(({ code }) => code === member.code)
  if (own.length > 0) return judgeNoted(input, own, noted)
  const judged = judgeMentions(input, category, [member])
  const isSpokenAgainst = judged.standing !== 'lesser' && judged.standing !== 'silent'
  return noted.length === 0 || isSpokenAgainst ? judged : { standing: 'other', named: [] }
}

/**
 * @param noted what is judged.
 * @param together all that the notes say of the category: care goes on through the words for any of it.
 */
function judgeNoted(
  { reading }: RiskInput,
  noted: Noted,
  together: Noted,
): Judgement<'supported' | 'listed'> & Pick<ReviewedCondition, 'support'> {
  const concepts = new Set(noted.map(({ concept }) => concept))
  const stated = reading.conditions.stated.filter(({ concept }) => concepts.has(concept))
  const places = [...noted.map(({ place }) => place), ...stated.flatMap((condition) => condition.places)]
  const related = listRelated(reading, new Set(together.map(({ concept }) => concept)))
  const others = new Set(
    reading.readings.flatMap(({ mentions }) =>
      mentions
        .filter(({ concept }) => concept.kind !== 'symptom' && !related.has(concept))
        .map(({ sentence }) => sentence),
    ),
  )
  const support = findSupport(places, reading.readings, others)
  const named = noted.flatMap(({ evidence }) => evidence.slice(0, 1))
  return { standing: support.length > 0 ? 'supported' : 'listed', named, support }
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

function propose(standing: CodeStanding, isOnVisit: boolean): Proposal {
  if (standing === 'supported') return isOnVisit ? 'keep' : 'add'
  return isOnVisit ? 'remove' : 'none'
}

const STRENGTH: readonly Standing[] = ['lesser', 'uncertain', 'denied', 'past']

/** What the notes say of a condition that the chart codes and they do not support. The strongest word stands. */
function judgeMentions(input: RiskInput, category: string, codes: readonly ChartCode[]): Judgement<Standing> {
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
  codes: readonly ChartCode[],
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
