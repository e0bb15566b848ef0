import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'

const CLIA = /^\d{2}D\d{7}$/
// Laboratory numbers; drawing blood and the work of a pathologist on tissue need no certificate of the office.
const isTest = (code: string): boolean => /^8\d{4}$/.test(code) && code >= '80047' && code < '88104'
/** Waived without QW, as the manual names them. */
const WITHOUT_MARK: ReadonlySet<string> = new Set([
  '81002',
  '81025',
  '82270',
  '82272',
  '82962',
  '83026',
  '84830',
  '85013',
  '85651',
])

/** A test in the office is billed with the laboratory’s certificate (SCR-34). */
export const laboratoryNumber: ClaimRule = {
  id: 'laboratory-number',
  family: 'scrub',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 16, rev. 2024', section: '70.2 and 70.8' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft }) => {
    const laboratory = draft.filing?.laboratory
    if (laboratory !== undefined && !CLIA.test(laboratory.clia)) {
      const message = 'The number of the laboratory is none of CLIA: two digits, D, seven digits.'
      return [
        { severity: 'error', message, advice: 'Take it from the certificate.', about: 'laboratory', evidence: [] },
      ]
    }
    return draft.lines.flatMap(({ code: { code }, modifiers, placeOfService }, index): ClaimRuleHit[] => {
      const isOwn = isTest(code) && placeOfService === '11' && !modifiers.some((modifier) => modifier === '90')
      if (!isOwn) return []
      const about = `line ${index + 1}`
      if (laboratory === undefined) {
        const message = `Line ${index + 1} (${code}) is a laboratory test in the office, and the draft has no CLIA number.`
        return [
          {
            severity: 'question',
            message,
            advice: 'Add the number, or 90 if another laboratory did it.',
            about,
            evidence: [],
          },
        ]
      }
      const needsMark = laboratory.certificate === 'waiver' && !WITHOUT_MARK.has(code)
      if (!needsMark || modifiers.some((modifier) => modifier === 'QW')) return []
      const message = `Line ${index + 1} (${code}) lacks QW: the certificate of this laboratory is for waived tests only.`
      return [
        {
          severity: 'error',
          message,
          advice: 'Add QW if the test is waived; otherwise it is not yours to bill.',
          about,
          evidence: [],
        },
      ]
    })
  },
}
