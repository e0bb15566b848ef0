import { stayStillOpen } from '#coding/claims/scrub/stay-still-open.ts'
import { describeRule } from '../try-rule.ts'

const hospital = (typeOfBill: string, dischargeStatus?: string) => ({
  kind: 'institutional' as const,
  stay: { typeOfBill, ...(dischargeStatus !== undefined && { dischargeStatus }) },
})

describeRule(stayStillOpen, {
  flags: [
    {
      when: 'the bill says over, the status says still there',
      draft: hospital('0111', '30'),
      severity: 'error',
      says: /still there; the type of bill \(0111\)/,
    },
    { when: 'the last bill', draft: hospital('0114', '30'), severity: 'error', says: /ends in 2, a later one in 3/ },
    {
      when: 'the bill says that it goes on, the status says home',
      draft: hospital('0112', '01'),
      severity: 'error',
      says: /the stay goes on; the discharge status \(01\)/,
    },
    { when: 'a later bill', draft: hospital('0113', '03'), severity: 'error', says: /0113/ },
    {
      when: 'both say that it goes on',
      draft: hospital('0112', '30'),
      severity: 'warning',
      says: /a part of the stay/,
    },
  ],
  passes: [
    { when: 'discharged home, the whole stay', draft: hospital('0111', '01') },
    { when: 'the last bill of a stay that ended', draft: hospital('0114', '01') },
    { when: 'outpatient', draft: hospital('0131', '30') },
    { when: 'a replacement', draft: hospital('0117', '30') },
    { when: 'no status', draft: hospital('0112') },
    { when: 'a professional draft' },
  ],
})
