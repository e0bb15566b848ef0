import { zCodeCompany } from '#coding/claims/diagnoses/z-code-company.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (...codes: string[]) => ({ diagnoses: codes.map((code) => aDiagnosis(code)) })

describeRule(zCodeCompany, {
  flags: [
    {
      when: 'a body mass index alone',
      draft: draft('I10', 'Z68.41'),
      severity: 'error',
      says: /weight-related diagnosis/,
    },
    {
      when: 'aftercare beside an injury',
      draft: draft('S52.501D', 'Z47.89'),
      severity: 'error',
      says: /injury code with D/,
    },
    {
      when: 'septic shock after a procedure',
      draft: draft('T81.44XA', 'T81.12XA', 'R65.21'),
      severity: 'error',
      says: /septic shock/,
    },
    {
      when: 'the organism twice',
      draft: draft('A41.02', 'B95.62'),
      severity: 'error',
      says: /organism and resistance/,
    },
    { when: 'a nonspecific code in an office', draft: draft('I10', 'Z13.9'), severity: 'warning', says: /too little/ },
    { when: 'two places', draft: draft('S61.211A', 'Y92.009', 'Y92.010'), severity: 'warning', says: /once/ },
  ],
  passes: [
    { when: 'a body mass index with obesity', draft: draft('E66.9', 'Z68.41') },
    { when: 'aftercare of a joint', draft: draft('Z47.1', 'Z96.651') },
    { when: 'chemotherapy beside an injury of another day', draft: draft('Z51.11', 'C50.912', 'S61.211D') },
    { when: 'dialysis beside an injury', draft: draft('Z49.31', 'N18.6', 'S61.211A') },
    { when: 'aftercare of a joint replacement beside a laceration', draft: draft('Z47.1', 'Z96.651', 'S61.211D') },
    { when: 'one place', draft: draft('S61.211A', 'W01.0XXA', 'Y92.009') },
  ],
})
