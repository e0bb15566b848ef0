import { remainingSide } from '#coding/claims/diagnoses/remaining-side.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(remainingSide, {
  flags: [
    {
      when: 'cataract of both eyes after the first operation',
      notes: ['S/p right cataract surgery in May. Cataract left eye.'],
      draft: draft('H25.13'),
      severity: 'warning',
      says: /H25\.12 names the side that remains/,
    },
  ],
  passes: [
    { when: 'the remaining side', notes: ['S/p right cataract surgery in May.'], draft: draft('H25.12') },
    {
      when: 'an operation that is planned',
      notes: ['Plan right cataract surgery after clearance.'],
      draft: draft('H25.13'),
    },
    {
      when: 'both operated',
      notes: ['S/p right cataract surgery. S/p left cataract surgery.'],
      draft: draft('H25.13'),
    },
    { when: 'no operation', notes: ['Cataracts of both eyes.'], draft: draft('H25.13') },
  ],
})
