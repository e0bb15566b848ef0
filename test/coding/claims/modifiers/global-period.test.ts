import type { PriorService } from '#coding/claims/claim-context.ts'
import { globalPeriod } from '#coding/claims/modifiers/global-period.ts'
import { type DateOnly, parseDateOnly } from '#coding/domain/date-only.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { aDiagnosis } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine, withPolicies } from './modifier-tables.ts'

/** An operation so many days before the date of service. */
function after(days: number, globalDays: string, professional: PriorService['professional'] = 'same') {
  const date: DateOnly = parseDateOnly(new Date(Date.UTC(2026, 10, 2 - days)).toISOString().slice(0, 10))
  const prior = {
    date,
    code: parseProcedureCode('G0009'),
    modifiers: [],
    units: 1,
    professional,
    from: 'claim' as const,
  }
  return {
    context: { priorServices: [prior] },
    tables: withPolicies({ G0009: { globalDays }, G0001: { globalDays: '010' } }),
  }
}

describeRule(globalPeriod, {
  flags: [
    {
      when: 'SCR-20: after an operation of somebody whose group the EHR does not give',
      draft: { lines: [aModifiedLine('99213')] },
      ...after(30, '090', 'unknown'),
      severity: 'question',
      says: /the EHR does not say/,
    },
    {
      when: 'MOD-24, SCR-20: a visit 90 days after a major operation',
      draft: { lines: [aModifiedLine('99213')] },
      ...after(90, '090'),
      severity: 'error',
      says: /global period of G0009.*24 says/,
    },
    {
      when: 'MOD-24: a visit 10 days after a minor one',
      draft: { lines: [aModifiedLine('99213')] },
      ...after(10, '010'),
      severity: 'error',
      says: /global period/,
    },
    {
      when: 'MOD-78: a procedure in the global period',
      draft: { lines: [aModifiedLine('G0001')] },
      ...after(30, '090'),
      severity: 'error',
      says: /58 says planned.*78.*79/,
    },
    {
      when: 'MOD-24: 57 is of the day of an operation and says nothing of the days after',
      draft: { lines: [aModifiedLine('99213', ['57'])] },
      ...after(30, '090'),
      severity: 'error',
      says: /24 says/,
    },
    {
      when: 'MOD-24: the note calls the visit unrelated, which is quoted',
      draft: { lines: [aModifiedLine('99213')] },
      notes: ['ASSESSMENT: Bronchitis, unrelated to her knee surgery.'],
      ...after(30, '090'),
      severity: 'error',
      says: /modifier 24 says so/,
      quotes: ['unrelated to her knee surgery'],
    },
    {
      when: 'MOD-58: a staged procedure, which is quoted',
      draft: { lines: [aModifiedLine('G0001')] },
      notes: ['PROCEDURE: Staged procedure, second debridement of the wound.'],
      ...after(30, '090'),
      severity: 'error',
      says: /modifier 58 says so/,
      quotes: ['Staged procedure'],
    },
    {
      when: 'MOD-78: a return to the operating room, which is quoted',
      draft: { lines: [aModifiedLine('G0001')] },
      notes: ['PROCEDURE: Patient was returned to the operating room for a hematoma.'],
      ...after(3, '090'),
      severity: 'error',
      says: /modifier 78 says so/,
      quotes: ['returned to the operating room'],
    },
    {
      when: 'MOD-79: a procedure that the note calls unrelated',
      draft: { lines: [aModifiedLine('G0001')] },
      notes: ['PROCEDURE: Excision, unrelated to the previous surgery.'],
      ...after(3, '090'),
      severity: 'error',
      says: /modifier 79 says so/,
      quotes: ['unrelated to the previous surgery'],
    },
    {
      when: 'MOD-24: 24 on a visit for aftercare alone',
      draft: { diagnoses: [aDiagnosis('Z47.1')], lines: [aModifiedLine('99213', ['24'])] },
      ...after(30, '090'),
      severity: 'warning',
      says: /aftercare or a complication alone/,
    },
    {
      when: 'an operation of the same group and specialty',
      draft: { lines: [aModifiedLine('99213')] },
      ...after(30, '090', 'same-group-and-specialty'),
      severity: 'error',
      says: /global period/,
    },
  ],
  passes: [
    { when: 'MOD-24, SCR-20: said with 24', draft: { lines: [aModifiedLine('99213', ['24'])] }, ...after(30, '090') },
    { when: 'MOD-58: said with 58', draft: { lines: [aModifiedLine('G0001', ['58'])] }, ...after(30, '090') },
    { when: 'MOD-79: said with 79', draft: { lines: [aModifiedLine('G0001', ['79'])] }, ...after(30, '090') },
    {
      when: 'MOD-24: 24 on a visit for aftercare that the note calls unrelated',
      draft: { diagnoses: [aDiagnosis('Z47.1')], lines: [aModifiedLine('99213', ['24'])] },
      notes: ['ASSESSMENT: Hardware check of the wrist, unrelated to her knee surgery.'],
      ...after(30, '090'),
    },
    { when: 'a test, which is outside the package', draft: { lines: [aModifiedLine('G0002')] }, ...after(30, '090') },
    { when: '91 days after', draft: { lines: [aModifiedLine('99213')] }, ...after(91, '090') },
    { when: '11 days after a minor one', draft: { lines: [aModifiedLine('99213')] }, ...after(11, '010') },
    { when: 'a procedure without a global period', draft: { lines: [aModifiedLine('99213')] }, ...after(5, 'XXX') },
    { when: 'an operation of somebody else', draft: { lines: [aModifiedLine('99213')] }, ...after(30, '090', 'other') },
    {
      when: 'nobody looked up earlier services',
      draft: { lines: [aModifiedLine('99213')] },
      tables: withPolicies({ G0009: { globalDays: '090' } }),
    },
  ],
})
