/**
 * Names of persons. A name is found by what stands beside it (a title, a label, a relative, a credential, what is done with
 * persons) or by the dictionary of given names; then every other place where its words stand is a name too. Names that are
 * also diseases, signs, drugs or plain words are names only where a cue says so.
 */
import { findInitials, findTypist } from './find-initials.ts'
import { findInverted } from './find-inverted-names.ts'
import { findParticled } from './find-particled-names.ts'
import { findStanding } from './find-standing-names.ts'
import {
  CREDENTIALS,
  DONE_BY,
  GROUPS,
  isAlias,
  isBeforePerson,
  LABELS,
  LEADING_PARTICLES,
  RELATIVES,
  SOFT_TITLES,
  TITLES,
  TITLES_IN_CAPITALS,
} from './name-cues.ts'
import {
  isCapitalLine,
  isKnownName,
  isUnknown,
  type NameReading,
  type NameRun,
  startsSentence,
  textAt,
} from './name-reading.ts'
import { MAX_NAME_WORDS, readRun } from './read-name.ts'
import { BEFORE_PERSON, CREDENTIAL, CUE, isMarkedAhead, PARTICLE, RELATIVE, TITLE } from './word-marks.ts'

export function findNames(reading: NameReading): NameRun[] {
  const { words } = reading
  const runs: NameRun[] = []
  let last: NameRun | undefined
  for (let at = 0; at < words.length; at++) {
    const run = (last && at <= last.to + MAX_TO_NEXT && inList(reading, last, at)) || findAt(reading, at)
    if (!run) continue
    runs.push(run)
    last = run
    at = Math.max(at, run.to - 1)
  }
  return runs
}

/** From the end of a name to the next of a list: an age in brackets, a comma and an "and". */
const MAX_TO_NEXT = 7

function findAt(reading: NameReading, at: number): NameRun | undefined {
  const word = reading.words[at]
  switch (word?.kind) {
    case 'mark':
      return afterMark(reading, at)
    case 'word':
      if (word.shape === 'small' && !reading.isSmall && !(word.marks & CUE)) return findTypist(reading, at)
      return (
        findInverted(reading, at) ??
        (word.marks & CUE ? afterCueWord(reading, at, word.marks) : undefined) ??
        beforeCredential(reading, at) ??
        findInitials(reading, at) ??
        findStanding(reading, at)
      )
    case 'break':
    case 'number':
    case undefined:
      return undefined
  }
}

/** Each of them asks the lists again; the marks spare it for words that are in none. */
function afterCueWord(reading: NameReading, at: number, marks: number): NameRun | undefined {
  return (
    (marks & TITLE ? afterTitle(reading, at) : undefined) ??
    afterBy(reading, at) ??
    (marks & BEFORE_PERSON ? afterCue(reading, at) : undefined) ??
    (marks & RELATIVE ? afterRelative(reading, at) : undefined) ??
    (marks & PARTICLE ? findParticled(reading, at) : undefined)
  )
}

function afterMark(reading: NameReading, at: number): NameRun | undefined {
  switch (reading.words[at]?.text ?? '') {
    case ':':
    case '=':
      return afterLabel(reading, at)
    case '-':
    case '–':
    case '—':
    case '~':
      return afterLabel(reading, at) ?? afterDash(reading, at)
    case '/':
      return afterSlash(reading, at)
    case '"':
    case '“':
    case '‘':
      return inQuotes(reading, at)
    default:
      return undefined
  }
}

