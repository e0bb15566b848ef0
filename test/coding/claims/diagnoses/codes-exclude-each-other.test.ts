import { codesExcludeEachOther } from '#coding/claims/diagnoses/codes-exclude-each-other.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(codesExcludeEachOther, {
  flags: [
    {
      when: 'a stage beside end-stage disease',
      draft: draft('N18.5', 'N18.6'),
      severity: 'recode',
      says: /N18\.5 comes off/,
    },
    {
      when: 'abuse beside dependence',
      draft: draft('F10.10', 'F10.20'),
      severity: 'recode',
      says: /F10\.10 comes off/,
    },
    {
      when: 'morbid obesity beside class 3',
      draft: draft('E66.813', 'E66.01'),
      severity: 'recode',
      says: /E66\.01 comes off/,
    },
    {
      when: 'DX-416: another infarction beside one of type 2, where a person chooses',
      draft: draft('I21.A1', 'I21.4'),
      severity: 'error',
      says: /I21\.4 comes off/,
    },
    {
      when: 'a complaint of the same knee',
      draft: draft('M17.11', 'M25.561'),
      severity: 'recode',
      says: /M25\.561 comes off/,
    },
    {
      when: 'a complaint of one knee where both are diseased',
      draft: draft('M17.0', 'M25.562'),
      severity: 'recode',
      says: /M25\.562 comes off/,
    },
    {
      when: 'use beside abuse of cocaine',
      draft: draft('F14.10', 'F14.90'),
      severity: 'recode',
      says: /F14\.90 comes off/,
    },
    {
      when: 'abuse beside dependence on stimulants',
      draft: draft('F15.20', 'F15.10'),
      severity: 'recode',
      says: /F15\.10 comes off/,
    },
  ],
  passes: [
    { when: 'abuse of another substance', draft: draft('F12.10', 'F10.20') },
    { when: 'a complaint of the other knee', draft: draft('M17.11', 'M25.562') },
    { when: 'a complaint of the other hip', draft: draft('M16.12', 'M25.551') },
    { when: 'one code alone', draft: draft('N18.5') },
  ],
})
