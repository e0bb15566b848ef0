import { characterDefault } from '#coding/claims/diagnoses/character-default.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(characterDefault, {
  flags: [
    {
      when: 'a stage that nobody gives as indeterminate',
      notes: ['Assessment: POAG right eye.'],
      draft: draft('H40.1114'),
      severity: 'warning',
      says: /H40\.1110 is reported/,
    },
    {
      when: 'the first fetus of one',
      notes: ['32 weeks, breech.'],
      draft: draft('O32.1XX1'),
      severity: 'recode',
      says: /O32\.1XX0 is reported/,
    },
  ],
  passes: [
    {
      when: 'a stage that the provider calls indeterminate',
      notes: ['POAG right eye, indeterminate stage.'],
      draft: draft('H40.1114'),
    },
    { when: 'a stage that is not stated', notes: ['POAG right eye.'], draft: draft('H40.1110') },
    { when: 'fetus 0', notes: ['32 weeks, breech.'], draft: draft('O32.1XX0') },
    { when: 'twins in the note', notes: ['Twins, 32 weeks; twin A breech.'], draft: draft('O32.1XX1') },
    { when: 'twins on the draft', notes: ['32 weeks, breech.'], draft: draft('O30.043', 'O32.1XX1') },
    { when: 'no note to read', record: { notes: [] }, draft: draft('O32.1XX1') },
  ],
})
