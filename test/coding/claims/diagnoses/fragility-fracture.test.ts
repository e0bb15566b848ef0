import { fragilityFracture } from '#coding/claims/diagnoses/fragility-fracture.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(fragilityFracture, {
  flags: [
    {
      when: 'osteoporosis beside a hip fracture',
      draft: draft('M81.0', 'S72.001A'),
      severity: 'question',
      says: /minor trauma.*M80/,
    },
  ],
  passes: [
    { when: 'osteoporosis with its fracture', draft: draft('M80.051A') },
    { when: 'osteoporosis alone', draft: draft('M81.0') },
    { when: 'a fracture alone', draft: draft('S72.001A') },
    { when: 'an after-effect', draft: draft('M81.0', 'S72.001S') },
    { when: 'a broken nose', draft: draft('M81.0', 'S02.2XXA') },
    { when: 'a sprain', draft: draft('M81.0', 'S93.401A') },
  ],
})
