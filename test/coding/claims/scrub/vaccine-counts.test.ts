import { vaccineCounts } from '#coding/claims/scrub/vaccine-counts.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
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
      when: 'SCR-39: two first administrations by needle',
      draft: draft(['90471', '90471', '90686', '90715'], 'Z23'),
      severity: 'error',
      says: /Line 2 .*Each further one is 90472/,
    },
    {
      when: 'SCR-39: a first one by needle and a first one by nose',
      draft: draft(['90473', '90471', '90686', '90660'], 'Z23'),
      severity: 'error',
      says: /Line 1 .*Each further one is 90474/,
    },
    {
      when: 'SCR-39: two units of the first one',
      draft: {
        ...draft(['90686', '90715'], 'Z23'),
        lines: [aLine('90471', { units: 2 }), aLine('90686'), aLine('90715')],
      },
      severity: 'error',
      says: /Each further one is 90472/,
    },
    {
      when: 'SCR-39: further components alone',
      draft: draft(['90461', '90707'], 'Z23'),
      severity: 'warning',
      says: /1 vaccines and 0.*90461/,
    },
    {
      when: 'DX-711: no Z23',
      draft: draft(['90686', '90471'], 'I10'),
      severity: 'warning',
      says: /Z23 is not among the diagnoses/,
    },
  ],
  passes: [
    {
      when: 'SCR-39: with counseling, each further component counted',
      draft: draft(['90460', '90461', '90707'], 'Z23'),
    },
    { when: 'SCR-39: two vaccines with counseling', draft: draft(['90460', '90460', '90707', '90716'], 'Z23') },
    { when: 'SCR-39: a COVID-19 vaccine', draft: draft(['90480', '91320'], 'Z23') },
    { when: 'SCR-39: a product of HCPCS', draft: draft(['G0008', 'Q2037'], 'Z23') },
    { when: 'a first and a further one', draft: draft(['90471', '90472', '90686', '90715'], 'Z23') },
    {
      when: 'first ones of two days',
      draft: {
        ...draft([], 'Z23'),
        lines: [aLine('90471'), aLine('90686'), aLine('90471', { date: parseDateOnly('2026-11-03') }), aLine('90715')],
      },
    },
    { when: 'SCR-39: one and one, with Z23', draft: draft(['90686', '90471'], 'Z23') },
    { when: 'DX-711: no vaccine', draft: draft(['99213'], 'I10') },
  ],
})
