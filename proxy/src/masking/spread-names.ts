/** A name that was found once is a name everywhere in the request; one that is also a word, only where it reads as a name. */
import type { Dictionaries } from './dictionaries.ts'
import { CREDENTIALS, EPONYM_HEADS, PARTICLES, PERSON_VERBS, SUFFIXES } from './name-cues.ts'
import type { NameRun } from './name-reading.ts'
import type { NoteWord } from './note-words.ts'

export type NameParts = {
  /** Names and nothing else: masked wherever they stand. */
  readonly plain: ReadonlySet<string>
  /** Also a disease, a drug or a word. */
  readonly risky: ReadonlySet<string>
  /** What the names found begin with: "LFJ" of "L. Fairweather-Jones". */
  readonly initials: ReadonlySet<string>
  /** Those of the chart: surer than what the notes alone say. */
  readonly seeded: ReadonlySet<string>
}

const MIN_LETTERS = 2
/** Of half a double name; and fewer are so many words that only the place decides. */
const MIN_LETTERS_PLAIN = 3
/** Shorter names differ from too many words by one letter. */
const MIN_LETTERS_MISSPELT = 6

type NameWords = {
  readonly found: readonly string[]
  readonly seeded: readonly string[]
  readonly initials: ReadonlySet<string>
}

export function collectParts({ found, seeded, initials }: NameWords, dictionaries: Dictionaries): NameParts {
  const ofChart = new Set(seeded.flatMap(splitParts))
  const all = [...new Set([...found.flatMap(splitParts), ...ofChart])]
  return {
    plain: new Set(all.filter((part) => !isRisky(part, dictionaries))),
    risky: new Set(all.filter((part) => isRisky(part, dictionaries))),
    initials,
    seeded: ofChart,
  }
}

/** "Nakagawa-Ruiz" is written as one half of it too. */
function splitParts(word: string): string[] {
  const whole = word.toLowerCase().replaceAll('’', "'")
  const halves = whole.includes('-') ? whole.split('-').filter((half) => half.length >= MIN_LETTERS_PLAIN) : []
  return [...new Set([whole, ...halves])].filter((part) => part.length >= MIN_LETTERS && !SUFFIXES.has(part))
}

/** Names that are also what stands between names, behind them, or nearly any word. */
function isSlight(part: string): boolean {
  return part.length < MIN_LETTERS_PLAIN || PARTICLES.has(part) || CREDENTIALS.has(part)
}

function isRisky(part: string, own: Dictionaries): boolean {
  if (isSlight(part)) return true
  if (own.ordinary.has(part) || own.ambiguous.has(part) || own.eponyms.has(part) || own.drugs.has(part)) return true
  return own.isClinical(part) && !own.given.has(part) && !own.family.has(part)
}

export type Spread = {
  readonly words: readonly NoteWord[]
  readonly parts: NameParts
  readonly runs: readonly NameRun[]
  readonly isSmall: boolean
  readonly dictionaries: Dictionaries
}

/** @returns the further places, one word each. */
export function spreadNames(spread: Spread): NameRun[] {
  const taken = new Set<number>()
  for (const { from, to } of spread.runs) for (let at = from; at < to; at++) taken.add(at)
  const misspelt = createMisspellingTest(spread)
  const more: NameRun[] = []
  // Without a chart's names, small letters are a name in notes without capitals alone.
  const isSmallRead = spread.isSmall || spread.parts.seeded.size > 0
  spread.words.forEach((word, at) => {
    if (word.kind !== 'word' || word.shape === 'initial' || (word.shape === 'small' && !isSmallRead)) return
    if (taken.has(at)) return
    const isName = isPlain(spread, word) || isRiskyPlace(spread, at, taken) || isInitialsPlace(spread, at, taken)
    if (!isName && !misspelt(word)) return
    more.push({ from: at, to: at + 1 })
    taken.add(at)
  })
  return more
}

/** In small letters a word of a note is masked in notes without capitals, or when the chart has it. */
function isPlain({ parts, isSmall }: Spread, { lower, shape }: NoteWord): boolean {
  const isName = (part: string): boolean =>
    parts.plain.has(part) && (shape !== 'small' || isSmall || parts.seeded.has(part))
  return isName(lower) || (lower.includes('-') && shape !== 'small' && lower.split('-').some(isName))
}

