import { modifierOrder } from '#coding/claims/modifiers/modifier-order.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine } from './modifier-tables.ts'

describeRule(modifierOrder, {
  flags: [
    {
      when: 'the side before what prices',
      draft: { lines: [aModifiedLine('G0001', ['RT', '59'])] },
      severity: 'information',
      says: /in order: 59, RT/,
    },
    {
      when: 'information before what prices',
      draft: { lines: [aModifiedLine('G0001', ['GP', '52', 'LT'])] },
      severity: 'information',
      says: /in order: 52, GP, LT/,
    },
  ],
  passes: [
    { when: 'in order', draft: { lines: [aModifiedLine('G0001', ['59', 'GP', 'RT'])] } },
    { when: 'two of one kind', draft: { lines: [aModifiedLine('G0001', ['GP', 'KX'])] } },
    { when: 'one', draft: { lines: [aModifiedLine('G0001', ['RT'])] } },
  ],
})
