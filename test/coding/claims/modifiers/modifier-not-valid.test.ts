import { modifierNotValid } from '#coding/claims/modifiers/modifier-not-valid.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine, withModifierState } from './modifier-tables.ts'

describeRule(modifierNotValid, {
  flags: [
    {
      when: 'SCR-11: one that does not exist',
      draft: { lines: [aModifiedLine('G0001', ['QZ'])] },
      tables: withModifierState('invalid'),
      severity: 'error',
      says: /QZ does not exist on 2026-11-02/,
    },
    {
      when: 'SCR-11: one that has ended',
      draft: { lines: [aModifiedLine('G0001', ['GT'])] },
      tables: withModifierState('terminated'),
      severity: 'error',
      says: /has ended/,
    },
  ],
  passes: [
    {
      when: 'SCR-11: a valid one',
      draft: { lines: [aModifiedLine('G0001', ['RT'])] },
      tables: withModifierState('valid'),
    },
    {
      when: 'a numeric one, of which no list is loaded',
      draft: { lines: [aModifiedLine('G0001', ['59'])] },
      tables: withModifierState('invalid'),
    },
    { when: 'no table', draft: { lines: [aModifiedLine('G0001', ['QZ'])] } },
  ],
})
