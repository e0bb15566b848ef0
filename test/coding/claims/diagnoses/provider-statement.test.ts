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
      when: 'a ventilator in the code alone',
      notes: ['Pneumonia.'],
      draft: draft('J95.851'),
      severity: 'error',
      says: /ventilator caused it/,
    },
    {
      when: 'urosepsis',
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
      when: 'a past cancer under treatment',
      notes: ['Assessment: H/o breast cancer, on anastrozole.'],
      draft: draft('Z85.3'),
      severity: 'question',
      says: /still treated/,
      quotes: ['H/o breast cancer, on anastrozole'],
    },
  ],
  passes: [
    { when: 'remission is stated', notes: ['T2DM in remission.'], draft: draft('E11.A') },
    { when: 'VAP is stated', notes: ['VAP.'], draft: draft('J95.851') },
  ],
})
