/** Names of words that mean something else in a note: "Olive N. Garland", "Summer Lake", "Thanks,\nSummer". */
import { EPONYM_HEADS } from './name-cues.ts'
import {
  isCapitalLine,
  isKnownName,
  isUnknown,
  isWholeLine,
  type NameReading,
  type NameRun,
  startsSentence,
  textAt,
} from './name-reading.ts'

/** A word that is a given name and one that is a family name, side by side and both with a capital, or an initial between them. */
export function findWordPair(reading: NameReading, at: number): NameRun | undefined {
  const { words, dictionaries: own } = reading
  const first = words[at]
  const next = words[at + 1]
  if (next?.shape !== first?.shape && next?.shape !== 'initial') return undefined
  if (!first || (!own.givenWords.has(first.lower) && !own.given.has(first.lower))) return undefined
  if (first.shape !== 'capital' && (first.shape !== 'capitals' || isCapitalLine(reading, at))) return undefined
  const isInitial = words[at + 1]?.shape === 'initial' && words[at + 2]?.text === '.'
  const family = isInitial ? at + 3 : at + 1
  const second = words[family]
  if (second?.shape !== first.shape || first.isPossessive || !isNextTo(reading, family)) return undefined
  if (!isFamilyWord(reading, family) || EPONYM_HEADS.has(textAt(reading, family + 1))) return undefined
  return isOfTitle(reading, family + 1) ? undefined : { from: at, to: family + 1 }
}

const isNextTo = ({ words }: NameReading, at: number): boolean =>
  (words[at]?.start ?? 0) - (words[at - 1]?.end ?? 0) === 1

function isFamilyWord(reading: NameReading, at: number): boolean {
  const { words, dictionaries: own } = reading
  const lower = textAt(reading, at)
  return (
    own.ambiguous.has(lower) ||
    own.familyWords.has(lower) ||
    own.family.has(lower) ||
    (words[at]?.shape === 'capital' && isUnknown(reading, words[at]))
  )
}

/** "Grace Park Village": one more capital, and it may be a house. */
function isOfTitle({ words, dictionaries: own }: NameReading, at: number): boolean {
  const [before, word] = [words[at - 1], words[at]]
  if (word?.shape !== 'capital' || word.start - (before?.end ?? 0) !== 1) return false
  return !own.familyWords.has(word.lower) && !own.family.has(word.lower) && !own.givenWords.has(word.lower)
}

const SIGNING = /^(?:sincerely|regards|thanks|thx|yours|respectfully|truly|love|cheers|wishes|best|you|gratefully)$/

/** A given name that is a word, alone: under a letter, or before what only persons are said to do. */
export function findSingleWord(reading: NameReading, at: number): NameRun | undefined {
  const { words, dictionaries: own } = reading
  const word = words[at]
  const run = { from: at, to: at + 1 }
  if (word?.shape !== 'capital' || word.isPossessive) return undefined
  if (isDictator(reading, at) || isInside(reading, at)) return run
  if (!own.givenWords.has(word.lower) && !own.given.has(word.lower)) return undefined
  if ((isWholeLine(reading, run) || isLineEnd(reading, at)) && isSigned(reading, at)) return run
  return startsSentence(reading, at) && isActing(reading, at + 1) ? run : undefined
}

/** Months, seasons and what is written with a capital without being a name. */
const NO_NAMES =
  /^(?:april|august|june|may|autumn|summer|winter|christian|king|royal|star|will|duke|ivory|young|mark|grant)$/
const BEFORE_THINGS =
  /^(?:the|a|an|this|that|last|next|each|every|of|on|no|in|at|from|uses?|using|used|taking|takes|tak(?:es?|ing)|and|or)$/

/** "AA sponsor is Iris.", "call Bill at": a capital inside a sentence, and no phrase of capitals around it. */
function isInside({ words, dictionaries: own }: NameReading, at: number): boolean {
  const word = words[at]
  if (!word || !own.givenWords.has(word.lower)) return false
  const [before, next] = [words[at - 1], words[at + 1]]
  if (NO_NAMES.test(word.lower) || own.drugs.has(word.lower)) return false
  if (before?.shape !== 'small' || BEFORE_THINGS.test(before.lower) || EPONYM_HEADS.has(next?.lower ?? '')) return false
  return (
    next === undefined ||
    next.kind !== 'word' ||
    /^(?:at|in|to|for|from|with|and|if|about|who|back|by|on|or|is|was)$/.test(next.lower)
  )
}

const BEFORE_SMALL =
  /^(?:from|of|to|with|w|pt|patient|dr|by|for|saw|called|mom|dad|wife|husband|son|daughter|sister|brother)$/
const BEHIND_SMALL = /^(?:at|dob|says|states|reports|here|called|is|was|seen|from|mrn)$/

/** "tc from dolly weeks, mom of", "home visit to rusty nail at": in a note without capitals, behind what is done with persons. */
export function findSmallPair({ words, dictionaries: own }: NameReading, at: number): NameRun | undefined {
  const [before, first, second, next] = [words[at - 1], words[at], words[at + 1], words[at + 2]]
  if (!first || (!own.givenWords.has(first.lower) && !own.given.has(first.lower))) return undefined
  if (second?.kind !== 'word' || second.start - first.end !== 1) return undefined
  const isFamily = [own.ambiguous, own.familyWords, own.family].some((list) => list.has(second.lower))
  const isBegun = before === undefined || before.kind === 'break' || /^[.;-]$/.test(before.text)
  if (!isFamily || (!isBegun && !BEFORE_SMALL.test(before.lower))) return undefined
  const isEnd = next === undefined || next.kind !== 'word' || BEHIND_SMALL.test(next.lower)
  return isEnd ? { from: at, to: at + 2 } : undefined
}

/** "Little/mk  D: 4/9/26": who dictated, and who typed. */
function isDictator({ words, dictionaries: own }: NameReading, at: number): boolean {
  if (words[at + 1]?.text !== '/') return false
  const [before, typist, after] = [words[at - 1], words[at + 2], words[at + 3]]
  if (before?.kind !== 'break' || typist?.shape !== 'small' || typist.lower.length > 3) return false
  const isEnd = !after || after.kind === 'break' || after.start - typist.end > 1
  return isEnd && !own.isClinical(typist.lower) && !own.ordinary.has(typist.lower)
}

/** "Thank you, Ivy" */
function isLineEnd({ words }: NameReading, at: number): boolean {
  const next = words[at + 1]
  return words[at - 1]?.text === ',' && (!next || next.kind === 'break')
}

function isSigned(reading: NameReading, at: number): boolean {
  for (let index = at - 1; index > at - 4; index--) if (SIGNING.test(textAt(reading, index))) return true
  return false
}

/** "can be reached", "c/o pain", ", who goes by", "and Giuseppe agree" */
function isActing(reading: NameReading, at: number): boolean {
  const [one, two, three] = [textAt(reading, at), textAt(reading, at + 1), textAt(reading, at + 2)]
  if (/^(?:can|could|may)$/.test(one)) return two === 'be' && /^(?:reached|contacted|called|paged|texted)$/.test(three)
  if (one === 'c' && two === '/') return three === 'o'
  if (one === ',') return /^(?:who|whose)$/.test(two)
  return one === 'and' && isFirstOfTwo(reading, at + 1)
}

function isFirstOfTwo(reading: NameReading, at: number): boolean {
  const [word, next] = [reading.words[at], reading.words[at + 1]]
  if (word?.shape !== 'capital' || next?.shape !== 'small') return false
  return reading.dictionaries.givenWords.has(word.lower) || isKnownName(reading, at) || isUnknown(reading, word)
}
