import { coveragePolicy } from '#coding/claims/scrub/coverage-policy.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aDiagnosis, aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const edition = '2026'
const tables = {
  listCoverage: (code: string) =>
    code === 'G0001'
      ? ({
          state: 'found',
          value: [{ source: 'L00001, Made-up test', payer: 'medicare', jurisdiction: 'J8', diagnoses: ['E11', 'I10'] }],
          edition,
        } as const)
      : ({ state: 'none', edition } as const),
}
const record = { payer: 'medicare' as const }
const draft = (diagnosis: string, ...modifiers: readonly string[]) => ({
  diagnoses: [aDiagnosis(diagnosis)],
  lines: [aLine('G0001', { modifiers: modifiers.map(parseModifierCode) })],
})

describeRule(coveragePolicy, {
  flags: [
    {
      when: 'SCR-27: a diagnosis that the policy does not list',
      draft: draft('M17.11'),
      record,
      tables,
      severity: 'warning',
      says: /none of its diagnoses is on the list of L00001, Made-up test \(2026\).*Never choose a diagnosis/,
    },
    {
      when: 'SCR-27: a listed diagnosis that the line does not point to',
      draft: { diagnoses: [aDiagnosis('M17.11'), aDiagnosis('I10')], lines: [aLine('G0001')] },
      record,
      tables,
      severity: 'warning',
      says: /Line 1/,
    },
    {
      when: 'the jurisdiction of the policy',
      draft: draft('M17.11'),
      record,
      tables,
      context: { policy: { jurisdiction: 'J8' } },
      severity: 'warning',
      says: /L00001/,
    },
  ],
  passes: [
    { when: 'SCR-27: a code below a listed category', draft: draft('E11.22'), record, tables },
    { when: 'SCR-27: with an advance notice', draft: draft('M17.11', 'GA'), record, tables },
    { when: 'another payer', draft: draft('M17.11'), record: { payer: 'commercial' }, tables },
    {
      when: 'another jurisdiction',
      draft: draft('M17.11'),
      record,
      tables,
      context: { policy: { jurisdiction: 'J5' } },
    },
    { when: 'a code without a policy', draft: { lines: [aLine('G0002')] }, record, tables },
    { when: 'no table', draft: draft('M17.11'), record },
  ],
})
