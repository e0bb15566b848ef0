import { bothSidesCoded } from '#coding/claims/diagnoses/both-sides-coded.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

describeRule(bothSidesCoded, {
  flags: [
    {
      when: 'right and left of one condition',
      draft: { diagnoses: ['M17.11', 'M17.12'].map((code) => aDiagnosis(code)) },
      severity: 'recode',
      says: /M17\.0 is reported in place of both/,
    },
  ],
  passes: [
    { when: 'one side alone' },
    {
      when: 'right of one condition and left of another',
      draft: { diagnoses: ['M17.11', 'M16.12'].map((code) => aDiagnosis(code)) },
    },
    {
      when: 'sides of a family without a bilateral code',
      draft: { diagnoses: ['G56.01', 'M16.12'].map((code) => aDiagnosis(code)) },
    },
  ],
})
