import { parseDateOnly } from '../../domain/date-only.ts'
import type { StayOccurrence } from '../../domain/filing-facts.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'

const FORM = /^[0-9A-Z]{2}$/
/** Codes 70 to 99 and M0 to Z9 are of spans, all others of one day (form locators 31 to 36). */
const SPAN = /^(?:[7-9]\d|[M-Z]\d)$/

function hit(severity: ClaimRuleHit['severity'], message: string, advice: string): ClaimRuleHit {
  return { severity, message, advice, about: message, evidence: [] }
}

function checkOccurrence({ code, date, end }: StayOccurrence, last: string): readonly ClaimRuleHit[] {
  const isSpan = SPAN.test(code)
  return [
    ...(isSpan === (end !== undefined)
      ? []
      : [
          hit(
            'error',
            isSpan
              ? `Occurrence span ${code} has no end.`
              : `Occurrence ${code} is of one day, and the draft gives it two.`,
            'Codes 70 to 99 and M0 to Z9 have a first and a last day, all others one day.',
          ),
        ]),
    ...((end ?? date) > last
      ? [hit('warning', `Occurrence ${code} is later than the bill (${last}).`, 'Check its day.')]
      : []),
  ]
}

function listRepeated(codes: readonly string[]): readonly string[] {
  return [...new Set(codes.filter((code, index) => codes.indexOf(code) < index))]
}

/** Condition, occurrence and value codes of a hospital claim: form, repetition, days and amounts. */
export const stayCodes: ClaimRule = {
  id: 'stay-codes',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 25, rev. 2024',
    section: '75.2 to 75.4, form locators 18-28, 31-36, 39-41',
  },
  effective: { from: parseDateOnly('2012-01-01') },
  check: ({ draft: { kind, stay, dateOfService, dateOfServiceEnd } }) => {
    if (kind !== 'institutional' || stay === undefined) return []
    const { conditionCodes = [], occurrences = [], values = [] } = stay
    const coded = [...conditionCodes, ...occurrences.map(({ code }) => code), ...values.map(({ code }) => code)]
    return [
      ...coded
        .filter((code) => !FORM.test(code))
        .map((code) => hit('error', `${code} is no code of the form: it has two characters.`, 'Correct it.')),
      ...listRepeated(conditionCodes).map((code) =>
        hit('error', `Condition code ${code} stands twice.`, 'Take one off.'),
      ),
      ...listRepeated(values.map(({ code }) => code)).map((code) =>
        hit('error', `Value code ${code} stands twice.`, 'Add the amounts, or take one off.'),
      ),
      ...occurrences.flatMap((one) => checkOccurrence(one, dateOfServiceEnd ?? dateOfService)),
      ...values
        .filter(({ amount }) => amount < 0)
        .map(({ code }) => hit('error', `Value code ${code} has an amount below zero.`, 'Correct it.')),
    ]
  },
}
