/**
 * Names of persons. A name is found by what stands beside it (a title, a label, a relative, a credential, what persons do)
 * or by the dictionary of given names; then every other place where its words stand is a name too. Names that are also
 * diseases, signs, drugs or plain words are names only where a cue says so.
 */
import type { Dictionaries } from './dictionaries.ts'
import {
  BEFORE_FULL_NAME,
  CREDENTIALS,
  DONE_BY,
  EPONYM_HEADS,
  LABELS,
  PARTICLES,
  PERSON_VERBS,
  RELATIVES,
  SOFT_TITLES,
  SUFFIXES,
  TITLES,
  TO_PERSON,
} from './name-cues.ts'
import type { NoteWord } from './note-words.ts'

/** Indices into the words of the note; `to` is exclusive. */
export type NameRun = { readonly from: number; readonly to: number }

export type NameReading = {
  readonly words: readonly NoteWord[]
  readonly dictionaries: Dictionaries
  /** Words that stand in small letters somewhere in the request. */
  readonly seenSmall: ReadonlySet<string>
  readonly isSmall: boolean
}

/**
 * How sure the place is: after a title anything capitalised is a name; after a label what is no ordinary word; elsewhere
 * what is neither ordinary nor clinical.
 */
type Trust = 'title' | 'label' | 'cue' | 'open'

const MAX_PARTS = 6

export function findNames(reading: NameReading): NameRun[] {
  const { words } = reading
  const runs: NameRun[] = []
  for (let at = 0; at < words.length; at++) {
    const run = findAt(reading, at)
    if (!run) continue
    runs.push(run)
    at = Math.max(at, run.to - 1)
  }
  return runs
}

function findAt(reading: NameReading, at: number): NameRun | undefined {
  const word = reading.words[at]
  if (!word || word.kind === 'break' || word.kind === 'number') return undefined
  if (word.kind === 'mark')
    return word.text === ':' || word.text === '-' || word.text === '–' ? afterLabel(reading, at) : undefined
  return (
    afterTitle(reading, at) ??
    afterBy(reading, at) ??
    afterRelative(reading, at) ??
    beforeCredential(reading, at) ??
    standing(reading, at)
  )
}

const textAt = ({ words }: NameReading, at: number): string => words[at]?.lower ?? ''

function afterTitle(reading: NameReading, at: number): NameRun | undefined {
  const word = reading.words[at]
  if (!word) return undefined
  const isTitle =
    TITLES.has(word.lower) &&
    !(
      word.shape === 'capitals' &&
      word.lower === 'ms' &&
      textAt(reading, at + 1) !== '.' &&
      !isCapitalLine(reading, at)
    )
  if (!isTitle && !SOFT_TITLES.has(word.lower)) return undefined
  const next = textAt(reading, at + 1) === '.' ? at + 2 : at + 1
  if (!isTitle && next !== at + 1) return undefined
  return readRun(reading, next, isTitle ? 'title' : 'cue')
}

function afterLabel(reading: NameReading, at: number): NameRun | undefined {
  const before = reading.words[at - 1]
  const mark = reading.words[at]
  if (!before || !mark || before.kind !== 'word' || !LABELS.has(before.lower)) return undefined
  if (mark.text !== ':' && mark.start === before.end) return undefined
  const run = readRun(reading, at + 1, 'label')
  if (!run) return undefined
  // "Anesthesia: Conscious sedation": an unknown word that small ones follow begins a phrase.
  const isUnknown = run.to - run.from === 1 && !isKnownName(reading, at + 1)
  return isUnknown && reading.words[run.to]?.shape === 'small' && !reading.isSmall ? undefined : run
}

function isKnownName({ words, dictionaries }: NameReading, at: number): boolean {
  const lower = words[at]?.lower ?? ''
  return dictionaries.given.has(lower) || dictionaries.family.has(lower)
}

function afterBy(reading: NameReading, at: number): NameRun | undefined {
  if (textAt(reading, at) !== 'by' && textAt(reading, at) !== 'named') return undefined
  if (textAt(reading, at) === 'by' && !DONE_BY.has(textAt(reading, at - 1))) return undefined
  return readRun(reading, at + 1, 'cue')
}

