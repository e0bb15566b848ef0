import { otherSpecified } from '#coding/claims/diagnoses/other-specified.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })
const other = {
  ...aDiagnosis('J18.8'),
  code: { ...aDiagnosis('J18.8').code, title: 'Other pneumonia, unspecified organism' },
}

describeRule(otherSpecified, {
  flags: [
    {
      when: 'no kind in the note',
      notes: ['Assessment:\nPneumonia.'],
      draft: { diagnoses: [other] },
      severity: 'warning',
      says: /J18\.9 says that the kind is not given/,
      quotes: ['Pneumonia'],
    },
  ],
  passes: [
    { when: 'the unspecified code', notes: ['Assessment:\nPneumonia.'], draft: draft('J18.9') },
    { when: 'a note about something else', notes: ['Assessment:\nMigraine.'], draft: { diagnoses: [other] } },
    { when: 'no note', record: { notes: [] }, draft: { diagnoses: [other] } },
  ],
})