/** "Ava, Liam and Zuri": what goes on behind a name in the same form. */
function inList(reading: NameReading, last: NameRun, at: number): NameRun | undefined {
  const { words } = reading
  const separator = afterAge(reading, last.to)
  const gap = at - separator
  if (gap < 1 || gap > 2 || !/^(?:,|;|and|&|\/|or|y)$/.test(textAt(reading, separator))) return undefined
  if (textAt(reading, separator) === ';') return findInverted(reading, at) ?? afterSemicolon(reading, at)
  if (gap === 2 && !/^(?:and|&|y)$/.test(textAt(reading, separator + 1))) return undefined
  const word = words[at]
  if (word?.kind !== 'word' || word.shape === 'small' || word.shape === 'initial') return undefined
  const isJoined = /^(?:and|&|\/)$/.test(textAt(reading, at - 1))
  const isName = isKnownName(reading, at) || (isUnknown(reading, word) && (word.shape === 'capital' || isJoined))
  if (!isName && (isSecondOfTwo(reading, at) || isLastWord(reading, at, isJoined))) return { from: at, to: at + 1 }
  if (!isName && word.shape === 'capital' && word.lower.length < 4) return shortName(reading, at)
  return isName ? readRun(reading, at, 'cue') : undefined
}

/** "Kumar/Bell": a disease elsewhere, but not behind a name and a slash. */
function isSecondOfTwo({ words, dictionaries: own }: NameReading, at: number): boolean {
  const next = words[at + 1]
  return words[at - 1]?.text === '/' && own.eponyms.has(words[at]?.lower ?? '') && next?.kind !== 'word'
}

/** "cc: Lourdes Ocampo; S. Lake": what fills its place in a list is a name, whatever else it is. */
function afterSemicolon(reading: NameReading, at: number): NameRun | undefined {
  const run = readRun(reading, at, 'label')
  const next = run && reading.words[run.to]
  if (!run || (next && next.kind !== 'break' && next.text !== ';' && next.text !== ',' && next.text !== '.'))
    return undefined
  return run.to - run.from > 1 || isKnownName(reading, at) || isUnknown(reading, reading.words[at]) ? run : undefined
}

/** "Iris Field, A. Obi and Baker.", "roommates, Penny and Takeshi": a capital that the sentence does not explain. */
function isLastWord({ words, dictionaries: own }: NameReading, at: number, isJoined: boolean): boolean {
  const [word, next] = [words[at], words[at + 1]]
  if (!isJoined || word?.shape !== 'capital' || next?.kind === 'word') return false
  return own.ambiguous.has(word.lower) || own.givenWords.has(word.lower) || own.familyWords.has(word.lower)
}

/** Behind the "(4)" of "Kenzo (4), Emi (2)", the "(ICU)" of "Kessler (ICU), Ito (renal)". */
function afterAge({ words }: NameReading, at: number): number {
  if (words[at]?.text !== '(') return at
  for (let end = at + 2; end < at + 5; end++) if (words[end]?.text === ')') return end + 1
  return at
}

/** "Lakeshia and Bo", "Kenzo, Emi": too short to be told from other words but beside a name. */
function shortName({ words, dictionaries: own, seenSmall }: NameReading, at: number): NameRun | undefined {
  const lower = words[at]?.lower ?? ''
  const isWord = own.ordinary.has(lower) || own.isClinical(lower) || own.drugs.has(lower) || seenSmall.has(lower)
  return isWord || CREDENTIALS.has(lower) ? undefined : { from: at, to: at + 1 }
}

/** Of line breaks behind the last word of a note. */
const MAX_BREAKS = 4

/** "… rest. - Keesha" at the end of a line. */
function afterDash(reading: NameReading, at: number): NameRun | undefined {
  const { words } = reading
  const run = readRun(reading, at + 1, 'cue')
  if (!run || words[at - 1]?.kind === 'word') return undefined
  const next = words[run.to]
  // "-- Tolliver RN" at the end of a line
  const isRole = next?.shape === 'capitals' && CREDENTIALS.has(next.lower)
  if (isRole && (!words[run.to + 1] || words[run.to + 1]?.kind === 'break') && isName(reading, run.to - 1)) return run
  const isLast = words.slice(run.to, run.to + MAX_BREAKS).every(({ kind }) => kind === 'break')
  if (!isLast && next?.kind !== 'break' && next?.text !== ',') return undefined
  if (words[at - 1]?.kind === 'break' && !isLast) return undefined
  return isName(reading, run.to - 1) ? run : undefined
}

