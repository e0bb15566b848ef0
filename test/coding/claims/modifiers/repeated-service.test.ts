import { repeatedService } from '#coding/claims/modifiers/repeated-service.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine } from './modifier-tables.ts'

describeRule(repeatedService, {
  flags: [
    {
      when: 'MOD-76: the same line twice',
      draft: { lines: [aModifiedLine('G0001'), aModifiedLine('G0001')] },
      severity: 'warning',
      says: /Lines 1 and 2 are the same service/,
    },
    {
      when: 'the same side twice',
      draft: { lines: [aModifiedLine('G0001', ['LT']), aModifiedLine('G0001', ['LT'])] },
      severity: 'warning',
      says: /76, 77 or 91/,
    },
  ],
  passes: [
    {
      when: 'MOD-76: repeated by the same professional',
      draft: { lines: [aModifiedLine('G0001'), aModifiedLine('G0001', ['76'])] },
    },
    { when: 'MOD-77: repeated by another', draft: { lines: [aModifiedLine('G0001'), aModifiedLine('G0001', ['77'])] } },
    {
      when: 'MOD-91: a laboratory test repeated',
      draft: { lines: [aModifiedLine('G0001'), aModifiedLine('G0001', ['91'])] },
    },
    { when: 'two sides', draft: { lines: [aModifiedLine('G0001', ['RT']), aModifiedLine('G0001', ['LT'])] } },
    {
      when: 'a drug and what was discarded of it',
      draft: { lines: [aModifiedLine('J0001'), aModifiedLine('J0001', ['JW'])] },
    },
    {
      when: 'two days',
      draft: { lines: [aModifiedLine('G0001'), { ...aModifiedLine('G0001'), date: parseDateOnly('2026-11-03') }] },
    },
  ],
})
