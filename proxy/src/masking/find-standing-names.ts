/**
 * Names that nothing announces: a given name of the dictionary, a word inside a sentence that no list explains, initials
 * before a family name, a cell of a table, a line of its own under a letter.
 */

import { findSingleWord, findSmallPair, findWordPair } from './find-word-names.ts'
import {
  BEFORE_FULL_NAME,
  CREDENTIALS,
  EPONYM_HEADS,
  PARTICLES,
  PERSON_VERBS,
  PRODUCT_CUES,
  RELATIVES,
  SOFT_TITLES,
  TO_PERSON,
} from './name-cues.ts'
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
import type { NoteWord } from './note-words.ts'
import { readRun } from './read-name.ts'
import { STATES } from './states.ts'
import { isTermByForm, isWordByForm } from './word-forms.ts'
import { COPULA, HALF_STATE, isMarkedAhead } from './word-marks.ts'

export function findStanding(reading: NameReading, at: number): NameRun | undefined {
  const word = reading.words[at]
  if (word?.shape === 'small') return reading.isSmall ? smallGiven(reading, at) : undefined
  if (word?.shape === 'initial') return afterInitial(reading, at)
  if (!word || (word.shape !== 'capital' && word.shape !== 'capitals')) return undefined
  if (word.marks & HALF_STATE && isState(reading, at)) return undefined
  const pair = findWordPair(reading, at)
  if (pair) return pair
  const plain = findPlainWords(reading, at)
  if (plain) return plain
  if (isSubject(reading, at)) return readRun(reading, at, 'label')
  const run = inCell(reading, at) ?? readRun(reading, at, 'open')
  if (!run || !isStanding(reading, run)) return findSingleWord(reading, at)
  return isInside(reading, run.from) ? { from: run.from, to: readOnCapitals(reading, run.to) } : run
}

/** States stay, and so does what a name would make of half of one. */
function isState(reading: NameReading, at: number): boolean {
  const [before, own, next] = [textAt(reading, at - 1), textAt(reading, at), textAt(reading, at + 1)]
  return STATES.has(`${own} ${next}`) || STATES.has(`${before} ${own}`)
}

/** Shorter ones are too often a test or a word ("ana", "ada", "mia"). */
const MIN_GIVEN = 4

/** "spoke w keesha": in a note without capitals a given name that is nothing else. */
function smallGiven(reading: NameReading, at: number): NameRun | undefined {
  const pair = findSmallPair(reading, at)
  if (pair) return pair
  const isName = isGivenAlone(reading, at) || isSmallBeforeAge(reading, at) || isSmallFamily(reading, at)
  return isName ? readRun(reading, at, 'cue') : undefined
}

/** "colonoscopy w pruitt" */
function isSmallFamily(reading: NameReading, at: number): boolean {
  if (!/^(?:w|with|per|by|see|sees|saw)$/.test(textAt(reading, at - 1)) || !isFamilyAlone(reading, at)) return false
  const lower = textAt(reading, at)
  return (
    lower.length >= MIN_GIVEN && !reading.dictionaries.ambiguous.has(lower) && !reading.dictionaries.eponyms.has(lower)
  )
}

/** "keiko 67f" */
function isSmallBeforeAge({ words, dictionaries: own }: NameReading, at: number): boolean {
  const [word, age, sex] = [words[at], words[at + 1], words[at + 2]]
  if (!word || age?.kind !== 'number' || age.text.length > 2 || sex?.start !== age.end) return false
  if (!/^(?:f|m|yo|y)$/.test(sex.lower) || own.ordinary.has(word.lower) || own.drugs.has(word.lower)) return false
  return word.lower.length >= MIN_GIVEN && !own.isClinical(word.lower) && !isTermByForm(word.text, word.lower)
}

function isGivenAlone({ words, dictionaries: own }: NameReading, at: number): boolean {
  const lower = words[at]?.lower ?? ''
  if (lower.length < MIN_GIVEN || !own.given.has(lower) || own.ordinary.has(lower) || own.ambiguous.has(lower))
    return false
  return !own.eponyms.has(lower) && !own.places.has(lower) && !own.isClinical(lower)
}

