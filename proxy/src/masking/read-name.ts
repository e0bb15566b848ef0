/** How far a name goes: its words, initials, particles and commas, by how sure the place is. */
import type { Dictionaries } from './dictionaries.ts'
import {
  BEFORE_FULL_NAME,
  CREDENTIALS,
  EPONYM_HEADS,
  LABELS,
  LEADING_PARTICLES,
  PARTICLES,
  SOFT_TITLES,
  SUFFIXES,
  TITLES,
} from './name-cues.ts'
import {
  isCapitalLine,
  isUnknown,
  keep,
  type NameReading,
  type NameRun,
  type Trust,
  textAt,
  YES,
} from './name-reading.ts'
import type { NoteWord } from './note-words.ts'
import { isTermByForm, isWordByForm } from './word-forms.ts'

/** Of a name, the marks between them included. */
export const MAX_NAME_WORDS = 12

/** Reads on from a word for as long as the words may be parts of one name. */
export function readRun(reading: NameReading, from: number, trust: Trust): NameRun | undefined {
  let run: Reading = { from, to: from, parts: 0, hasComma: false, trust }
  for (let at = from; at < from + MAX_NAME_WORDS; at++) {
    const next = readOn(reading, at, run)
    if (!next) break
    run = next
    if (reading.words[at]?.isPossessive) break
  }
  const isEmpty = run.parts === 0 && !(run.to > from && trust === 'title')
  return isEmpty ? undefined : { from, to: run.to }
}

type Reading = NameRun & { readonly parts: number; readonly hasComma: boolean; readonly trust: Trust }

/** @returns undefined where the name ends. */
function readOn(reading: NameReading, at: number, run: Reading): Reading | undefined {
  const word = reading.words[at]
  if (word?.kind === 'mark') return readMark(reading, at, run)
  if (word?.kind !== 'word' || isNextColumn(reading, at, run)) return undefined
  if (run.parts > 0 && SUFFIXES.has(word.lower) && word.shape !== 'small') return { ...run, to: at + 1 }
  if (isParticle(reading, at, run)) return run
  if (!isPart(reading, at, { trust: run.trust, parts: run.parts + (run.to > run.from ? 1 : 0) })) return undefined
  return { ...run, parts: run.parts + (word.shape === 'initial' ? 0 : 1), to: at + 1 }
}

/** Words of a name stand one blank apart; more is the next column of a form. */
function isNextColumn({ words }: NameReading, at: number, { from }: Reading): boolean {
  const [before, word] = [words[at - 1], words[at]]
  return at > from && before?.kind === 'word' && word !== undefined && word.start - before.end > 2
}

/** The dot of an initial, the comma of "Doe, Jane". */
function readMark(reading: NameReading, at: number, run: Reading): Reading | undefined {
  const [before, mark] = [reading.words[at - 1], reading.words[at]]
  if (!before || !mark || at === run.from) return undefined
  if (mark.text === '.' && before.end === mark.start) {
    return before.shape === 'initial' || DOTTED.test(before.lower) ? run : undefined
  }
  const isInverted = mark.text === ',' && run.parts > 0 && !run.hasComma && isInvertedAt(reading, at, run)
  return isInverted ? { ...run, hasComma: true } : undefined
}

const DOTTED = /^(?:st|ste|jr|sr|mc)$/
const CAPITAL_PARTICLES = /^(?:de|la|van|von|del|el|al|st|san|santa|le|di|da|ó|ní|mac|ter|ten|ben)$/

/** "van der Merwe": what stands between the words of a name, when a word of a name follows. */
function isParticle(reading: NameReading, at: number, { from, parts, trust }: Reading): boolean {
  const word = reading.words[at]
  if (!word || !PARTICLES.has(word.lower)) return false
  const isSmall = word.shape === 'small'
  if (!isSmall && !CAPITAL_PARTICLES.test(word.lower)) return false
  if (isSmall && at === from && !isLeading(word.lower, trust)) return false
  return isPart(reading, afterParticles(reading.words, at), { trust, parts: parts + 1 })
}

/** "PMD: van der Meulen", "spoke with de la Torre" */
function isLeading(lower: string, trust: Trust): boolean {
  return trust === 'title' || (trust !== 'open' && LEADING_PARTICLES.has(lower))
}

