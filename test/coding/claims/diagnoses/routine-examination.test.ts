import { routineExamination } from '#coding/claims/diagnoses/routine-examination.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(routineExamination, {
  flags: [
    {
      when: 'a sign beside it',
      draft: draft('Z00.00', 'R01.1'),
      severity: 'question',
      says: /draft has R01\.1.*Z00\.01/,
    },
    {
      when: 'a chronic condition that changed',
      notes: ['Assessment: Annual exam. Uncontrolled hypertension.'],
      draft: draft('Z00.00', 'I10'),
      severity: 'question',
      says: /note speaks of one.*Z00\.01/,
      quotes: ['Uncontrolled'],
    },
    {
      when: 'a new condition of a child',
      notes: ['Assessment: Well child. Newly diagnosed asthma.'],
      draft: draft('Z00.129', 'J45.909'),
      severity: 'question',
      says: /Z00\.121/,
      quotes: ['Newly diagnosed'],
    },
    {
      when: 'findings, and none on the draft',
      draft: draft('Z00.01', 'Z23'),
      severity: 'question',
      says: /does not say what/,
    },
  ],
  passes: [
    {
      when: 'a stable chronic condition',
      notes: ['Annual exam. Hypertension, stable.'],
      draft: draft('Z00.00', 'I10'),
    },
    { when: 'no abnormal finding', notes: ['Annual exam. No abnormal findings.'], draft: draft('Z00.00') },
    { when: 'the finding is coded', draft: draft('Z00.01', 'R01.1') },
    { when: 'no examination', draft: draft('I10', 'R01.1') },
  ],
})
