import { symptomWithDiagnosis } from '#coding/claims/diagnoses/symptom-with-diagnosis.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(symptomWithDiagnosis, {
  flags: [
    {
      when: 'cough beside pneumonia',
      draft: draft('J18.9', 'R05.9'),
      severity: 'warning',
      says: /R05\.9 is part of J18\.9/,
    },
    {
      when: 'DX-507: bleeding beside a code that names it',
      draft: {
        diagnoses: [
          aDiagnosis('K57.31', {
            code: {
              ...aDiagnosis('K57.31').code,
              title: 'Diverticulosis of large intestine without perforation or abscess with bleeding',
            },
          }),
          aDiagnosis('K92.2'),
        ],
      },
      severity: 'warning',
      says: /K92\.2 is part of K57\.31/,
    },
  ],
  passes: [
    { when: 'a symptom of something else', draft: draft('J18.9', 'R19.7') },
    { when: 'a symptom alone', draft: draft('R05.9') },
  ],
})
