import { requiredCompanion } from '#coding/claims/diagnoses/required-companion.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(requiredCompanion, {
  flags: [
    {
      when: 'secondary hypertension alone',
      draft: draft('I15.1'),
      severity: 'error',
      says: /cause of the hypertension/,
    },
    { when: 'resistant hypertension first', draft: draft('I1A.0', 'I10'), severity: 'error', says: /Move I10 before/ },
    { when: 'a subsequent infarction alone', draft: draft('I22.1'), severity: 'error', says: /first infarction/ },
    {
      when: 'severe sepsis without its organ',
      draft: draft('A41.51', 'R65.20'),
      severity: 'error',
      says: /organ dysfunction/,
    },
  ],
  passes: [
    { when: 'severe sepsis', draft: draft('A41.51', 'R65.20', 'N17.9') },
    { when: 'resistant hypertension', draft: draft('I10', 'I1A.0') },
    { when: 'both infarctions', draft: draft('I21.4', 'I22.1') },
    { when: 'before surgery', draft: draft('Z01.818', 'M17.11') },
  ],
})