/** "C. Umbridge-Sato", "H Vasquez-Thorne"; "E. coli" goes on in small letters. */
function afterInitial(reading: NameReading, at: number): NameRun | undefined {
  const { words } = reading
  const [dot, second] = [words[at + 1]?.text === '.', words[at + 2]]
  if (words[at - 1]?.text === '.' && words[at - 2]?.shape === 'initial') return undefined
  const family = dot && second?.shape === 'initial' && words[at + 3]?.text === '.' ? at + 4 : dot ? at + 2 : at + 1
  const next = words[family]
  if (next?.shape !== 'capital' && next?.shape !== 'capitals') return undefined
  const isOther = next.shape === 'capital' && isUnknown(reading, next) && !isWordByForm(next.text, next.lower)
  const isShort = dot && isShortBehindInitial(reading, at, family)
  if (isShort) return { from: at, to: family + 1 }
  const isName = isKnownName(reading, family) || isOther || (dot && isWordBehindInitial(reading, at, family))
  if (!isName || EPONYM_HEADS.has(textAt(reading, family + 1))) return undefined
  if (!dot && !isBeforeInitial(reading, at, family) && !isKnownName(reading, family)) return undefined
  if (!dot && /^[aix]$/.test(words[at]?.lower ?? '') && words[at - 1]?.kind === 'word') return undefined
  const run = readRun(reading, family, 'cue')
  return run && { from: at, to: run.to }
}

/** "and S. Pak (IR)", "with T. Oz, RN": too short to be told from other words but behind an initial and before a role. */
function isShortBehindInitial({ words, dictionaries: own }: NameReading, at: number, family: number): boolean {
  const [before, word, next] = [words[at - 1], words[family], words[family + 1]]
  if (word?.shape !== 'capital' || word.lower.length > 3 || word.isPossessive) return false
  if (!/^(?:and|with|by|per|to|from|dr|[:;,&/])$/.test(before?.lower ?? '') || own.ordinary.has(word.lower))
    return false
  return next?.text === '(' || (next?.text === ',' && CREDENTIALS.has(words[family + 2]?.lower ?? ''))
}

/** "cc: O. Garland;", "by H. Young", "J. Little and" */
function isWordBehindInitial(reading: NameReading, at: number, family: number): boolean {
  const { words, dictionaries: own } = reading
  const [lower, next, before] = [textAt(reading, family), words[family + 1], words[at - 1]]
  if (!own.ambiguous.has(lower) && !own.familyWords.has(lower)) return false
  const isListed =
    before?.text === ';' || before?.text === ',' || before?.text === ':' || isBeforeInitial(reading, at, family)
  return isListed && before?.end !== words[at]?.start && (next?.kind !== 'word' || next.lower === 'and')
}

function isBeforeInitial(reading: NameReading, at: number, family: number): boolean {
  if (isWholeLine(reading, { from: at, to: family + 1 }) || reading.words[at - 1]?.kind === 'number') return true
  return /^(?:by|with|per|dr|from|to|and|signed|cc|attn|for|of|seen|saw)$/.test(textAt(reading, at - 1))
}

/** Columns stand this far apart. */
const GAP = 2

/** A cell of a table that is a name and nothing else, in a note one of whose columns holds names. */
function inCell(reading: NameReading, at: number): NameRun | undefined {
  if (!reading.hasNameColumn || !isEdge(reading, at)) return undefined
  const run = readRun(reading, at, 'label')
  const to = run && textAt(reading, run.to) === '.' ? run.to + 1 : run?.to
  if (!run || to === undefined || !isEdge(reading, to)) return undefined
  for (let index = run.from; index < run.to; index++) {
    const word = reading.words[index]
    if (word?.kind !== 'word' || word.shape === 'initial') continue
    const isShort = run.to - run.from === 1 && word.shape === 'capital' && word.lower.length < 4
    if (!isShort && !isKnownName(reading, index) && !isUnknown(reading, word)) return undefined
  }
  return { from: at, to }
}

function isEdge({ words }: NameReading, at: number): boolean {
  const [before, word] = [words[at - 1], words[at]]
  if (!before || !word || before.kind === 'break' || word.kind === 'break') return true
  return before.text === '|' || word.text === '|' || word.start - before.end >= GAP
}

