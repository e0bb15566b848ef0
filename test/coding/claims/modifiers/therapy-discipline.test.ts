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
    {
      when: 'MOD-CQ: an assistant who gave it',
      draft: { lines: [aModifiedLine('97110', ['GP'])] },
      record: { payer: 'medicare' },
      notes: ['Treatment provided by the PTA under the plan of care.'],
      severity: 'warning',
      says: /CQ says so/,
      quotes: ['by the PTA'],
    },
    {
      when: 'MOD-CO: an assistant of occupational therapy',
      draft: { lines: [aModifiedLine('97530', ['GO'])] },
      record: { payer: 'medicare' },
      notes: ['COTA provided all of the session.'],
      severity: 'warning',
      says: /CO says so/,
      quotes: ['COTA provided'],
    },
    {
      when: 'MOD-KX: the threshold is passed and the therapy necessary',
      draft: { lines: [aModifiedLine('97110', ['GP'])] },
      record: { payer: 'medicare' },
      notes: [
        'Patient has exceeded the Medicare threshold. Continued skilled therapy is medically necessary to regain gait.',
      ],
      severity: 'warning',
      says: /KX attests/,
      quotes: ['exceeded the Medicare threshold', 'medically necessary'],
    },
    {
      when: 'MOD-KX: the threshold is passed, and nothing says that the therapy is necessary',
      draft: { lines: [aModifiedLine('97110', ['GP'])] },
      record: { payer: 'medicare' },
      notes: ['Therapy cap was reached last week.'],
      severity: 'question',
      says: /the note does not say so/,
      quotes: ['Therapy cap was reached'],
    },
  ],
  passes: [
    {
      when: 'MOD-KX: said with KX',
      draft: { lines: [aModifiedLine('97110', ['GP', 'KX'])] },
      record: { payer: 'medicare' },
      notes: ['Patient has exceeded the therapy threshold; medically necessary.'],
    },
    ...[
      'Patient has not exceeded the therapy threshold; therapy is medically necessary.',
      'Therapy threshold has not been reached; therapy is medically necessary.',
      'Will exceed the therapy threshold next week; therapy is medically necessary.',
      'Pain threshold exceeded with resisted extension; therapy is medically necessary.',
      'Therapy is medically necessary.',
    ].map((note) => ({
      when: `KX is not proposed: ${note}`,
      draft: { lines: [aModifiedLine('97110', ['GP'])] },
      record: { payer: 'medicare' as const },
      notes: [note],
    })),
    {
      when: 'a threshold of a payer that does not count one',
      draft: { lines: [aModifiedLine('97110', ['GP'])] },
      notes: ['Patient has exceeded the therapy threshold; medically necessary.'],
    },
    {
      when: 'MOD-CQ: said with CQ',
      draft: { lines: [aModifiedLine('97110', ['CQ', 'GP'])] },
      record: { payer: 'medicare' },
      notes: ['Treatment provided by the PTA.'],
    },
    {
      when: 'a payer that does not ask for the assistant',
      draft: { lines: [aModifiedLine('97110', ['GP'])] },
      notes: ['Treatment provided by the PTA.'],
    },
    { when: 'MOD-GP: one discipline', draft: { lines: [aModifiedLine('97110', ['GP'])] } },
    { when: 'no therapy', draft: { lines: [aModifiedLine('99213')] } },
  ],
})
