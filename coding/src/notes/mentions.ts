/** The conditions that a note names: which, where, how asserted, and with which values of their axes. */
import type { Assertion } from '../domain/evidence.ts'
import type { Concept, Knowledge } from '../knowledge/concept.ts'
import { type CueHit, findCues, isValueDenied, judgeSpan, type Span } from './assertion.ts'
import { FORMER_SMOKER, findEndedSmoking, isOnlyGivenUp, SMOKING, SPEAKS_OF_SMOKING } from './ended-smoking.ts'
import { findGestation, GESTATION_CONCEPT, nameWeeks } from './gestation.ts'
import type { NoteWords } from './note-words.ts'
import { findPhrases, type PhraseText, readPhraseText } from './phrase-search.ts'
import { findLongestPhrase, mayBegin } from './phrase-trie.ts'
import type { NoteText, Sentence } from './sentences.ts'
import { createStemFinder, findTerms, type TermHit, type TermWords } from './term-search.ts'

/** A value of an axis and the words that state it. */
export type StatedValue = { readonly value: string; readonly from: number; readonly to: number }

export type Mention = {
  readonly concept: Concept
  /** Tokens from the first to after the last word of the term. */
  readonly from: number
  readonly to: number
  readonly sentence: Sentence
  readonly assertion: Assertion
  readonly values: readonly StatedValue[]
}

type ValueHit = {
  readonly from: number
  readonly to: number
  readonly cues: readonly { concept?: string; value: string }[]
}

/** The longest phrase from here on that states a value of one of these concepts. */
function findValueHit(text: NoteText, { from, to }: Span, concepts: readonly Concept[]): ValueHit | undefined {
  const { valueCues, links } = text.knowledge
  const hit = findLongestPhrase(valueCues, text.numbers, {
    from,
    to,
    accept: (cue, end) => {
      const { cased } = cue
      if (!concepts.some((concept) => concept.accepts(cue))) return false
      if (cased === undefined) return true
      const [first, last] = [text.tokens[from], text.tokens[end - 1]]
      return first !== undefined && last !== undefined && text.text.slice(first.start, last.end) === cased
    },
  })
  if (hit === undefined) return undefined
  const link = findLongestPhrase(links, text.numbers, { from, to })
  // "Secondary to hypertension" states a cause, not a secondary kind.
  if (link !== undefined && link.to > hit.to) return undefined
  return { from: hit.from, to: hit.to, cues: hit.entries }
}

/**
 * Every phrase of a sentence that states a value of one of these concepts, longest first from the left. A longer phrase
 * of another concept must not hide a shorter one of theirs ("acute exacerbation" of asthma, "exacerbation" of COPD).
 */
export function findValueHits(text: NoteText, { from, to }: Span, concepts: readonly Concept[]): ValueHit[] {
  const hits: ValueHit[] = []
  const { valueCues } = text.knowledge
  for (let at = from; at < to; ) {
    const hit = mayBegin(valueCues, text.numbers[at]) ? findValueHit(text, { from: at, to }, concepts) : undefined
    if (hit !== undefined) hits.push(hit)
    at = hit === undefined ? at + 1 : hit.to
  }
  return hits
}

const PARTINGS = new Set([';', ',', 'and', 'with'])

/** Words between a value and one word of a term; a comma or "and" between them counts for more than a word. */
function measureToWord(text: NoteText, hit: ValueHit, word: number): number {
  const isBefore = hit.to <= word
  const [from, to] = isBefore ? [hit.to, word] : [word + 1, hit.from]
  let distance = to - from + 1
  for (let index = from; index < to; index++) if (PARTINGS.has(text.lowers[index] ?? '')) distance += 2
  // A value usually stands before what it describes.
  return isBefore ? distance : distance + 0.5
}

/** A semicolon ends what is said of a condition: "left shoulder strain; mixed hearing loss". */
function isParted({ lowers }: NoteText, hit: ValueHit, { from, to }: Placed): boolean {
  const [start, end] = hit.to <= from ? [hit.to, from] : [to, hit.from]
  return start < end && lowers.slice(start, end).includes(';')
}

const NOUN = /^[a-z]{3,}$/
const JOINS = new Set(
  'and but for not with the since until in at on of as by to from when while because over per after before during again that which who he she it or so if'.split(
    ' ',
  ),
)

/** A value, and where the values of its sentence begin. */
type ListedHit = { readonly hit: ValueHit; readonly starts: ReadonlySet<number> }