/** "Ann Arbor stage II" */
function isOfStage(reading: NameReading, at: number): boolean {
  const isEponym = reading.dictionaries.eponyms.has(textAt(reading, at))
  return STAGED.test(textAt(reading, isEponym ? at + 1 : at))
}
const STAGED = /^(?:stage|classification|criteria|grade|scale|score)$/

const TESTS = /^(?:tests?|signs?|maneuver|manoeuvre|criteria|classification|syndrome|disease|procedure|technique)$/

function isStanding(reading: NameReading, run: NameRun): boolean {
  const { dictionaries } = reading
  if (reading.hasNameColumn && isEdge(reading, run.from) && isEdge(reading, run.to)) return true
  const words = reading.words.slice(run.from, run.to).filter(({ kind }) => kind === 'word')
  const parts = words.filter(({ shape }) => shape !== 'initial')
  const isGiven = parts.some(({ lower }) => dictionaries.given.has(lower))
  const isFamily = parts.some(({ lower }) => dictionaries.family.has(lower))
  if (isCapitalLine(reading, run.from)) {
    if (words.length > 1)
      return isGiven && (isFamily || isWholeLine(reading, run) || parts.some((part) => isUnknown(reading, part)))
    return isGivenAlone(reading, run.from)
  }
  if (isGiven && isOfStage(reading, run.to)) return false
  // "Allen test normal": any name makes a test, whether a list has it or not.
  if (words.length === 1 && !words[0]?.isPossessive && TESTS.test(textAt(reading, run.to))) return false
  if (isGiven) return words.length > 1 || !dictionaries.places.has(words[0]?.lower ?? '')
  if (EPONYM_HEADS.has(textAt(reading, run.to))) return false
  if (isBeforeAge(reading, run)) return true
  if (isInside(reading, run.from) && isUnexplained(reading, run)) return true
  const own = parts.filter((part) => isUnknown(reading, part))
  if (
    own.length > 1 &&
    own.length === parts.length &&
    own.filter(({ text, lower }) => !isWordByForm(text, lower)).length > 1
  )
    return true
  if (words.length > 1)
    return isFamily || isWholeLine(reading, run) || BEFORE_FULL_NAME.has(textAt(reading, run.from - 1))
  return isStandingAlone(reading, run, isFamily)
}

/** Inside a sentence of small letters, where a capital is no chance. */
function isInside(reading: NameReading, at: number): boolean {
  const { words } = reading
  if (words[at]?.shape !== 'capital' || startsSentence(reading, at)) return false
  const before = words[at - 1]
  // "Visited Concepción": the word before has its capital from the sentence.
  if (before?.kind === 'word')
    return before.shape === 'small' || isOpening(reading, at - 1) || isBehindRole(reading, at)
  // "Vicryl, Monocryl": a list of capitalised words says nothing.
  return words[at - 2]?.shape === 'small'
}

/** "PMD Tolliver", "VSO Marge": behind a role in capitals that no list has. */
function isBehindRole(reading: NameReading, at: number): boolean {
  const [before, word] = [reading.words[at - 1], reading.words[at]]
  if (before?.shape !== 'capitals' || before.text.length > 5 || isCapitalLine(reading, at)) return false
  return isUnknown(reading, word) && !isWordByForm(word?.text ?? '', word?.lower ?? '')
}

function isOpening(reading: NameReading, at: number): boolean {
  const word = reading.words[at]
  if (word?.shape !== 'capital' || !startsSentence(reading, at) || !reading.dictionaries.ordinary.has(word.lower))
    return false
  const next = reading.words[at + 1]
  const after = reading.words[at + 2]
  return next !== undefined && !isWordByForm(next.text, next.lower) && after?.shape !== 'capital'
}

/** Where places are told: then it is a city. */
const BEFORE_PLACE = /^(?:in|near|at|outside|around|from|on|of)$/
/** "Keesha's sister", "Alistair's house" */
const OF_PERSONS =
  /^(?:home|house|room|chart|care|wishes|apartment|place|death|passing|health|condition|number|cell|name|family|symptoms|pain|medications|meds|labs|bp|weight|goals|school|teacher|parents|kids|children|birthday|doctor|pcp|nurse|aide)$/

