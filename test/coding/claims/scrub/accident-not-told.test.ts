import { accidentNotTold } from '#coding/claims/scrub/accident-not-told.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const codes = (...all: readonly string[]) => ({ diagnoses: all.map((code) => aDiagnosis(code)) })

describeRule(accidentNotTold, {
  flags: [
    {
      when: 'SCR-36: a first visit for an injury',
      draft: codes('S93.401A'),
      severity: 'information',
      says: /S93\.401A is an injury.*none is required nationally/,
    },
  ],
  passes: [
    { when: 'SCR-36: with its external cause', draft: codes('S93.401A', 'W01.0XXA') },
    {
      when: 'SCR-36: with the accident as the coder stated it',
      draft: { ...codes('S93.401A'), filing: { accident: { kind: 'other' } } },
    },
    { when: 'a later visit', draft: codes('S93.401D') },
    { when: 'a poisoning', draft: codes('T40.601A') },
    { when: 'a complication', draft: codes('T81.40XA') },
    { when: 'no injury', draft: codes('M17.11') },
  ],
})
