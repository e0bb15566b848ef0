import { hemiplegiaDominance } from '#coding/claims/diagnoses/hemiplegia-dominance.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const { code } = aDiagnosis('G81.92')
const left = {
  diagnoses: [
    aDiagnosis('G81.92', { code: { ...code, title: 'Hemiplegia, unspecified affecting left dominant side' } }),
  ],
}

describeRule(hemiplegiaDominance, {
  flags: [
    {
      when: 'DX-424: left dominant without a word of it',
      notes: ['Left hemiplegia.'],
      draft: left,
      severity: 'recode',
      says: /default is left non-dominant/,
    },
  ],
  passes: [
    { when: 'DX-424: handedness is stated', notes: ['Left hemiplegia, left-handed.'], draft: left },
    { when: 'no notes', record: { notes: [] }, draft: left },
  ],
})
