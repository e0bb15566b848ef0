import { sequelaAlone } from '#coding/claims/diagnoses/sequela-alone.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(sequelaAlone, {
  flags: [
    { when: 'a sequela alone', draft: draft('S52.501S'), severity: 'error', says: /Add the residual/ },
    {
      when: 'DX-408: a sequela before what remains',
      draft: draft('S52.501S', 'M24.531'),
      severity: 'error',
      says: /Put M24\.531 before/,
    },
    {
      when: 'the acute injury beside its sequela',
      draft: draft('M24.531', 'S52.501S', 'S52.501A'),
      severity: 'error',
      says: /one event/,
    },
  ],
  passes: [
    { when: 'DX-408: what remains first', draft: draft('M24.531', 'S52.501S') },
    { when: 'an acute injury', draft: draft('S52.501A') },
  ],
})
