import { reasonForVisit } from '#coding/claims/diagnoses/reason-for-visit.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

const notes = ['Chief complaint:\nPneumonia.\n\nAssessment:\nPneumonia. Hypertension.']

describeRule(reasonForVisit, {
  flags: [
    {
      when: 'DX-715: the reason stands behind another diagnosis',
      notes,
      draft: draft('I10', 'J18.9'),
      severity: 'warning',
      says: /came for J18\.9; I10 stands first/,
      quotes: ['Pneumonia'],
    },
  ],
  passes: [
    {
      when: 'two codes of one illness',
      notes: ['Chief complaint:\nType 1 diabetes with hyperglycemia.'],
      draft: draft('E10.40', 'E10.65'),
    },
    { when: 'DX-715: the reason stands first', notes, draft: draft('J18.9', 'I10') },
    { when: 'a stay', notes, draft: draft('I10', 'J18.9'), record: { setting: 'inpatient_facility' } },
    { when: 'two reasons', notes: ['Chief complaint:\nPneumonia and hypertension.'], draft: draft('I10', 'J18.9') },
    { when: 'a symptom', notes: ['Chief complaint:\nCough.'], draft: draft('J18.9', 'R05.9') },
    { when: 'no reason is stated', notes: ['Assessment:\nPneumonia. Hypertension.'], draft: draft('I10', 'J18.9') },
    { when: 'an examination that stands first', notes, draft: draft('Z00.00', 'J18.9') },
  ],
})
