/** Persons of whom only initials are written: "J.R. is a 54 y.o.", "her sister M.L.", "TJ seen with mom", "by bjk". */
import {
  CREDENTIALS,
  DONE_BY,
  isBeforePerson,
  LABELS,
  PERSON_VERBS,
  RELATIVES,
  SOFT_TITLES,
  TITLES,
} from './name-cues.ts'
import { type NameReading, type NameRun, startsSentence, textAt } from './name-reading.ts'
import { BEFORE_TYPIST } from './word-marks.ts'

/** Written with dots and no person. */
const NO_PERSON = new Set(
  'md do rn np pa us usa uk po pm am iv im er ed or icu ot pt st bm gi gu bp hr rr ha sob cc hs ac pc qd bid tid qid prn dc va ma phd dds dpm od ob ent ekg iq ie eg ad bc co'.split(
    ' ',
  ),
)

const MAX_INITIALS = 4

export function findInitials(reading: NameReading, at: number): NameRun | undefined {
  return dotted(reading, at) ?? bare(reading, at) ?? findTypist(reading, at)
}

/** How far "J.R." or "J.R.M." goes; nothing where one letter stands alone. */
export function readInitials({ words }: Pick<NameReading, 'words'>, at: number): number | undefined {
  let to = at
  while (to < at + 2 * MAX_INITIALS) {
    const [letter, dot] = [words[to], words[to + 1]]
    if (letter?.shape !== 'initial' || dot?.text !== '.' || dot.start !== letter.end) break
    if (to > at && letter.start !== words[to - 1]?.end) break
    to += 2
  }
  if (to - at < 4 || (words[at - 1]?.text === '.' && words[at - 1]?.end === words[at]?.start)) return undefined
  return to
}

export function joinInitials({ words }: Pick<NameReading, 'words'>, { from, to }: NameRun): string {
  return words
    .slice(from, to)
    .filter(({ kind }) => kind === 'word')
    .map(({ lower }) => lower)
    .join('')
}

function dotted(reading: NameReading, at: number): NameRun | undefined {
  if (reading.words[at]?.shape !== 'initial') return undefined
  const to = readInitials(reading, at)
  if (to === undefined) return isSingle(reading, at) ? { from: at, to: at + 1 } : undefined
  if (textAt(reading, at - 1) === ':' && LABELS.has(textAt(reading, at - 2))) return { from: at, to }
  if (NO_PERSON.has(joinInitials(reading, { from: at, to }))) return undefined
  return isPersonAt(reading, at, to) ? { from: at, to } : undefined
}

/** "M. arrived late" */
function isSingle(reading: NameReading, at: number): boolean {
  return textAt(reading, at + 1) === '.' && startsSentence(reading, at) && STRONG.test(textAt(reading, at + 2))
}

function isPersonAt(reading: NameReading, at: number, to: number): boolean {
  const [before, next] = [textAt(reading, at - 1), textAt(reading, to)]
  const isCued =
    TITLES.has(before) ||
    SOFT_TITLES.has(before) ||
    RELATIVES.has(before) ||
    /^(?:by|with|per|and|to|from|for|via)$/.test(before)
  if (isCued || isBeforePerson(textAt(reading, at - 2), before)) return true
  if (/^['’]$/.test(next) && textAt(reading, to + 1) === 's') return true
  return startsSentence(reading, at) && PERSON_VERBS.has(next)
}

const STRONG =
  /^(?:reports|reported|denies|denied|states|stated|says|said|seen|presents|presented|here|came|endorses|complains|arrived|called|feels|returns|returned|arrived|attended|discussed|appeared|requested|agreed|asked|told)$/

/** "TJ seen with mom": two or three capitals for a subject that acts like a person. */
function bare(reading: NameReading, at: number): NameRun | undefined {
  const word = reading.words[at]
  if (word?.shape !== 'capitals' || word.text.length > 3 || isWord(reading, word.lower)) return undefined
  const isLabelled =
    textAt(reading, at - 1) === ':' && LABELS.has(textAt(reading, at - 2)) && reading.words[at + 1]?.kind !== 'word'
  const isSubject = startsSentence(reading, at) && STRONG.test(textAt(reading, at + 1))
  const isCalled =
    /^(?:initials|aka|nicknamed)$/.test(textAt(reading, at - 1)) || RELATIVES.has(textAt(reading, at - 1))
  return isSubject || isCalled || isLabelled ? { from: at, to: at + 1 } : undefined
}

function isWord({ dictionaries: own, seenSmall }: NameReading, lower: string): boolean {
  return own.ordinary.has(lower) || own.isClinical(lower) || seenSmall.has(lower) || NO_PERSON.has(lower)
}

/** "… in 6 wks. jt", "Thx HW", "xo M" */
const BEFORE_SIGN_OFF = /^(?:[./–—-]|thx|thanks|thank|you|xo|best|regards|cheers|ty)$/

/** With a credential and line breaks behind them. */
const MAX_FROM_END = 6

/** The last of a note: "… tsh in 6 wks. jt" */
function isLastInitials(reading: NameReading, at: number): boolean {
  const { words } = reading
  if (at < words.length - MAX_FROM_END) return false
  let end = at + 1
  if (CREDENTIALS.has(textAt(reading, end))) end += 1
  while (words[end]?.kind === 'break') end += 1
  const isLast = end === words.length
  if (!isLast || at === 0) return false
  const [before, word] = [words[at - 1], words[at]]
  if (
    !word ||
    word.text.length < 2 ||
    word.text.length > 3 ||
    !(before?.kind === 'break' || BEFORE_SIGN_OFF.test(before?.lower ?? ''))
  )
    return false
  // "120 mg/dl"; but " -kp"
  const isDashed = /^[–—-]$/.test(before?.text ?? '') && before?.start !== words[at - 2]?.end
  if (word.shape === 'small' && before?.end === word.start && !isDashed) return false
  return !isKnownWord(reading, word.lower) && !NO_PERSON.has(word.lower)
}

/** "Signed by bjk", "Transcribed: bjk 11/20": in small letters behind what only persons do, and no word. */
export function findTypist(reading: NameReading, at: number): NameRun | undefined {
  if (isLastInitials(reading, at)) return { from: at, to: at + 1 }
  if (!((reading.words[at - 1]?.marks ?? 0) & BEFORE_TYPIST)) return undefined
  const before = textAt(reading, at - 1)
  const word = reading.words[at]
  if (word?.shape !== 'small' && word?.shape !== 'capitals') return undefined
  const { lower } = word
  if (lower.length < 2 || lower.length > 14 || reading.dictionaries.given.has(lower)) return undefined
  const two = textAt(reading, at - 2)
  const isAfter =
    (before === 'of' && two === 'behalf') ||
    (before === 'signed' && word.shape === 'small' && lower.length > 4) ||
    (before === 'by' && (DONE_BY.has(two) || (reading.words[at - 2]?.kind === 'number' && lower.length < 4))) ||
    (before === ':' &&
      /^(?:transcribed|typed|typist|transcriptionist|initials|initialed|entered|charted|scribe|by|user|username|login)$/.test(
        two,
      ))
  if (!isAfter || isKnownWord(reading, lower)) return undefined
  const next = reading.words[at + 1]
  return next?.kind !== 'word' ? { from: at, to: at + 1 } : undefined
}

function isKnownWord({ dictionaries: own }: NameReading, lower: string): boolean {
  return own.ordinary.has(lower) || own.isClinical(lower) || own.drugs.has(lower)
}