function isUnexplained(reading: NameReading, run: NameRun): boolean {
  const { words } = reading
  const [before, last, next] = [textAt(reading, run.from - 1), words[run.to - 1], words[run.to]]
  if (PRODUCT_CUES.has(before) || BEFORE_PLACE.test(before) || next?.kind === 'number') return false
  if (last?.isPossessive && !RELATIVES.has(next?.lower ?? '') && !OF_PERSONS.test(next?.lower ?? '')) return false
  return words
    .slice(run.from, run.to)
    .some(
      (word, index) => word.kind === 'word' && (isUnknown(reading, word) || isFamilyAlone(reading, run.from + index)),
    )
}

function isFamilyAlone({ words, dictionaries: own, seenSmall }: NameReading, at: number): boolean {
  const lower = words[at]?.lower ?? ''
  return own.family.has(lower) && !own.ordinary.has(lower) && !own.isClinical(lower) && !seenSmall.has(lower)
}

const MAX_MORE = 3
/** "Bayside PT", "Mercyhurst ER" */
const UNIT_LETTERS = /^(?:er|ed|icu|uc|pt|snf|ltc|alf|tmc)$/

/** "for Tidewater Fabrication": what goes on in capitals belongs to the name, whatever it is. */
function readOnCapitals({ words, dictionaries: own }: NameReading, to: number): number {
  let end = to
  while (end < to + MAX_MORE) {
    const [before, word] = [words[end - 1], words[end]]
    if (word?.shape === 'capitals' && UNIT_LETTERS.test(word.lower) && before?.end === word.start - 1) return end + 1
    if (word?.shape !== 'capital' || before?.end !== word.start - 1 || before.isPossessive) break
    if (own.drugs.has(word.lower) || own.eponyms.has(word.lower) || own.isClinical(word.lower)) break
    end += 1
  }
  return end
}

function isStandingAlone(reading: NameReading, run: NameRun, isFamily: boolean): boolean {
  const isTold = TO_PERSON.has(textAt(reading, run.from - 1))
  if (isFamily && (isTold || PERSON_VERBS.has(textAt(reading, run.to)))) return true
  const word = reading.words[run.from]
  if (word?.shape === 'capitals' || word?.isPossessive) return isBeginOfPerson(reading, run)
  if (!startsSentence(reading, run.from)) return isTold || isApposed(reading, run.to)
  return (
    isPersonal(reading, run.to) || isEntry(reading, run) || isBeginOfPerson(reading, run) || isSignature(reading, run)
  )
}

/** "Goldfarb 81F", "Kenzo (4)", "Zsuzsanna V DOB", "Persephone (she/her)", "ID (Ravenscroft)" */
function isBeforeAge(reading: NameReading, run: NameRun): boolean {
  const { words } = reading
  const first = words[run.from]
  const isName = isFamilyAlone(reading, run.from) || (isUnknown(reading, first) && first?.shape === 'capital')
  if (!isName || isWordByForm(first?.text ?? '', first?.lower ?? '')) return false
  // "Ottoline P."
  if (words.slice(run.from, run.to).some(({ shape }) => shape === 'initial') && textAt(reading, run.to) === '.')
    return true
  const at = words[run.to]?.text === ',' ? run.to + 1 : run.to
  const [next, second] = [words[at], textAt(reading, at + 1)]
  if (next?.kind === 'number')
    return /^(?:[mf]|y|yo|yr|yrs|year|years|mo)$/.test(second) || (at > run.to && second === ',')
  if (next?.kind === 'word') return /^(?:dob|mrn|ssn|d\.o\.b)$/.test(next.lower)
  if (textAt(reading, run.from - 1) === '(' && next?.text === ')') return true
  // "1. Culpepper - CKD4"
  if (next?.text === '-' || next?.text === '–')
    return isListed(reading, run.from) && next.start > (words[run.to - 1]?.end ?? 0)
  if (next?.text !== '(') return false
  const isRole = CREDENTIALS.has(second) || SOFT_TITLES.has(second) || RELATIVES.has(second) || second === 'sw'
  const isAge = words[at + 1]?.kind === 'number' && second.length < 3 && textAt(reading, at + 2) === ')'
  return isRole || isAge || /^(?:she|he|they|age|aged|dob|mrn)$/.test(second)
}

