import { neverFirst } from '#coding/claims/diagnoses/never-first.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(neverFirst, {
  flags: [
    {
      when: 'DX-806, SCR-17: a cause before the injury',
      draft: draft('W01.0XXA', 'S61.211A'),
      severity: 'error',
      says: /Put S61\.211A first/,
    },
    {
      when: 'DX-704: a social circumstance before the illness',
      draft: draft('Z59.00', 'I10'),
      severity: 'warning',
      says: /Put I10 first/,
    },
    { when: 'body mass index alone', draft: draft('Z68.41'), severity: 'error', says: /Add the condition/ },
  ],
  passes: [{ when: 'DX-806, SCR-17: a cause after the injury', draft: draft('S61.211A', 'W01.0XXA') }],
})
