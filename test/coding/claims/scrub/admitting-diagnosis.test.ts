import { admittingDiagnosis } from '#coding/claims/scrub/admitting-diagnosis.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const hospital = { kind: 'institutional' as const }
const inpatient = { setting: 'inpatient_facility' as const }

describeRule(admittingDiagnosis, {
  flags: [
    { when: 'a stay without one', draft: hospital, record: inpatient, severity: 'warning', says: /no admitting/ },
  ],
  passes: [
    {
      when: 'a stay with one, which need not be on the list',
      draft: { ...hospital, admittingDiagnosis: aDiagnosis('R07.9').code },
      record: inpatient,
    },
    { when: 'an outpatient claim', draft: hospital, record: { setting: 'outpatient_facility' } },
    { when: 'a draft that is still empty', draft: { ...hospital, diagnoses: [] }, record: inpatient },
    { when: 'a professional claim of the stay' },
  ],
})
