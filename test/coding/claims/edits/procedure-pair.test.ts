import { expect, test } from 'vitest'
import type { ClaimTables } from '#coding/claims/claim-tables.ts'
import { procedurePair } from '#coding/claims/edits/procedure-pair.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aDiagnosis, aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule, tryRule } from '../try-rule.ts'
import { withPair } from './edit-tables.ts'

const never = withPair({ columnOne: 'G0001', columnTwo: 'G0002', indicator: 0 })
const separable = withPair({ columnOne: 'G0001', columnTwo: 'G0002', indicator: 1 })
const forFacilities: Pick<ClaimTables, 'findPair'> = {
  findPair: (a, b, question) =>
    question.audience === 'facility' ? never.findPair(a, b, question) : { state: 'none', edition: '2026Q4' },
}
const lines = (one: readonly string[] = [], two: readonly string[] = []) => ({
  lines: [
    aLine('G0002', { modifiers: two.map(parseModifierCode) }),
    aLine('G0001', { modifiers: one.map(parseModifierCode) }),
  ],
})

describeRule(procedurePair, {
  flags: [
    {
      when: 'NCCI-07: a payer with edits of its own',
      draft: lines(['59'], ['XS']),
      tables: never,
      record: { payer: 'medicaid' },
      severity: 'warning',
      says: /Medicare’s edition; the payer of this claim has its own/,
    },
    {
      when: 'NCCI-02, NCCI-03, SCR-18: indicator 0, whatever the modifiers',
      draft: lines(['59'], ['XS']),
      tables: never,
      severity: 'error',
      says: /G0002 is part of G0001.*Report G0001 alone/,
    },
    {
      when: 'NCCI-08, NCCI-01: indicator 1 and no words of separation',
      draft: lines(),
      tables: separable,
      notes: ['PROCEDURE: both done at the left knee.'],
      severity: 'error',
      says: /No note shows a separate site/,
    },
    {
      when: 'NCCI-08: indicator 1 and a separate incision, which is quoted',
      draft: lines(),
      tables: separable,
      notes: ['PROCEDURE: second excision through a separate incision.'],
      record: { payer: 'medicare' },
      severity: 'warning',
      says: /modifier XS/,
      quotes: ['separate incision'],
    },
    {
      when: 'MOD-59: a payer that takes no X modifiers',
      draft: lines(),
      tables: separable,
      notes: ['PROCEDURE: done in a separate session in the afternoon.'],
      record: { payer: 'commercial' },
      severity: 'warning',
      says: /modifier 59/,
      quotes: ['separate session'],
    },
    {
      when: 'NCCI-06: the same anatomic modifier on both lines',
      draft: lines(['LT'], ['LT']),
      tables: separable,
      severity: 'error',
      says: /alone/,
    },
    {
      when: 'NCCI-06, NCCI-05: an anatomic modifier on one line',
      draft: lines(['LT']),
      tables: separable,
      severity: 'error',
      says: /alone/,
    },
    {
      when: 'NCCI-04: modifiers that do not separate',
      draft: lines(['50'], ['76']),
      tables: separable,
      severity: 'error',
      says: /alone/,
    },
    {
      when: 'a visit beside a procedure without a modifier',
      draft: { lines: [aLine('99213'), aLine('G0001')] },
      tables: withPair({ columnOne: 'G0001', columnTwo: '99213', indicator: 1 }),
      severity: 'error',
      says: /significant, separate evaluation/,
    },
    {
      when: 'NCCI-07: an outpatient facility, by its own table',
      draft: lines(),
      tables: forFacilities,
      record: { setting: 'outpatient_facility' },
      severity: 'error',
      says: /part of G0001/,
    },
    {
      when: 'NCCI-12: a part of the other, at the same site',
      draft: lines(),
      tables: separable,
      notes: ['PROCEDURE: Diagnostic scope, followed by the repair through the same scope.'],
      severity: 'error',
      says: /No note shows a separate site/,
    },
    {
      when: 'NCCI-13: a diagnosis of its own opens no edit',
      draft: {
        diagnoses: [aDiagnosis('M17.11'), aDiagnosis('L82.1')],
        lines: [aLine('G0002', { diagnosisPointers: [2] }), aLine('G0001', { diagnosisPointers: [1] })],
      },
      tables: separable,
      severity: 'error',
      says: /part of G0001/,
    },
  ],
  passes: [
    {
      when: 'NCCI-07: a payer for whom the site has switched the edits off',
      draft: lines(['59'], ['XS']),
      tables: never,
      context: { policy: { ncciEdits: 'none' } },
    },
    { when: 'NCCI-07: a practitioner, by the table of facilities', draft: lines(), tables: forFacilities },
    { when: 'NCCI-12: a separate lesion, said with XS', draft: lines([], ['XS']), tables: separable },
    {
      when: 'NCCI-13: one diagnosis for two services that no edit joins',
      draft: { lines: [aLine('G0001'), aLine('G0003')] },
      tables: separable,
    },
    { when: 'NCCI-05, NCCI-03: 59 on column one', draft: lines(['59']), tables: separable },
    { when: 'NCCI-05, NCCI-04, NCCI-08: XS on column two', draft: lines([], ['XS']), tables: separable },
    { when: 'NCCI-06, SCR-18: other sides', draft: lines(['LT'], ['RT']), tables: separable },
    {
      when: 'NCCI-02: a day before the edition',
      draft: { lines: lines().lines.map((line) => ({ ...line, date: parseDateOnly('2026-09-30') })) },
      tables: never,
    },
    {
      when: 'NCCI-01: two days',
      draft: { lines: [aLine('G0001'), aLine('G0002', { date: parseDateOnly('2026-11-03') })] },
      tables: never,
    },
    { when: 'no pair', draft: { lines: [aLine('G0001'), aLine('G0003')] }, tables: never },
    { when: 'no table', draft: lines() },
    { when: 'NCCI-07: a stay of a facility', draft: lines(), tables: never, record: { setting: 'inpatient_facility' } },
  ],
})

test('procedure-pair proposes to take out the line of column two, wherever it stands', () => {
  const [hit] = tryRule(procedurePair, { draft: lines(), tables: never })
  expect(hit?.fix).toEqual({ kind: 'remove-line', line: 1 })
})
