import { fractureDefaults } from '#coding/claims/diagnoses/fracture-defaults.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(fractureDefaults, {
  flags: [
    {
      when: 'an open tibia without its type',
      notes: ['Open fracture of the right tibia.'],
      draft: draft('S82.201C'),
      severity: 'recode',
      says: /S82\.201B is reported/,
    },
    {
      when: 'DX-215: open in the code alone',
      notes: ['Fracture of the right tibia.'],
      draft: draft('S82.201B'),
      severity: 'recode',
      says: /S82\.201A is reported/,
    },
  ],
  passes: [
    { when: 'the type is stated', notes: ['Open fracture of the tibia, Gustilo type IIIA.'], draft: draft('S82.201C') },
    { when: 'DX-215: closed', notes: ['Fracture of the tibia.'], draft: draft('S82.201A') },
  ],
})
