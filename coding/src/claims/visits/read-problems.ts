/**
 * The problems that a visit addresses, and what each counts as (AMA CPT E/M guidelines 2023, number and complexity of
 * problems addressed; coding rules, EM-03 and EM-06). A kind follows from the code, from what the notes say of the problem,
 * and from nothing else: where they are silent, the lesser kind stands.
 */
import type { Condition } from '../../diagnoses/condition.ts'
import { cutMention } from '../../diagnoses/condition.ts'
import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { isNonEmpty, type NonEmpty } from '../../domain/result.ts'
import type { GridCell } from '../../domain/visit-grid.ts'
import type { Concept } from '../../knowledge/concept.ts'
import type { NoteReading } from '../../notes/read-note.ts'
import type { Sentence } from '../../notes/sentences.ts'
import type { EncounterReading } from '../../prompts/prompt-source.ts'
import { cutHit, cutPassage, findHits, hasMatch, joinPatterns, judge, type Passage } from './passages.ts'
import { findChangedDrug, findSideEffect } from './read-drugs.ts'
import { PROBLEM_KINDS, type ProblemKind, rankLevel, scoreProblems } from './score-decision.ts'
import { visitWords } from './visit-words.generated.ts'

const words = visitWords.problems
const STABLE = joinPatterns(words.stable)
const UNSTABLE = joinPatterns(words.unstable)
const UNSTABLE_VALUES = joinPatterns(words.unstable_values)
const SEVERE = joinPatterns(words.severe)
const THREAT = joinPatterns(words.threat_words)
const SYSTEMIC = joinPatterns(words.systemic_words)
const UNCERTAIN = joinPatterns(words.uncertain_words)
const IMPROVING = joinPatterns(words.improving)
const ELSEWHERE = joinPatterns(words.elsewhere)
const COMPLICATED = joinPatterns(words.complicated_titles)
const NOT_PROBLEMS = joinPatterns(words.not_problems)
/** Values of a concept that say that it is worse than it should be. */
const UNSTABLE_VALUE =
  /^acute|exacerbat|acute-on-chronic|uncontrolled|hyperglyc|hypoglyc|poorly|flare|decompensat|intractable|relapse/

type Item = {
  readonly subject: string
  readonly code: string
  readonly title: string
  readonly isChronic: boolean
  readonly isSymptom: boolean
  readonly isUncertain: boolean
  readonly values: readonly string[]
  readonly main: Evidence
  readonly reading: NoteReading
  readonly concept?: Concept
  /** Where a statement names it. */
  readonly sentences: ReadonlySet<Sentence>
}

const ADDRESSED = 'problem-not-addressed'

export type ProblemCell = GridCell & { readonly kind: ProblemKind }

function isChronic(concept: Concept, code: string): boolean {
  return concept.isChronic || hasPrefix(code, words.chronic)
}

function buildItem(
  condition: Pick<Condition, 'concept' | 'places' | 'values' | 'certainty'>,
  code: string,
  title: string,
): Item {
  const { concept, places, values, certainty } = condition
  const [first] = places
  const isUncertain = certainty === 'uncertain'
  return {
    subject: isUncertain ? `${concept.title}, suspected` : concept.title,
    code,
    title,
    isChronic: isChronic(concept, code),
    isSymptom: concept.kind === 'symptom',
    isUncertain,
    values: values.map(({ value }) => value),
    main: cutMention(first),
    reading: first.reading,
    concept,
    sentences: new Set(
      places.filter(({ reading }) => reading === first.reading).map(({ mention }) => mention.sentence),
    ),
  }
}