/** What a value may be said of without a noun of its own: "asthma and severe at times". */
const NO_NOUN = new Set(['type', 'severity', 'stage', 'grade', 'degree', 'episode', 'form', 'today', 'now'])

/**
 * "Permanent pacemaker, atrial fibrillation", "moderate regurgitation, dementia", "fibrillation and a persistent cough": in
 * a list the value belongs to the noun behind it.
 */
function isOfNoun({ lowers }: NoteText, { hit, starts }: ListedHit, { from, to }: Placed): boolean {
  if (hit.to - hit.from > 1) return false
  const next = lowers[hit.to] ?? ''
  if (starts.has(hit.to) || !NOUN.test(next) || JOINS.has(next) || NO_NOUN.has(next)) return false
  if (hit.from >= to) return lowers.slice(to, hit.from).includes('and')
  return hit.to < from && lowers.slice(hit.to + 1, from).some((word) => word === ',' || word === 'and')
}

/** To the nearest word of the term: a coordinated term spans words that belong to its neighbour. */
function measureDistance(text: NoteText, hit: ValueHit, { words }: TermHit): number {
  if (words.includes(hit.from)) return 0
  return Math.min(...words.map((word) => measureToWord(text, hit, word)))
}

const REACH = 16
/** "Over the sacrum, full thickness with fat visible, stage 3": what is said before the stage describes it. */
const REACH_OF_STAGE = 24

type Placed = { readonly hit: TermHit; readonly from: number; readonly to: number }

/** "Right shoulder and knee pain": what is said of the first of two coordinated places holds for the second. */
function shareValues(placed: readonly Placed[], values: readonly StatedValue[][]): StatedValue[][] {
  return placed.map(({ hit }, index) => {
    const own = values[index] ?? []
    const partner = placed.findIndex(
      (other, at) => at !== index && (other.hit.isCoordinated || hit.isCoordinated) && hasSharedWord(other.hit, hit),
    )
    const accepted = hit.entry.concept?.values
    const axes = new Set(own.map(({ value }) => accepted?.get(value)?.axis))
    const shared = (values[partner] ?? []).filter(({ value }) => {
      const axis = accepted?.get(value)?.axis
      return axis !== undefined && !axes.has(axis)
    })
    return [...own, ...shared]
  })
}

function hasSharedWord(a: TermHit, b: TermHit): boolean {
  return a.words.some((word) => b.words.includes(word))
}

/** Gives each stated value to the nearest mention whose codes differ by it; coordinated mentions share what they do not state themselves. */
function attachValues(text: NoteText, sentence: Sentence & { hits: readonly CueHit[] }, placed: readonly Placed[]) {
  const values = placed.map((): StatedValue[] => [])
  const concepts = [...new Set(placed.flatMap(({ hit }) => hit.entry.concept ?? []))]
  const found = findValueHits(text, sentence, concepts)
  const starts = new Set(found.map(({ from }) => from))
  for (const hit of found) {
    const isOwned = placed.some(
      ({ hit: { words, entry } }) => words.length > 1 && words.includes(hit.from) && entry.concept?.isBeside !== true,
    )
    const near = placed.flatMap((place, index) => {
      if (isParted(text, hit, place)) return []
      const value = hit.cues.find((cue) => place.hit.entry.concept?.accepts(cue) === true)?.value
      // A side may be shared by all that follows ("left knee and ankle pain").
      if (value !== undefined && !text.knowledge.sides.has(value) && isOfNoun(text, { hit, starts }, place)) return []
      const distance = measureDistance(text, hit, place.hit)
      const isInOwnTerm = place.hit.words.includes(hit.from)
      const isStage = value !== undefined && place.hit.entry.concept?.values.get(value)?.axis === 'stage'
      const reach = isStage ? REACH_OF_STAGE : REACH
      return value === undefined || distance > reach || (isOwned && !isInOwnTerm) ? [] : [{ index, value, distance }]
    })
    const least = Math.min(...near.map(({ distance }) => distance))
    for (const { index, value, distance } of near) {
      if (distance !== least) continue
      if (!text.knowledge.sides.has(value) && isValueDenied(sentence.hits, hit)) continue
      values[index]?.push({ value, from: hit.from, to: hit.to })
    }
  }
  return shareValues(placed, values)
}

const CHOICES = new Set(['vs', 'versus', 'or'])
/** What may stand in a choice beside its two values: "stage 3a versus stage 3b", "mild vs. moderate". */
const BESIDE_CHOICE = new Set(['.', 'stage', 'grade', 'type', 'either'])

