import { discardedDrug } from '#coding/claims/modifiers/discarded-drug.ts'
import { aNote } from '../../../app/features/builders.ts'
import { describeRule } from '../try-rule.ts'
import { aModifiedLine } from './modifier-tables.ts'

const medicare = (text: string) => ({ payer: 'medicare' as const, notes: [aNote({ text })] })

describeRule(discardedDrug, {
  flags: [
    {
      when: 'MOD-JZ: a single-dose vial and nothing said',
      draft: { lines: [aModifiedLine('J0001')] },
      record: medicare('Given from a single-dose vial.'),
      severity: 'warning',
      says: /JZ says that nothing/,
      quotes: ['single-dose vial'],
    },
    {
      when: 'MOD-JW: waste in the note, JZ on the line',
      draft: { lines: [aModifiedLine('J0001', ['JZ'])] },
      record: medicare('20 mg given, 5 mg discarded.'),
      severity: 'error',
      says: /says otherwise/,
      quotes: ['discarded'],
    },
    {
      when: 'MOD-JZ: another drug beside one whose waste is told',
      draft: { lines: [aModifiedLine('J0001'), aModifiedLine('J0001', ['JW']), aModifiedLine('J0002')] },
      record: medicare('Given from a single-dose vial.'),
      severity: 'warning',
      says: /Line 3 .*JZ says that nothing/,
      quotes: ['single-dose vial'],
    },
    {
      when: 'both on one line',
      draft: { lines: [aModifiedLine('J0001', ['JW', 'JZ'])] },
      record: medicare('Given.'),
      severity: 'error',
      says: /exclude each other/,
    },
  ],
  passes: [
    {
      when: 'MOD-JZ: said',
      draft: { lines: [aModifiedLine('J0001', ['JZ'])] },
      record: medicare('Given from a single-dose vial.'),
    },
    {
      when: 'MOD-JW: on a line of its own',
      draft: { lines: [aModifiedLine('J0001'), aModifiedLine('J0001', ['JW'])] },
      record: medicare('Single-dose vial, 5 mg discarded.'),
    },
    {
      when: 'a container that the note does not name',
      draft: { lines: [aModifiedLine('J0001')] },
      record: medicare('Given in the deltoid.'),
    },
    {
      when: 'a payer that does not ask',
      draft: { lines: [aModifiedLine('J0001')] },
      notes: ['Given from a single-dose vial.'],
    },
  ],
})
