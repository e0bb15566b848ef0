import { lateralityModifier } from '#coding/claims/modifiers/laterality-modifier.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine } from './modifier-tables.ts'

describeRule(lateralityModifier, {
  flags: [
    {
      when: 'DX-208, SCR-22: M17.11 with LT',
      draft: { diagnoses: [aDiagnosis('M17.11')], lines: [aModifiedLine('20610', ['LT'])] },
      severity: 'error',
      says: /says left; M17\.11.*says right/,
    },
    {
      when: 'SCR-22, DX-207: a right eyelid for a left eye',
      draft: { diagnoses: [aDiagnosis('H25.12')], lines: [aModifiedLine('G0001', ['E3'])] },
      severity: 'error',
      says: /says right; H25\.12.*says left/,
    },
    {
      when: 'a left finger for a right one',
      draft: { diagnoses: [aDiagnosis('M65.311')], lines: [aModifiedLine('G0001', ['FA'])] },
      severity: 'error',
      says: /says left/,
    },
  ],
  passes: [
    {
      when: 'DX-208, SCR-22, DX-207: M17.11 with RT',
      draft: { diagnoses: [aDiagnosis('M17.11')], lines: [aModifiedLine('20610', ['RT'])] },
    },
    {
      when: 'a bilateral diagnosis, one side done',
      draft: { diagnoses: [aDiagnosis('M17.0')], lines: [aModifiedLine('20610', ['LT'])] },
    },
    {
      when: 'a diagnosis without sides',
      draft: { diagnoses: [aDiagnosis('I10')], lines: [aModifiedLine('20610', ['LT'])] },
    },
    {
      when: 'one of two diagnoses agrees',
      draft: {
        diagnoses: [aDiagnosis('M17.11'), aDiagnosis('M17.12')],
        lines: [aModifiedLine('20610', ['LT'], [1, 2])],
      },
    },
    { when: '50 for one side', draft: { diagnoses: [aDiagnosis('M17.11')], lines: [aModifiedLine('20610', ['50'])] } },
    {
      when: 'the other side is a diagnosis that the line does not point to',
      draft: { diagnoses: [aDiagnosis('M17.12'), aDiagnosis('M17.11')], lines: [aModifiedLine('20610', ['LT'], [1])] },
    },
  ],
})
