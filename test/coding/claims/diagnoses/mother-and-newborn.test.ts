import { motherAndNewborn } from '#coding/claims/diagnoses/mother-and-newborn.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

const days = (value: number) => ({ record: { age: { unit: 'days', value } } }) as const

describeRule(motherAndNewborn, {
  flags: [
    { when: 'mother and child on one record', draft: draft('O80', 'P07.30'), severity: 'error', says: /mother alone/ },
    {
      when: 'a code of pregnancy for an infant',
      draft: draft('O24.410'),
      ...days(2),
      severity: 'error',
      says: /Whose record/,
    },
    { when: 'a birth on the record of the mother', draft: draft('O80', 'Z38.00'), severity: 'error', says: /is Z37/ },
    { when: 'two births', draft: draft('Z38.00', 'Z38.01'), ...days(0), severity: 'error', says: /one code of Z38/ },
    { when: 'a birth on the 29th day', draft: draft('Z38.00'), ...days(29), severity: 'error', says: /Take it off/ },
  ],
  passes: [
    { when: 'the birth of a child', draft: draft('Z38.00', 'P07.30'), ...days(0) },
    { when: 'a birth on the 28th day', draft: draft('Z38.00'), ...days(28) },
    { when: 'a delivery', draft: draft('O80', 'Z37.0') },
    { when: 'what persists in a grown-up', draft: draft('P27.1'), record: { age: { unit: 'years', value: 30 } } },
    { when: 'an unknown age', draft: draft('Z38.00') },
  ],
})
