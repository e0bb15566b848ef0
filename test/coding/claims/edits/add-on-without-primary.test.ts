import { addOnWithoutPrimary } from '#coding/claims/edits/add-on-without-primary.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { withAddOn } from './edit-tables.ts'

const draft = (...codes: readonly string[]) => ({ lines: codes.map((code) => aLine(code)) })
const closed = withAddOn('G0005', { type: 1, primaries: new Set(['G0001']) })
const contractor = withAddOn('G0005', { type: 2, primaries: new Set() })
const mixed = withAddOn('G0005', { type: 3, primaries: new Set(['G0001']) })

describeRule(addOnWithoutPrimary, {
  flags: [
    {
      when: 'NCCI-11, SCR-19: type 1: no primary of the list',
      draft: draft('G0002', 'G0005'),
      tables: closed,
      severity: 'error',
      says: /Line 2 \(G0005\).*primary is not on the claim/,
    },
    {
      when: 'type 2: nothing else at all',
      draft: draft('G0005'),
      tables: contractor,
      severity: 'error',
      says: /take the line out/,
    },
    {
      when: 'type 3: another service that the list does not name',
      draft: draft('G0002', 'G0005'),
      tables: mixed,
      severity: 'warning',
      says: /primary/,
    },
    { when: 'type 3: nothing else at all', draft: draft('G0005'), tables: mixed, severity: 'error', says: /primary/ },
    {
      when: 'the primary on another day',
      draft: { lines: [aLine('G0001', { date: parseDateOnly('2026-11-03') }), aLine('G0005')] },
      tables: closed,
      severity: 'error',
      says: /same day/,
    },
    {
      when: '99292, whose primary another of the group may have reported',
      draft: draft('99292'),
      tables: withAddOn('99292', { type: 1, primaries: new Set(['99291']) }),
      severity: 'warning',
      says: /primary/,
    },
  ],
  passes: [
    { when: 'NCCI-11, SCR-19: type 1: beside its primary', draft: draft('G0005', 'G0001'), tables: closed },
    { when: 'type 2: beside any other service', draft: draft('G0002', 'G0005'), tables: contractor },
    { when: 'no add-on code', draft: draft('G0002'), tables: closed },
    { when: 'no table', draft: draft('G0005') },
  ],
})
