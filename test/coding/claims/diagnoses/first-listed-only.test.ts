import { firstListedOnly } from '#coding/claims/diagnoses/first-listed-only.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(firstListedOnly, {
  flags: [
    {
      when: 'SCR-16: the malignancy before its chemotherapy',
      draft: draft('C50.911', 'Z51.11'),
      severity: 'error',
      says: /Put it before C50\.911/,
    },
    {
      when: 'an examination in second place',
      draft: draft('I10', 'Z00.00'),
      severity: 'error',
      says: /first diagnosis/,
    },
  ],
  passes: [
    { when: 'SCR-16: chemotherapy first', draft: draft('Z51.11', 'C50.911') },
    { when: 'two of them', draft: draft('Z51.0', 'Z51.11') },
    { when: 'a code of the category that may stand anywhere', draft: draft('I10', 'Z00.6') },
  ],
})
