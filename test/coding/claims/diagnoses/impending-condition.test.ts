import { impendingCondition } from '#coding/claims/diagnoses/impending-condition.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(impendingCondition, {
  flags: [
    {
      when: 'impending delirium, which the index has',
      notes: ['Assessment:\nImpending delirium tremens'],
      draft: draft('F10.231'),
      severity: 'warning',
      says: /F10\.239 is reported/,
      quotes: ['delirium tremens'],
    },
    {
      when: 'an impending failure, which it has not',
      notes: ['Assessment:\nImpending respiratory failure'],
      draft: draft('J96.90'),
      severity: 'warning',
      says: /condition that exists already/,
      quotes: ['respiratory failure'],
    },
  ],
  passes: [
    { when: 'the code of the index', notes: ['Assessment:\nImpending delirium tremens'], draft: draft('F10.239') },
    {
      when: 'what has occurred',
      notes: ['Assessment:\nAlcohol withdrawal, delirium tremens'],
      draft: draft('F10.231'),
    },
    {
      when: 'impending first, occurred later',
      notes: ['HPI: impending respiratory failure on arrival.\nAssessment:\nRespiratory failure'],
      draft: draft('J96.90'),
    },
    { when: 'a title that says threatened', notes: ['Assessment:\nThreatened abortion'], draft: draft('O20.0') },
  ],
})
