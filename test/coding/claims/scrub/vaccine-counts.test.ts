import { vaccineCounts } from '#coding/claims/scrub/vaccine-counts.ts'
import { aDiagnosis, aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const draft = (codes: readonly string[], ...diagnoses: readonly string[]) => ({
  lines: codes.map((code) => aLine(code)),
  diagnoses: diagnoses.map((code) => aDiagnosis(code)),
})

describeRule(vaccineCounts, {
  flags: [
    {
      when: 'SCR-39: a vaccine without administration',
      draft: draft(['90686'], 'Z23'),
      severity: 'warning',
      says: /1 vaccines and 0 administrations/,
    },
    {
      when: 'SCR-39: two administrations of one vaccine',
      draft: draft(['90686', '90471', '90472'], 'Z23'),
      severity: 'warning',
      says: /1 vaccines and 2/,
    },
    {
      when: 'DX-711: no Z23',
      draft: draft(['90686', '90471'], 'I10'),
      severity: 'warning',
      says: /Z23 is not among the diagnoses/,
    },
  ],
  passes: [
    { when: 'SCR-39: one and one, with Z23', draft: draft(['90686', '90471'], 'Z23') },
    { when: 'DX-711: no vaccine', draft: draft(['99213'], 'I10') },
  ],
})
