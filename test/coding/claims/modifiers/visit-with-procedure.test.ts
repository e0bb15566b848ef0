import { visitWithProcedure } from '#coding/claims/modifiers/visit-with-procedure.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine, withPolicies } from './modifier-tables.ts'

const small = withPolicies({ G0001: { globalDays: '000' } })
const minor = (modifiers: readonly string[]) => ({
  diagnoses: [aDiagnosis('M17.11')],
  lines: [aModifiedLine('99213', modifiers), aModifiedLine('G0001')],
})
const words: Evidence = {
  noteId: parseNoteId('note-1'),
  noteVersion: '1',
  start: 0,
  end: 12,
  quote: 'hypertension',
  section: 'assessment',
  assertion: { existence: 'present', temporality: 'current', experiencer: 'patient' },
}

describeRule(visitWithProcedure, {
  flags: [
    {
      when: 'MOD-25, SCR-21: a visit for the problem of the minor procedure alone',
      draft: minor([]),
      tables: small,
      severity: 'error',
      says: /same problem only.*A decision for a minor procedure is part of it/,
    },
    {
      when: 'MOD-25: the same with 25',
      draft: minor(['25']),
      tables: small,
      severity: 'warning',
      says: /with 25, and points to the same problem only/,
    },
    {
      when: 'MOD-25: another problem, whose words are quoted',
      draft: {
        diagnoses: [aDiagnosis('M17.11'), aDiagnosis('I10', { evidence: [words] })],
        lines: [aModifiedLine('99213', [], [1, 2]), aModifiedLine('G0001')],
      },
      tables: small,
      severity: 'error',
      says: /without 25.*assesses another problem/,
      quotes: ['hypertension'],
    },
    {
      when: 'MOD-57: a visit on the day of a major operation',
      draft: minor([]),
      tables: withPolicies({ G0001: { globalDays: '090' } }),
      severity: 'error',
      says: /the note does not say so/,
    },
    {
      when: 'MOD-57: with the decision for it',
      draft: minor([]),
      tables: withPolicies({ G0001: { globalDays: '090' } }),
      notes: ['ASSESSMENT: acute appendicitis. Decision to proceed with operation was made today.'],
      severity: 'error',
      says: /57 says so/,
      quotes: ['Decision to proceed'],
    },
    {
      when: 'MOD-57: a visit on the day before a major operation',
      draft: {
        diagnoses: [aDiagnosis('M17.11')],
        lines: [{ ...aModifiedLine('99213'), date: parseDateOnly('2026-11-01') }, aModifiedLine('G0001')],
      },
      tables: withPolicies({ G0001: { globalDays: '090' } }),
      severity: 'error',
      says: /stands on the day before G0001/,
    },
    {
      when: 'a fifth modifier is not proposed',
      draft: {
        diagnoses: [aDiagnosis('M17.11'), aDiagnosis('I10', { evidence: [words] })],
        lines: [aModifiedLine('99213', ['GC', 'AI', 'FS', 'CR'], [1, 2]), aModifiedLine('G0001')],
      },
      tables: small,
      severity: 'error',
      says: /without 25/,
      quotes: ['hypertension'],
    },
  ],
  passes: [
    {
      when: 'a visit two days before',
      draft: {
        diagnoses: [aDiagnosis('M17.11')],
        lines: [{ ...aModifiedLine('99213'), date: parseDateOnly('2026-10-31') }, aModifiedLine('G0001')],
      },
      tables: withPolicies({ G0001: { globalDays: '090' } }),
    },
    {
      when: 'MOD-25, SCR-21: another problem, with 25',
      draft: {
        diagnoses: [aDiagnosis('M17.11'), aDiagnosis('I10', { evidence: [words] })],
        lines: [aModifiedLine('99213', ['25'], [1, 2]), aModifiedLine('G0001')],
      },
      tables: small,
    },
    { when: 'MOD-57: said with 57', draft: minor(['57']), tables: withPolicies({ G0001: { globalDays: '090' } }) },
    {
      when: 'a laboratory test beside the visit',
      draft: minor([]),
      tables: withPolicies({ G0001: { globalDays: 'XXX' } }),
    },
    {
      when: 'the further quarter hour of a visit that carries 25',
      draft: {
        diagnoses: [aDiagnosis('M17.11'), aDiagnosis('I10', { evidence: [words] })],
        lines: [aModifiedLine('99215', ['25'], [1, 2]), aModifiedLine('99417', [], [1, 2]), aModifiedLine('G0001')],
      },
      tables: small,
    },
    { when: 'no table', draft: minor([]) },
    { when: 'a procedure alone', draft: { lines: [aModifiedLine('G0001')] }, tables: small },
  ],
})
