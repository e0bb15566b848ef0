import { countDaysBetween, type DateOnly, isDateOnly, parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findDeeds, type Statement } from '../find-statement.ts'
import { buildLineHit, describeLine, listLines, type PlacedLine } from '../modifiers/line-hit.ts'
import { timeRules } from '../time-rules.generated.ts'
import { rankLevel } from './score-decision.ts'
import { replaceCode } from './visit-lines.ts'

const { contact_business_days: CONTACT_DAYS, codes: CODES } = timeRules.transitional
const DATE = String.raw`(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})`
const DISCHARGED = new RegExp(
  String.raw`\b(?:discharge(?:d)?(?: date)?|date of discharge)\b[^.;\n\d]{0,60}${DATE}`,
  'gi',
)
const CONTACTED = new RegExp(
  String.raw`\b(?:call(?:ed)?|contact(?:ed)?|spoke|reached|outreach|message(?:d)?)\b[^.;\n\d]{0,60}${DATE}`,
  'gi',
)
const IN_TIME =
  /\bwithin (?:2|two|48)[ -](?:business days?|working days?|hours?)\b|\b(?:2|two) (?:unsuccessful )?attempts\b/gi

function readDate({ match }: Statement): DateOnly | undefined {
  const [month, day, year] = (match[1] ?? '').split('/')
  const date = year === undefined ? (match[1] ?? '') : `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
  return isDateOnly(date) ? date : undefined
}

function isWeekend(date: DateOnly): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay()
  return day === 0 || day === 6
}

function addDays(date: DateOnly, days: number): DateOnly {
  return parseDateOnly(new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10))
}

/** Monday to Friday after the day of discharge; which of them are holidays the note does not say. */
function countBusinessDays(from: DateOnly, to: DateOnly): number {
  const days = Array.from({ length: Math.max(0, countDaysBetween(from, to)) }, (_, index) => addDays(from, index + 1))
  return days.filter((date) => !isWeekend(date)).length
}

function checkContact({ readings }: ClaimRuleInput, placed: PlacedLine, discharged: DateOnly): ClaimRuleHit[] {
  const contacts = findDeeds(readings, CONTACTED)
  const dated = contacts.flatMap((words) => {
    const on = readDate(words)
    return on === undefined || on < discharged ? [] : [{ on, words }]
  })
  const [first] = dated.toSorted((a, b) => a.on.localeCompare(b.on))
  if (findDeeds(readings, IN_TIME).length > 0) return []
  if (first === undefined) {
    const message = `${describeLine(placed)}: the notes do not tell of a contact within ${CONTACT_DAYS} business days of discharge.`
    return [
      buildLineHit(placed, {
        severity: 'question',
        message,
        advice: 'Ask when the patient was first reached, or tried to be.',
      }),
    ]
  }
  if (countBusinessDays(discharged, first.on) <= CONTACT_DAYS) return []
  const message = `${describeLine(placed)}: the first contact, of ${first.on}, came more than ${CONTACT_DAYS} business days after discharge.`
  const advice = 'Two attempts in time are enough where the notes tell of them; otherwise report the visit by itself.'
  return [buildLineHit(placed, { severity: 'warning', message, advice, evidence: [first.words.evidence] })]
}

type Discharge = { readonly on: DateOnly; readonly words: Statement }

function checkVisit(input: ClaimRuleInput, placed: PlacedLine, { on, words }: Discharge): ClaimRuleHit[] {
  const days = countDaysBetween(on, placed.line.date)
  const { level } = input.visit.decision
  const supported = CODES.find((one) => days <= one.visit_days && rankLevel(level) >= rankLevel(one.level))
  if (supported?.code === placed.line.code.code) return []
  const message = `${describeLine(placed)}: the visit was ${days} days after discharge, with decision making ${level}.`
  const evidence = [words.evidence]
  if (supported === undefined) {
    const advice = 'Neither code of transitional care is reached; report the visit by itself.'
    return [buildLineHit(placed, { severity: 'error', message, advice, evidence })]
  }
  const isHigher = CODES.findIndex(({ code }) => code === supported.code) === 0
  const severity = isHigher ? 'information' : 'error'
  const advice = `These support ${supported.code}.`
  return [buildLineHit(placed, { severity, message, advice, evidence, fix: replaceCode(placed, supported.code) })]
}

function checkLine(input: ClaimRuleInput, placed: PlacedLine): ClaimRuleHit[] {
  const dates = findDeeds(input.readings, DISCHARGED).flatMap((words): Discharge[] => {
    const on = readDate(words)
    return on === undefined || on > placed.line.date ? [] : [{ on, words }]
  })
  const [first] = dates
  if (first === undefined || dates.some(({ on }) => on !== first.on)) {
    const message = `${describeLine(placed)} counts from the day of discharge; the notes do not state one.`
    return [buildLineHit(placed, { severity: 'question', message, advice: 'Ask for the date of discharge.' })]
  }
  return [...checkVisit(input, placed, first), ...checkContact(input, placed, first.on)]
}

/** Care after a discharge by the days to contact and visit and by decision making (99495, 99496). */
export const transitionalCare: ClaimRule = {
  id: 'transitional-care',
  family: 'visits',
  source: { title: 'CMS, Transitional Care Management Services', edition: 'MLN908628', section: 'Requirements' },
  effective: { from: parseDateOnly('2013-01-01') },
  check: (input) =>
    listLines(input)
      .filter(({ line }) => CODES.some(({ code }) => code === line.code.code))
      .flatMap((placed) => checkLine(input, placed)),
}
