import { obstetricFirst } from '#coding/claims/diagnoses/obstetric-first.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(obstetricFirst, {
  flags: [
    {
      when: 'another chapter first',
      draft: draft('D64.9', 'O99.019'),
      severity: 'error',
      says: /Move it before D64\.9/,
    },
    {
      when: 'an incidental pregnancy beside an obstetric code',
      draft: draft('O13.3', 'Z33.1'),
      severity: 'error',
      says: /incidental/,
    },
  ],
  passes: [
    { when: 'the obstetric code first', draft: draft('O13.3', 'Z3A.39') },
    { when: 'none', draft: draft('I10') },
  ],
})
