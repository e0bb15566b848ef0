import { namedSites } from '#coding/claims/diagnoses/named-sites.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })
const multiple = {
  ...aDiagnosis('M05.79'),
  code: { ...aDiagnosis('M05.79').code, title: 'Rheumatoid arthritis with rheumatoid factor of multiple sites' },
}

describeRule(namedSites, {
  flags: [
    {
      when: 'two joints named',
      notes: ['Assessment: Rheumatoid arthritis of right wrist and left knee.'],
      draft: { diagnoses: [multiple] },
      severity: 'warning',
      says: /right wrist and left knee/,
    },
  ],
  passes: [
    {
      when: 'each joint coded',
      notes: ['Assessment: Rheumatoid arthritis of right wrist and left knee.'],
      draft: draft('M05.731', 'M05.762'),
    },
    {
      when: 'joints that are not named',
      notes: ['Assessment: Rheumatoid arthritis of multiple joints.'],
      draft: { diagnoses: [multiple] },
    },
    {
      when: 'one joint named',
      notes: ['Assessment: Rheumatoid arthritis, right wrist worst.'],
      draft: { diagnoses: [multiple] },
    },
    {
      when: 'joints denied',
      notes: ['Assessment: Rheumatoid arthritis. No arthritis of wrists or knees.'],
      draft: { diagnoses: [multiple] },
    },
  ],
})
