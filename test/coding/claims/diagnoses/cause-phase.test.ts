import { causePhase } from '#coding/claims/diagnoses/cause-phase.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(causePhase, {
  flags: [
    {
      when: 'a later visit for a fresh injury',
      draft: draft('S61.211A', 'W01.0XXD'),
      severity: 'error',
      says: /ends in D/,
    },
  ],
  passes: [
    { when: 'the same phase', draft: draft('S61.211A', 'W01.0XXA') },
    { when: 'an open fracture', draft: draft('S52.501B', 'W01.0XXA') },
    { when: 'a place', draft: draft('S61.211D', 'Y92.009') },
  ],
})
