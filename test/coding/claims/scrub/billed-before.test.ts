import { billedBefore } from '#coding/claims/scrub/billed-before.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseModifierCode, parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { describeRule } from '../try-rule.ts'

const prior = {
  date: parseDateOnly('2026-11-02'),
  code: parseProcedureCode('99213'),
  modifiers: [],
  units: 1,
  professional: 'same',
  from: 'claim',
} as const

describeRule(billedBefore, {
  flags: [
    {
      when: 'SCR-31: the same line',
      context: { priorServices: [prior] },
      severity: 'error',
      says: /is on record already/,
    },
    {
      when: 'SCR-31: the same line, by somebody unknown',
      context: { priorServices: [{ ...prior, professional: 'unknown' }] },
      severity: 'question',
      says: /the EHR does not say by whom/,
    },
  ],
  passes: [
    {
      when: 'SCR-31: the procedure of the chart that the line is for',
      context: { priorServices: [{ ...prior, from: 'procedure' }] },
    },
    {
      when: 'SCR-31: another modifier',
      context: { priorServices: [{ ...prior, modifiers: [parseModifierCode('25')] }] },
    },
    { when: 'another day', context: { priorServices: [{ ...prior, date: parseDateOnly('2026-11-01') }] } },
    { when: 'other units', context: { priorServices: [{ ...prior, units: 2 }] } },
    {
      when: 'another professional',
      context: { priorServices: [{ ...prior, professional: 'same-group-and-specialty' }] },
    },
    { when: 'nobody looked' },
  ],
})
