import { bilateralProcedure } from '#coding/claims/modifiers/bilateral-procedure.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine, withPolicies } from './modifier-tables.ts'

const procedure = (...modifiers: string[]) => aModifiedLine('20610', modifiers)

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
    ...[
      ['PROCEDURE: Bilateral knee injections with triamcinolone.', 'Bilateral knee injections'],
      ['PROCEDURE: Both knees were injected under sterile technique.', 'Both knees were injected'],
      ['PROCEDURE: Corticosteroid injection of both shoulders.', 'injection of both shoulders'],
    ].map(([note = '', quote = '']) => ({
      when: `MOD-50: both sides in the note, ${quote}`,
      draft: { lines: [procedure()] },
      tables: withPolicies({ '20610': { bilateral: '1' } }),
      notes: [note],
      severity: 'warning' as const,
      says: /50 with 1 unit says so/,
      quotes: [quote],
    })),
    {
      when: 'MOD-50: both sides in the note, for a payer that takes two lines',
      draft: { lines: [procedure()] },
      tables: withPolicies({ '20610': { bilateral: '1' } }),
      context: { policy: { bilateral: 'two-lines' } },
      notes: ['PROCEDURE: Both knees were injected.'],
      severity: 'warning',
      says: /two lines, RT and LT/,
      quotes: ['Both knees were injected'],
    },
  ],
  passes: [
    ...[
      ['one side', 'PROCEDURE: Right knee injected.'],
      ['both sides of the complaint', 'ASSESSMENT: Bilateral knee OA. PROCEDURE: knee injected.'],
      ['both sides of what it was for', 'PROCEDURE: Knee injected for bilateral knee OA.'],
      ['one side beside the complaint of both', 'PROCEDURE: Injected bilateral knee OA on the right.'],
      ['both sides, one of them done by itself', 'PROCEDURE: Both knees injected. Right knee aspirated.'],
      ['both sides planned', 'PLAN: Bilateral knee injections planned.'],
      ['both sides declined', 'PLAN: Bilateral knee injections declined.'],
      ['an earlier time', 'HPI: History of bilateral knee injections.'],
    ].map(([when = '', note = '']) => ({
      when: `50 is not proposed: ${when}`,
      draft: { lines: [procedure()] },
      tables: withPolicies({ '20610': { bilateral: '1' } }),
      notes: [note],
    })),
    {
      when: '50 is not proposed: the code does not take it',
      draft: { lines: [procedure()] },
      tables: withPolicies({ '20610': { bilateral: '0' } }),
      notes: ['PROCEDURE: Both knees were injected.'],
    },
    {
      when: '50 is not proposed: nobody knows whether the code takes it',
      draft: { lines: [procedure()] },
      notes: ['PROCEDURE: Both knees were injected.'],
    },
    {
      when: '50 is not proposed: the sides have lines of their own',
      draft: { lines: [procedure('RT'), procedure('LT')] },
      tables: withPolicies({ '20610': { bilateral: '1' } }),
      context: { policy: { bilateral: 'two-lines' } },
      notes: ['PROCEDURE: Both knees were injected.'],
    },
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
