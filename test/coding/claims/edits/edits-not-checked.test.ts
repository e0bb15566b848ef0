import type { ClaimTables } from '#coding/claims/claim-tables.ts'
import { editsNotChecked } from '#coding/claims/edits/edits-not-checked.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

const none = () => ({ state: 'none', edition: '2026Q4' }) as const
const codes: Partial<ClaimTables> = { findProcedureState: none, listCoverage: none }
const all: Partial<ClaimTables> = { ...codes, findPair: none, findUnitLimit: none, findAddOn: none, findPolicy: none }
const lines = [aLine('G0001')]

describeRule(editsNotChecked, {
  flags: [
    {
      when: 'nothing is loaded',
      severity: 'information',
      says: /medically unlikely edits; NCCI add-on codes; physician fee schedule indicators/,
    },
    {
      when: 'pairs alone are missing',
      draft: { lines: [...lines, aLine('G0002')] },
      tables: { ...codes, findUnitLimit: none, findAddOn: none, findPolicy: none },
      severity: 'information',
      says: /loaded: NCCI procedure-to-procedure edits\./,
    },
    {
      when: 'a number of CPT, of which there is no table',
      tables: all,
      severity: 'information',
      says: /loaded: which CPT numbers exist\./,
    },
    {
      when: 'codes of HCPCS and coverage policies',
      draft: { lines },
      tables: { findPair: none, findUnitLimit: none, findAddOn: none, findPolicy: none },
      severity: 'information',
      says: /loaded: HCPCS Level II; the site’s coverage policies\./,
    },
    {
      when: 'NCCI-07: a payer with edits of its own',
      draft: { lines },
      tables: all,
      record: { payer: 'medicaid' },
      severity: 'information',
      says: /loaded: the payer’s own NCCI edits\./,
    },
    {
      when: 'a stay without the tables of its editor',
      draft: { lines: [] },
      record: { setting: 'inpatient_facility' },
      severity: 'information',
      says: /loaded: Medicare Code Editor; POA exempt list\./,
    },
  ],
  passes: [
    { when: 'all tables are loaded', draft: { lines }, tables: all },
    {
      when: 'one line needs no pairs',
      draft: { lines },
      tables: { ...codes, findUnitLimit: none, findAddOn: none, findPolicy: none },
    },
    { when: 'a claim without lines', draft: { lines: [] } },
    {
      when: 'a stay with its tables',
      draft: { lines: [] },
      record: { setting: 'inpatient_facility' },
      tables: { listEditorFlags: none, isPoaExempt: none },
    },
    {
      when: 'edits that the site has switched off for the payer',
      draft: { lines },
      tables: { ...codes, findPolicy: none },
      context: { policy: { ncciEdits: 'none' } },
    },
  ],
})
