/**
 * Which decisions of management the notes hold, and the risk each stands for (AMA CPT E/M guidelines 2023, risk of
 * complications and morbidity of patient management; coding rules, EM-07).
 */
import type { Evidence } from '../../domain/evidence.ts'
import { isNonEmpty } from '../../domain/result.ts'
import type { GridCell, VisitFamilyId } from '../../domain/visit-grid.ts'
import {
  cutHit,
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
import { findDrugDecisions, findDrugNames } from './read-drugs.ts'
import { RISK_KINDS, type RiskKind } from './score-decision.ts'
import { visitWords } from './visit-words.generated.ts'

const words = visitWords.risk
const GENERIC = joinPatterns(words.generic_continue)
const TOXIC = joinWords(words.toxicity.drugs)
const MONITORING = joinPatterns(words.toxicity.monitoring)
const MAJOR = joinWords(words.surgery.major)
const MINOR = joinWords(words.surgery.minor)
const DECISION = joinPatterns(words.surgery.decision)
const EMERGENCY = joinPatterns(words.surgery.emergency)
const SURGERY_RISK = joinPatterns(words.surgery.risk)
const NO_RISK = joinPatterns(words.surgery.no_risk)
const NO_SURGERY = joinPatterns(words.surgery.not_decided)
const HOSPITAL = joinPatterns(words.hospitalization)
const HOSPITAL_PAST = joinPatterns(words.hospitalization_past)
const HOSPITAL_AGO = joinPatterns(words.hospitalization_ago)
const DE_ESCALATION = joinPatterns(words.de_escalation)
const PROGNOSIS = joinPatterns(words.prognosis)
const PARENTERAL = joinPatterns(words.parenteral)
const GIVEN_BY_OTHERS = joinPatterns(words.parenteral_others)
const SOCIAL = joinPatterns(words.social)
const SOCIAL_TOPIC = joinPatterns(words.social_topics)
const THERAPY = joinPatterns(words.therapy)
const MINIMAL = joinPatterns(words.minimal)
const PRESCRIBED_NOW =
  /\b(?:prescribed|new prescription|started? today|newly started|increased|decreased|discontinued|stopped)\b|^\W*(?:start|begin|stop|increase|decrease|change|new)\b/i
const NOT_NOW =
  /\b(?:if|consider(?:ing|ed)?|may|might|could|would|unless|declin\w+|refus\w+|not|no|completed|previous(?:ly)?|despite|failed|after|prior)\b[^.;]{0,50}$/i

export type RiskCell = GridCell & { readonly kind: RiskKind }

const MAX_EVIDENCE = 4

/** @returns nothing where there are no words. */
function buildCell(kind: RiskKind, subject: string, evidence: readonly Evidence[]): RiskCell[] {
  const kept = evidence.slice(0, MAX_EVIDENCE)
  return isNonEmpty(kept) ? [{ kind, ...RISK_KINDS[kind], subject, evidence: kept, counts: true }] : []
}

/** Seen, and not counted. */
function discount(cells: readonly RiskCell[], reason: string, rule?: string): RiskCell[] {
  return cells.map((cell) => ({ ...cell, counts: false, reason, ...(rule === undefined ? {} : { rule }) }))
}

const DECISION_RULE = 'drug-list-only'

const DECISIVE = new Set(['orders', 'ed-course', 'disposition', 'addendum', 'therapy-session'])

/** Where decisions are written; in a note without any such section, everywhere but in lists of the past. */
function listDecisive(passages: readonly Passage[]): readonly Passage[] {
  const decisive = passages.filter(
    ({ sentence: { section } }) => section.eligibility === 'direct' || DECISIVE.has(section.id),
  )
  const prescribed = passages.filter(
    ({ sentence: { section }, text }) => section.id === 'medications' && PRESCRIBED_NOW.test(text),
  )
  return [...decisive, ...prescribed]
}

function readDrugs(decisive: readonly Passage[], passages: readonly Passage[]): RiskCell[] {
  const decided = findDrugDecisions(decisive)
  const [prescription, bought] = [true, false].map((wanted) =>
    decided.filter(({ isPrescription }) => isPrescription === wanted),
  )
  const list = (all: typeof decided | undefined): string =>
    [...new Set(all?.map(({ name }) => name.toLowerCase()))].join(', ')
  const cells = [
    ...buildCell('prescription-drug', list(prescription), prescription?.map(({ evidence }) => evidence) ?? []),
    ...buildCell('over-the-counter', list(bought), bought?.map(({ evidence }) => evidence) ?? []),
  ]
  return cells.some(({ kind }) => kind === 'prescription-drug')
    ? cells
    : [...cells, ...readUndecided(decisive, passages)]
}

/** A list of medications, or "continue current medications", names no decision on a drug (EM-07). */
function readUndecided(decisive: readonly Passage[], passages: readonly Passage[]): RiskCell[] {
  const generic = findHits(decisive, GENERIC).map(cutHit)
  const listed = findDrugNames(passages.filter(({ sentence }) => sentence.section.id === 'medications')).map(cutHit)
  return [
    ...discount(
      buildCell('prescription-drug', 'medications', generic.slice(0, 1)),
      'No drug and no decision on one is named.',
      DECISION_RULE,
    ),
    ...discount(
      buildCell('prescription-drug', 'medication list', listed.slice(0, 1)),
      'Listed only; the notes decide on none.',
      DECISION_RULE,
    ),
  ]
}

/** A drug of the list and the words of its monitoring, in one sentence or under one problem. */
function readToxicity(decisive: readonly Passage[]): RiskCell[] {
  const watched = new Map<Passage | string, Hit>()
  for (const hit of findHits(decisive, MONITORING)) {
    watched.set(hit.passage, hit)
    const problem = nameProblem(hit.passage)
    if (problem !== undefined) watched.set(problem, hit)
  }
  for (const hit of findHits(decisive, TOXIC)) {
    const watch = watched.get(hit.passage) ?? watched.get(nameProblem(hit.passage) ?? '')
    if (watch === undefined || NOT_NOW.test(readBefore(hit))) continue
    return buildCell('toxicity-monitoring', hit.match[0], [cutHit(hit), cutHit(watch)])
  }
  return []
}

function nameProblem({ reading, sentence: { problem } }: Passage): string | undefined {
  return problem === undefined ? undefined : `${reading.note.id} ${problem}`
}

function isDecidedSurgery(hit: Hit): boolean {
  const before = readBefore(hit)
  if (hasMatch(NO_SURGERY, before)) return false
  const isBare = hit.match[0].toLowerCase() === 'surgery'
  // "Admit to surgery", "refer to surgery" name a service, not an operation.
  if (isBare && /\b(?:to|with|by|from|of)\s*$/i.test(before)) return false
  return hasMatch(DECISION, before) || hasMatch(DECISION, readAfter(hit)) || hasMatch(EMERGENCY, before)
}

const DONE_BEFORE = /\b(?:prior|previous|history of|status post|s\/p|underwent)\b/i

/** A procedure section tells what was done; an operation in it may as well be one of the past. */
const isDoneHere = (hit: Hit): boolean =>
  hit.passage.sentence.section.id === 'procedure' && isAffirmed(hit) && !DONE_BEFORE.test(readBefore(hit))

function readSurgery(decisive: readonly Passage[], passages: readonly Passage[]): RiskCell[] {
  const decided = (pattern: RegExp): Hit[] => findHits(decisive, pattern).filter(isDecidedSurgery)
  const [major] = decided(MAJOR)
  const [minor] = [...decided(MINOR), ...findHits(passages, MINOR).filter(isDoneHere)]
  const risks = findHits(decisive, SURGERY_RISK).filter(
    (hit) => !hasMatch(NO_RISK, hit.passage.text) && cutHit(hit).assertion.existence !== 'absent',
  )
  const found = [major, minor].flatMap((hit) => hit ?? [])
  return found.slice(0, 1).flatMap((hit) => {
    const isMajor = hit === major
    const isEmergency = isMajor && hasMatch(EMERGENCY, hit.passage.text)
    const risk = risks.find(({ passage }) => passage.reading === hit.passage.reading)
    const withRisk = isMajor ? 'major-surgery-risk' : 'minor-surgery-risk'
    const without = isMajor ? 'major-surgery' : 'minor-surgery'
    const kind = isEmergency ? 'emergency-surgery' : risk === undefined ? without : withRisk
    return buildCell(kind, hit.match[0], [cutHit(hit), ...(risk === undefined || isEmergency ? [] : [cutHit(risk)])])
  })
}

const IN_STAY: readonly VisitFamilyId[] = ['hospital-subsequent', 'hospital-discharge']

/** Within a stay "admitted" tells how it began; only a move to a higher level of care is a decision of the day. */
function readHospitalization(decisive: readonly Passage[], families: readonly VisitFamilyId[]): RiskCell[] {
  const isInStay = families.some((family) => IN_STAY.includes(family))
  const hits = findHits(decisive, HOSPITAL).filter((hit) => {
    if (hasMatch(HOSPITAL_PAST, readBefore(hit)) || hasMatch(HOSPITAL_AGO, readAfter(hit).slice(0, 40))) return false
    return !isInStay || !/admi/i.test(hit.match[0])
  })
  return buildCell('hospitalization', 'hospital care', hits.slice(0, 2).map(cutHit))
}

function readDeEscalation(decisive: readonly Passage[], passages: readonly Passage[]): RiskCell[] {
  const hits = findHits(decisive, DE_ESCALATION).filter(
    (hit) => !/\b(?:not|declin\w+|refus\w+|if)\b[^.;]{0,30}$/i.test(readBefore(hit)),
  )
  const [prognosis] = findHits(passages, PROGNOSIS)
  const [hit] = hits
  if (hit === undefined) return []
  const subject = 'resuscitation or extent of care'
  if (prognosis === undefined) {
    return discount(buildCell('de-escalation', subject, [cutHit(hit)]), 'The notes name no poor prognosis behind it.')
  }
  return buildCell('de-escalation', subject, [cutHit(hit), cutHit(prognosis)])
}

function readParenteral(passages: readonly Passage[]): RiskCell[] {
  const hits = findHits(passages, PARENTERAL).filter((hit) => {
    const isOthers = hasMatch(GIVEN_BY_OTHERS, hit.passage.text)
    return !isOthers && !NOT_NOW.test(readBefore(hit)) && !/\b(?:allerg\w+|history of|home)\b/i.test(hit.passage.text)
  })
  return buildCell(
    'parenteral-controlled',
    hits[0]?.match[0].split(' ')[0]?.toLowerCase() ?? '',
    hits.slice(0, 1).map(cutHit),
  )
}

/** A circumstance counts where it limits diagnosis or treatment, not where it is a fact of the history. */
function readSocial(passages: readonly Passage[]): RiskCell[] {
  const hits = findHits(passages, SOCIAL).filter(
    (hit) =>
      hasMatch(SOCIAL_TOPIC, `${hit.match[0]}${readAfter(hit).slice(0, 40)}`) &&
      !/\b(?:no|not|denies)\b[^.;]{0,20}$/i.test(readBefore(hit)),
  )
  return buildCell('social-determinants', hits[0]?.match[0] ?? '', hits.slice(0, 2).map(cutHit))
}

function readSimple(decisive: readonly Passage[], kind: RiskKind, pattern: RegExp): RiskCell[] {
  const hits = findHits(decisive, pattern).filter((hit) => !NOT_NOW.test(readBefore(hit)))
  return buildCell(kind, hits[0]?.match[0].toLowerCase() ?? '', hits.slice(0, 2).map(cutHit))
}

/** @param families in which the visit is counted: a decision to admit belongs to the first day of a stay. */
export function readRisk(passages: readonly Passage[], families: readonly VisitFamilyId[]): readonly RiskCell[] {
  const decisive = listDecisive(passages)
  return [
    ...readHospitalization(decisive, families),
    ...readDeEscalation(decisive, passages),
    ...readParenteral(decisive),
    ...readSurgery(decisive, passages),
    ...readToxicity(decisive),
    ...readDrugs(decisive, passages),
    ...readSocial(passages),
    ...readSimple(decisive, 'therapy', THERAPY),
    ...readSimple(decisive, 'minimal-treatment', MINIMAL),
  ]
}
