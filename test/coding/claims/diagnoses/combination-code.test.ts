import { combinationCode } from '#coding/claims/diagnoses/combination-code.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(combinationCode, {
  flags: [
    { when: 'hypertension beside heart failure', draft: draft('I10', 'I50.22'), severity: 'recode', says: /as I11\.0/ },
    { when: 'diabetes beside kidney disease', draft: draft('E11.9', 'N18.4'), severity: 'recode', says: /as E11\.22/ },
    {
      when: 'coronary disease beside angina',
      draft: draft('I25.10', 'I20.9'),
      severity: 'recode',
      says: /as I25\.119/,
    },
    {
      when: 'diabetes with and without a complication',
      draft: draft('E11.22', 'N18.4', 'E11.9'),
      severity: 'recode',
      says: /comes off/,
    },
  ],
  passes: [
    { when: 'the joined code stands already', draft: draft('I11.0', 'I50.22') },
    { when: 'hypertension alone', draft: draft('I10') },
    {
      when: 'the note states another cause',
      notes: ['Assessment: CKD stage 4 due to polycystic kidney disease. HTN, at goal.'],
      draft: draft('I10', 'N18.4'),
    },
  ],
})
