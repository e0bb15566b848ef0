import { tooManyDiagnoses } from '#coding/claims/diagnoses/too-many-diagnoses.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const many = (count: number) => Array.from({ length: count }, (_, index) => aDiagnosis(`R10.${10 + index}`))

describeRule(tooManyDiagnoses, {
  flags: [
    {
      when: 'DX-106: 13 on a professional draft',
      draft: { diagnoses: many(13) },
      severity: 'error',
      says: /holds 12.*Take 1 off/,
    },
    {
      when: '26 on an institutional draft',
      draft: { kind: 'institutional', diagnoses: many(26) },
      severity: 'error',
      says: /holds 25/,
    },
  ],
  passes: [
    { when: 'DX-106: 12 on a professional draft', draft: { diagnoses: many(12) } },
    { when: '25 on an institutional draft', draft: { kind: 'institutional', diagnoses: many(25) } },
  ],
})
