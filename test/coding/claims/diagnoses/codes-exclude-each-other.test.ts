import { codesExcludeEachOther } from '#coding/claims/diagnoses/codes-exclude-each-other.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(codesExcludeEachOther, {
  flags: [
    {
      when: 'a stage beside end-stage disease',
      draft: draft('N18.5', 'N18.6'),
      severity: 'recode',
      says: /N18\.5 comes off/,
    },
    {
      when: 'abuse beside dependence',
      draft: draft('F10.10', 'F10.20'),
      severity: 'recode',
      says: /F10\.10 comes off/,
    },
    {
      when: 'morbid obesity beside class 3',
      draft: draft('E66.813', 'E66.01'),
      severity: 'recode',
      says: /E66\.01 comes off/,
    },
  ],
  passes: [
    { when: 'abuse of another substance', draft: draft('F12.10', 'F10.20') },
    { when: 'one code alone', draft: draft('N18.5') },
  ],
})
