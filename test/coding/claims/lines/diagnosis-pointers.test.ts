import { diagnosisPointers } from '#coding/claims/lines/diagnosis-pointers.ts'
import { aDiagnosis, aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const pointing = (...diagnosisPointers: number[]) => ({ lines: [aLine('99213', { diagnosisPointers })] })

describeRule(diagnosisPointers, {
  flags: [
    {
      when: 'SCR-14: a line that points nowhere',
      draft: pointing(),
      severity: 'error',
      says: /points to no diagnosis/,
    },
    {
      when: 'a pointer past the last diagnosis',
      draft: pointing(2),
      severity: 'error',
      says: /diagnosis 2, which is not/,
    },
    { when: 'a pointer before the first', draft: pointing(0), severity: 'error', says: /diagnosis 0/ },
    { when: 'one diagnosis twice', draft: pointing(1, 1), severity: 'error', says: /one diagnosis twice/ },
    {
      when: 'five pointers',
      draft: {
        ...pointing(1, 2, 3, 4, 5),
        diagnoses: ['I10', 'E78.5', 'E03.9', 'K21.9', 'M17.11'].map((code) => aDiagnosis(code)),
      },
      severity: 'error',
      says: /a line holds 4/,
    },
  ],
  passes: [
    { when: 'one pointer to the one diagnosis' },
    {
      when: 'SCR-14: four pointers in an order of their own',
      draft: { ...pointing(4, 2, 1, 3), diagnoses: ['I10', 'E78.5', 'E03.9', 'K21.9'].map((code) => aDiagnosis(code)) },
    },
    { when: 'a facility claim, whose lines have no pointers', draft: { kind: 'institutional', ...pointing() } },
  ],
})