const MAX_PARTICLES = 3

function afterParticles(words: readonly NoteWord[], at: number): number {
  let next = at
  while (next < at + MAX_PARTICLES && PARTICLES.has(words[next]?.lower ?? ''))
    next += words[next + 1]?.text === '.' ? 2 : 1
  return next
}

/** "Doe, Jane": after a label always, elsewhere with a given name of the dictionary behind the comma. */
function isInvertedAt(reading: NameReading, at: number, { from, trust }: Reading): boolean {
  const next = reading.words[at + 1]
  if (next?.kind !== 'word' || CREDENTIALS.has(next.lower)) return false
  // "DR MWANGI, WILL ADMIT"
  if (next.shape === 'capitals' && reading.dictionaries.ordinary.has(next.lower)) return false
  if (SUFFIXES.has(next.lower)) return true
  if (next.shape === 'small') return false
  if (reading.dictionaries.given.has(next.lower)) return trust !== 'title'
  const before = textAt(reading, from - 1)
  const isCapitals = next.shape === 'capitals' && SOFT_TITLES.has(before)
  const isLabelled = isCapitals || trust === 'label' || LABELS.has(before) || TITLES.has(before)
  return isLabelled && isPart(reading, at + 1, { trust: 'cue', parts: 1 })
}

type Part = { readonly trust: Trust; readonly parts: number }

function isPart(reading: NameReading, at: number, part: Part): boolean {
  if (part.trust !== 'open') return readsAsPart(reading, at, part)
  const { begins, goesOn } = reading.answers
  const answers = part.parts > 0 ? goesOn : begins
  return answers[at] ? answers[at] === YES : keep(answers, at, readsAsPart(reading, at, part))
}

function readsAsPart(reading: NameReading, at: number, part: Part): boolean {
  const word = reading.words[at]
  if (word?.kind !== 'word') return false
  const { trust, parts } = part
  if (word.shape === 'initial') return (trust !== 'open' || parts > 0) && isInitial(reading, at, parts)
  if (word.shape === 'small') return reading.isSmall && trust !== 'open' && isSmallPart(reading, at, part)
  if (isInvertedFamily(reading, at, part) || isBehindGiven(reading, at, part)) return true
  const { ordinary, ambiguous, drugs } = reading.dictionaries
  const isWord = ordinary.has(word.lower)
  // Most words with a capital begin a sentence: nothing more need be asked.
  if (isWord && trust !== 'title' && !ambiguous.has(word.lower)) return false
  if (CREDENTIALS.has(word.lower) && word.shape === 'capitals') return false
  if (trust === 'title') return isAfterTitle(reading, at, parts)
  if (drugs.has(word.lower) || TITLES.has(word.lower)) return false
  if (ambiguous.has(word.lower)) return trust !== 'open' || isBeforeFamily(reading, at) || (!isWord && parts > 0)
  return isUncommon(reading, at, part)
}

/** "PATIENT: DO, MINH": between a label (or "Patient" and a given name) and a comma with one more word on the line, whatever it is elsewhere. */
function isInvertedFamily(reading: NameReading, at: number, { trust, parts }: Part): boolean {
  const { words, dictionaries: own } = reading
  if (trust === 'open' || parts > 0 || words[at + 1]?.text !== ',') return false
  const [given, after] = [words[at + 2], words[at + 3]]
  if (given?.kind !== 'word') return false
  // "Patient Roux, Octavia"
  if (trust !== 'label') {
    const isGiven = own.given.has(given.lower) || isUnknown(reading, given)
    return SOFT_TITLES.has(words[at - 1]?.lower ?? '') && given.shape === 'capital' && isGiven
  }
  if (CREDENTIALS.has(given.lower) || given.shape === 'small') return false
  return (
    own.given.has(given.lower) ||
    ((!after || after.kind === 'break') && !own.ordinary.has(given.lower) && !own.isClinical(given.lower))
  )
}

/** Family names as short as a word of every sentence: behind a given name, where the name ends. */
const SHORT_FAMILIES =
  /^(?:do|an|so|to|on|ha|vo|he|she|no|in|see|mac|ng|chu|lu|can|ban|fan|pan|song|sung|hang|may|long|ho|le|ma|ba|ly|my|oh|an|uy)$/
