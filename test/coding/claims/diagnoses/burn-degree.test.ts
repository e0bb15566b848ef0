import { burnDegree } from '#coding/claims/diagnoses/burn-degree.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(burnDegree, {
  flags: [
    {
      when: 'two degrees of one place',
      draft: draft('T22.211A', 'T22.311A'),
      severity: 'warning',
      says: /T22\.211A comes off/,
    },
    {
      when: 'no degree beside one',
      draft: draft('T22.011A', 'T22.111A'),
      severity: 'warning',
      says: /T22\.011A comes off/,
    },
    {
      when: 'an extent below ten percent',
      notes: ['Assessment: Second degree burn of the forearm, 9% TBSA.'],
      draft: draft('T22.211A'),
      severity: 'warning',
      says: /Add T31\.0 /,
      quotes: ['9% TBSA'],
    },
    {
      when: 'an extent of ten percent and more',
      notes: ['Assessment: Burns, 25% TBSA, 10% third degree.'],
      draft: draft('T22.311A'),
      severity: 'warning',
      says: /Add T31\.21 /,
      quotes: ['25% TBSA'],
    },
    {
      when: 'a corrosion',
      notes: ['Assessment: Acid burn, 10% of body surface.'],
      draft: draft('T22.611A'),
      severity: 'warning',
      says: /Add T32\.10 /,
      quotes: ['10% of body surface'],
    },
  ],
  passes: [
    { when: 'other sides', draft: draft('T22.211A', 'T22.312A') },
    { when: 'other places', draft: draft('T22.211A', 'T22.321A') },
    { when: 'a burn beside a corrosion', draft: draft('T22.211A', 'T22.711A') },
    { when: 'the extent is coded', notes: ['Burns, 25% TBSA.'], draft: draft('T22.311A', 'T31.20') },
    { when: 'no extent is stated', notes: ['Burn of the forearm.'], draft: draft('T22.311A') },
  ],
})
