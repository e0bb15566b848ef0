import { diagnosisMissing } from '#coding/claims/diagnoses/diagnosis-missing.ts'
import { describeRule } from '../try-rule.ts'

describeRule(diagnosisMissing, {
  flags: [{ when: 'a draft without a diagnosis', draft: { diagnoses: [] }, severity: 'error', says: /no diagnosis/ }],
  passes: [{ when: 'a draft with one diagnosis' }],
})
