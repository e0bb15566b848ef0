/**
 * Tells whether a mention is present, absent or uncertain, current, historical or hypothetical, and whose it is.
 * The method is ConText's (Harkema 2009, after NegEx): cues before and after a mention, pseudo-cues that only look like
 * one, and words that end a scope. The cues are data (coding/data/assertion.yaml).
 */
import type { Assertion } from '../domain/evidence.ts'
import type { NoteWords } from './note-words.ts'
import { findLongestPhrase, type PhraseTrie } from './phrase-trie.ts'

export type CueCategory = 'negated' | 'uncertain' | 'historical' | 'hypothetical' | 'other-person'

export type CueEntry =
  | {
      readonly role: 'before' | 'after'
      readonly category: CueCategory
      /** How much of a list it governs; without it doubt governs the first member, all else the whole. */
      readonly reach?: 'list' | 'first'
      readonly cased?: string
    }
  /** A stop without a category ends every scope. */
  | { readonly role: 'stop'; readonly category?: CueCategory; readonly cased?: string }
  | { readonly role: 'pseudo'; readonly cased?: string }

export type CueHit = { readonly from: number; readonly to: number; readonly entries: readonly CueEntry[] }

/** Token indexes; `to` is exclusive. */
export type Span = { readonly from: number; readonly to: number }

type Words = Pick<NoteWords, 'lowers' | 'numbers'> & { readonly cues: PhraseTrie<CueEntry> }

/** All cues of a sentence, longest first from the left, so that "no evidence of" is one cue and "no change" is none. */
export function findCues(words: Words, sentence: Span): CueHit[] {
  const hits: CueHit[] = []
  let at = sentence.from
  while (at < sentence.to) {
    const hit = findLongestPhrase(words.cues, words.numbers, { from: at, to: sentence.to })
    if (hit !== undefined) hits.push(hit)
    at = hit === undefined ? at + 1 : hit.to
  }
  return hits
}

/** How far a cue that stands behind a mention reaches back, in words. */
const REACH_BACK: Readonly<Record<CueCategory, number>> = {
  negated: 6,
  uncertain: 6,
  historical: 6,
  hypothetical: 1,
  'other-person': 8,
}

const isStop = (hit: CueHit, category: CueCategory): boolean =>
  hit.entries.some((entry) => entry.role === 'stop' && (entry.category ?? category) === category)
const isMark = (word: string | undefined): boolean => word === undefined || /^[.,;)]$/.test(word)

const ANSWERS = new Set(['no', 'nope', 'none', 'not', 'denies', 'negative', 'unclear', 'unknown', 'unlikely'])

/**
 * Some cues look both ways. They speak of what stands before them only where they end their phrase: "knee pain,
 * possible meniscus tear" leaves the pain certain, "Depression: no plan" does not deny depression.
 */
function endsPhrase(words: Words, sentence: Span, hit: CueHit): boolean {
  // "Diabetic? No, denies it.": asked and answered.
  if (words.lowers[hit.from] === '?' && hit.to - hit.from === 1 && ANSWERS.has(words.lowers[hit.to] ?? '')) return true
  const looksBothWays = hit.entries.some(({ role }) => role === 'before') || words.lowers[hit.from] === ':'
  return !looksBothWays || hit.to >= sentence.to || isMark(words.lowers[hit.to])
}

const CONTRASTS = new Set(['vs', 'versus'])
/** Words that open another phrase: "fatigue due to anemia vs hypothyroidism" leaves the fatigue certain. */
const PARTS_PHRASE = new Set([
  ',',
  ';',
  ':',
  '(',
  '-',
  'due',
  'secondary',
  'from',
  'with',
  'for',
  'in',
  'because',
  'likely',
  'and',
  'vs',
  'versus',
])
/** What is weighed against each other is then a treatment, a side or a number, and no diagnosis. */
const NO_DIAGNOSIS =
  /^(?:\d.*|the|surg\w+|operat\w+|conservative|observation|watchful|medical|medications?|physical|pt|therapy|injections?|left|right|baseline|prior|previous|yesterday|inpatient|outpatient|stage|grade|type|class)$/

const isContrast = ({ lowers }: Words, hit: CueHit): boolean => CONTRASTS.has(lowers[hit.from] ?? '')

/**
 * "COPD versus asthma": of alternatives neither is established, the first as little as the second (guidelines II.D and
 * IV.H). The contrast reaches back to the phrase right before it.
 */
function contrasts({ lowers }: Words, sentence: Span, gap: Span): boolean {
  const after = lowers[gap.to + 1] === '.' ? gap.to + 2 : gap.to + 1
  if (after >= sentence.to) return false
  const next = lowers[after]
  return !lowers.slice(gap.from, gap.to).some((word) => PARTS_PHRASE.has(word)) && !NO_DIAGNOSIS.test(next ?? '')
}

type Reach = { readonly hits: readonly CueHit[]; readonly index: number; readonly category: CueCategory }

/** A heading ("Past medical history:") speaks of all that follows. */
function reachesForward(words: Words, { hits, index, category }: Reach, span: Span): boolean {
  const cue = hits[index]
  if (cue !== undefined && cue.to - cue.from > 1 && words.lowers[cue.to - 1] === ':') return true
  for (let next = index + 1; next < hits.length; next++) {
    const hit = hits[next]
    if (hit === undefined || hit.from >= span.from) return true
    if (isStop(hit, category)) return false
  }
  return true
}

