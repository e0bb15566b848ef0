import { symptomPrincipal } from '#coding/claims/diagnoses/symptom-principal.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(symptomPrincipal, {
  flags: [
    {
      when: 'chest pain before the infarction',
      draft: { ...draft('R07.9', 'I21.4'), kind: 'institutional' },
      record: { setting: 'inpatient_facility' },
      severity: 'error',
      says: /Put I21\.4 first/,
    },
  ],
  passes: [
    {
      when: 'the infarction leads',
      draft: { ...draft('I21.4'), kind: 'institutional' },
      record: { setting: 'inpatient_facility' },
    },
    {
      when: 'a symptom that nothing explains',
      draft: { ...draft('R07.9', 'E11.9'), kind: 'institutional' },
      record: { setting: 'inpatient_facility' },
    },
    { when: 'an office visit', draft: draft('R07.9', 'I21.4') },
  ],
})