/** What family names of two words begin with that were put into English: "Two Bulls", "Yellow Horse". */
const ENGLISHED =
  /^(?:two|three|four|many|one|yellow|red|white|black|blue|gray|little|big|bad|good|iron|running|standing|spotted|crazy|lone|high|long|old|young|walking|eagle|bear|horse|elk|wolf|hawk|crow|thunder|brave|sitting|swift|broken|pretty|fast|first|medicine|left|kills|looking|stands|flying|charging|shot|plenty|war|bird|bull|buffalo|strikes|holy|night|wind)$/

/** "Lan Do, MD", "Yadira Colon Rivera", "Winona Two Bulls": words of a note that the names on both sides, or the end of the name, make names. */
function isBehindGiven(reading: NameReading, at: number, { parts, trust }: Part): boolean {
  const { words, dictionaries: own } = reading
  const [two, before, word, next, after] = [words[at - 2], words[at - 1], words[at], words[at + 1], words[at + 2]]
  if (
    parts < 1 ||
    !word ||
    !before ||
    word.start - before.end > 1 ||
    (word.shape !== 'capital' && word.shape !== 'capitals')
  )
    return false
  // "bint", "al" and the dot of an initial stand between them too.
  const isGiven =
    own.given.has(before.lower) || own.givenWords.has(before.lower) || (before.text === '.' && two?.shape === 'initial')
  // "mother Ginger Snow", "Bill Close, PhD"
  if (isGiven && trust !== 'open' && own.familyWords.has(word.lower) && !EPONYM_HEADS.has(next?.lower ?? ''))
    return true
  const isSame = next?.shape === word.shape && next.start - word.end === 1
  if (isGiven && isSame && isFamilyBehind(reading, at + 1) && !EPONYM_HEADS.has(after?.lower ?? '')) return true
  if (isGiven && isSame && ENGLISHED.test(word.lower) && trust !== 'open') return true
  if (trust !== 'open' && ENGLISHED.test(before.lower) && own.given.has(two?.lower ?? '')) return true
  const isEnd = next === undefined || next.kind !== 'word' || CREDENTIALS.has(next.lower)
  return own.given.has(before.lower) && SHORT_FAMILIES.test(word.lower) && word.shape === before.shape && isEnd
}

function isFamilyBehind({ words, dictionaries: own }: NameReading, at: number): boolean {
  const lower = words[at]?.lower ?? ''
  return (
    own.family.has(lower) &&
    !own.ordinary.has(lower) &&
    !own.ambiguous.has(lower) &&
    !own.isClinical(lower) &&
    !own.eponyms.has(lower)
  )
}

/** "weighs", "called", "asking" */
const VERB_ENDS = /(?:ing|ed|[^aeiouys]s)$/

/** In a note without capitals a name is a word that is nothing else. */
function isSmallPart({ words, dictionaries: own }: NameReading, at: number, { trust, parts }: Part): boolean {
  const { lower = '', text = '' } = words[at] ?? {}
  if (own.ordinary.has(lower)) return false
  if (own.given.has(lower) || own.family.has(lower)) return true
  if (lower.length < 3 || own.isClinical(lower) || own.drugs.has(lower) || PARTICLES.has(lower)) return false
  // "doctor raymond stoltzfus": behind a given name the ending of a plain word says nothing.
  const isBehindName = parts > 0 && own.given.has(words[at - 1]?.lower ?? '') && !VERB_ENDS.test(lower)
  return trust === 'title' || !(trust === 'cue' && !isBehindName ? isWordByForm : isTermByForm)(text, lower)
}

function isAfterTitle(reading: NameReading, at: number, parts: number): boolean {
  const { lower = '', shape } = reading.words[at] ?? {}
  const { ordinary, ambiguous } = reading.dictionaries
  const isWord = ordinary.has(lower) && !ambiguous.has(lower)
  if (parts > 0) return !isWord && !TITLES.has(lower)
  // "Will Abdulrahman is a 35-year-old"
  const isGiven = lower === 'will' && shape === 'capital' && reading.words[at + 1]?.shape === 'capital'
  return (isGiven || !FUNCTION_WORDS.has(lower)) && !(isWord && shape === 'capitals' && isCapitalLine(reading, at))
}

