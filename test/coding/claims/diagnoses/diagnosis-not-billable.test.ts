import { diagnosisNotBillable } from '#coding/claims/diagnoses/diagnosis-not-billable.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

describeRule(diagnosisNotBillable, {
  flags: [
    {
      when: 'a heading with its few codes (E66.81), which are named with what separates them',
      draft: { diagnoses: [aDiagnosis('E66.81')] },
      severity: 'error',
      says: /Which of these .*E66\.811 .*class 1; E66\.812 .*class 2; E66\.813 .*class 3/,
    },
    {
      when: 'SCR-15: a heading',
      draft: { diagnoses: [aDiagnosis('M17')] },
      severity: 'error',
      says: /M17 is a heading/,
    },
    {
      when: 'a code that the loaded table does not hold',
      draft: { diagnoses: [aDiagnosis('W55.41XA')] },
      severity: 'warning',
      says: /could not be checked/,
    },
    {
      when: 'a date that no table covers',
      draft: { dateOfService: parseDateOnly('2019-11-02') },
      severity: 'warning',
      says: /could not be checked/,
    },
  ],
  passes: [
    { when: 'SCR-15: a billable code on its date' },
    { when: 'a three-character code that is billable as it stands', draft: { diagnoses: [aDiagnosis('I10')] } },
  ],
})
