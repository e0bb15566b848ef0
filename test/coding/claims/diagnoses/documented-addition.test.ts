import { documentedAddition } from '#coding/claims/diagnoses/documented-addition.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })
const adult = { age: { unit: 'years', value: 50 } } as const

describeRule(documentedAddition, {
  flags: [
    {
      when: 'DX-607: insulin is stated',
      notes: ['Assessment: T2DM, on insulin.'],
      draft: draft('E11.9'),
      severity: 'recode',
      says: /Z79\.4 is added/,
      quotes: ['on insulin'],
    },
    {
      when: 'an organ dysfunction is due to the sepsis',
      notes: ['Assessment: AKI due to sepsis.'],
      draft: draft('A41.51', 'N17.9'),
      severity: 'recode',
      says: /R65\.20 is added/,
      quotes: ['due to sepsis'],
    },
    {
      when: 'an index beside obesity',
      notes: ['Assessment: Obesity, BMI 42.'],
      record: adult,
      draft: draft('E66.9'),
      severity: 'recode',
      says: /Z68\.41 is added/,
      quotes: ['BMI 42'],
    },
  ],
  passes: [
    { when: 'type 1', notes: ['Assessment: T1DM, on insulin.'], draft: draft('E10.9') },
    {
      when: 'DX-607: temporary insulin',
      notes: ['Assessment: T2DM, on insulin sliding scale.'],
      draft: draft('E11.9'),
    },
    {
      when: 'nobody links the organ dysfunction',
      notes: ['Assessment: Sepsis. AKI.'],
      draft: draft('A41.51', 'N17.9'),
    },
    { when: 'an index without a diagnosis', notes: ['BMI 42.'], record: adult, draft: draft('I10') },
    { when: 'the age is not known', notes: ['Obesity, BMI 42.'], draft: draft('E66.9') },
  ],
})