function afterRelative(reading: NameReading, at: number): NameRun | undefined {
  if (!RELATIVES.has(textAt(reading, at))) return undefined
  const mark = textAt(reading, at + 1)
  const skip = mark === ',' || mark === '(' || mark === 'is' || mark === 'named' || mark === 'called' ? 2 : 1
  return readRun(reading, at + skip, 'cue')
}

/** "Jane Q. Doe, MD", called at the first word of the name. */
function beforeCredential(reading: NameReading, at: number): NameRun | undefined {
  if (reading.words[at]?.shape === 'small' && !reading.isSmall) return undefined
  const run = readRun(reading, at, 'label')
  if (!run) return undefined
  const hasComma = textAt(reading, run.to) === ','
  const from = hasComma ? run.to + 1 : run.to
  const credential = reading.words[from]
  if (!credential || (run.to - run.from === 1 && !hasComma)) return undefined
  // "Chestertown, MD 21620"
  const next = reading.words[from + 1]
  if (next?.kind === 'number' && next.text.length === 5) return undefined
  const isDotted = /^[mdp]$/i.test(credential.text) && next?.text === '.' && /^[doha]$/.test(textAt(reading, from + 2))
  const isWhole = CREDENTIALS.has(credential.lower) && credential.shape !== 'small' && credential.shape !== 'initial'
  return isDotted || isWhole ? run : undefined
}

/** A name that nothing announces: a given name of the dictionary, or words that are nothing else where a name may be. */
function standing(reading: NameReading, at: number): NameRun | undefined {
  const word = reading.words[at]
  if (!word || (word.shape !== 'capital' && word.shape !== 'capitals')) return undefined
  if (isSubject(reading, at)) return readRun(reading, at, 'label')
  const run = readRun(reading, at, 'open')
  return run && isStanding(reading, run) ? run : undefined
}

function isStanding(reading: NameReading, run: NameRun): boolean {
  const { dictionaries } = reading
  const words = reading.words.slice(run.from, run.to).filter(({ kind }) => kind === 'word')
  const parts = words.filter(({ shape }) => shape !== 'initial')
  const isGiven = parts.some(({ lower }) => dictionaries.given.has(lower))
  const isFamily = parts.some(({ lower }) => dictionaries.family.has(lower))
  if (isCapitalLine(reading, run.from)) return words.length > 1 && isGiven && (isFamily || isWholeLine(reading, run))
  if (isGiven) return words.length > 1 || !dictionaries.places.has(words[0]?.lower ?? '')
  if (EPONYM_HEADS.has(textAt(reading, run.to))) return false
  if (words.length > 1)
    return isFamily || isWholeLine(reading, run) || BEFORE_FULL_NAME.has(textAt(reading, run.from - 1))
  return isStandingAlone(reading, run, isFamily)
}

function isStandingAlone(reading: NameReading, run: NameRun, isFamily: boolean): boolean {
  const isTold = TO_PERSON.has(textAt(reading, run.from - 1))
  if (isFamily && (isTold || PERSON_VERBS.has(textAt(reading, run.to)))) return true
  const word = reading.words[run.from]
  if (word?.shape === 'capitals' || word?.isPossessive) return false
  return startsSentence(reading, run.from) ? isPersonal(reading, run.to) : isTold || isApposed(reading, run.to)
}

/** "… reports three days of pain": strong verbs only; "is" and "has" have things for subjects too. */
function isPersonal(reading: NameReading, at: number): boolean {
  const verb = textAt(reading, at)
  return (
    PERSON_VERBS.has(verb) &&
    !/^(?:is|was|has|had|will|did|does|remains|appears|appeared|continues|continued|works|started|stopped|comes|goes|went|notes|noted|performed|recommended|presents|returns)$/.test(
      verb,
    )
  )
}

/** "Ezekiel, his neighbor," */
function isApposed(reading: NameReading, at: number): boolean {
  if (textAt(reading, at) !== ',' && textAt(reading, at) !== '(') return false
  const next = textAt(reading, at + 1)
  return (
    RELATIVES.has(next) ||
    (/^(?:his|her|their|the|a|an)$/.test(next) &&
      (RELATIVES.has(textAt(reading, at + 2)) || SOFT_TITLES.has(textAt(reading, at + 2))))
  )
}

