/**
 * Dates in the forms that notes use. A year alone stays: it may (45 CFR 164.514(b)(2)(i)(C)). Forms are tried only where a
 * word begins that they can begin with.
 */
import {
  BARE_MONTH,
  CUED_FORMS,
  DAY_FORMS,
  DIGIT_FORMS,
  DONE_FORM,
  ENCLOSED_FORM,
  FOREIGN_FORM,
  FOREIGN_MONTHS,
  LABELLED_DAY,
  LOOSE_FORM,
  MONTH_FORMS,
  MONTH_WORDS,
  MONTHS,
  NUMBER_FORMS,
  ORDINAL_WORDS,
  ORDINALS,
  WEEKDAY_WORDS,
} from './date-forms.ts'
import type { DatePart, Found, FoundDate } from './finding.ts'
import type { NoteWord } from './note-words.ts'
import { DATE, isMarkedAhead, MONTH } from './word-marks.ts'

/** Denominators of scales: pain of 10, strength of 5, murmurs of 6. */
const SCALES = new Set([4, 5, 6, 10])
const SCALED =
  /strength|pain|scale|katz|beighton|braden|lawton|slums|mini-cog|barthel|tinetti|berg|centor|ishihara|murmur|grade|motor|rate|score|power|reflex|pulse|extremit|bilateral|apgar|recall|orient|mmse|moca|intact|trial|vision|acuity|words|items|criteria|points|correct|class|stage|gcs|hpf|cycle|day|week|visit|session|tablet|half|third|quarter|lobe|finger|dilat|station|grip|ago|times|day$|\bof |\bx ?$/i
const DATE_CUES =
  /^(?:ov|since|until|till|dated?|visits?|appointment|appt|seen|due|dob|dos|lmp|edd|edc|admitted|admit|adm|discharged|d\/c|surgery|mri|ct|xr|cxr|echo|ekg|ecg|colonoscopy|mammogram|biopsy|x-?ray|labs? of|note of|letter of|scan|holter|film|culture|report|ultrasound|visit|rtc|f\/u|follow-up|collected|drawn|today|tomorrow|yesterday|attempt|mon|tue|wed|thu|fri|sat|sun)/i
/** How far before a fraction a word is looked for that says what it measures. */
const BEFORE_FRACTION = 40

export function findDates(text: string, words: readonly NoteWord[]): Found[] {
  const found: Found[] = []
  words.forEach(({ kind, marks }, index) => {
    if (kind !== 'number' && !(marks & DATE)) return
    for (const { forms, at, test } of kind === 'number' ? listNumberTries(words, index) : listWordTries(words, index)) {
      for (const form of forms) {
        const date = readAt(text, { form, at, test })
        if (date) found.push(date)
      }
    }
  })
  return found
}

type Try = { readonly forms: readonly RegExp[]; readonly at: number; readonly test?: Test }

const NONE: readonly Try[] = []

/** Which forms can begin at a word. */
function listWordTries(words: readonly NoteWord[], index: number): readonly Try[] {
  const word = words[index]
  if (word?.kind !== 'word') return NONE
  const { lower, start } = word
  const next = words[index + 1]
  if (WEEKDAY_WORDS.has(lower)) return [{ forms: [...MONTH_FORMS, ...DAY_FORMS], at: start }]
  if (ORDINAL_WORDS.has(lower) || (lower === 'the' && isDay(next))) return [{ forms: DAY_FORMS, at: start }]
  if (FOREIGN_MONTHS.has(lower)) return [{ forms: [FOREIGN_FORM], at: start }]
  // "Jan-2026" and "mid-March" are one word each.
  const at = MONTH_WORDS.has(lower) ? 0 : lower.lastIndexOf('-') + 1
  if (!MONTH_WORDS.has(lower.slice(at))) return NONE
  return [
    { forms: MONTH_FORMS, at: start + at },
    { forms: [BARE_MONTH], at: start + at, test: isMonthName },
  ]
}

const MOST_DAYS = 31

/** How many words may stand between a day and its month: "3rd day of May". */
const TO_MONTH = 6

function listNumberTries(words: readonly NoteWord[], index: number): readonly Try[] {
  const [word, next] = [words[index], words[index + 1]]
  if (!word || !next) return NONE
  const { start: at, text } = word
  if (text.length > 4) return text.length === 8 ? [{ forms: DIGIT_FORMS, at }] : NONE
  // "120/80", "98.6": no day, no month and no year.
  if (text.length === 3 || (text.length < 3 && Number(text) > MOST_DAYS)) return NONE
  const tries: Try[] = []
  if (isMarkedAhead(words, { at: index, mark: MONTH, within: TO_MONTH }))
    tries.push({ forms: DIGIT_FORMS, at }, { forms: DAY_FORMS, at })
  if (isSpaced(words, index)) tries.push({ forms: NUMBER_FORMS, at })
  if (next.start !== word.end) return tries
  if (ORDINAL_ENDS.has(next.lower)) tries.push({ forms: [...DIGIT_FORMS, LABELLED_DAY], at })
  // The middle of "1/2/3" begins nothing.
  const isBehindSlash = words[index - 1]?.text === '/' && words[index - 1]?.end === at
  if (next.text === '/' && !isBehindSlash)
    tries.push(
      { forms: NUMBER_FORMS, at },
      { forms: CUED_FORMS, at, test: isDayOfMonth },
      { forms: [LOOSE_FORM, DONE_FORM], at, test: isLoose },
      { forms: [ENCLOSED_FORM], at, test: isNoShare },
    )
  else if (isDated(words, index)) tries.push({ forms: NUMBER_FORMS, at })
  return tries
}

