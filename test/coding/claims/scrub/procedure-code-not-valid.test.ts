import type { ClaimTables, HcpcsEntryState } from '#coding/claims/claim-tables.ts'
import { procedureCodeNotValid } from '#coding/claims/scrub/procedure-code-not-valid.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const state = (value: HcpcsEntryState): Partial<ClaimTables> => ({
  findProcedureState: () => ({ state: 'found', value, edition: '2026-10' }),
})
const draft = { lines: [aLine('G0001')] }

describeRule(procedureCodeNotValid, {
  flags: [
    {
      when: 'SCR-10: a code that does not exist',
      draft,
      tables: state('invalid'),
      severity: 'error',
      says: /G0001 does not exist on 2026-11-02/,
    },
    { when: 'SCR-10: a code that has ended', draft, tables: state('terminated'), severity: 'error', says: /has ended/ },
    {
      when: 'SCR-10: a code of tomorrow',
      draft,
      tables: state('not-yet-valid'),
      severity: 'error',
      says: /does not exist yet/,
    },
  ],
  passes: [
    { when: 'SCR-10: a valid code', draft, tables: state('valid') },
    { when: 'a CPT code, of which no list is loaded', tables: state('invalid') },
    { when: 'no table', draft },
  ],
})
