import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

const CHIROPRACTIC = /^9894[0-2]$/
/** Supervision and complications of pregnancy before delivery. */
const PREGNANCY = /^(?:Z34|O(?:09|1[0-6]|2|3[0-9]|4[0-8]))/

/** Chiropractic care and pregnancy come with the date that payers ask for (SCR-37). */
export const firstDateMissing: ClaimRule = {
  id: 'first-date-missing',
  family: 'scrub',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 26, rev. 2024', section: '10.2, item 14' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft: { diagnoses, filing = {}, kind, lines }, record: { payer } }) => {
    if (kind === 'institutional') return []
    const chiropractic = lines.find(({ code }) => CHIROPRACTIC.test(code.code))
    if (chiropractic !== undefined && payer === 'medicare' && filing.initialTreatment === undefined) {
      const message = `${chiropractic.code.code} needs the date on which this course of treatment began.`
      return [
        {
          severity: 'error',
          message,
          advice: 'Take it from the plan of treatment.',
          about: 'initial treatment',
          evidence: [],
        },
      ]
    }
    const pregnancy = diagnoses.find(({ code }) => PREGNANCY.test(code.code))
    if (pregnancy === undefined || filing.lastMenstrualPeriod !== undefined) return []
    const message = `${pregnancy.code.code} is coded, and the draft has no date of the last menstrual period.`
    const advice = 'Many payers ask for it on obstetric claims; add it where it is known.'
    return [{ severity: 'information', message, advice, about: 'last menstrual period', evidence: [] }]
  },
}
