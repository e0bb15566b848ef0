import { placeDoesNotFit } from '#coding/claims/scrub/place-does-not-fit.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const at = (code: string, placeOfService: string) => ({ lines: [aLine(code, { placeOfService })] })

describeRule(placeDoesNotFit, {
  flags: [
    {
      when: 'SCR-08: an office visit in a hospital bed',
      draft: at('99213', '21'),
      severity: 'error',
      says: /office or other outpatient visit; place 21/,
    },
    {
      when: 'SCR-08: an emergency visit in an office',
      draft: at('99284', '11'),
      severity: 'error',
      says: /emergency visit; place 11/,
    },
    { when: 'a hospital visit in an office', draft: at('99223', '11'), severity: 'error', says: /hospital visit/ },
    { when: 'a home visit in an office', draft: at('99348', '11'), severity: 'error', says: /home visit/ },
    {
      when: 'two digits that CMS has not assigned',
      draft: at('99213', '88'),
      severity: 'error',
      says: /88 is no place of service/,
    },
  ],
  passes: [
    { when: 'a hospital visit by telehealth', draft: { lines: [aLine('99232', { placeOfService: '02' })] } },
    { when: 'SCR-08: an office visit in an office', draft: at('99213', '11') },
    { when: 'an office visit by telehealth', draft: at('99213', '10') },
    { when: 'an emergency visit in an emergency room', draft: at('99284', '23') },
    { when: 'a procedure anywhere', draft: at('G0001', '21') },
    { when: 'an empty place, which has its own rule', draft: at('99213', '') },
  ],
})
