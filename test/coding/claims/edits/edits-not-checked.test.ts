import type { ClaimTables } from '#coding/claims/claim-tables.ts'
import { editsNotChecked } from '#coding/claims/edits/edits-not-checked.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const none = () => ({ state: 'none', edition: '2026Q4' }) as const
const all: Partial<ClaimTables> = { findPair: none, findUnitLimit: none, findAddOn: none, findPolicy: none }

describeRule(editsNotChecked, {
  flags: [
    {
      when: 'nothing is loaded',
      severity: 'information',
      says: /medically unlikely edits; NCCI add-on codes; physician fee schedule indicators/,
    },
    {
      when: 'pairs alone are missing',
      draft: { lines: [aLine('G0001'), aLine('G0002')] },
      tables: { findUnitLimit: none, findAddOn: none, findPolicy: none },
      severity: 'information',
      says: /loaded: NCCI procedure-to-procedure edits\./,
    },
  ],
  passes: [
    { when: 'all tables are loaded', tables: all },
    { when: 'one line needs no pairs', tables: { findUnitLimit: none, findAddOn: none, findPolicy: none } },
    { when: 'a claim without lines', draft: { lines: [] } },
    { when: 'a stay of a facility', record: { setting: 'inpatient_facility' } },
  ],
})