/** Codable diagnoses, then what is only suspected; each concept once. */
function listItems({ diagnoses, conditions }: EncounterReading): Item[] {
  const byConcept = new Map(conditions.stated.map((condition) => [condition.concept, condition]))
  const decided = diagnoses
    .filter(({ code }) => !hasPrefix(code, words.none))
    .filter(({ concept }, index, all) => all.findIndex((other) => other.concept === concept) === index)
    .flatMap(({ concept, code, place }): Item[] => {
      const condition = byConcept.get(concept) ?? { concept, places: [place], values: [], certainty: 'established' }
      const title = concept.rows.find((row) => row.code === code)?.title ?? concept.title
      return [buildItem(condition, code, title)]
    })
  const suspected = conditions.stated
    .filter(({ certainty, concept }) => certainty === 'uncertain' && !decided.some((one) => one.concept === concept))
    .flatMap((condition): Item[] => {
      const row = condition.rows[0] ?? condition.concept.rows[0]
      return row === undefined || hasPrefix(row.code, words.none) ? [] : [buildItem(condition, row.code, row.title)]
    })
  const stated = [...decided, ...suspected]
  const items = stated.length > 0 ? stated : listReasoned(conditions)
  return items.filter((item, _, all) => !isSaidBetter(item, all))
}

function isReasoned(place: Condition['places'][number]): boolean {
  const { existence, temporality, experiencer } = cutMention(place).assertion
  const isOwn = existence === 'present' && temporality === 'current' && experiencer === 'patient'
  return isOwn && place.mention.sentence.section.id === REASONING
}

/** A note without a list of diagnoses names them where it reasons (course, medical decision making). */
function listReasoned({ supporting }: EncounterReading['conditions']): Item[] {
  return supporting.flatMap(({ concept, places }): Item[] => {
    const [first, ...others] = places.filter((place) => isReasoned(place))
    const [row] = concept.rows
    if (first === undefined || row === undefined || hasPrefix(row.code, words.none)) return []
    const condition = { concept, places: [first, ...others], values: [], certainty: 'established' } as const
    return [buildItem(condition, row.code, row.title)]
  })
}

const CATEGORY = 3
const REASONING = 'ed-course'

/** "Cellulitis" beside "cellulitis of the left lower leg": one illness, named twice. */
function isSaidBetter(item: Item, all: readonly Item[]): boolean {
  return all.some((other) => {
    if (other === item) return false
    if (item.concept?.narrower.includes(other.concept?.id ?? '')) return true
    // How grave an illness is makes no second problem of it.
    if (item.concept?.isBeside === true && [...item.sentences].some((one) => other.sentences.has(one))) return true
    const isSame = other.code.slice(0, CATEGORY) === item.code.slice(0, CATEGORY) && /\.9\d?$/.test(item.code)
    return isSame && other.subject.toLowerCase().startsWith(item.subject.toLowerCase())
  })
}

const MAX_SUBJECT = 80
/** A number or a bullet before the name of a problem. */
const MARK = 4
/** No assessment has more; a text that does is none. */
const MAX_UNNAMED = 30

