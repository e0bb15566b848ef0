import { postoperativeDiagnosis } from '#coding/claims/diagnoses/postoperative-diagnosis.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

const notes = ['Preoperative diagnosis:\nPneumonia.\n\nPostoperative diagnosis:\nGERD.']

describeRule(postoperativeDiagnosis, {
  flags: [
    {
      when: 'DX-717: the diagnosis before surgery',
      notes,
      draft: draft('J18.9'),
      severity: 'warning',
      says: /J18\.9 is the diagnosis before.*K21\.9/,
      quotes: ['GERD'],
    },
  ],
  passes: [
    { when: 'DX-717: the diagnosis after surgery', notes, draft: draft('K21.9') },
    { when: 'a stay', notes, draft: draft('J18.9'), record: { setting: 'inpatient_facility' } },
    { when: 'nothing is known after surgery', notes: ['Preoperative diagnosis:\nPneumonia.'], draft: draft('J18.9') },
    { when: 'neither is on the draft', notes, draft: draft('I10') },
  ],
})
