import { drugEventOrder } from '#coding/claims/diagnoses/drug-event-order.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(drugEventOrder, {
  flags: [
    { when: 'underdosing first', draft: draft('T46.5X6A', 'I10'), severity: 'error', says: /Put I10 before it/ },
    {
      when: 'an adverse effect first',
      draft: draft('T36.0X5A', 'L27.0'),
      severity: 'error',
      says: /Put L27\.0 before it/,
    },
    {
      when: 'an adverse effect whose intent is the fifth character',
      draft: draft('T36.95XA', 'L27.0'),
      severity: 'error',
      says: /adverse effect/,
    },
    { when: 'underdosing alone', draft: draft('T46.5X6A'), severity: 'error', says: /Add the condition/ },
    {
      when: 'a poisoning behind its effect',
      draft: draft('R40.20', 'T42.4X1A'),
      severity: 'error',
      says: /Put T42\.4X1A before R40\.20/,
    },
    {
      when: 'a toxic effect behind its effect',
      draft: draft('R06.02', 'T58.01XA'),
      severity: 'error',
      says: /toxic effect/,
    },
  ],
  passes: [
    { when: 'underdosing behind the condition', draft: draft('I10', 'T46.5X6A') },
    { when: 'an adverse effect behind the condition', draft: draft('L27.0', 'T36.0X5A') },
    { when: 'a poisoning first', draft: draft('T42.4X1A', 'R40.20') },
    { when: 'a later encounter of a poisoning', draft: draft('G93.1', 'T42.4X1S') },
    { when: 'an injury that is no drug event', draft: draft('I10', 'T14.8XXA') },
  ],
})