/** A numbered line of an assessment that the knowledge has no name for is a problem all the same. */
function listUnnamed(passages: readonly Passage[], items: readonly Item[]): Item[] {
  const taken = new Set(items.flatMap(({ reading, sentences }) => [...sentences].map((one) => keyOf(reading, one))))
  const seen = new Set<string>()
  return passages.flatMap((passage): Item[] => {
    const { reading, sentence } = passage
    const key = keyOf(reading, sentence)
    // Without a number only what the assessment opens with, and only where nothing in it has a name.
    const isListed = sentence.problem !== undefined || (items.length === 0 && seen.size === 0)
    const isOpen = isListed && sentence.section.id === 'assessment-plan' && !taken.has(key)
    if (!isOpen || seen.has(key) || seen.size >= MAX_UNNAMED) return []
    seen.add(key)
    const text = passage.text.replace(/^[\s\d.)#*•-]+/, '')
    const hasOtherMention = reading.mentions.some(({ sentence: other }) =>
      sentence.problem === undefined ? other === sentence : other.problem === sentence.problem,
    )
    if (text === '' || hasMatch(NOT_PROBLEMS, text) || hasOtherMention) return []
    const main = cutPassage(passage, {
      start: passage.start + passage.text.length - text.length,
      end: passage.start + passage.text.length,
    })
    const subject = text.replace(/[.:;,\s]+$/, '').slice(0, MAX_SUBJECT)
    return [
      {
        subject,
        code: '',
        title: subject,
        isChronic: /\bchronic\b/i.test(text),
        isSymptom: false,
        isUncertain: false,
        values: [],
        main,
        reading,
        sentences: new Set([sentence]),
      },
    ]
  })
}

function keyOf({ note }: NoteReading, { problem, from }: Sentence): string {
  return `${note.id} ${problem === undefined ? `at ${from}` : `problem ${problem}`}`
}

/** Every sentence that speaks of the problem: what stands below it, and what names it again in an assessment or plan. */
function listBlock(item: Item, items: readonly Item[], direct: readonly Passage[]): readonly Passage[] {
  const own = direct.filter(({ reading }) => reading === item.reading)
  const others = items.filter((other) => other !== item && other.reading === item.reading)
  if (others.length === 0) return own
  // Below one number everything is of one problem; running text passes from one to the next where it names it.
  const isAnothers = ({ sentence }: Passage): boolean =>
    sentence.problem === undefined &&
    others.some((other) => other.sentences.has(sentence)) &&
    !item.sentences.has(sentence)
  const block = new Set<Passage>()
  for (const [index, passage] of own.entries()) {
    const { sentence } = passage
    if (!item.sentences.has(sentence)) continue
    block.add(passage)
    for (let next = index + 1; next < own.length; next++) {
      const following = own[next]
      if (following === undefined || isAnothers(following)) break
      if (following.sentence.section !== sentence.section || following.sentence.problem !== sentence.problem) break
      block.add(following)
    }
  }
  return [...block]
}

type Block = {
  readonly item: Item
  readonly passages: readonly Passage[]
  readonly isOnly: boolean
  readonly hasPlan: boolean
  readonly isUnderAnother: boolean
}

/** "Panic disorder, in good control.": an illness that its own sentence opens with and judges is no part of the one before. */
function isOwnStatement({ isChronic: isLasting, main, sentences }: Item, direct: readonly Passage[]): boolean {
  if (!isLasting) return false
  const own = direct.find(({ sentence, start }) => sentences.has(sentence) && main.start - start <= MARK)
  return own !== undefined && (hasMatch(STABLE, own.text) || hasMatch(UNSTABLE, own.text))
}

/**
 * What stands below the heading of one problem ("some mitral regurgitation" below heart failure) is part of it. Below a
 * symptom it is what the symptom may be, and both are weighed as one.
 */
function isUnderAnother(item: Item, items: readonly Item[], direct: readonly Passage[]): boolean {
  const keys = new Set([...item.sentences].map((sentence) => keyOf(item.reading, sentence)))
  if ([...item.sentences].some(({ role }) => role !== 'item') || isOwnStatement(item, direct)) return false
  const isLasting = item.isChronic && !item.isUncertain
  return items.some(
    (other) =>
      other !== item &&
      (isLasting || other.isChronic) &&
      [...other.sentences].some((sentence) => sentence.role === 'head' && keys.has(keyOf(other.reading, sentence))),
  )
}

/** Said of the patient and now; "appears unstable" says it too, "not uncontrolled" does not. */
function findAffirmed(passages: readonly Passage[], pattern: RegExp): Evidence | undefined {
  for (const hit of findHits(passages, pattern)) {
    const { existence, temporality, experiencer } = judge(hit.passage, hit.span)
    if (existence !== 'absent' && temporality === 'current' && experiencer === 'patient') return cutHit(hit)
  }
  return undefined
}

/** "Suspicious", "concern for" and "rule out" are doubt by themselves, so that how they are asserted is no matter. */
function findAny(passages: readonly Passage[], pattern: RegExp): Evidence | undefined {
  const [hit] = findHits(passages, pattern)
  return hit && cutHit(hit)
}

const FEW_WORDS = 2

/** Whether the notes do more than name it: a status, a thought, a treatment (EM-03). */
function isAddressed({ item, passages, isOnly, hasPlan }: Block): boolean {
  if (isOnly || hasPlan) return true
  const named = item.main.quote.split(/\W+/).length
  const written = passages.reduce(
    (sum, { text }) => sum + text.split(/[^A-Za-z0-9]+/).filter((w) => w !== '').length,
    0,
  )
  return written - named >= FEW_WORDS
}

type Judged = { readonly kind: ProblemKind; readonly evidence: readonly (Evidence | undefined)[] }
export type VisitPlace = { readonly isHospital: boolean; readonly isAcuteCare: boolean }

function judgeChronic({ item, passages }: Block): Judged {
  const severe = findAffirmed(passages, SEVERE)
  if (severe !== undefined) return { kind: 'chronic-severe', evidence: [severe] }
  const unstable = findAffirmed(passages, UNSTABLE)
  if (unstable !== undefined) return { kind: 'chronic-unstable', evidence: [unstable] }
  const sideEffect = findSideEffect(passages)
  if (sideEffect !== undefined) return { kind: 'chronic-unstable', evidence: [sideEffect] }
  if (item.values.some((value) => UNSTABLE_VALUE.test(value))) return { kind: 'chronic-unstable', evidence: [] }
  const stable = findAffirmed(passages, STABLE)
  const changed =
    stable === undefined ? (findAffirmed(passages, UNSTABLE_VALUES) ?? findChangedDrug(passages)) : undefined
  // A treatment that is raised is not at its goal (EM-06), unless the note says that it is.
  if (changed !== undefined) return { kind: 'chronic-unstable', evidence: [changed] }
  return { kind: 'chronic-stable', evidence: [stable] }
}

function judgeSuspected({ code }: Item, doubt: Evidence | undefined): Judged {
  const isGrave = doubt !== undefined || hasPrefix(code, words.threat) || hasPrefix(code, words.grave_if_suspected)
  return { kind: isGrave ? 'new-uncertain' : 'acute-uncomplicated', evidence: [doubt] }
}

function judgeAcute({ item, passages }: Block, place: VisitPlace): Judged {
  const { code, title } = item
  if (hasPrefix(code, words.complicated_injuries) || (/^[ST]/.test(code) && hasMatch(COMPLICATED, title))) {
    return { kind: 'injury-complicated', evidence: [] }
  }
  if (item.isUncertain) return judgeSuspected(item, findAny(passages, UNCERTAIN))
  const systemic = findAffirmed(passages, SYSTEMIC)
  if (hasPrefix(code, words.systemic) || systemic !== undefined) return { kind: 'acute-systemic', evidence: [systemic] }
  const doubt = findAny(passages, UNCERTAIN)
  if (hasPrefix(code, words.uncertain_signs)) return { kind: 'new-uncertain', evidence: [doubt] }
  if (item.isSymptom && doubt !== undefined) return { kind: 'new-uncertain', evidence: [doubt] }
  if (hasPrefix(code, words.minor)) return { kind: 'minor', evidence: [] }
  if (!place.isHospital) return { kind: 'acute-uncomplicated', evidence: [] }
  const improving = findAffirmed(passages, IMPROVING)
  return { kind: improving === undefined ? 'acute-hospital' : 'acute-stable', evidence: [improving] }
}

function judgeProblem(block: Block, place: VisitPlace): Judged {
  const { item, passages } = block
  const threat = findAffirmed(passages, THREAT)
  const isThreat = hasPrefix(item.code, words.threat)
  // Only a threat that is known, or that emergency and hospital care act upon, is one; elsewhere it is an open question.
  if (isThreat && (!item.isUncertain || place.isAcuteCare)) return { kind: 'threat', evidence: [threat] }
  if (threat !== undefined && !item.isUncertain) return { kind: 'threat', evidence: [threat] }
  // A nodule or a mass may last, and is an open question as long as the note doubts what it is.
  const doubt = hasPrefix(item.code, words.uncertain_signs) ? findAny(passages, UNCERTAIN) : undefined
  if (doubt !== undefined) return { kind: 'new-uncertain', evidence: [doubt] }
  return item.isChronic && !item.isUncertain ? judgeChronic(block) : judgeAcute(block, place)
}

function buildCell(block: Block, place: VisitPlace): ProblemCell {
  const { item, passages } = block
  const { kind, evidence: said } = judgeProblem(block, place)
  const evidence = unite([item.main, ...said.flatMap((one) => one ?? [])]) ?? [item.main]
  const cell = {
    kind,
    label: PROBLEM_KINDS[kind],
    subject: item.subject,
    level: scoreProblems([kind]),
    evidence,
  } as const
  const own = passages.filter(({ sentence }) => sentence.problem !== undefined || item.sentences.has(sentence))
  const elsewhere = findAny(own, ELSEWHERE)
  const decides = findChangedDrug(passages, 'any') !== undefined
  const isWorse = kind === 'chronic-unstable' || kind === 'chronic-severe' || kind === 'threat'
  if (elsewhere !== undefined && !decides && !isWorse) {
    const withWords: NonEmpty<Evidence> = [...evidence, elsewhere]
    return {
      ...cell,
      evidence: withWords,
      counts: false,
      reason: 'Managed by another clinician; the notes add no decision.',
      rule: ADDRESSED,
    }
  }
  if (block.isUnderAnother)
    return { ...cell, counts: false, reason: 'Named under another problem only.', rule: ADDRESSED }
  if (!isAddressed(block))
    return { ...cell, counts: false, reason: 'Listed only; the notes neither evaluate nor treat it.', rule: ADDRESSED }
  return { ...cell, counts: true }
}

function unite(evidence: readonly Evidence[]): NonEmpty<Evidence> | undefined {
  const unique = evidence.filter(
    (one, index) => evidence.findIndex((other) => other.noteId === one.noteId && other.start === one.start) === index,
  )
  return isNonEmpty(unique) ? unique : undefined
}

/** Several acute findings under one heading are one problem, the gravest of them; each chronic illness is its own. */
function mergeBlocks(cells: readonly (readonly [Item, ProblemCell])[]): ProblemCell[] {
  const gravest = new Map<string, ProblemCell>()
  const keys = cells.map(([item, cell]) => {
    const [sentence] = item.sentences
    const key = sentence === undefined ? item.subject : keyOf(item.reading, sentence)
    const known = gravest.get(key)
    const isGraver = known === undefined || rankLevel(cell.level) > rankLevel(known.level)
    if (!item.isChronic && cell.counts && isGraver) gravest.set(key, cell)
    return key
  })
  return cells.flatMap(([item, cell], index) =>
    item.isChronic || !cell.counts || gravest.get(keys[index] ?? '') === cell ? [cell] : [],
  )
}

/** What a note's history lists and its assessment does not take up: seen, and not counted (EM-03). */
function listHistory({ conditions }: EncounterReading): ProblemCell[] {
  const sections = new Set(['pmh', 'problem-list'])
  return conditions.supporting.flatMap(({ concept, places }): ProblemCell[] => {
    const place = places.find(({ mention }) => sections.has(mention.sentence.section.id))
    const code = concept.rows[0]?.code ?? ''
    if (place === undefined || !isChronic(concept, code) || hasPrefix(code, words.none)) return []
    return [
      {
        kind: 'chronic-stable',
        label: PROBLEM_KINDS['chronic-stable'],
        subject: concept.title,
        level: 'low',
        counts: false,
        reason: 'Listed in the history only.',
        rule: ADDRESSED,
        evidence: [cutMention(place)],
      },
    ]
  })
}

/** @param passages of all notes; only diagnostic statements are read. */
export function readProblems(
  reading: EncounterReading,
  passages: readonly Passage[],
  place: VisitPlace,
): readonly ProblemCell[] {
  const named = listItems(reading)
  // Where the diagnoses stand in the reasoning, what is said of them stands there too.
  const isReasoning = named.length > 0 && named.every(({ main }) => main.section === REASONING)
  const direct = passages.filter(
    ({ sentence: { section } }) => section.eligibility === 'direct' || (isReasoning && section.id === REASONING),
  )
  const items = [...named, ...listUnnamed(direct, named)]
  const hasPlan = direct.some(({ sentence }) => sentence.section.id === 'plan')
  const cells = items.map((item) => {
    const block = {
      item,
      passages: listBlock(item, items, direct),
      isOnly: items.length === 1,
      hasPlan,
      isUnderAnother: isUnderAnother(item, items, direct),
    }
    return [item, buildCell(block, place)] as const
  })
  return [...mergeBlocks(cells), ...listHistory(reading)]
}
