/** Where the notes monitor, evaluate, assess or treat a condition: the sentences that speak of it, and nothing else. */
import {
  cutHit,
  findHits,
  type Hit,
  joinPatterns,
  judge,
  listPassages,
  type Passage,
  readAfter,
  readBefore,
} from '../claims/visits/passages.ts'
import { DRUG } from '../claims/visits/read-drugs.ts'
import type { Place } from '../diagnoses/condition.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { NoteReading } from '../notes/read-note.ts'
import type { Sentence } from '../notes/sentences.ts'
import { SUPPORT_KINDS, type SupportKind } from './risk-review.ts'
import { supportWords } from './support-words.generated.ts'

export type Support = { readonly kind: SupportKind; readonly evidence: Evidence }

const PATTERNS = SUPPORT_KINDS.map((kind) => ({
  kind,
  // Where a plan names a drug below a condition, it treats that condition.
  patterns: [joinPatterns(supportWords[kind]), ...(kind === 'treat' ? [DRUG] : [])],
}))

/**
 * Below one number of an assessment everything is of one problem; running text is of it as far as the next condition; and
 * where assessment and plan know no other condition, all of them is.
 */
function listBlock(place: Place, passages: readonly Passage[], others: ReadonlySet<Sentence>): readonly Passage[] {
  const own = passages.filter(({ reading }) => reading === place.reading)
  const at = own.findIndex(({ sentence }) => sentence === place.mention.sentence)
  const first = own[at]
  if (!first) return []
  const { section, problem } = first.sentence
  const direct = own.filter(({ sentence }) => sentence.section.eligibility === 'direct')
  if (direct.includes(first) && !direct.some(({ sentence }) => others.has(sentence))) return direct
  if (problem !== undefined) {
    return own.filter(({ sentence }) => sentence.section === section && sentence.problem === problem)
  }
  const end = own.findIndex(
    ({ sentence }, index) => index > at && (sentence.section !== section || others.has(sentence)),
  )
  return own.slice(at, end < 0 ? undefined : end)
}

/**
 * What is done and measured for one disease alone: insulin and the A1c say nothing of the kidney disease beside the
 * diabetes, though both are reported together.
 */
const OF_DIABETES = ['E08', 'E09', 'E10', 'E11', 'E13', 'O24', 'R73']
const FOR_DIABETES =
  /\b(?:hb ?)?a1c\b|\b(?:insulin|glargine|lantus|basaglar|toujeo|detemir|levemir|degludec|tresiba|lispro|humalog|aspart|novolog|nph|metformin|glipizide|glimepiride|glyburide|pioglitazone|sitagliptin|linagliptin|(?:dula|sema|lira)glutide|tirzepatide|glucose|sugars?|hypoglycemi\w*|cgm|monofilament|diabetic foot)\b/i
const CLAUSE_ENDS = /[,;]|\band\b/g

/** The hit with what its clause says before and behind it: "increase glargine to 22 units". */
function readClause(hit: Hit): string {
  const before = readBefore(hit).split(CLAUSE_ENDS).at(-1) ?? ''
  const behind = readAfter(hit).split(CLAUSE_ENDS, 1)[0] ?? ''
  return `${before}${hit.match[0]}${behind}`
}

function isOfAnotherDisease(hit: Hit, isDiabetes: boolean): boolean {
  return !isDiabetes && FOR_DIABETES.test(readClause(hit))
}

const DENIED = /\b(?:no|not|never|without|denies|denied|declines?|declined)\s+(?:\w+\s+){0,2}$/i

/** A plan counts though it lies ahead; what is denied, or said of somebody else, shows nothing of this patient's care. */
function isOfPatient(hit: Hit): boolean {
  return !DENIED.test(readBefore(hit)) && judge(hit.passage, hit.span).experiencer === 'patient'
}

/**
 * @param places where notes of the visit name the condition, of this patient and as present.
 * @param others sentences that name another condition; a symptom is none.
 * @returns the first words of each kind, in the order of `SUPPORT_KINDS`.
 */
export function findSupport(
  places: readonly Place[],
  readings: readonly NoteReading[],
  others: ReadonlySet<Sentence>,
): readonly Support[] {
  const passages = listPassages(readings)
  const blocks = new Set(places.flatMap((place) => listBlock(place, passages, others)))
  const isDiabetes = places.some(({ mention }) =>
    mention.concept.rows.some(({ code }) => OF_DIABETES.some((category) => code.startsWith(category))),
  )
  return PATTERNS.flatMap(({ kind, patterns }): Support[] => {
    const hit = patterns
      .flatMap((pattern) => findHits([...blocks], pattern))
      .find((one) => isOfPatient(one) && !isOfAnotherDisease(one, isDiabetes))
    return hit ? [{ kind, evidence: cutHit(hit) }] : []
  })
}
