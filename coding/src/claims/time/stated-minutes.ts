/** Minutes that a note states for a session, as words ("50 minutes") or as start and stop ("10:05-10:58"). */
import type { ClinicalNote } from '../../domain/clinical-note.ts'
import { cutEvidence, type Evidence } from '../../domain/evidence.ts'

/** Right before a number of minutes: "more than 30 minutes" is more than that number. */
export const EXCEEDED = /(?:\b(?:more|greater|longer) than|\bover|\bin excess of|>) ?$/i

export type StatedMinutes = { readonly minutes: number; readonly evidence: Evidence }

const CLOCK = String.raw`(\d{1,2}):(\d{2})(?:\s?([ap])\.?m\b\.?)?`
// Bounded gaps only, so that a hostile note costs no more than its length.
const START_STOP = new RegExp(String.raw`\b${CLOCK}[ \t]{0,3}(?:-|–|to|until|till)[ \t]{0,3}${CLOCK}`, 'gi')
const LABELLED = new RegExp(
  String.raw`\bstart(?:ed)?(?: time)?[:\s]{1,3}${CLOCK}[\s,;.|/-]{0,6}(?:stop(?:ped)?|end(?:ed)?)(?: time)?[:\s]{1,3}${CLOCK}`,
  'gi',
)
const IN_WORDS = /\b(\d{1,3})[ \t-]{0,2}(?:min|mins|minute|minutes)\b/gi

const ASSERTED = { existence: 'present', temporality: 'current', experiencer: 'patient' } as const

function readClock(hour: string, minute: string, half: string | undefined): number | undefined {
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

function countFromClocks(match: RegExpExecArray): number | undefined {
  const [, hour = '', minute = '', half, hour2 = '', minute2 = '', half2] = match
  const start = readClock(hour, minute, half ?? half2)
  const stop = readClock(hour2, minute2, half2 ?? half)
  return start === undefined || stop === undefined ? undefined : countBetween(start, stop)
}

function findAll(
  note: ClinicalNote,
  pattern: RegExp,
  count: (match: RegExpExecArray) => number | undefined,
): StatedMinutes[] {
  return [...note.text.matchAll(pattern)].flatMap((match) => {
    const minutes = count(match)
    if (minutes === undefined) return []
    const span = { start: match.index, end: match.index + match[0].length, section: 'time_statement' }
    return [{ minutes, evidence: cutEvidence(note, { ...span, assertion: ASSERTED }) }]
  })
}

/** In the order of the note; the same words are found once. */
export function findStatedMinutes(note: ClinicalNote): readonly StatedMinutes[] {
  return [
    ...findAll(note, LABELLED, countFromClocks),
    ...findAll(note, START_STOP, countFromClocks),
    ...findAll(note, IN_WORDS, ([, minutes]) => Number(minutes)),
  ].sort((a, b) => a.evidence.start - b.evidence.start)
}
