import { duplicateDiagnosis } from '#coding/claims/diagnoses/duplicate-diagnosis.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

describeRule(duplicateDiagnosis, {
  flags: [
    {
      when: 'the same code twice, with another between',
      draft: { diagnoses: ['J18.9', 'I10', 'J18.9'].map((code) => aDiagnosis(code)) },
      severity: 'error',
      says: /J18\.9 stands on the draft more than once/,
    },
  ],
  passes: [
    { when: 'two codes of one family', draft: { diagnoses: ['M17.11', 'M17.12'].map((code) => aDiagnosis(code)) } },
  ],
})