function isChoice({ lowers }: NoteText, one: StatedValue, other: StatedValue): boolean {
  const [first, second] = one.to <= other.from ? [one, other] : [other, one]
  const between = lowers.slice(first.to, second.from)
  const isOneOf = between.some((word) => CHOICES.has(word))
  return isOneOf && between.every((word) => CHOICES.has(word) || BESIDE_CHOICE.has(word))
}

/** "CKD 3a vs 3b": a choice between two values of one axis states neither, but what both of them are. */
function dropChoices(text: NoteText, concept: Concept, stated: readonly StatedValue[]): readonly StatedValue[] {
  const findRow = ({ value }: StatedValue) => concept.values.get(value)
  const isWeighed = (one: StatedValue): boolean =>
    stated.some(
      (other) => other.value !== one.value && findRow(other)?.axis === findRow(one)?.axis && isChoice(text, one, other),
    )
  const weighed = stated.filter(isWeighed)
  const [first] = weighed
  if (first === undefined) return stated
  const common = [...concept.values].filter(([, { narrower }]) =>
    weighed.every(({ value }) => narrower.includes(value)),
  )
  return [...stated.filter((one) => !weighed.includes(one)), ...common.map(([value]) => ({ ...first, value }))]
}

/** An external cause may share its words with the injury, so it is looked for once more by itself. */
function findCauses(words: TermWords, { from, to }: Sentence, known: readonly TermHit[]): TermHit[] {
  const found = findTerms(words, from, to)
  if (found.length === 0) return found
  const named = new Set(known.map(({ entry }) => entry.concept))
  return found.filter(({ entry }) => !named.has(entry.concept))
}

/** "With macular edema" states a value of the retinopathy; it is no second condition. */
function isValueOfAnother({ from, to }: Placed, index: number, values: readonly StatedValue[][]): boolean {
  return values.some(
    (stated, other) =>
      other !== index && stated.some((value) => value.to - value.from > 1 && value.from <= from && to <= value.to),
  )
}

/** Tokens by which a condition of the knowledge states one of its own values; no phrase of a release may claim them. */
function listValueTokens(text: NoteText, sentence: Sentence, known: readonly TermHit[]): ReadonlySet<number> {
  const concepts = [...new Set(known.flatMap(({ entry }) => entry.concept ?? []))]
  const own = findValueHits(text, sentence, concepts).filter(({ cues }) =>
    cues.some((cue) => cue.concept !== undefined),
  )
  return new Set(own.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)))
}

/** What a note is searched with, made once for all of its sentences. */
type NoteSearch = {
  readonly terms: TermWords
  readonly causes: TermWords
  readonly phrases: PhraseText | undefined
  readonly speaksOfSmoking: boolean
}

function findSentenceTerms(text: NoteText, search: NoteSearch, sentence: Sentence): TermHit[] {
  const known = findTerms(search.terms, sentence.from, sentence.to)
  const causes = findCauses(search.causes, sentence, known)
  const phrases = search.phrases === undefined ? [] : findPhrases(search.phrases, known, sentence)
  if (known.length === 0 || phrases.length === 0) return [...known, ...causes, ...phrases]
  const valueTokens = listValueTokens(text, sentence, known)
  return [...known, ...causes, ...phrases.filter((hit) => !hit.words.some((word) => valueTokens.has(word)))]
}

/**
 * The terms that are conditions of their own, with their values. "Current episode depressed, moderate" names a value of the
 * bipolar disorder and no depression, so what is said behind it is not said of a depression either.
 */
function placeTerms(text: NoteText, judged: Sentence & { hits: readonly CueHit[] }, terms: readonly TermHit[]) {
  const all = terms.map((hit) => ({ hit, from: hit.words[0] ?? 0, to: (hit.words.at(-1) ?? 0) + 1 }))
  const values = attachValues(text, judged, all)
  const placed = all.filter((place, index) => !isValueOfAnother(place, index, values))
  return placed.length === all.length ? { placed, values } : { placed, values: attachValues(text, judged, placed) }
}

