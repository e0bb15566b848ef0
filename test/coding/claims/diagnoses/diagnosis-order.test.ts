import { diagnosisOrder } from '#coding/claims/diagnoses/diagnosis-order.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(diagnosisOrder, {
  flags: [
    {
      when: 'anemia before the kidney disease it comes from',
      draft: draft('D63.1', 'N18.4'),
      severity: 'error',
      says: /N18\.4 belongs before D63\.1/,
    },
    {
      when: 'severe sepsis before the infection',
      draft: draft('R65.20', 'A41.51'),
      severity: 'error',
      says: /A41\.51 belongs before/,
    },
  ],
  passes: [
    { when: 'etiology first', draft: draft('N18.4', 'D63.1') },
    { when: 'another code between them', draft: draft('N18.4', 'I10', 'D63.1') },
  ],
})