const AGES =
  /^(?:year|years|yo|y|yr|month|months|week|day|gentleman|lady|man|woman|male|female|boy|girl|widow|widower|infant|toddler|newborn)$/
const NO_SUBJECTS = /^(?:he|she|it|this|that|there|patient|pt|the|mother|father|who|here)$/
const MAX_TO_AGE = 9

/** "Hope Long is a 71-year-old": at the start of a sentence, with an age or a sex behind it. */
function isSubject(reading: NameReading, at: number): boolean {
  if (!startsSentence(reading, at) || NO_SUBJECTS.test(textAt(reading, at))) return false
  const run = readRun(reading, at, 'title')
  if (!run || run.to - run.from > 4) return false
  const verb = textAt(reading, run.to) === ',' ? run.to + 1 : run.to
  if (!/^(?:is|was)$/.test(textAt(reading, verb))) return false
  if (!/^(?:a|an|the)$/.test(textAt(reading, verb + 1)) && reading.words[verb + 1]?.kind !== 'number') return false
  return reading.words.slice(verb + 1, verb + MAX_TO_AGE).some(({ lower }) => AGES.test(lower))
}

function startsSentence({ words }: NameReading, at: number): boolean {
  const before = words[at - 1]
  return (
    !before ||
    before.kind === 'break' ||
    before.kind === 'number' ||
    (before.kind === 'mark' && !/^[,(/&'"“]$/.test(before.text))
  )
}

function isWholeLine({ words }: NameReading, { from, to }: NameRun): boolean {
  const before = words[from - 1]
  const after = words[to]
  return (!before || before.kind === 'break') && (!after || after.kind === 'break' || after.text === ',')
}

/** How far a line is looked at, to either side. */
const LINE_WORDS = 12

/** Whether the words of the line stand in capitals, so that capitals say nothing. */
function isCapitalLine({ words }: NameReading, at: number): boolean {
  let [capitals, others] = [0, 0]
  for (const step of [-1, 1]) {
    for (let index = step < 0 ? at : at + 1; Math.abs(index - at) < LINE_WORDS; index += step) {
      const word = words[index]
      if (!word || word.kind === 'break') break
      if (word.shape === 'capitals') capitals += 1
      else if (word.shape === 'small' || word.shape === 'capital') others += 1
    }
  }
  return capitals > 1 && others <= capitals / 4
}

/** Reads on from a word for as long as the words may be parts of one name. */
function readRun(reading: NameReading, from: number, trust: Trust): NameRun | undefined {
  let run: Reading = { from, to: from, parts: 0, hasComma: false, trust }
  for (let at = from; at < from + 2 * MAX_PARTS; at++) {
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
  if (word?.kind !== 'word') return undefined
  if (run.parts > 0 && SUFFIXES.has(word.lower) && word.shape !== 'small') return { ...run, to: at + 1 }
  if (isParticle(reading, at, run)) return run
  if (!isPart(reading, at, { trust: run.trust, parts: run.parts + (run.to > run.from ? 1 : 0) })) return undefined
  return { ...run, parts: run.parts + (word.shape === 'initial' ? 0 : 1), to: at + 1 }
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
function isParticle(reading: NameReading, at: number, { parts, trust }: Reading): boolean {
  const word = reading.words[at]
  if (!word || !PARTICLES.has(word.lower)) return false
  const isSmall = word.shape === 'small'
  if (!isSmall && !CAPITAL_PARTICLES.test(word.lower)) return false
  if (isSmall && parts === 0 && trust !== 'title') return false
  return isPart(reading, afterParticles(reading.words, at), { trust, parts: parts + 1 })
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
  if (SUFFIXES.has(next.lower)) return true
  if (next.shape === 'small') return false
  if (reading.dictionaries.given.has(next.lower)) return trust !== 'title'
  const before = textAt(reading, from - 1)
  const isLabelled = trust === 'label' || LABELS.has(before) || TITLES.has(before)
  return isLabelled && isPart(reading, at + 1, { trust: 'cue', parts: 1 })
}

type Part = { readonly trust: Trust; readonly parts: number }

function isPart(reading: NameReading, at: number, part: Part): boolean {
  const word = reading.words[at]
  if (word?.kind !== 'word') return false
  const { trust, parts } = part
  if (word.shape === 'initial') return (trust !== 'open' || parts > 0) && isInitial(reading, at, parts)
  if (word.shape === 'small') return reading.isSmall && trust !== 'open' && isSmallPart(reading, word)
  if (isInvertedFamily(reading, at, part)) return true
  if (CREDENTIALS.has(word.lower) && word.shape === 'capitals') return false
  if (trust === 'title') return isAfterTitle(reading, at, parts)
  const { ordinary, ambiguous, drugs } = reading.dictionaries
  if (drugs.has(word.lower) || TITLES.has(word.lower)) return false
  const isWord = ordinary.has(word.lower)
  if (ambiguous.has(word.lower)) return trust !== 'open' || isBeforeFamily(reading, at) || (!isWord && parts > 0)
  return !isWord && isUncommon(reading, at, part)
}

/** "PATIENT: DO, MINH": between a label and a comma with one more word on the line, whatever it is elsewhere. */
function isInvertedFamily({ words, dictionaries: own }: NameReading, at: number, { trust, parts }: Part): boolean {
  const [comma, given, after] = words.slice(at + 1, at + 4)
  if (trust !== 'label' || parts > 0 || comma?.text !== ',' || given?.kind !== 'word') return false
  if (CREDENTIALS.has(given.lower) || given.shape === 'small') return false
  return (
    own.given.has(given.lower) ||
    ((!after || after.kind === 'break') && !own.ordinary.has(given.lower) && !own.isClinical(given.lower))
  )
}

/** In a note without capitals a name is a word that is nothing else. */
function isSmallPart({ dictionaries: own }: NameReading, { lower }: NoteWord): boolean {
  if (own.ordinary.has(lower)) return false
  if (own.given.has(lower) || own.family.has(lower)) return true
  return lower.length > 2 && !own.isClinical(lower) && !own.drugs.has(lower) && !PARTICLES.has(lower)
}

function isAfterTitle(reading: NameReading, at: number, parts: number): boolean {
  const { lower = '', shape } = reading.words[at] ?? {}
  const { ordinary, ambiguous } = reading.dictionaries
  const isWord = ordinary.has(lower) && !ambiguous.has(lower)
  if (parts > 0) return !isWord && !TITLES.has(lower)
  return !FUNCTION_WORDS.has(lower) && !(isWord && shape === 'capitals' && isCapitalLine(reading, at))
}

/** Not a plain word; then, the less sure the place, the less else it may be. */
function isUncommon(reading: NameReading, at: number, { trust, parts }: Part): boolean {
  const word = reading.words[at]
  if (!word) return false
  const { lower } = word
  const own = reading.dictionaries
  const isKnown = own.given.has(lower) || own.family.has(lower)
  const isEponym = own.eponyms.has(lower)
  if (word.shape === 'capitals' && lower.length < 5 && !isCapitalLine(reading, at)) {
    return trust === 'label' && lower.length === 2 && parts === 0 && !own.isClinical(lower)
  }
  if (trust === 'label') return isKnown || isEponym || !own.isClinical(lower)
  if (isEponym && (word.isPossessive || EPONYM_HEADS.has(textAt(reading, at + 1)))) return false
  if (isKnown && (!isEponym || trust !== 'open' || parts > 0 || isBeforeFamily(reading, at))) return true
  if (isEponym) return parts > 0 && own.given.has(textAt(reading, at - 1))
  if (own.isClinical(lower) || own.places.has(lower) || lower.split('-').some((half) => own.ordinary.has(half)))
    return false
  return trust !== 'open' || !reading.seenSmall.has(lower)
}

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
  return parts > 0 ? next?.text === '.' || next?.kind !== 'mark' || next.text !== ':' : next?.text === '.'
}

/** What even after a title is no name. */
const FUNCTION_WORDS = new Set(
  'a an the and or of in on at to for by with is was has had will who if it this that he she they note notes visit office appointment patient said'.split(
    ' ',
  ),
)