function findSentenceMentions(text: NoteText, search: NoteSearch, sentence: Sentence): Mention[] {
  const terms = findSentenceTerms(text, search, sentence)
  const gestation = findGestation(text.lowers, sentence)
  const ended = search.speaksOfSmoking
    ? findEndedSmoking(text.lowers, { from: sentence.from, to: findLineEnd(text, sentence) })
    : []
  if (terms.length + gestation.length + ended.length === 0) return []
  const cues = { lowers: text.lowers, numbers: text.numbers, cues: text.knowledge.cues }
  const judged = { ...sentence, hits: findCues(cues, sentence) }
  const concept = text.knowledge.concepts.get(GESTATION_CONCEPT)
  const weeks = gestation.flatMap((hit): Mention[] => {
    const values = [{ value: nameWeeks(hit.weeks), from: hit.from, to: hit.to }]
    const assertion = judgeSpan(cues, judged, hit)
    return concept === undefined ? [] : [{ concept, from: hit.from, to: hit.to, sentence, assertion, values }]
  })
  const { placed, values } = placeTerms(text, judged, terms)
  const named = placed.flatMap(({ hit, from, to }, index): Mention[] => {
    const { concept } = hit.entry
    if (concept === undefined) return []
    const stated = [...hit.entry.values.map((value) => ({ value, from, to })), ...(values[index] ?? [])]
    return [
      {
        concept,
        from,
        to,
        sentence,
        assertion: judgeSpan(cues, judged, { from, to }),
        values: dropChoices(text, concept, stated),
      },
    ]
  })
  const former = text.knowledge.concepts.get(FORMER_SMOKER)
  const over = ended.flatMap((span): Mention[] =>
    former === undefined
      ? []
      : [{ concept: former, ...span, sentence, assertion: judgeSpan(cues, judged, span), values: [] }],
  )
  const isOver = ({ concept, from, to }: Mention): boolean =>
    SMOKING.has(concept.id) &&
    (ended.some((span) => from < span.to && span.from < to) || isOnlyGivenUp(text.lowers, from, sentence.from))
  return [
    ...doubtAlternatives(
      text,
      named.filter((one) => !isOver(one)),
    ),
    ...over,
    ...weeks,
  ]
}

const GOES_ON = new Set(['-', '–', '—', ':'])
const MAX_GOES_ON = 12

/** "Smoker - quit 1999": behind the sign that ends the name of a problem the line goes on with it. */
function findLineEnd({ lowers, tokens, text }: NoteText, { to }: Sentence): number {
  if (!GOES_ON.has(lowers[to] ?? '')) return to
  const isOnLine = (at: number): boolean => !text.slice(tokens[at - 1]?.end, tokens[at]?.start).includes('\n')
  let end = to + 1
  while (end < tokens.length && end - to < MAX_GOES_ON && isOnLine(end)) end += 1
  return end
}

function isContrasting(knowledge: Knowledge, a: Mention, b: Mention): boolean {
  const isIn = ({ concept }: Mention, group: readonly string[]): boolean =>
    concept.rows.some(({ code }) => group.some((prefix) => code.startsWith(prefix)))
  return a.concept !== b.concept && knowledge.relations.contrasting.some((group) => isIn(a, group) && isIn(b, group))
}

/** "URTI/influenza" says that it is one of the two; "HTN/HLD" names both (coding/data/relations.yaml, contrasting). */
function doubtAlternatives({ lowers, knowledge }: NoteText, mentions: readonly Mention[]): Mention[] {
  return mentions.map((mention) => {
    if (lowers[mention.to] !== '/' && lowers[mention.from - 1] !== '/') return mention
    const isOneOfTwo = mentions.some((other) => {
      const isBeside = mention.to + 1 === other.from || other.to + 1 === mention.from
      return isBeside && isContrasting(knowledge, mention, other)
    })
    if (!isOneOfTwo || mention.assertion.existence !== 'present') return mention
    return { ...mention, assertion: { ...mention.assertion, existence: 'uncertain' } }
  })
}

export function buildTermWords({ tokens, numbers, canonical }: NoteWords, knowledge: Knowledge): TermWords {
  const { terms, vocabulary } = knowledge
  return { tokens, numbers, canonical, terms, roles: vocabulary.roles, hasStem: createStemFinder(tokens) }
}

export function findMentions(text: NoteText, sentences: readonly Sentence[]): Mention[] {
  const terms = buildTermWords(text, text.knowledge)
  const search = {
    terms,
    causes: { ...terms, terms: text.knowledge.causes },
    phrases: readPhraseText(text),
    speaksOfSmoking: SPEAKS_OF_SMOKING.test(text.text),
  }
  return sentences.flatMap((sentence) => findSentenceMentions(text, search, sentence))
}