const MAX_INITIALS = 4

/** "Done, KF 9/19", "verified x2 (LFJ/PK)": where a short form of a name that was found is no word. */
function isInitialsPlace({ words, parts, dictionaries: own }: Spread, at: number, taken: ReadonlySet<number>): boolean {
  const word = words[at]
  if (word?.shape !== 'capitals' || word.text.length > MAX_INITIALS || word.isPossessive) return false
  if (own.ordinary.has(word.lower) || own.isClinical(word.lower) || CREDENTIALS.has(word.lower)) return false
  const [before, next] = [words[at - 1]?.lower ?? '', words[at + 1]]
  const isPair = before === '/' && taken.has(at - 2) && words[at - 2]?.shape === 'capitals'
  if (isPair) return true
  if (!parts.initials.has(word.lower)) return false
  const isAfter = at === 0 || /^(?:[(/,:–—-]|\n|by|per|with|and)$/.test(before)
  return isAfter && (next?.kind !== 'word' || next.shape === 'small')
}

const WEAK_VERBS = /^(?:is|was|has|had|will|does|did)$/

/** "Ginger was a passenger": of a name that was found as one. */
function isGivenWord(own: Dictionaries, lower: string): boolean {
  return own.givenWords.has(lower) && !/^(?:may|will)$/.test(lower) && !own.isClinical(lower) && !own.drugs.has(lower)
}

/** "Re: Rich out of Eliquis", "Subject: Bae": what was found as a name, behind a colon or as all of a line. */
function isLabelled(words: readonly NoteWord[], at: number, own: Dictionaries): boolean {
  const [word, before, two, next] = [words[at], words[at - 1], words[at - 2], words[at + 1]]
  if (!word || own.isClinical(word.lower) || own.drugs.has(word.lower)) return false
  if (before?.text === ':' && /^(?:re|subject|fw|fwd|pt|patient|name|pmd|pcp)$/.test(two?.lower ?? '')) return true
  return before?.kind === 'break' && (!next || next.kind === 'break' || next.text === '/' || next.text === ',')
}

function isRiskyPlace({ words, parts, dictionaries: own }: Spread, at: number, taken: ReadonlySet<number>): boolean {
  const word = words[at]
  if (!word || word.shape === 'small' || !parts.risky.has(word.lower) || word.isPossessive) return false
  // "MA roomed the patient", "LE edema"
  if (isSlight(word.lower) && word.shape !== 'capital') return false
  const [before, next] = [words[at - 1], words[at + 1]]
  if (EPONYM_HEADS.has(next?.lower ?? '')) return false
  if (isLabelled(words, at, own)) return true
  if (before?.kind === 'word' && taken.has(at - 1)) return true
  const isWeak = WEAK_VERBS.test(next?.lower ?? '') && !isGivenWord(own, word.lower)
  if (PERSON_VERBS.has(next?.lower ?? '') && !isWeak) return true
  // "saw Long today": a capital inside a sentence is no chance when the chart has the name.
  const isInside = word.shape === 'capital' && before?.kind === 'word' && before.shape === 'small'
  if (!isInside || parts.seeded.has(word.lower)) return isInside
  // Found in the notes alone: then it may not be a disease as well, nor begin a phrase in capitals.
  const isTerm = own.eponyms.has(word.lower) || own.drugs.has(word.lower) || own.isClinical(word.lower)
  return !isTerm && !(next?.kind === 'word' && next.shape !== 'small')
}

/** One letter more, less or other than a name of the chart, in a word that is nothing else. */
function createMisspellingTest({ parts, dictionaries: own }: Spread): (word: NoteWord) => boolean {
  const names = [...parts.seeded].filter((part) => part.length >= MIN_LETTERS_MISSPELT && parts.plain.has(part))
  return ({ lower, shape }) => {
    if (names.length === 0 || shape === 'small' || lower.length < MIN_LETTERS_MISSPELT - 1) return false
    if (isRisky(lower, own) || own.places.has(lower)) return false
    return names.some((name) => isOneEditAway(lower, name))
  }
}

function isOneEditAway(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  let start = 0
  while (start < short.length && short[start] === long[start]) start += 1
  let end = 0
  while (end < short.length - start && short.at(-1 - end) === long.at(-1 - end)) end += 1
  return long.length - start - end <= 1
}