const isName = (reading: NameReading, at: number): boolean =>
  isKnownName(reading, at) || isUnknown(reading, reading.words[at])

/** "/s/ Jane Doe" */
function afterSlash(reading: NameReading, at: number): NameRun | undefined {
  const isSigned = textAt(reading, at - 1) === 's' && textAt(reading, at - 2) === '/'
  return isSigned ? readRun(reading, at + 1, 'label') : undefined
}

/** "Robert “Bo” Hargis", "“Skip” Lindgren": a capitalised word in quotes beside a name. */
function inQuotes(reading: NameReading, at: number): NameRun | undefined {
  const { words } = reading
  const [word, closing] = [words[at + 1], textAt(reading, at + 2)]
  if (word?.kind !== 'word' || !/^["”’]$/.test(closing)) return undefined
  if (word.shape === 'capitals') return isUnknown(reading, word) ? { from: at + 1, to: at + 2 } : undefined
  if (word.shape !== 'capital') return undefined
  const isBeside = (index: number): boolean => {
    const other = words[index]
    if (other?.kind !== 'word' || other.shape === 'initial') return false
    if (other.shape === 'small') return LEADING_PARTICLES.has(other.lower)
    const { givenWords, familyWords, ambiguous } = reading.dictionaries
    const isWord = [givenWords, familyWords, ambiguous].some((list) => list.has(other.lower))
    return isWord || isKnownName(reading, index) || isUnknown(reading, other)
  }
  if (isBeside(at + 3)) return { from: at + 1, to: readRun(reading, at + 3, 'cue')?.to ?? at + 2 }
  return isBeside(at - 1) ? { from: at + 1, to: at + 2 } : undefined
}

/** "spoke with Joy", "goes by Skip", "d/w Alistair", "per Hortensia". */
function afterCue(reading: NameReading, at: number): NameRun | undefined {
  const [one, two, three] = [textAt(reading, at), textAt(reading, at - 1), textAt(reading, at - 2)]
  if (isAlias(two, one)) return afterAlias(reading, at)
  // "cc Beaumont, Okonjo" at the end of a letter
  if (one === 'cc' && reading.words[at - 1]?.kind !== 'number' && startsSentence(reading, at))
    return readRun(reading, at + 1, 'label')
  if (one === 'w' && two === '/' && /^[dst]$/.test(three)) return readRun(reading, at + 1, 'cue')
  // "I/M Hollister": an inmate
  if (one === 'm' && two === '/' && three === 'i' && reading.words[at]?.shape !== 'small')
    return readRun(reading, at + 1, 'cue')
  if (one === 'w' && textAt(reading, at + 1) === '/' && isBeforePerson(two, 'with'))
    return readRun(reading, at + 2, 'cue')
  return isBeforePerson(two, one) ? readRun(reading, at + 1, 'cue') : undefined
}

const isQuote = (text: string): boolean => /^["“‘':]$/.test(text)

/** What somebody is called may be any word ("Skip", "Bunny"), but then it has a capital. */
function afterAlias(reading: NameReading, at: number): NameRun | undefined {
  let next = at + 1
  while (next < at + 4 && (isQuote(textAt(reading, next)) || /^(?:is|was|as)$/.test(textAt(reading, next)))) next += 1
  if (reading.words[next]?.shape === 'small') return readRun(reading, next, 'cue')
  return readRun(reading, next, 'title')
}

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
  const isCapital = word.shape === 'capitals' && TITLES_IN_CAPITALS.has(word.lower)
  if (!isTitle && !isCapital && !SOFT_TITLES.has(word.lower)) return undefined
  const next = textAt(reading, at + 1) === '.' ? at + 2 : at + 1
  if (!isTitle && next !== at + 1) return undefined
  return readRun(reading, next, isTitle ? 'title' : 'cue')
}

function afterLabel(reading: NameReading, at: number): NameRun | undefined {
  const before = reading.words[at - 1]
  const mark = reading.words[at]
  if (!before || !mark) return undefined
  if (!isLabel(reading, at - 1)) return mark.text === ':' ? inverted(reading, at + 1) : undefined
  if (mark.text !== ':' && mark.start === before.end) return undefined
  const turned = findInverted(reading, at + 1)
  if (turned) return turned
  const run = readRun(reading, at + 1, 'label')
  if (!run) return undefined
  // "Anesthesia: Conscious sedation": an unknown word that small ones follow begins a phrase.
  const isOneWord = run.to - run.from === 1 && !isKnownName(reading, at + 1)
  return isOneWord && reading.words[run.to]?.shape === 'small' && !reading.isSmall ? undefined : run
}

/** "PAT|ENT: Lowenthal, Gudrun": behind any label, a name and a name with a comma between them and nothing more. */
function inverted(reading: NameReading, at: number): NameRun | undefined {
  const { words } = reading
  const [family, comma, given, next] = [words[at], words[at + 1], words[at + 2], words[at + 3]]
  if (family?.shape !== 'capital' || comma?.text !== ',' || given?.kind !== 'word' || given.shape === 'small')
    return undefined
  const isEnd = !next || next.kind === 'break' || next.text === '.' || next.start - given.end > 1
  if (!isEnd || CREDENTIALS.has(given.lower)) return undefined
  const isFamily = isKnownName(reading, at) || isUnknown(reading, family)
  const isGiven = given.shape === 'initial' || isKnownName(reading, at + 2) || isUnknown(reading, given)
  return isFamily && isGiven ? { from: at, to: at + 3 } : undefined
}

/** "Physician:", "Primary provider (PCP):", "Patient name(s):" */
function isLabel({ words }: NameReading, at: number): boolean {
  const word = words[at]
  if (word?.text !== ')') return word?.kind === 'word' && (LABELS.has(word.lower) || RELATIVES.has(word.lower))
  for (let open = at - 1; open > at - 5; open--) {
    if (words[open]?.text !== '(') continue
    return [words[open - 1], words[open + 1]].some((one) => one?.kind === 'word' && LABELS.has(one.lower))
  }
  return false
}

function afterBy(reading: NameReading, at: number): NameRun | undefined {
  if (textAt(reading, at) !== 'by' && textAt(reading, at) !== 'named') return undefined
  if (textAt(reading, at) === 'by' && !DONE_BY.has(textAt(reading, at - 1))) return undefined
  return (
    findInverted(reading, at + 1) ?? readRun(reading, at + 1, textAt(reading, at - 1) === 'signed' ? 'title' : 'cue')
  )
}

function afterRelative(reading: NameReading, at: number): NameRun | undefined {
  if (!RELATIVES.has(textAt(reading, at)) && !GROUPS.has(textAt(reading, at))) return undefined
  const mark = textAt(reading, at + 1)
  if (GROUPS.has(textAt(reading, at)) && mark !== '(') return undefined
  const skip = mark === ',' || mark === '(' || mark === 'is' || mark === 'named' || mark === 'called' ? 2 : 1
  // "Her son Pilar (cell 555-0100)": a person and no disease, since there is a way to call them.
  const isCalled = textAt(reading, at + skip + 1) === '(' && CALLED.test(textAt(reading, at + skip + 2))
  return readRun(reading, at + skip, isCalled && reading.words[at + skip]?.shape === 'capital' ? 'title' : 'cue')
}
const CALLED = /^(?:cell|phone|mobile|home|work|tel|ph|contact)$/

/** "Jane Q. Doe, MD", called at the first word of the name. */
function beforeCredential(reading: NameReading, at: number): NameRun | undefined {
  if (reading.words[at]?.shape === 'small' && !reading.isSmall) return undefined
  if (!isMarkedAhead(reading.words, { at, mark: CREDENTIAL, within: MAX_NAME_WORDS + 1 })) return undefined
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
