import { bilateralProcedure } from '#coding/claims/modifiers/bilateral-procedure.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine, withPolicies } from './modifier-tables.ts'

describeRule(bilateralProcedure, {
  flags: [
    ...(['0', '2', '9'] as const).map((bilateral) => ({
      when: `MOD-50: 50 with indicator ${bilateral}`,
      draft: { lines: [aModifiedLine('G0001', ['50'])] },
      tables: withPolicies({ G0001: { bilateral } }),
      severity: 'error' as const,
      says: /modifier 50 does not stand on it/,
    })),
    {
      when: 'NCCI-10: 50 with 2 units',
      draft: { lines: [{ ...aModifiedLine('G0001', ['50']), units: 2 }] },
      tables: withPolicies({ G0001: { bilateral: '1' } }),
      severity: 'error',
      says: /one unit/,
    },
    {
      when: 'SCR-23: RT and LT on two lines for a payer that takes 50',
      draft: { lines: [aModifiedLine('G0001', ['RT']), aModifiedLine('G0001', ['LT'])] },
      tables: withPolicies({ G0001: { bilateral: '1' } }),
      severity: 'warning',
      says: /one line with modifier 50/,
    },
    {
      when: 'SCR-23: 50 for a payer that takes two lines',
      draft: { lines: [aModifiedLine('G0001', ['50'])] },
      tables: withPolicies({ G0001: { bilateral: '1' } }),
      context: { policy: { bilateral: 'two-lines' } },
      severity: 'warning',
      says: /two lines, RT and LT/,
    },
  ],
  passes: [
    {
      when: 'MOD-50, SCR-23: 50 with indicator 1',
      draft: { lines: [aModifiedLine('G0001', ['50'])] },
      tables: withPolicies({ G0001: { bilateral: '1' } }),
    },
    {
      when: 'MOD-50: 50 with indicator 3',
      draft: { lines: [aModifiedLine('G0001', ['50'])] },
      tables: withPolicies({ G0001: { bilateral: '3' } }),
    },
    {
      when: 'two lines for a payer that takes them',
      draft: { lines: [aModifiedLine('G0001', ['RT']), aModifiedLine('G0001', ['LT'])] },
      tables: withPolicies({ G0001: { bilateral: '1' } }),
      context: { policy: { bilateral: 'two-lines' } },
    },
    {
      when: 'RT alone',
      draft: { lines: [aModifiedLine('G0001', ['RT'])] },
      tables: withPolicies({ G0001: { bilateral: '1' } }),
    },
    { when: 'no table', draft: { lines: [aModifiedLine('G0001', ['50'])] } },
  ],
})
