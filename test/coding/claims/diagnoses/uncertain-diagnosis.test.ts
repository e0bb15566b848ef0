import { uncertainDiagnosis } from '#coding/claims/diagnoses/uncertain-diagnosis.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })
const PROBABLE = 'Assessment:\nProbable pneumonia, cough, fever.'
const inpatient = { setting: 'inpatient_facility', encounterClass: 'inpatient' } as const

describeRule(uncertainDiagnosis, {
  flags: [
    {
      when: 'probable in an office',
      notes: [PROBABLE],
      draft: draft('J18.9'),
      severity: 'error',
      says: /only suspects J18\.9.*R05\.9/,
      quotes: ['pneumonia'],
    },
    {
      when: 'DX-504: the professional claim of a hospital stay',
      notes: [PROBABLE],
      record: inpatient,
      draft: draft('J18.9'),
      severity: 'error',
      says: /only suspects/,
      quotes: ['pneumonia'],
    },
    {
      when: 'suspected COVID-19 in a hospital',
      notes: ['Discharge diagnosis:\nSuspected COVID-19'],
      record: inpatient,
      draft: { ...draft('U07.1'), kind: 'institutional' },
      severity: 'error',
      says: /only when it is confirmed/,
      quotes: ['COVID-19'],
    },
    {
      when: 'a symptom in place of what is probable at discharge',
      notes: ['Discharge diagnosis:\nProbable pneumonia'],
      record: inpatient,
      draft: { ...draft('R05.9'), kind: 'institutional' },
      severity: 'recode',
      says: /J18\.9 takes the place/,
      quotes: ['pneumonia'],
    },
  ],
  passes: [
    { when: 'DX-504: established', notes: ['Assessment:\nPneumonia.'], draft: draft('J18.9') },
    {
      when: 'probable at discharge, and coded',
      notes: ['Discharge diagnosis:\nProbable pneumonia'],
      record: inpatient,
      draft: { ...draft('J18.9'), kind: 'institutional' },
    },
    { when: 'no note speaks of it', draft: draft('J18.9') },
  ],
})
