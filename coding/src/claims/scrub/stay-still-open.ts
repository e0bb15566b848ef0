import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** Last digit of a type of bill: the first and a later bill of a stay that goes on. */
const GOES_ON: ReadonlySet<string> = new Set(['2', '3'])
/** The whole stay, and its last part. */
const IS_OVER: ReadonlySet<string> = new Set(['1', '4'])
const STILL_PATIENT = '30'

/** Type of bill and discharge status say the same of whether the patient is still there. */
export const stayStillOpen: ClaimRule = {
  id: 'stay-still-open',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 25, rev. 2024',
    section: '75.1, form locators 4 and 17',
  },
  effective: { from: parseDateOnly('2012-01-01') },
  check: ({ draft: { kind, stay } }) => {
    // Hospital inpatient (011x) and skilled nursing inpatient (021x): only they have a stay that goes on.
    if (kind !== 'institutional' || stay === undefined || !/^0[12]1\d$/.test(stay.typeOfBill)) return []
    const { typeOfBill, dischargeStatus } = stay
    const frequency = typeOfBill.slice(-1)
    const isOpen = dischargeStatus === STILL_PATIENT
    const about = 'stay'
    if (GOES_ON.has(frequency) && dischargeStatus !== undefined && !isOpen) {
      const message = `The type of bill (${typeOfBill}) says that the stay goes on; the discharge status (${dischargeStatus}) says that it is over.`
      const advice = 'A bill of a stay that goes on has status 30; the last bill of it ends in 4.'
      return [{ severity: 'error', message, advice, about, evidence: [] }]
    }
    if (IS_OVER.has(frequency) && isOpen) {
      const message = `The discharge status (30) says that the patient is still there; the type of bill (${typeOfBill}) says that the stay is over.`
      const advice = 'The first bill of a stay that goes on ends in 2, a later one in 3.'
      return [{ severity: 'error', message, advice, about, evidence: [] }]
    }
    if (!(GOES_ON.has(frequency) && isOpen)) return []
    const message = 'The patient is still in the hospital: this draft bills a part of the stay.'
    const advice = 'Wait for the discharge unless the payer takes interim bills.'
    return [{ severity: 'warning', message, advice, about, evidence: [] }]
  },
}
