/**
 * Which drugs a note decides on: prescription drug management needs the words of a decision, never a list of medications
 * (AMA CPT E/M guidelines 2023, risk; coding rules, EM-07).
 */
import type { Evidence } from '../../domain/evidence.ts'
import { keepWith } from '../../domain/keep-with.ts'
import {
  cutPassage,
  findHits,
  type Hit,
  hasMatch,
  isAffirmed,
  joinPatterns,
  joinWords,
  type Passage,
  readAfter,
  readBefore,
} from './passages.ts'
import { visitWords } from './visit-words.generated.ts'

const { drugs } = visitWords.risk
const STEM = `[a-z]{3,}(?:${drugs.stems.join('|')})`
// Words that end like a drug and are none.
const NO_DRUG = ['cholesterol', 'testosterone level', 'personal', 'clone', 'cyclone']
const NAMES = [...drugs.over_the_counter, ...drugs.names, STEM].join('|')
/** Names of drugs, by list and by stem: one, or two in one tablet ("carbidopa-levodopa"). */
export const DRUG = joinWords([`(?:${NAMES})(?:[-/](?:${NAMES}))?`])
const OVER_THE_COUNTER = new RegExp(`^(?:${drugs.over_the_counter.join('|')})$`, 'i')
const PRESCRIPTION_STRENGTH = joinPatterns(drugs.prescription_strength)
const PRESCRIBED = /\b(?:prescri(?:be|bed|bing|ption)s?|rx|e-?prescribed|sent to (?:the )?pharmacy)\b/i
const DOSE = new RegExp(drugs.dose, 'gi')
const DECIDED = joinPatterns(drugs.decisions)
const NOT_DECIDED = joinPatterns(drugs.not_decided)
const RAISED =
  /\b(?:increas(?:e|ed|es|ing)|titrat(?:e|ed|ing) up|up-?titrat\w+|add(?:ed|ing)?|switch(?:ed|ing)?|intensif\w+|escalat\w+|change(?:d)? to|raise[ds]?|doubled?|went up on|step(?:ped|ping)? up)\b/i
/** A verb of prescribing, a name that no list holds, and a dose: "start xyzal 5 mg". */
const UNLISTED =
  /\b(?:start|begin|initiate|continue|increase|decrease|prescribe|refill|resume|switch to|change to|add)(?:s|d|ed|ing)? (?:on |the |his |her |him on |her on |with |to )?([a-z][a-z-]{3,})(?: [a-z]+)? \d[\d.,]* ?(?:mg|mcg|units?|meq|puffs?)\b/gi

export type DrugDecision = { readonly isPrescription: boolean; readonly name: string; readonly evidence: Evidence }

/** What is bought without a prescription is advised by its name alone. */
function isDecided(hit: Hit, isOverTheCounter: boolean): boolean {
  if (hasMatch(NOT_DECIDED, readBefore(hit))) return false
  if (isOverTheCounter) return true
  return hasMatch(DECIDED, hit.passage.text) || hasMatch(DOSE, readAfter(hit).slice(0, 25))
}

/** The name with its dose, where one follows. */
function cutDrug(hit: Hit): Evidence {
  const dose = DOSE_NEXT.exec(readAfter(hit))
  const { start, end } = hit.span
  return cutPassage(hit.passage, { start, end: end + (dose?.[0].length ?? 0) })
}
const DOSE_NEXT = new RegExp(`^[ a-z(-]{0,20}?${drugs.dose}`, 'i')

const FOR_JOINTS =
  /^(?:triamcinolone|kenalog|(?:depo-?)?medrol|methylprednisolone|betamethasone|celestone|dexamethasone|lidocaine|xylocaine|bupivacaine|marcaine|ropivacaine)/i
const INJECTED =
  /\b(?:inject\w*|infiltrat\w*|intra-?articular\w*|(?:local|digital|field) (?:an(?:a)?esthe\w+|block))\b/i

/** "40 mg of triamcinolone with lidocaine were injected": what fills the syringe is part of the procedure. */
function isOfInjection({ match, passage }: Hit): boolean {
  return FOR_JOINTS.test(match[0]) && INJECTED.test(passage.text)
}

function readDrug(hit: Hit): DrugDecision[] {
  const name = hit.match[0]
  // A joint that is injected is a minor procedure, not a drug that is managed.
  const isInjected = /^ ?(?:injections?|shots?)\b/i.test(readAfter(hit)) || isOfInjection(hit)
  const isOverTheCounter = OVER_THE_COUNTER.test(name)
  if (NO_DRUG.includes(name.toLowerCase()) || isInjected || !isDecided(hit, isOverTheCounter)) return []
  const isStrong = hasMatch(PRESCRIPTION_STRENGTH, `${name}${readAfter(hit).slice(0, 12)}`)
  const isPrescription = !isOverTheCounter || isStrong || PRESCRIBED.test(hit.passage.text)
  return [{ isPrescription, name, evidence: cutDrug(hit) }]
}

function readUnlisted(hit: Hit, known: readonly DrugDecision[]): DrugDecision[] {
  const name = hit.match[1] ?? ''
  if (hasMatch(NOT_DECIDED, readBefore(hit)) || OVER_THE_COUNTER.test(name)) return []
  const isKnown = known.some(({ evidence }) => evidence.start < hit.span.end && hit.span.start < evidence.end)
  return isKnown ? [] : [{ isPrescription: true, name, evidence: cutPassage(hit.passage, hit.span) }]
}

function readPassage(passage: Passage): readonly DrugDecision[] {
  const named = findHits([passage], DRUG).flatMap(readDrug)
  return [...named, ...findHits([passage], UNLISTED).flatMap((hit) => readUnlisted(hit, named))]
}

/** Problems and risk ask for the drugs of the same sentences. */
const decisionsOf = keepWith<Passage, readonly DrugDecision[]>()

/** Every drug that these sentences decide on, each place once. */
export function findDrugDecisions(passages: readonly Passage[]): readonly DrugDecision[] {
  return passages.flatMap((passage) => {
    const decisions = decisionsOf.get(passage) ?? readPassage(passage)
    decisionsOf.set(passage, decisions)
    return decisions
  })
}

/** Names of drugs wherever they stand, decided on or not. */
export function findDrugNames(passages: readonly Passage[]): readonly Hit[] {
  return findHits(passages, DRUG).filter(({ match }) => !NO_DRUG.includes(match[0].toLowerCase()))
}

/** @param change `raised`: added, increased or changed, a first drug is none; `any`: every decision on a prescription drug. */
export function findChangedDrug(
  passages: readonly Passage[],
  change: 'raised' | 'any' = 'raised',
): Evidence | undefined {
  const changed = change === 'any' ? passages : passages.filter(({ text }) => RAISED.test(text))
  return findDrugDecisions(changed).find(({ isPrescription }) => isPrescription)?.evidence
}

/** "Nausea from azathioprine", "intolerant of lisinopril": the drug stands behind what it does. */
const CAUSED_BY =
  /\b(?:from|due to|caused by|since starting|secondary to|attributed to|side effects? (?:of|from)|intoleran(?:t|ce) (?:of|to)) (?:his |her |their |the )?$/i

/** A drug that the note blames for something, now. */
export function findSideEffect(passages: readonly Passage[]): Evidence | undefined {
  const hit = findDrugNames(passages).find((one) => CAUSED_BY.test(readBefore(one)) && isAffirmed(one))
  return hit && cutPassage(hit.passage, { start: hit.passage.start, end: hit.span.end })
}
