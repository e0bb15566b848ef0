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

/** "Jane Q. Doe, MD": read back from the credential; called at the first word of the run. */
function beforeCredential(reading: NameReading, at: number): NameRun | undefined {
  const run = readRun(reading, at, 'label')
  if (!run) return undefined
  const comma = textAt(reading, run.to) === ','
  const credential = reading.words[comma ? run.to + 1 : run.to]
  if (!credential) return undefined
  const next = textAt(reading, (comma ? run.to + 1 : run.to) + 1)
  const isDotted =
    /^[mdp]$/i.test(credential.text) &&
    next === '.' &&
    /^(?:d|o|h|a)$/.test(textAt(reading, (comma ? run.to + 1 : run.to) + 2))
  const isCredential =
    CREDENTIALS.has(credential.lower) && credential.shape !== 'small' && credential.shape !== 'initial'
  const hasTwo = run.to - run.from > 1 || comma
  // "Chestertown, MD 21620"
  if (reading.words[run.to + 2]?.text.length === 5 && reading.words[run.to + 2]?.kind === 'number') return undefined
  return hasTwo && (isDotted || isCredential) ? run : undefined
}

/** A name that nothing announces: a given name of the dictionary, or two words that are nothing else. */
function standing(reading: NameReading, at: number): NameRun | undefined {
  const { words, dictionaries } = reading
  const word = words[at]
  if (!word || (word.shape !== 'capital' && word.shape !== 'capitals')) return undefined
  if (isSubject(reading, at)) return readRun(reading, at, 'label')
  const run = readRun(reading, at, 'open')
  if (!run) return undefined
  const length = words.slice(run.from, run.to).filter(({ kind }) => kind === 'word').length
  const parts = words.slice(run.from, run.to).filter(({ kind, shape }) => kind === 'word' && shape !== 'initial')
  const isGiven = parts.some(({ lower }) => dictionaries.given.has(lower))
  const isFamily = parts.some(({ lower }) => dictionaries.family.has(lower))
  const isLine = isWholeLine(reading, run)
  if (EPONYM_HEADS.has(textAt(reading, run.to)) && !isGiven) return undefined
  if (isCapitalLine(reading, at)) return length > 1 && isGiven && (isFamily || isLine) ? run : undefined
  if (isGiven) return dictionaries.places.has(word.lower) && length === 1 ? undefined : run
  if (isFamily && length > 1) return run
  if (length > 1 && BEFORE_FULL_NAME.has(textAt(reading, at - 1))) return run
  if (length > 1 && isLine) return run
  if (isFamily && (PERSON_VERBS.has(textAt(reading, run.to)) || TO_PERSON.has(textAt(reading, at - 1)))) return run
  if (word.shape === 'capitals' || word.isPossessive) return undefined
  if (startsSentence(reading, at)) return isPersonal(reading, run.to) ? run : undefined
  return TO_PERSON.has(textAt(reading, at - 1)) || isApposed(reading, run.to) ? run : undefined
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

/** "Hope Long is a 71-year-old": at the start of a sentence, with an age or a sex behind it. */
function isSubject(reading: NameReading, at: number): boolean {
  if (!startsSentence(reading, at)) return false
  const run = readRun(reading, at, 'title')
  if (!run || run.to - run.from > 4) return false
  let to = run.to
  if (textAt(reading, to) === ',') to += 1
  if (!/^(?:is|was)$/.test(textAt(reading, to))) return false
  if (/^(?:he|she|it|this|that|there|patient|pt|the|mother|father|who|here)$/.test(textAt(reading, at))) return false
  if (!/^(?:a|an|the)$/.test(textAt(reading, to + 1)) && reading.words[to + 1]?.kind !== 'number') return false
  for (let next = to + 1; next < to + 9; next++) {
    if (
      /^(?:year|years|yo|y|yr|month|months|week|day|gentleman|lady|man|woman|male|female|boy|girl|widow|widower|infant|toddler|newborn)$/.test(
        textAt(reading, next),
      )
    )
      return true
  }
  return false
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

/** Whether the words of the line stand in capitals, so that capitals say nothing. */
function isCapitalLine({ words }: NameReading, at: number): boolean {
  let capitals = 0
  let others = 0
  const count = ({ shape, text }: NoteWord): void => {
    if (shape === 'capitals' && text.length > 1) capitals += 1
    else if (shape === 'small' || shape === 'capital') others += 1
  }
  const isEnd = (word: NoteWord | undefined): boolean => !word || word.kind === 'break'
  for (let index = at; index > at - 12 && !isEnd(words[index]); index--) count(words[index] as NoteWord)
  for (let index = at + 1; index < at + 12 && !isEnd(words[index]); index++) count(words[index] as NoteWord)
  return capitals > 1 && others <= capitals / 4
}

/** Reads on from a word for as long as the words may be parts of one name. */
function readRun(reading: NameReading, from: number, trust: Trust): NameRun | undefined {
  const { words } = reading
  let to = from
  let parts = 0
  let hasComma = false
  for (let at = from; at < words.length && at < from + 2 * MAX_PARTS; at++) {
    const word = words[at]
    if (!word || word.kind === 'break' || word.kind === 'number') break
    if (word.kind === 'mark') {
      const before = words[at - 1]
      if (
        word.text === '.' &&
        before &&
        at > from &&
        (before.shape === 'initial' || /^(?:st|ste|jr|sr|mc)$/.test(before.lower)) &&
        before.end === word.start
      ) {
        to = before.shape === 'initial' ? at : to
        continue
      }
      const isInverted = word.text === ',' && parts > 0 && !hasComma && isInvertedAt(reading, { from, at, trust })
      if (!isInverted) break
      hasComma = true
      continue
    }
    if (parts > 0 && SUFFIXES.has(word.lower) && word.shape !== 'small') to = at + 1
    else if (
      PARTICLES.has(word.lower) &&
      (word.shape === 'small' ||
        /^(?:de|la|van|von|del|el|al|st|san|santa|le|di|da|ó|ní|mac|ter|ten|ben)$/.test(word.lower)) &&
      isPart(reading, afterParticles(words, at), { trust, parts: parts + 1 }) &&
      (parts > 0 || word.shape !== 'small' || trust === 'title')
    )
      continue
    else if (isPart(reading, at, { trust, parts: parts + (to > from ? 1 : 0) })) {
      parts += word.shape === 'initial' ? 0 : 1
      to = at + 1
    } else break
    if (word.isPossessive) break
  }
  const isEmpty = parts === 0 && !(to > from && trust === 'title')
  return isEmpty ? undefined : { from, to }
}

const MAX_PARTICLES = 3

function afterParticles(words: readonly NoteWord[], at: number): number {
  let next = at
  while (next < at + MAX_PARTICLES && PARTICLES.has(words[next]?.lower ?? ''))
    next += words[next + 1]?.text === '.' ? 2 : 1
  return next
}

/** "Doe, Jane": after a label always, elsewhere with a given name of the dictionary behind the comma. */
function isInvertedAt(reading: NameReading, { from, at, trust }: { from: number; at: number; trust: Trust }): boolean {
  const next = reading.words[at + 1]
  if (!next || next.kind !== 'word' || CREDENTIALS.has(next.lower) || SUFFIXES.has(next.lower))
    return SUFFIXES.has(next?.lower ?? '')
  if (reading.dictionaries.given.has(next.lower) && next.shape !== 'small') return trust !== 'title'
  const before = reading.words[from - 1]
  const isLabelled = trust === 'label' || LABELS.has(before?.lower ?? '') || TITLES.has(before?.lower ?? '')
  return isLabelled && next.shape !== 'small' && isPart(reading, at + 1, { trust: 'cue', parts: 1 })
}

function isPart(
  reading: NameReading,
  at: number,
  { trust, parts }: { readonly trust: Trust; readonly parts: number },
): boolean {
  const word = reading.words[at]
  if (!word || word.kind !== 'word') return false
  const { lower, shape } = word
  const { dictionaries: own } = reading
  const isKnown = own.given.has(lower) || own.family.has(lower)
  if (shape === 'initial')
    return trust !== 'open' ? isInitial(reading, at, parts) : parts > 0 && isInitial(reading, at, parts)
  if (shape === 'small')
    return (
      reading.isSmall &&
      trust !== 'open' &&
      !own.ordinary.has(lower) &&
      (isKnown || (!own.isClinical(lower) && !own.drugs.has(lower) && !PARTICLES.has(lower) && lower.length > 2))
    )
  if (CREDENTIALS.has(lower) && shape === 'capitals') return false
  const inCapitals = shape === 'capitals' && isCapitalLine(reading, at)
  const mayBeWord =
    own.ordinary.has(lower) && !(own.ambiguous.has(lower) && (trust !== 'open' || isBeforeFamily(reading, at)))
  if (trust === 'title')
    return parts === 0 ? !FUNCTION_WORDS.has(lower) && (!inCapitals || !mayBeWord) : !mayBeWord && !TITLES.has(lower)
  if (mayBeWord || own.drugs.has(lower) || TITLES.has(lower)) return false
  if (own.ambiguous.has(lower)) return trust !== 'open' || parts > 0 || isBeforeFamily(reading, at)
  if (
    shape === 'capitals' &&
    !inCapitals &&
    lower.length < 5 &&
    !(trust === 'label' && lower.length < 4 && parts === 0 && false)
  )
    return trust === 'label' && lower.length === 2 && parts === 0 && !own.isClinical(lower)
  if (trust === 'label') return !own.isClinical(lower) || isKnown || own.eponyms.has(lower)
  const isEponym = own.eponyms.has(lower)
  if (isEponym && (EPONYM_HEADS.has(textAt(reading, at + 1)) || word.isPossessive)) return false
  if (isKnown && !(isEponym && trust === 'open' && parts === 0 && !isBeforeFamily(reading, at))) return true
  if (isEponym) return parts > 0 && own.given.has(textAt(reading, at - 1))
  return (
    !own.isClinical(lower) &&
    !own.places.has(lower) &&
    !lower.split('-').some((half) => own.ordinary.has(half)) &&
    !(trust === 'open' && reading.seenSmall.has(lower))
  )
}

/** "Joy Romano", "Patrick Greenwood": what is a word or a sign by itself is a name before a family name. */
function isBeforeFamily({ words, dictionaries: own }: NameReading, at: number): boolean {
  const next = words[at + 1]
  if (!next || next.kind !== 'word' || next.shape === 'small' || next.shape === 'initial') return false
  if (own.ordinary.has(next.lower) || own.drugs.has(next.lower) || EPONYM_HEADS.has(next.lower)) return false
  return (
    own.family.has(next.lower) ||
    (!own.eponyms.has(next.lower) &&
      !own.isClinical(next.lower) &&
      !own.places.has(next.lower) &&
      own.given.has(words[at]?.lower ?? ''))
  )
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
