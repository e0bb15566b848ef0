import { sexOnRegistration } from '#coding/claims/diagnoses/sex-on-registration.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(sexOnRegistration, {
  flags: [
    {
      when: 'DX-802: a code that payers tie to the other sex, as a warning',
      draft: draft('N40.1'),
      record: { sex: 'female' },
      severity: 'warning',
      says: /registration says female; some payers question N40\.1/,
    },
    { when: 'a pregnancy', draft: draft('O80'), record: { sex: 'male' }, severity: 'warning', says: /says male/ },
  ],
  passes: [
    { when: 'DX-802: the same sex', draft: draft('N40.1'), record: { sex: 'male' } },
    { when: 'another sex', draft: draft('N40.1', 'O80'), record: { sex: 'other' } },
    { when: 'an unknown sex', draft: draft('N40.1', 'O80'), record: { sex: 'unknown' } },
    { when: 'the breast', draft: draft('N63.10', 'C50.911'), record: { sex: 'male' } },
    { when: 'the urinary tract after a procedure', draft: draft('N99.89'), record: { sex: 'male' } },
  ],
})