/** "12 / 03 / 1974" */
function isSpaced(words: readonly NoteWord[], index: number): boolean {
  const [mark, again] = [words[index + 1], words[index + 3]]
  return mark?.kind === 'mark' && again?.text === mark.text && mark.start === (words[index]?.end ?? 0) + 1
}

const ORDINAL_ENDS = new Set(['st', 'nd', 'rd', 'th'])

/** "2026-04", "05-2024", "3.9.61"; not "2-3" and "98.6". */
function isDated(words: readonly NoteWord[], index: number): boolean {
  const [first, mark, second, third] = [words[index], words[index + 1], words[index + 2], words[index + 3]]
  if (second?.kind !== 'number' || (mark?.text !== '-' && mark?.text !== '.')) return false
  return third?.text === mark.text || first?.text.length === 4 || second.text.length === 4
}

const isDay = (word: NoteWord | undefined): boolean =>
  word !== undefined && (word.kind === 'number' || ORDINAL_WORDS.has(word.lower))

type Test = (match: RegExpExecArray) => boolean

/** A month in small letters may be a verb, and a short one anything. */
function isMonthName({ groups = {} }: RegExpExecArray): boolean {
  const name = groups['mon'] ?? ''
  return /^\p{Lu}/u.test(name) ? name.length > 2 : name.length > 3 && !/^(?:may|march|sept)$/.test(name)
}

function isDayOfMonth({ groups = {}, index, input }: RegExpExecArray): boolean {
  if (!SCALES.has(Number(groups['d'])) || DATE_CUES.test(groups['cue'] ?? '')) return true
  return isUnscaled(input, index)
}

function isLoose({ index, input }: RegExpExecArray): boolean {
  return isUnscaled(input, index)
}

const MOST_POINTS = 15

/** Nobody has ten of six, and no scale of notes has more than fifteen points, the Glasgow coma scale's. */
function isNoShare(match: RegExpExecArray): boolean {
  const [part, whole] = [Number(match.groups?.['m']), Number(match.groups?.['d'])]
  return (part > whole || whole > MOST_POINTS) && isLoose(match)
}

function isUnscaled(input: string, index: number): boolean {
  return !SCALED.test(input.slice(Math.max(0, index - BEFORE_FRACTION), index))
}

type Place = { readonly form: RegExp; readonly at: number; readonly test?: Test | undefined }

function readAt(text: string, { form, at, test = () => true }: Place): Found | undefined {
  form.lastIndex = at
  const match = form.exec(text)
  const date = match && readParts(match)
  if (!match || !date || !test(match) || isNextSentence(match)) return undefined
  return { kind: 'date', start: match.index, end: match.index + match[0].length, date }
}

/** "Apgar 8 and 9. May take Tylenol" */
function isNextSentence({ 0: own, index, input }: RegExpExecArray): boolean {
  return /\d(?:st|nd|rd|th)?\. +(?:May|March|Mar)$/.test(own) && /^ [a-z]/.test(input.slice(index + own.length))
}

function readParts(match: RegExpExecArray): FoundDate | undefined {
  const part = (name: string): DatePart | undefined => {
    const [text, at] = [match.groups?.[name], match.indices?.groups?.[name]]
    return text === undefined || !at ? undefined : { start: at[0], end: at[1], value: readNumber(text) }
  }
  const [first, second, named] = [part('m'), part('d'), part('mon')]
  const year = part('y') ?? part('y2')
  const month = named ?? first
  const suffix = part('suf')
  if (!month)
    return second && second.value >= 1 && second.value <= 31 ? { day: second, suffix, isDayFirst: true } : undefined
  const isDayFirst = !named && second !== undefined && month.value > 12
  const [realMonth, day] = isDayFirst ? [second, month] : [month, second]
  if (realMonth.value < 1 || realMonth.value > 12 || (day && (day.value < 1 || day.value > 31))) return undefined
  return { month: realMonth, day, until: part('u'), year, suffix, isDayFirst }
}

function readNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  const lower = text.toLowerCase().replace(/(?<=y) /, '-')
  if (/^['’]\d\d$/.test(lower)) return Number(lower.slice(1))
  const foreign = FOREIGN_MONTHS.get(lower)
  if (foreign !== undefined) return foreign
  const ordinal = ORDINALS.indexOf(lower)
  return ordinal === -1 ? MONTHS.indexOf(lower.slice(0, 3)) + 1 : ordinal + 1
}