function reachesBack({ hits, index, category }: Reach, span: Span): boolean {
  for (let before = index - 1; before >= 0; before--) {
    const hit = hits[before]
    if (hit === undefined || hit.to <= span.to) return true
    if (isStop(hit, category)) return false
  }
  return true
}

const ALTERNATIVES = new Set(['or', 'vs', 'versus'])

/**
 * Doubt about the first of a list is not doubt about all: "probable pneumonia, cough, fever". Only a list of
 * alternatives shares it: "concern for pneumonia, embolism or effusion".
 */
function sharesDoubt(words: Words, sentence: Span, gap: Span): boolean {
  // Between the two alone: a note without commas would be searched to its end for every cue.
  const comma = words.lowers.slice(gap.from, gap.to).indexOf(',')
  if (comma === -1) return true
  return words.lowers.slice(gap.from + comma, sentence.to).some((word) => ALTERNATIVES.has(word))
}

/**
 * A cue may run into the term that it governs: "no abnormal" and "abnormal bleeding", "no history of" and "history of
 * stroke". One that begins inside the term is part of it.
 */
function standsBefore(hit: CueHit, span: Span): boolean {
  return hit.to <= span.from || (hit.from < span.from && hit.to < span.to)
}

const AND = new Set(['and', 'or', '&', 'nor'])

/** "Chest pain, embolism excluded" excludes the embolism alone; "fever, chills and cough absent" denies all three. */
function isOutOfReach({ lowers }: Words, gap: Span): boolean {
  const between = lowers.slice(gap.from, gap.to)
  return between.includes(',') && !between.some((word) => AND.has(word)) && between.length > 1
}

const JOINED_LETTER = /^(?:[a-z]|and|or|[&,/])$/

/** "Hepatitis A and B vaccines": the letters of a list share the noun behind them. */
function isLetterList({ lowers }: Words, gap: Span): boolean {
  const between = lowers.slice(gap.from, gap.to)
  return between.length > 1 && between.every((word) => JOINED_LETTER.test(word)) && /^[a-z]$/.test(between.at(-1) ?? '')
}

type Judged = Span & { readonly hits: readonly CueHit[] }
type ScopeEntry = Extract<CueEntry, { readonly role: 'before' | 'after' }>

type Scope = { readonly sentence: Judged; readonly reach: Reach; readonly entry: ScopeEntry }

function governsForward(words: Words, { sentence, reach, entry }: Scope, span: Span): boolean {
  const hit = reach.hits[reach.index]
  if (hit === undefined || !standsBefore(hit, span) || !reachesForward(words, reach, span)) return false
  // "Lumpectomy versus mastectomy for breast cancer": what is treated is not what is weighed.
  if (isContrast(words, hit) && words.lowers.slice(hit.to, span.from).includes('for')) return false
  const isOfFirst = (entry.reach ?? (entry.category === 'uncertain' ? 'first' : 'list')) === 'first'
  return !isOfFirst || sharesDoubt(words, sentence, { from: hit.to, to: span.from })
}

function governsBack(words: Words, { sentence, reach }: Scope, span: Span): boolean {
  const hit = reach.hits[reach.index]
  if (hit === undefined || hit.from < span.to) return false
  const speaksOf = isContrast(words, hit)
    ? contrasts(words, sentence, { from: span.to, to: hit.from })
    : endsPhrase(words, sentence, hit)
  if (!speaksOf) return false
  const gap = { from: span.to, to: hit.from }
  const isParted = reach.category === 'negated' && isOutOfReach(words, gap)
  const isNear = gap.to - gap.from < REACH_BACK[reach.category] || isLetterList(words, gap)
  return isNear && !isParted && reachesBack(reach, span)
}

/** The categories whose scope covers the span. A cue inside the span is part of the term, not about it. */
function findCategories(words: Words, sentence: Judged, span: Span): Set<CueCategory> {
  const found = new Set<CueCategory>()
  for (let index = 0; index < sentence.hits.length; index++) {
    for (const entry of sentence.hits[index]?.entries ?? []) {
      if (entry.role !== 'before' && entry.role !== 'after') continue
      const scope = { sentence, entry, reach: { hits: sentence.hits, index, category: entry.category } }
      const governs = entry.role === 'before' ? governsForward : governsBack
      if (governs(words, scope, span)) found.add(entry.category)
    }
  }
  return found
}

const NEXT = 1

/** Whether the words right before a value deny it: "no exacerbation", "not displaced"; "without aura, intractable" does not. */
export function isValueDenied(hits: readonly CueHit[], span: Span): boolean {
  return hits.some(
    ({ to, entries }) =>
      to <= span.from &&
      span.from - to <= NEXT &&
      entries.some((entry) => entry.role === 'before' && entry.category === 'negated'),
  )
}

/** `sentence.hits` are the cues of that sentence, found once for all of its mentions. */
export function judgeSpan(words: Words, sentence: Span & { readonly hits: readonly CueHit[] }, span: Span): Assertion {
  const found = findCategories(words, sentence, span)
  const isPast = found.has('historical')
  return {
    existence: found.has('negated') ? 'absent' : found.has('uncertain') ? 'uncertain' : 'present',
    temporality: found.has('hypothetical') ? 'hypothetical' : isPast ? 'historical' : 'current',
    experiencer: found.has('other-person') ? 'other' : 'patient',
  }
}