/** Not a plain word; then, the less sure the place, the less else it may be. */
function isUncommon(reading: NameReading, at: number, { trust, parts }: Part): boolean {
  const word = reading.words[at]
  if (!word) return false
  const { lower } = word
  const own = reading.dictionaries
  const isKnown = own.given.has(lower) || own.family.has(lower)
  const isEponym = own.eponyms.has(lower)
  if (word.shape === 'capitals' && lower.length < 5 && !isCapitalLine(reading, at))
    return (
      trust === 'label' &&
      !own.isClinical(lower) &&
      (parts === 0 ? lower.length === 2 || isKnown : isBehindCapitals(reading, at))
    )
  if (trust === 'label') return isKnown || isEponym || !own.isClinical(lower)
  if (isEponym && (word.isPossessive || EPONYM_HEADS.has(textAt(reading, at + 1)))) return false
  if (isKnown && (!isEponym || trust !== 'open' || parts > 0 || isBeforeFamily(reading, at))) return true
  // "Delphinia Roux"
  if (isEponym && parts > 0 && isUnknown(reading, reading.words[at - 1])) return true
  if (isEponym) return parts > 0 && isGivenBefore(reading, at, trust)
  if (own.isClinical(lower) || own.places.has(lower) || isOfOrdinary(own, lower, trust)) return false
  if (trust === 'open' && (reading.seenSmall.has(lower) || lower.length < 3)) return false
  return !word.isTerm
}

/** "Well-being"; behind a cue a half that is no word is enough of a name ("Anh-Thu", "Soon-ja"). */
function isOfOrdinary(own: Dictionaries, lower: string, trust: Trust): boolean {
  const halves = lower.split('-')
  return trust === 'open'
    ? halves.some((half) => own.ordinary.has(half))
    : halves.every((half) => own.ordinary.has(half))
}

function isGivenBefore(reading: NameReading, at: number, trust: Trust): boolean {
  const { given, ambiguous } = reading.dictionaries
  const before = textAt(reading, at - 1)
  return given.has(before) || (trust !== 'open' && ambiguous.has(before))
}

/** "SURGEON: NALANI IONA", but not "PATIENT: KEESHA DOB" */
function isBehindCapitals({ words }: NameReading, at: number): boolean {
  const [before, word] = [words[at - 1], words[at]]
  if (before?.shape !== 'capitals' || !word || word.start - before.end > 1 || before.text.length < 3) return false
  return !LABELS.has(word.lower) && !NO_FAMILIES.test(word.lower)
}
const NO_FAMILIES =
  /^(?:dob|mrn|ssn|dos|age|sex|acct|fin|csn|bed|room|rm|unit|loc|date|time|adm|pcp|id|male|fem|icu|er|ed|or|pacu|vs|hx|pt|wt|ht)$/

/** "Joy Romano", "Patrick Greenwood": what is a word or a sign by itself is a name before a family name. */
function isBeforeFamily({ words, dictionaries: own }: NameReading, at: number): boolean {
  const next = words[at + 1]
  if (next?.kind !== 'word' || next.shape === 'small' || next.shape === 'initial') return false
  if (own.ordinary.has(next.lower) || own.drugs.has(next.lower) || EPONYM_HEADS.has(next.lower)) return false
  if (own.family.has(next.lower)) return true
  if (own.eponyms.has(next.lower) || own.isClinical(next.lower) || own.places.has(next.lower)) return false
  return own.given.has(words[at]?.lower ?? '') || BEFORE_FULL_NAME.has(words[at - 1]?.lower ?? '')
}

function isInitial(reading: NameReading, at: number, parts: number): boolean {
  const next = reading.words[at + 1]
  if (next?.text === '/') return false
  return parts > 0 ? next?.text === '.' || next?.kind !== 'mark' || next.text !== ':' : next?.text === '.'
}

/** What even after a title is no name. */
const FUNCTION_WORDS = new Set(
  'a an the and or of in on at to for by with is was has had will who if it this that he she they note notes visit office appointment patient said'.split(
    ' ',
  ),
)
