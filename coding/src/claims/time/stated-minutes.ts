/**
 * Minutes that a text states, in every form that notes use: "50 minutes", "1 hour 15 minutes", "1.5 hours", "an hour",
 * "10:05-10:58", "Start time: 10:05 Stop time: 10:58". The only reader of minutes: rules differ in whose they are.
 */
import type { ClinicalNote } from '../../domain/clinical-note.ts'
import { cutEvidence, type Evidence } from '../../domain/evidence.ts'
import { getOrMake } from '../../domain/get-or-make.ts'

/** Right before a number of minutes: "more than 30 minutes" is more than that number. */
export const EXCEEDED = /(?:\b(?:more|greater|longer) than|\bover|\bin excess of|>) ?$/i

export type StatedMinutes = { readonly minutes: number; readonly evidence: Evidence }

const CLOCK = String.raw`\d{1,2}:\d{2}(?:\s?[ap]\.?m\b\.?)?`
// Bounded gaps only, so that a hostile note costs no more than its length.
const CLOCKS = String.raw`\bstart(?:ed)?(?: time)?[:\s]{1,3}${CLOCK}[\s,;.|/-]{0,6}(?:stop(?:ped)?|end(?:ed)?)(?: time)?[:\s]{1,3}${CLOCK}|\b${CLOCK}[ \t]{0,3}(?:-|–|to|until|till)[ \t]{0,3}${CLOCK}`
const IN_MINUTES = String.raw`\d{1,3}[ \t-]{0,2}(?:minutes?|mins?)\b`
const IN_HOURS = String.raw`(?:\d(?:\.\d{1,2})?|\b(?:an|one|two|three))[ \t-]{0,2}(?:hours?|hrs?|h)(?![a-z])(?: and a half\b|\.?[ \t,]{0,2}(?:(?:and|&)[ \t])?\d{1,2}[ \t-]{0,2}(?:minutes?|mins?|m)\b)?`
const HALF_AN_HOUR = String.raw`\bhalf(?: an|-an)?[ -]hour\b`

/**
 * Source of the expression, without groups. Of a range ("45-50 minutes") neither end is stated; what was "15 minutes late"
 * or "2 hours ago" is a moment. The look at the first letter spares most places of a text all others.
 */
export const STATED_MINUTES = String.raw`(?=[\dsaoth])(?:${CLOCKS}|(?<![\d./])(?<!\d ?(?:-|–|to) ?|\bq ?)(?:${IN_HOURS}(?! (?:before|after)\b)|${IN_MINUTES}|${HALF_AN_HOUR})(?! (?:ago|later|late|early)\b))`

const ASSERTED = { existence: 'present', temporality: 'current', experiencer: 'patient' } as const

function readClock(hour = '', minute = '', half?: string): number | undefined {
  const hours = Number(hour)
  const minutes = Number(minute)
  if (minutes > 59 || hours > (half === undefined ? 23 : 12)) return undefined
  const base = half === undefined ? hours : (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  return base * 60 + minutes
}

const HALF_DAY = 12 * 60

/**
 * Twelve-hour times without a half of the day may pass noon (11:40-12:30) or one o'clock (12:50-1:35); a session may
 * pass midnight (23:40-00:20).
 */
function countBetween(start: number, stop: number): number | undefined {
  const direct = stop - start
  return [direct, direct + HALF_DAY, direct + 2 * HALF_DAY].find((minutes) => minutes > 0 && minutes <= 8 * 60)
}

const TWO_CLOCKS = /(\d{1,2}):(\d{2})(?:\s?([ap])\.?m\b)?.*?(\d{1,2}):(\d{2})(?:\s?([ap])\.?m\b)?/is

function countFromClocks([, hour, minute, half, hour2, minute2, half2]: readonly (string | undefined)[]) {
  const start = readClock(hour, minute, half ?? half2)
  const stop = readClock(hour2, minute2, half2 ?? half)
  return start === undefined || stop === undefined ? undefined : countBetween(start, stop)
}

const NUMBER_WORDS: Readonly<Record<string, number>> = { an: 1, one: 1, two: 2, three: 3 }
const HOURS = /^([\d.]+|an|one|two|three)[ \t-]{0,2}h/i
const MINUTES = /(\d{1,3})[ \t-]{0,2}m(?:in(?:ute)?s?)?$/i

/** @param words what `STATED_MINUTES` matched. @returns undefined for clocks that no session could have. */
export function countMinutes(words: string): number | undefined {
  const clocks = TWO_CLOCKS.exec(words)
  if (clocks) return countFromClocks(clocks)
  if (/^half/i.test(words)) return 30
  const hours = HOURS.exec(words)?.[1]
  const inHours = hours === undefined ? 0 : (NUMBER_WORDS[hours.toLowerCase()] ?? Number(hours)) * 60
  const half = /and a half$/i.test(words) ? 30 : 0
  return Math.round(inHours) + half + Number(MINUTES.exec(words)?.[1] ?? 0)
}

const ALL = new RegExp(STATED_MINUTES, 'gi')

/** The first minutes in a piece of a note. */
export function findFirstMinutes(text: string): number | undefined {
  const [first] = text.matchAll(ALL)
  return first && countMinutes(first[0])
}

/** Rules of time ask for the minutes of a note line by line. */
const statedIn = new WeakMap<ClinicalNote, readonly StatedMinutes[]>()

/** In the order of the note. */
export function findStatedMinutes(note: ClinicalNote): readonly StatedMinutes[] {
  return getOrMake(statedIn, note, () => readStatedMinutes(note))
}

function readStatedMinutes(note: ClinicalNote): readonly StatedMinutes[] {
  return [...note.text.matchAll(ALL)].flatMap((match) => {
    const minutes = countMinutes(match[0])
    if (minutes === undefined || minutes === 0) return []
    const span = { start: match.index, end: match.index + match[0].length, section: 'time_statement' }
    return [{ minutes, evidence: cutEvidence(note, { ...span, assertion: ASSERTED }) }]
  })
}
