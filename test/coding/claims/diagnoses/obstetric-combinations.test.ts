import { obstetricCombinations } from '#coding/claims/diagnoses/obstetric-combinations.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(obstetricCombinations, {
  flags: [
    {
      when: 'supervision beside a complication',
      draft: draft('Z34.01', 'O24.410'),
      severity: 'error',
      says: /Z34\.01 is for a normal pregnancy/,
    },
    {
      when: 'a normal delivery with a complication',
      draft: draft('O80', 'O70.0', 'Z37.0'),
      severity: 'error',
      says: /Take O80 off/,
    },
    { when: 'a delivery without its outcome', draft: draft('O80'), severity: 'error', says: /Z37/ },
    {
      when: 'insulin beside gestational diabetes',
      draft: draft('O24.414', 'Z79.4'),
      severity: 'error',
      says: /drug comes off/,
    },
  ],
  passes: [
    { when: 'a normal delivery', draft: draft('O80', 'Z37.0') },
    { when: 'supervision', draft: draft('Z34.01', 'Z3A.12') },
    { when: 'gestational diabetes', draft: draft('O24.410', 'Z3A.30') },
  ],
})