/** Behind the number of a list. */
function isListed({ words }: NameReading, at: number): boolean {
  return (
    words[at - 1]?.text === '.' && words[at - 2]?.kind === 'number' && (at === 2 || words[at - 3]?.kind === 'break')
  )
}

/** "Anesthesia: Lindqvist." */
function isEntry(reading: NameReading, run: NameRun): boolean {
  const next = reading.words[run.to]
  const word = reading.words[run.from]
  if (textAt(reading, run.from - 1) !== ':' || !word) return false
  const isName = isFamilyAlone(reading, run.from) || (isUnknown(reading, word) && !isWordByForm(word.text, word.lower))
  if (!isName) return false
  return !next || next.kind === 'break' || /^[.,;(]$/.test(next.text)
}

const WEAK_VERBS =
  /^(?:is|was|has|had|will|did|does|remains|appears|appeared|continues|continued|works|started|stopped|comes|goes|went|notes|noted|performed|recommended|presents|returns)$/

/** "… reports three days of pain": strong verbs only; "is" and "has" have things for subjects too. */
function isPersonal(reading: NameReading, at: number): boolean {
  const verb = textAt(reading, at)
  return PERSON_VERBS.has(verb) && !WEAK_VERBS.test(verb)
}

/** Behind a weak verb, what persons are and things are not. */
const PERSONAL =
  /^(?:doing|here|feeling|able|married|single|divorced|widowed|living|lives|aware|agreeable|accompanied|brought|worried|concerned|anxious|tearful|upset|happy|hospitalized|employed|unemployed|retired|pregnant|sleeping|eating|awake|alert|not|never|always|been|gone|born|told|asked|advised|instructed|encouraged|counseled|educated|also|currently|very|a|an|our|my|her|his|their|on|in|at|back|well|ready|crying|playing|walking|sitting|lying|resting|working|taking|using|trying|having|seen|referred|admitted|discharged|home|overdue|due|requesting|complaining|call|come|return|follow|need|bring|see|stay|take|continue|go|be)$/

/** "Keesha is doing well", "Keesha's mother called": at the start of a sentence, where any word has a capital. */
function isBeginOfPerson(reading: NameReading, run: NameRun): boolean {
  const word = reading.words[run.from]
  if (word?.shape !== 'capital' || run.to - run.from > 1 || !isUnknown(reading, word)) return false
  if (isWordByForm(word.text, word.lower)) return false
  const next = textAt(reading, run.to)
  if (word.isPossessive) return RELATIVES.has(next) || OF_PERSONS.test(next)
  return WEAK_VERBS.test(next) && PERSONAL.test(textAt(reading, run.to + 1))
}

/** The last line of a note, or the one under "Sincerely,". */
function isSignature(reading: NameReading, run: NameRun): boolean {
  const { words } = reading
  const word = words[run.from]
  if (run.to - run.from > 1 || !isUnknown(reading, word) || !isWholeLine(reading, run)) return false
  // "Tolly,": who a message is for
  if (words[run.to]?.text === ',' && words[run.to + 1]?.kind === 'break') return true
  for (let at = run.from - 1; at > run.from - 6; at--) {
    if (
      /^(?:sincerely|regards|thanks|thx|yours|respectfully|truly|love|cheers|wishes|best|you)$/.test(
        textAt(reading, at),
      )
    )
      return true
  }
  return run.to >= words.length - 1 && run.from > 0
}

/** "Ezekiel, his neighbor," */
function isApposed(reading: NameReading, at: number): boolean {
  if (textAt(reading, at) !== ',' && textAt(reading, at) !== '(') return false
  const next = textAt(reading, at + 1)
  return (
    RELATIVES.has(next) ||
    (/^(?:his|her|their|the|a|an|my|our)$/.test(next) &&
      (RELATIVES.has(textAt(reading, at + 2)) || SOFT_TITLES.has(textAt(reading, at + 2))))
  )
}

const AGES =
  /^(?:year|years|yo|y|yr|month|months|week|day|gentleman|lady|man|woman|male|female|boy|girl|widow|widower|infant|toddler|newborn)$/
const YEARS = /^(?:(?:year|month|week|day)s?(?:-old)?|yo|y|yr|yrs|mo)$/
const MAX_PLAIN = 4
const MAX_TO_NUMBER = 5

/**
 * "Art Small is a 62-year-old", "for Skip Good, 14 Mill Rd": words with capitals, whatever else they mean, before the age
 * that begins a history or the address that begins a letter.
 */
function findPlainWords(reading: NameReading, at: number): NameRun | undefined {
  const isAddressed = textAt(reading, at - 1) === 'for'
  const isHeaded = textAt(reading, at - 1) === 'patient'
  if (!isAddressed && !isHeaded) {
    if (!isMarkedAhead(reading.words, { at, mark: COPULA, within: MAX_PLAIN })) return undefined
    if (!startsSentence(reading, at)) return undefined
  }
  if (NO_SUBJECTS.test(textAt(reading, at)) || RELATIVES.has(textAt(reading, at))) return undefined
  const run = { from: at, to: readPlainWords(reading, at) }
  if (isHeaded) return run.to - at > 1 && isBeforeRecord(reading, run.to) ? run : undefined
  const isName = run.to > at && (isAddressed ? isBeforeAddress(reading, run) : isBeforeHistory(reading, run))
  return isName ? run : undefined
}

/** @returns the end, with the small particles between them ("Frank van der Berg"). */
function readPlainWords({ words }: NameReading, from: number): number {
  let to = from
  while (to < from + MAX_PLAIN && (words[to]?.shape === 'capital' || (to > from && isSmallParticle(words[to])))) to += 1
  return to
}

const isSmallParticle = (word: NoteWord | undefined): boolean => word?.shape === 'small' && PARTICLES.has(word.lower)

/** "Patient Makena Strand / phone", "Patient Art Small (MRN": a name, whatever its words are besides. */
function isBeforeRecord(reading: NameReading, to: number): boolean {
  return /^[/,(]$/.test(textAt(reading, to)) && /^(?:phone|ph|tel|cell|mrn|ssn|dob|born)$/.test(textAt(reading, to + 1))
}

/** ", 14 Mill Rd", ", 14 N Main Circle" */
function isBeforeAddress(reading: NameReading, { from, to }: NameRun): boolean {
  const [number, street] = [reading.words[to + 1], reading.words[to + 2]]
  if (to - from < 2 || textAt(reading, to) !== ',' || number?.kind !== 'number') return false
  return number.text.length > 1 && (street?.shape === 'capital' || street?.shape === 'initial')
}

/** "is a very pleasant 57-year-old", but not "is a 3-year history" */
function isBeforeHistory(reading: NameReading, { to }: NameRun): boolean {
  const { words } = reading
  if (!/^(?:is|was)$/.test(textAt(reading, to))) return false
  let age = to + 1
  while (age < to + MAX_TO_NUMBER && words[age]?.shape === 'small') age += 1
  const unit = textAt(reading, age + 1) === '-' ? age + 2 : age + 1
  return words[age]?.kind === 'number' && YEARS.test(textAt(reading, unit)) && textAt(reading, unit + 1) !== 'history'
}

const NO_SUBJECTS = /^(?:he|she|it|this|that|there|patient|pt|the|mother|father|who|here)$/
const MAX_TO_AGE = 9
const MAX_SUBJECT = 4

/** "Hope Long is a 71-year-old": at the start of a sentence, with an age or a sex behind it. */
function isSubject(reading: NameReading, at: number): boolean {
  if (!isMarkedAhead(reading.words, { at, mark: COPULA, within: MAX_SUBJECT + 1 })) return false
  if (!startsSentence(reading, at) || NO_SUBJECTS.test(textAt(reading, at))) return false
  const run = readRun(reading, at, 'title')
  if (!run || run.to - run.from > MAX_SUBJECT) return false
  const verb = textAt(reading, run.to) === ',' ? run.to + 1 : run.to
  if (!/^(?:is|was)$/.test(textAt(reading, verb))) return false
  if (!/^(?:a|an|the)$/.test(textAt(reading, verb + 1)) && reading.words[verb + 1]?.kind !== 'number') return false
  return reading.words.slice(verb + 1, verb + MAX_TO_AGE).some(({ lower }) => AGES.test(lower))
}
