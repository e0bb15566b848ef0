import { modifierNotForVisits } from '#coding/claims/modifiers/modifier-not-for-visits.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine } from './modifier-tables.ts'

describeRule(modifierNotForVisits, {
  flags: [
    {
      when: 'MOD-59: 59 on a visit',
      draft: { lines: [aModifiedLine('99213', ['59'])] },
      severity: 'error',
      says: /59 does not stand on a visit/,
    },
    {
      when: 'MOD-59: XS on a visit',
      draft: { lines: [aModifiedLine('99213', ['XS', '25'])] },
      severity: 'error',
      says: /XS does not/,
    },
    {
      when: 'MOD-25: 25 on a procedure',
      draft: { lines: [aModifiedLine('G0001', ['25'])] },
      severity: 'error',
      says: /25 stands on visits only/,
    },
    {
      when: 'MOD-57: 57 on a procedure',
      draft: { lines: [aModifiedLine('G0001', ['57'])] },
      severity: 'error',
      says: /57 stands on visits only/,
    },
  ],
  passes: [
    { when: '25 on a wellness visit', draft: { lines: [aModifiedLine('G0439', ['25'])] } },
    { when: '25 on counseling', draft: { lines: [aModifiedLine('99406', ['25'])] } },
    { when: 'MOD-25: 25 on a visit', draft: { lines: [aModifiedLine('99213', ['25'])] } },
    { when: 'MOD-59: 59 on a procedure', draft: { lines: [aModifiedLine('G0001', ['59'])] } },
    { when: '95 on a visit', draft: { lines: [aModifiedLine('99213', ['95'])] } },
    { when: 'no modifier', draft: { lines: [aModifiedLine('99213'), aModifiedLine('G0001')] } },
  ],
})
