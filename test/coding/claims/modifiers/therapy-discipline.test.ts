import { therapyDiscipline } from '#coding/claims/modifiers/therapy-discipline.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine } from './modifier-tables.ts'

describeRule(therapyDiscipline, {
  flags: [
    {
      when: 'MOD-GP: no discipline',
      draft: { lines: [aModifiedLine('97110')] },
      severity: 'warning',
      says: /GP for physical/,
    },
    {
      when: 'two disciplines',
      draft: { lines: [aModifiedLine('97110', ['GP', 'GO'])] },
      severity: 'error',
      says: /several disciplines: GP, GO/,
    },
  ],
  passes: [
    { when: 'MOD-GP: one discipline', draft: { lines: [aModifiedLine('97110', ['GP'])] } },
    { when: 'no therapy', draft: { lines: [aModifiedLine('99213')] } },
  ],
})
