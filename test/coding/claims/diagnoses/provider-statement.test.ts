import { providerStatement } from '#coding/claims/diagnoses/provider-statement.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(providerStatement, {
  flags: [
    {
      when: 'remission in the code alone',
      notes: ['T2DM, off all drugs.'],
      draft: draft('E11.A'),
      severity: 'question',
      says: /in remission/,
    },
    {
      when: 'DX-616: a ventilator in the code alone',
      notes: ['Pneumonia.'],
      draft: draft('J95.851'),
      severity: 'error',
      says: /ventilator caused it/,
    },
    {
      when: 'DX-514: urosepsis',
      notes: ['Assessment: Urosepsis.'],
      draft: draft('N39.0'),
      severity: 'question',
      says: /has no code/,
      quotes: ['Urosepsis'],
    },
    {
      when: 'resolved diabetes',
      notes: ['Assessment: T2DM resolved.'],
      draft: draft('I10'),
      severity: 'question',
      says: /in remission/,
      quotes: ['T2DM resolved'],
    },
    {
      when: 'DX-515: a past cancer under treatment',
      notes: ['Assessment: H/o breast cancer, on anastrozole.'],
      draft: draft('Z85.3'),
      severity: 'question',
      says: /still treated/,
      quotes: ['H/o breast cancer, on anastrozole'],
    },
    {
      when: 'DX-512: borderline, for which the index has entries of its own',
      notes: ['Assessment: Borderline hypertension.'],
      draft: draft('I10'),
      severity: 'question',
      says: /borderline conditions/,
      quotes: ['Borderline hypertension'],
    },
  ],
  passes: [
    { when: 'DX-512: hypertension without a reserve', notes: ['Assessment: Hypertension.'], draft: draft('I10') },
    { when: 'DX-514: sepsis by its name', notes: ['Assessment: Sepsis due to UTI.'], draft: draft('A41.9', 'N39.0') },
    {
      when: 'DX-515: a past cancer without treatment',
      notes: ['Assessment: H/o breast cancer.'],
      draft: draft('Z85.3'),
    },
    { when: 'remission is stated', notes: ['T2DM in remission.'], draft: draft('E11.A') },
    { when: 'DX-616: VAP is stated', notes: ['VAP.'], draft: draft('J95.851') },
  ],
})
