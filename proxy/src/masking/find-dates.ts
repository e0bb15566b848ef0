/**
 * Dates in the forms that notes use. A year alone stays: it may (45 CFR 164.514(b)(2)(i)(C)). A day and a month without a
 * year look like a fraction, so they need a cue before them.
 */
import type { DatePart, Found, FoundDate } from './finding.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH =
  '(?<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
  'thirteenth',
  'fourteenth',
  'fifteenth',
  'sixteenth',
  'seventeenth',
  'eighteenth',
  'nineteenth',
  'twentieth',
  'twenty-first',
  'twenty-second',
  'twenty-third',
  'twenty-fourth',
  'twenty-fifth',
  'twenty-sixth',
  'twenty-seventh',
  'twenty-eighth',
  'twenty-ninth',
  'thirtieth',
  'thirty-first',
]
const WEEKDAY = '(?:\\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\\b[.,]{0,2} {1,2})?'
const DAY = `(?<d>\\d{1,2}|${[...ORDINALS].reverse().join('|')})(?<suf>st|nd|rd|th)?`
const YEAR = "(?<y>(?:19|20)\\d\\d|['’]\\d\\d)"

const FORMS: readonly RegExp[] = [
  // 2026-04-28, 2024/10/11, with a time behind it or not
  /(?<![\d.\-/])(?<y>(?:19|20)\d\d)(?<s>[-/.])(?<m>\d{1,2})\k<s>(?<d>\d{1,2})(?:T\d\d:?\d\d(?::?\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d/-])/dgi,
  // 04/27/2026, 7/6/26, 03.09.1961, 10-06-25
  /(?<![\d.\-/])(?<m>\d{1,2})(?<s>[/.-])(?<d>\d{1,2})\k<s>(?<y>(?:19|20)\d\d|\d\d)(?![\d/-]|\.\d)/dgi,
  // 05/2024, 5-2024
  /(?<![\d.\-/])(?<m>\d{1,2})[/-](?<y>(?:19|20)\d\d)(?![\d/-]|\.\d)/dgi,
  // 11/02 0700, 11/02 07:00: a flowsheet's day and hour
  /(?<![\d.\-/])(?<m>\d{1,2})\/(?<d>\d{1,2})(?= {1,3}(?:[01]\d|2[0-3]):?[0-5]\d(?![\d/]| {0,2}(?:mg|mcg|ml|units?|%)))/dgi,
  // 20240607
  /(?<![\w.-])(?<y>(?:19|20)\d\d)(?<m>0[1-9]|1[0-2])(?<d>0[1-9]|[12]\d|3[01])(?![\w-]|\.\d)/dgi,
  // 21-Jul-2026, 5 May 2024, 03JAN2026, Thurs 4 Dec, the 10th of November
  new RegExp(
    `${WEEKDAY}(?<![\\w.])(?:the {1,2})?${DAY}(?: {1,2}of {1,2}| {1,2}day {1,2}of {1,2}|[ .-]{0,2})${MONTH}\\b(?:\\.?,?[ -]{0,2}(?<y>(?:19|20)\\d\\d|['’]\\d\\d)|-(?<y2>\\d\\d))?(?!\\d)`,
    'dgi',
  ),
  new RegExp(`(?<![\\w.])(?<d>\\d{1,2})${MONTH}(?<y>(?:19|20)\\d\\d|\\d\\d)(?!\\d)`, 'dgi'),
  // Monday, November 4, 2024; Apr. 10; Sept 9 '24
  new RegExp(
    `${WEEKDAY}(?<![\\w])${MONTH}\\b\\.?[ -]{1,2}(?:the {1,2})?${DAY}(?![\\d/:]|\\.\\d| {0,2}(?:mg|mcg|ml|%|degrees|times|tablets?|units?|weeks?|months?|years?)\\b)(?:,? {0,2}${YEAR}|-(?<y2>(?:19|20)?\\d\\d))?(?!\\d)`,
    'dgi',
  ),
  // April 2026, Jun-2024, March of 2025
  new RegExp(`(?<!\\w)${MONTH}\\b\\.?,?(?:[ -]| {1,2}of {1,2})${YEAR}(?!\\d)`, 'dgi'),
]
/** "in July", "since January": a month by itself; "may" and "march" are verbs without such a word before them. */
const BARE_MONTH = new RegExp(
  `(?-i:(?=[ADFJMNOS]))(?<=\\b(?:in|since|until|till|last|next|this past|this coming|early|late|mid|during|by|of|from|through|around|before|after|past|between|and)[ -]{1,2})${MONTH}\\b(?! {1,2}(?:be|have|not|need|also)\\b)`,
  'dgi',
)
const CUED =
  /(?<cue>\b(?:on|since|until|till|dated?|visit|visits|appointment|appt|seen|due|exam|starting|started|beginning|thru|through|last|of|dob|f\/u|follow-up|labs?|dos|session|attempt|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b[:.]? {0,3})(?<m>\d{1,2})\/(?<d>\d{1,2})(?![\d/%]|\.\d| {0,2}(?:strength|scale|pain|murmur|systolic|diastolic|tab|tablets?|cup|dose|mg|mcg|ml|bilateral|throughout|in|power|inch|teaspoon|pack|of)\b)/dgi

/** Denominators of scales: pain of 10, strength of 5, murmurs of 6. */
const SCALES = new Set([4, 5, 6, 10])
const DATE_CUES = /^(?:since|until|till|dated?|visits?|appointment|appt|seen|due|dob|dos)/i

export function findDates(text: string): Found[] {
  return [
    ...FORMS.flatMap((form) => collect(text, form)),
    ...collect(text, BARE_MONTH, isMonthName),
    ...collect(text, CUED, isDayOfMonth),
  ]
}

type Test = (match: RegExpExecArray) => boolean

/** A month in small letters may be a verb; in a note without capitals it is left to the other forms. */
function isMonthName({ groups = {} }: RegExpExecArray): boolean {
  return /^\p{Lu}/u.test(groups['mon'] ?? '') && (groups['mon'] ?? '').length > 2
}

function isDayOfMonth({ groups = {} }: RegExpExecArray): boolean {
  return !SCALES.has(Number(groups['d'])) || DATE_CUES.test(groups['cue'] ?? '')
}

function collect(text: string, form: RegExp, test: Test = () => true): Found[] {
  const found: Found[] = []
  for (const match of text.matchAll(form)) {
    const date = readParts(match)
    if (!date || !test(match)) continue
    const start = match.index + (match.groups?.['cue']?.length ?? 0)
    found.push({ kind: 'date', start, end: match.index + match[0].length, date })
  }
  return found
}

function readParts(match: RegExpExecArray): FoundDate | undefined {
  const part = (name: string): DatePart | undefined => {
    const [text, at] = [match.groups?.[name], match.indices?.groups?.[name]]
    return text === undefined || !at ? undefined : { start: at[0], end: at[1], value: readNumber(text) }
  }
  const [first, second, named] = [part('m'), part('d'), part('mon')]
  const year = part('y') ?? part('y2')
  const month = named ?? first
  if (!month) return undefined
  const isDayFirst = !named && second !== undefined && month.value > 12
  const [realMonth, day] = isDayFirst ? [second, month] : [month, second]
  if (realMonth.value < 1 || realMonth.value > 12 || (day && (day.value < 1 || day.value > 31))) return undefined
  return { month: realMonth, day, year, suffix: part('suf'), isDayFirst }
}

function readNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  const lower = text.toLowerCase()
  if (/^['’]\d\d$/.test(lower)) return Number(lower.slice(1))
  const ordinal = ORDINALS.indexOf(lower)
  return ordinal === -1 ? MONTHS.indexOf(lower.slice(0, 3)) + 1 : ordinal + 1
}
