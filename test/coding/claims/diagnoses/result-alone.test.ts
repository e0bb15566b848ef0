import { resultAlone } from '#coding/claims/diagnoses/result-alone.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(resultAlone, {
  flags: [
    {
      when: 'a sodium that nobody names',
      notes: ['Labs: sodium 128.'],
      draft: { ...draft('E87.1'), kind: 'institutional' },
      record: { setting: 'inpatient_facility' },
      severity: 'question',
      says: /sodium alone/,
      quotes: ['sodium 128'],
    },
  ],
  passes: [
    {
      when: 'the provider names it',
      notes: ['Labs: sodium 128.\nAssessment:\nHyponatremia.'],
      draft: { ...draft('E87.1'), kind: 'institutional' },
      record: { setting: 'inpatient_facility' },
    },
    {
      when: 'no value either',
      notes: ['Assessment:\nPneumonia.'],
      draft: { ...draft('E87.1'), kind: 'institutional' },
      record: { setting: 'inpatient_facility' },
    },
    { when: 'an office visit', notes: ['Labs: sodium 128.'], draft: draft('E87.1') },
  ],
})
