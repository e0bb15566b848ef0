import { clinicalOrder } from '#coding/claims/diagnoses/clinical-order.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })
const aTitled = (code: string, title: string) => {
  const diagnosis = aDiagnosis(code)
  return { ...diagnosis, code: { ...diagnosis.code, title } }
}

describeRule(clinicalOrder, {
  flags: [
    {
      when: 'the chronic form before the acute one',
      draft: {
        diagnoses: [aTitled('K86.1', 'Chronic pancreatitis'), aTitled('K85.90', 'Acute pancreatitis, unspecified')],
      },
      severity: 'warning',
      says: /K85\.90 belongs before K86\.1.*\(I\.B\.8\)/,
    },
    {
      when: 'the infection of one place before sepsis that was there on admission',
      draft: draft('N39.0', 'A41.51'),
      severity: 'warning',
      says: /Move A41\.51 up/,
    },
    {
      when: 'sepsis that developed after admission before the infection',
      draft: {
        diagnoses: [
          aDiagnosis('A41.9', { presentOnAdmission: 'no' }),
          aDiagnosis('J18.9', { presentOnAdmission: 'yes' }),
        ],
      },
      severity: 'warning',
      says: /Move J18\.9 up/,
    },
    {
      when: 'the anemia before its malignancy',
      draft: draft('D63.0', 'C18.9'),
      severity: 'warning',
      says: /Move C18\.9 up/,
    },
  ],
  passes: [
    {
      when: 'acute first',
      draft: {
        diagnoses: [aTitled('K85.90', 'Acute pancreatitis, unspecified'), aTitled('K86.1', 'Chronic pancreatitis')],
      },
    },
    {
      when: 'two conditions, one acute and one chronic',
      draft: { diagnoses: [aTitled('N18.9', 'Chronic kidney disease'), aTitled('J20.9', 'Acute bronchitis')] },
    },
    { when: 'sepsis first', draft: draft('A41.51', 'N39.0') },
    { when: 'anemia from chemotherapy, which leads (D64.81)', draft: draft('D64.81', 'C18.9') },
  ],
})
